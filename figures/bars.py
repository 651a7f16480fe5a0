"""Horizontal bars: one group per category, now and before, or stacked by a second dimension."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from figures import theme

_LABEL_WIDTH = 26
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
    figure = _figure(categories, traces, [0, max(highest * 1.32, 1)])
    figure["layout"] |= {"barmode": "group"}
    return figure


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
    figure = _figure(categories, traces, [0, max(max(sums, default=0) * 1.15, 1)])
    figure["layout"] |= {"barmode": "stack"}
    return figure


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


def _figure(categories: Sequence[str], traces: list[dict[str, Any]], span: list[float]) -> theme.Figure:
    labels = [wrapped(name) for name in categories]
    return {
        "data": traces,
        "layout": theme.layout(
            xaxis=theme.value_axis(range=span, tickformat=",d"),
            yaxis=theme.axis(
                tickmode="array",
                tickvals=list(range(len(categories))),
                ticktext=labels,
                range=[max(len(categories), FEWEST) - 0.5, -0.5],
            ),
        ),
    }


def wrapped(name: str) -> str:
    """A long name on two lines, cut after the second; the table below carries it whole."""
    words, lines = name.split(), [""]
    for word in words:
        if lines[-1] and len(lines[-1]) + len(word) + 1 > _LABEL_WIDTH:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    if len(lines) > 2:
        lines = [lines[0], lines[1] + " …"]
    return "<br>".join(theme.safe(line) for line in lines)
