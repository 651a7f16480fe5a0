"""Stacked columns over time: states in a fixed order, each with its own pattern."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from domain import formats
from figures import theme
from figures.breaks import Break, break_labels, break_lines, top_of_axis
from figures.months import Flag, flag_lines, flag_traces
from figures.time_axis import Tick, column_width, time_axis, with_narrow_ticks


@dataclass(frozen=True)
class Layer:
    """One state: its name, its counts over time, colour and pattern."""

    name: str
    values: Sequence[int]
    color: str
    pattern: str


def stacked_columns(
    ticks: Sequence[Tick],
    names: Sequence[str],
    layers: Sequence[Layer],
    flags: Sequence[Flag],
    breaks: Sequence[Break],
) -> theme.Figure:
    """The first layer stands at the bottom; ``names`` are those of the columns for the hover texts."""
    highest = max((sum(layer.values[at] for layer in layers) for at in range(len(ticks))), default=0)
    top = max(top_of_axis(0, highest, breaks), 1)
    figure: theme.Figure = {
        "data": [_layer(layer, names) for layer in layers] + flag_traces(flags, 0.96 * top),
        "layout": theme.layout(
            barmode="stack",
            xaxis=time_axis(ticks),
            yaxis=theme.count_axis(highest, range=[0, top]),
            shapes=[*flag_lines(flags), *break_lines(breaks)],
            annotations=break_labels(breaks, len(ticks)),
        ),
    }
    return with_narrow_ticks(figure, ticks)


def _layer(layer: Layer, names: Sequence[str]) -> dict[str, Any]:
    return {
        "type": "bar",
        "name": theme.safe(layer.name),
        "y": list(layer.values),
        "width": column_width(len(layer.values)),
        "marker": {"color": layer.color, "pattern": theme.pattern(layer.pattern)},
        "hovertext": list(names),
        "hovertemplate": f"%{{hovertext}}<br>{theme.safe(layer.name)}: %{{y:{formats.IN_CHART}}}<extra></extra>",
    }
