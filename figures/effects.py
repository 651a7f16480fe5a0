"""Two effects per group as bars to the left and to the right of zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from domain import formats
from figures import theme
from figures.bars import labels

_ROOM = (1.25, 1.7)


@dataclass(frozen=True)
class Effect:
    """A group with its two effects as differences of fractions; ``hover`` is the text at its bars."""

    name: str
    first: float
    second: float
    hover: str


def effects(groups: Sequence[Effect], names: tuple[str, str]) -> theme.Figure:
    """The first group on top; ``names`` are those of the two effects."""
    first = _bars(groups, [group.first for group in groups], names[0], theme.NOW, "")
    second = _bars(groups, [group.second for group in groups], names[1], theme.RISE, "/")
    farthest = max((abs(value) for group in groups for value in (group.first, group.second)), default=0)
    wide, narrow = (max(farthest * 100 * factor, 0.1) for factor in _ROOM)
    figure: theme.Figure = {
        "data": [first, second],
        "layout": theme.layout(
            barmode="group",
            xaxis=theme.value_axis(
                range=[-wide, wide],
                rangemode="normal",
                ticksuffix=f"{formats.NBSP}Pp.",
                zeroline=True,
                zerolinewidth=1.5,
            )
            | {"zerolinecolor": theme.PAST},
            yaxis=labels([group.name for group in groups]),
        ),
    }
    small = labels([group.name for group in groups], narrow=True)
    return theme.for_narrow(figure, xaxis={"range": [-narrow, narrow], "nticks": 3}, yaxis=small)


def _bars(groups: Sequence[Effect], values: Sequence[float], name: str, color: str, shape: str) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "name": name,
        "y": list(range(len(groups))),
        "x": [round(value * 100, 4) for value in values],
        "text": [formats.signed(value * 100, 1) for value in values],
        "textposition": "outside",
        "cliponaxis": False,
        "marker": {"color": color, "pattern": theme.pattern(shape)},
        "hoverinfo": "text",
        "hovertext": [group.hover for group in groups],
    }
