"""Breaks of a series on a time axis: a dashed line with a label, so that nobody reads across it."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from figures import theme

# Room above the values for flags, and for labels below them, as a part of the whole height.
_FOR_FLAGS, _FOR_LABELS = 0.14, 0.24
_LABEL_HEIGHT = 0.9
# Characters: two short lines fit beside the break on a narrow screen as well.
_LINE_LENGTH = 14
_LINE_HEIGHT = 0.93


@dataclass(frozen=True)
class Break:
    """Where the series breaks on an axis of whole numbers, and its label in a few words."""

    position: float
    label: str


def top_of_axis(low: float, highest: float, breaks: Sequence[Break]) -> float:
    """Where an axis from ``low`` must end, so that values up to ``highest`` stay clear of flags and labels."""
    return low + (highest - low) / (1 - (_FOR_LABELS if breaks else _FOR_FLAGS))


def break_lines(breaks: Sequence[Break]) -> list[dict[str, Any]]:
    """The line of every break."""
    line = {"color": theme.OPEN, "width": 2, "dash": "longdash"}
    return [
        {"type": "line", "xref": "x", "yref": "paper", "y0": 0, "y1": _LINE_HEIGHT, "line": line}
        | {"x0": one.position, "x1": one.position}
        for one in breaks
    ]


def break_labels(breaks: Sequence[Break], length: int) -> list[dict[str, Any]]:
    """The label of every break, on the side of its line where there is more room; ``length`` is that of the axis."""
    return [
        {
            "x": one.position,
            "y": _LABEL_HEIGHT,
            "xref": "x",
            "yref": "paper",
            "text": "<br>".join(
                theme.safe(line) for line in textwrap.wrap(one.label, _LINE_LENGTH, max_lines=2, placeholder=" …")
            ),
            "showarrow": False,
            "xanchor": "left" if one.position < length / 2 else "right",
            "yanchor": "top",
            "xshift": 5 if one.position < length / 2 else -5,
            "font": {"size": 12},
        }
        for one in breaks
    ]
