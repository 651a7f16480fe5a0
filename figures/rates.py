"""Rates of groups as dots on one scale, with the comparison below and the total as a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from domain import formats
from domain.kennzahlen import Einheit
from figures import theme, units
from figures.bars import FEWEST, labels

_BELOW = 0.26
# Room before the scale for the texts on the left of the dots, as a part of its length.
_TEXT_ROOM, _NARROW_TEXT_ROOM = 0.14, 1.3


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
    low = axis_start(dots)
    traces = [_now(dots, names[0])]
    if any(dot.past is not None for dot in dots):
        traces.append(_past(dots, names[1]))
    if total is not None:
        traces.append(_total(*total, max(len(dots), FEWEST)))
    ticks = list(range(low, 101, 10 if low else 20))
    figure: theme.Figure = {
        "data": traces,
        "layout": theme.layout(
            xaxis=theme.value_axis(
                range=[low - _TEXT_ROOM * (100 - low), 100 + 0.04 * (100 - low)],
                rangemode="normal",
                tickmode="array",
                tickvals=ticks,
                ticktext=[formats.percent(part / 100, 0) for part in ticks],
            ),
            yaxis=labels([dot.name for dot in dots]),
        ),
    }
    room = {"range": [low - _NARROW_TEXT_ROOM * (100 - low), 100 + 0.05 * (100 - low)], "tickvals": [low, 100]}
    room |= {"ticktext": [formats.percent(part / 100, 0) for part in (low, 100)]}
    return theme.for_narrow(figure, xaxis=room, yaxis=labels([dot.name for dot in dots], narrow=True))


def axis_start(dots: Sequence[Dot]) -> int:
    """Where the scale begins, in percent."""
    return int(units.axis_start([value for dot in dots for value in (dot.now, dot.past)], Einheit.ANTEIL))


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
        "textposition": "middle left",
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


def _total(total: float, name: str, length: int) -> dict[str, Any]:
    at = _points(total)
    return {
        "type": "scatter",
        "mode": "lines",
        "name": theme.safe(name),
        "x": [at, at],
        "y": [-0.5, length - 0.5],
        "line": {"color": theme.PAST, "width": 1.5, "dash": "dash"},
        "hoverinfo": "skip",
    }
