"""The share that is finished within x days, as a rising line of steps with marked days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from domain import formats
from figures import theme

_TOP = 116


@dataclass(frozen=True)
class Rise:
    """One group: its name and its share per day from day 0 on (None: not known)."""

    name: str
    shares: Sequence[float | None]


@dataclass(frozen=True)
class DayMark:
    """A day on the axis and what is written at it."""

    day: int
    label: str


def finished_within(now: Rise, past: Rise | None, marks: Sequence[DayMark], unit: str, day_word: str) -> theme.Figure:
    """The lines from day 0; ``unit`` is what stands below the days, ``day_word`` before a day in the hover texts."""
    traces = [_rise(now, theme.NOW, "solid", 2.5, day_word)]
    if past is not None:
        traces.insert(0, _rise(past, theme.PAST, "dash", 2, day_word))
    last = len(now.shares) - 1
    return {
        "data": traces,
        "layout": theme.layout(
            xaxis=theme.value_axis(range=[0, last], rangemode="normal", nticks=10, title={"text": unit}),
            yaxis=theme.value_axis(
                range=[0, _TOP],
                tickmode="array",
                tickvals=list(range(0, 101, 20)),
                ticktext=[formats.percent(part / 100, 0) for part in range(0, 101, 20)],
            ),
            shapes=[_line(mark) for mark in marks],
            annotations=[_label(mark, at) for at, mark in enumerate(marks)],
        ),
    }


def _rise(rise: Rise, color: str, dash: str, width: float, day_word: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": theme.safe(rise.name),
        "y": [None if share is None else round(share * 100, 4) for share in rise.shares],
        "line": {"color": color, "width": width, "shape": "hv", "dash": dash},
        "hovertext": [formats.NONE if share is None else formats.percent(share) for share in rise.shares],
        "hovertemplate": f"{theme.safe(rise.name)}<br>{day_word} %{{x}}: %{{hovertext}}<extra></extra>",
    }


def _line(mark: DayMark) -> dict[str, Any]:
    line = {"color": theme.OPEN, "width": 2, "dash": "dot"}
    return {
        "type": "line",
        "xref": "x",
        "yref": "paper",
        "x0": mark.day,
        "x1": mark.day,
        "y0": 0,
        "y1": 0.9,
        "line": line,
    }


def _label(mark: DayMark, at: int) -> dict[str, Any]:
    """Labels stand on two levels in turn, so that near days keep clear of each other."""
    return {
        "x": mark.day,
        "y": 0.99 - 0.065 * (at % 2),
        "xref": "x",
        "yref": "paper",
        "text": theme.safe(mark.label),
        "showarrow": False,
        "xanchor": "left",
        "yanchor": "top",
        "xshift": 4,
        "font": {"size": 12},
    }
