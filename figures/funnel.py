"""Funnel plots: units by size and share between the limits of chance; names stand only at those outside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from domain import formats
from figures import theme

_STEPS = (1, 2, 5, 10, 20, 25)
_MOST_TICKS = 7


@dataclass(frozen=True)
class Dot:
    """A unit: its size, its share as a fraction, its name, whether it lies outside, and its hover text."""

    size: int
    share: float
    name: str
    outside: bool
    hover: str


@dataclass(frozen=True)
class Limits:
    """The limits, as fractions, at one size; of 99.8 %, of 95 %, of 95 %, of 99.8 %."""

    size: int
    lines: tuple[float, float, float, float]


def funnel_plot(
    dots: Sequence[Dot], limits: Sequence[Limits], rate: float, names: Sequence[str], axis: str
) -> theme.Figure:
    """Dots inside and outside, the overall rate and the limits.

    ``names``: of the dots inside, of those outside, of the overall rate, of the 95 % and of the 99.8 % limits; ``axis``
    names the size.
    """
    inside, outside, whole, near, far = names
    largest = limits[-1].size
    low, high = _span(dots, limits)
    traces = [
        _line(limits, 1, near, "dash"),
        _line(limits, 2, near, "dash", legend=False),
        _line(limits, 0, far, "dot"),
        _line(limits, 3, far, "dot", legend=False),
        _flat(rate, largest, whole),
        _dots([dot for dot in dots if not dot.outside], inside, theme.NOW, "circle"),
        _named([dot for dot in dots if dot.outside], outside, largest, rate),
    ]
    figure: theme.Figure = {
        "data": [trace for trace in traces if trace["x"]],
        "layout": theme.layout(
            xaxis=theme.value_axis(
                range=[0, largest],
                tickformat=",d",
                title={"text": theme.safe(axis), "standoff": 8, "font": {"size": 13}},
            ),
            yaxis=theme.value_axis(range=[low, high], rangemode="normal", **_ticks(low, high)),
        ),
    }
    return theme.for_narrow(figure, xaxis={"nticks": 4})


def _span(dots: Sequence[Dot], limits: Sequence[Limits]) -> tuple[float, float]:
    """Axis in percent: all dots, and the limits from the smallest dot on."""
    smallest = min(dot.size for dot in dots)
    lines = next(at.lines for at in limits if at.size >= smallest)
    values = [*(dot.share for dot in dots), lines[0], lines[3]]
    margin = max(max(values) - min(values), 0.05) * 0.08
    return max((min(values) - margin) * 100, 0 if min(values) else -2), min((max(values) + margin) * 100, 103)


def _ticks(low: float, high: float) -> dict[str, Any]:
    step = next((step for step in _STEPS if (high - low) / step <= _MOST_TICKS), _STEPS[-1])
    first = -(-max(low, 0) // step) * step
    at = [int(first + step * number) for number in range(_MOST_TICKS + 2) if first + step * number <= min(high, 100)]
    return {"tickmode": "array", "tickvals": at, "ticktext": [formats.percent(value / 100, 0) for value in at]}


def _line(limits: Sequence[Limits], place: int, name: str, dash: str, legend: bool = True) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": [at.size for at in limits],
        "y": [_points(at.lines[place]) for at in limits],
        "line": {"color": theme.PAST, "width": 1.5, "dash": dash},
        "hoverinfo": "skip",
        "showlegend": legend,
    }


def _flat(rate: float, largest: int, name: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": [0, largest],
        "y": [_points(rate)] * 2,
        "line": {"color": theme.PAST, "width": 1.5},
        "hoverinfo": "skip",
    }


def _dots(dots: Sequence[Dot], name: str, color: str, symbol: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": [dot.size for dot in dots],
        "y": [_points(dot.share) for dot in dots],
        "marker": {"color": color, "symbol": symbol, "size": 10},
        "cliponaxis": False,
        "hoverinfo": "text",
        "hovertext": [dot.hover for dot in dots],
    }


def _named(dots: Sequence[Dot], name: str, largest: int, rate: float) -> dict[str, Any]:
    trace = _dots(dots, name, theme.OPEN, "diamond")
    return trace | {
        "mode": "markers+text",
        "text": [theme.safe(dot.name) for dot in dots],
        "textposition": [_beside(dot, largest, rate) for dot in dots],
    }


def _beside(dot: Dot, largest: int, rate: float) -> str:
    """Away from the middle line, and towards the middle of the chart."""
    side = "left" if dot.size > largest / 2 else "right"
    return f"{'top' if dot.share > rate else 'bottom'} {side}"


def _points(value: float) -> float:
    return round(value * 100, 4)
