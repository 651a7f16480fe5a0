"""Horizontal bars: one group per category, now and before, or stacked by a second dimension."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from figures import theme

_LABEL_WIDTH = 26
_NARROW_LABEL_WIDTH = 15
# Room for at least so many categories, or a single bar would fill the chart.
FEWEST = 4


@dataclass(frozen=True)
class Series:
    """One series of bars: name, values, texts beside the bars (empty: none), hover texts."""

    name: str
    values: Sequence[int | float | None]
    texts: Sequence[str]
    hover: Sequence[str]
    color: str
    pattern: str = ""


def grouped(categories: Sequence[str], series: Sequence[Series]) -> theme.Figure:
    """Grouped bars, the first category on top; values stand beside the bars."""
    highest = max((value for one in series for value in one.values if value is not None), default=0)
    traces = [_trace(categories, one) | {"textposition": "outside", "cliponaxis": False} for one in series]
    return _figure(categories, traces, "group", highest, room=(1.36, 2.2))


def stacked(categories: Sequence[str], series: Sequence[Series], totals: Sequence[str]) -> theme.Figure:
    """Stacked bars with the total at their end."""
    sums = [sum(one.values[at] or 0 for one in series) for at in range(len(categories))]
    traces = [_trace(categories, one) | {"text": None} for one in series]
    traces.append(
        {
            "type": "scatter",
            "mode": "text",
            "x": sums,
            "y": list(range(len(categories))),
            "text": [f" {total}" for total in totals],
            "textposition": "middle right",
            "cliponaxis": False,
            "hoverinfo": "skip",
            "showlegend": False,
        }
    )
    return _figure(categories, traces, "stack", max(sums, default=0), room=(1.1, 1.3))


def _trace(categories: Sequence[str], series: Series) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "name": theme.safe(series.name),
        "y": list(range(len(categories))),
        "x": list(series.values),
        "text": list(series.texts),
        "marker": {
            "color": series.color,
            "pattern": theme.pattern(series.pattern),
            "line": {"width": 0.5, "color": "rgba(255,255,255,0.6)"},
        },
        "hoverinfo": "text",
        "hovertext": list(series.hover),
    }


def _figure(
    categories: Sequence[str],
    traces: list[dict[str, Any]],
    barmode: str,
    highest: float | int,
    room: tuple[float, float],
) -> theme.Figure:
    """``room``: length of the axis as a multiple of the longest bar, so that its text fits; wide and narrow."""
    wide, narrow = ([0, max(highest * factor, 1)] for factor in room)
    figure: theme.Figure = {
        "data": traces,
        "layout": theme.layout(
            barmode=barmode,
            xaxis=theme.count_axis(highest, range=wide),
            yaxis=labels(categories),
        ),
    }
    return theme.for_narrow(figure, xaxis={"range": narrow, "nticks": 4}, yaxis=labels(categories, narrow=True))


def labels(categories: Sequence[str], narrow: bool = False) -> dict[str, Any]:
    """The axis of names, the first on top; ``narrow``: what of it is different on a narrow screen."""
    names = [wrapped(name, _NARROW_LABEL_WIDTH if narrow else _LABEL_WIDTH) for name in categories]
    if narrow:
        return {"ticktext": names, "tickfont": {"size": 11}}
    span = [max(len(categories), FEWEST) - 0.5, -0.5]
    return theme.axis(tickmode="array", tickvals=list(range(len(categories))), ticktext=names, range=span)


@lru_cache(maxsize=1024)
def wrapped(name: str, width: int) -> str:
    """A long name on two lines of about ``width`` characters, cut with an ellipsis; the table carries it whole."""
    lines = textwrap.wrap(name, width, break_long_words=False)
    shown = [shortened(line, width + 3) for line in lines[:2]]
    if len(lines) > 2 and not shown[1].endswith("…"):
        shown[1] += " …"
    return "<br>".join(theme.safe(line) for line in shown)


def shortened(line: str, longest: int) -> str:
    """The line, cut with an ellipsis where it is longer."""
    return line if len(line) <= longest else line[: longest - 1] + "…"
