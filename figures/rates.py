"""Rates of groups as dots on one scale from 0 to 100 %, with the comparison below and the total as a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from domain import formats
from figures import theme
from figures.bars import labels

_HALF = 50
_BELOW = 0.26


@dataclass(frozen=True)
class Dot:
    """One group: rates as fractions (None: none), the text beside its dot, hover texts; ``few`` cases are hollow."""

    name: str
    now: float | None
    past: float | None
    text: str
    few: bool
    hover: str
    past_hover: str


def rate_dots(dots: Sequence[Dot], names: tuple[str, str], total: tuple[float, str] | None) -> theme.Figure:
    """The first group on top; ``names``: of the period and of the comparison; ``total``: a rate and its label."""
    traces = [_now(dots, names[0])]
    if any(dot.past is not None for dot in dots):
        traces.append(_past(dots, names[1]))
    ticks = list(range(0, 101, 20))
    figure: theme.Figure = {
        "data": traces,
        "layout": theme.layout(
            xaxis=theme.value_axis(
                range=[-2, 104],
                tickmode="array",
                tickvals=ticks,
                ticktext=[formats.percent(part / 100, 0) for part in ticks],
            ),
            yaxis=labels([dot.name for dot in dots]),
            shapes=[] if total is None else [_line(total[0])],
            annotations=[] if total is None else [_label(*total)],
            margin={"l": 8, "r": 8, "t": 30, "b": 8},
        ),
    }
    return theme.for_narrow(figure, yaxis=labels([dot.name for dot in dots], narrow=True))


def _points(value: float | None) -> float | None:
    return None if value is None else round(value * 100, 4)


def _now(dots: Sequence[Dot], name: str) -> dict[str, Any]:
    symbols = ["circle-open" if dot.few else "circle" for dot in dots]
    return {
        "type": "scatter",
        "mode": "markers+text",
        "name": theme.safe(name),
        "x": [_points(dot.now) for dot in dots],
        "y": list(range(len(dots))),
        "text": [f"  {theme.safe(dot.text)}  " for dot in dots],
        "textposition": ["middle left" if (dot.now or 0) * 100 > _HALF else "middle right" for dot in dots],
        "marker": {"color": theme.NOW, "size": 12, "symbol": symbols, "line": {"width": 2, "color": theme.NOW}},
        "cliponaxis": False,
        "hoverinfo": "text",
        "hovertext": [dot.hover for dot in dots],
    }


def _past(dots: Sequence[Dot], name: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": theme.safe(name),
        "x": [_points(dot.past) for dot in dots],
        "y": [at + _BELOW for at in range(len(dots))],
        "marker": {"color": theme.PAST, "size": 8, "symbol": "diamond"},
        "hoverinfo": "text",
        "hovertext": [dot.past_hover for dot in dots],
    }


def _line(total: float) -> dict[str, Any]:
    line = {"color": theme.PAST, "width": 1.5, "dash": "dash"}
    at = _points(total)
    return {"type": "line", "xref": "x", "yref": "paper", "x0": at, "x1": at, "y0": 0, "y1": 1, "line": line}


def _label(total: float, text: str) -> dict[str, Any]:
    return {
        "x": _points(total),
        "y": 1,
        "xref": "x",
        "yref": "paper",
        "text": theme.safe(text),
        "showarrow": False,
        "xanchor": "right" if total > _HALF / 100 else "left",
        "yanchor": "bottom",
        "font": {"size": 12},
    }
