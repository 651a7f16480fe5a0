"""Stacked columns over time: states in a fixed order, each with its own pattern."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from figures import theme
from figures.breaks import HEADROOM, Break, break_labels, break_lines
from figures.months import Flag, flag_lines, flag_traces
from figures.time_axis import Tick, column_width, time_axis, with_narrow_ticks


@dataclass(frozen=True)
class Layer:
    """One state: its name, its counts over time, their hover texts, colour and pattern."""

    name: str
    values: Sequence[int]
    hover: Sequence[str]
    color: str
    pattern: str


def stacked_columns(
    ticks: Sequence[Tick], layers: Sequence[Layer], flags: Sequence[Flag], breaks: Sequence[Break]
) -> theme.Figure:
    """The first layer stands at the bottom."""
    highest = max((sum(layer.values[at] for layer in layers) for at in range(len(ticks))), default=0)
    top = max(highest / (1 - HEADROOM), 1)
    figure: theme.Figure = {
        "data": [_layer(layer) for layer in layers] + flag_traces(flags, 0.96 * top),
        "layout": theme.layout(
            barmode="stack",
            xaxis=time_axis(ticks),
            yaxis=theme.count_axis(highest, range=[0, top]),
            shapes=[*flag_lines(flags), *break_lines(breaks)],
            annotations=break_labels(breaks, len(ticks)),
        ),
    }
    return with_narrow_ticks(figure, ticks)


def _layer(layer: Layer) -> dict[str, Any]:
    return {
        "type": "bar",
        "name": theme.safe(layer.name),
        "x": list(range(len(layer.values))),
        "y": list(layer.values),
        "width": column_width(len(layer.values)),
        "marker": {"color": layer.color, "pattern": theme.pattern(layer.pattern)},
        "hoverinfo": "text",
        "hovertext": list(layer.hover),
    }
