"""Waterfalls: from the value before to the value now, step by step, lying so that long names have room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any

from figures import theme
from figures.bars import labels

_GAP = 0.36
# Room beside the longest bar for its text, as a multiple of it: wide and narrow.
_ROOM = (1.14, 1.42)


@dataclass(frozen=True)
class Step:
    """A bar: its name, its length (of steps: the difference), the text beside it and its hover text."""

    name: str
    value: int
    text: str
    hover: str


def waterfall(before: Step, steps: Sequence[Step], after: Step, names: tuple[str, str]) -> theme.Figure:
    """``before`` and ``after`` as whole bars, the steps between them where the one before ends.

    ``names`` are the legend of steps that lower and that raise the value.
    """
    ends = list(accumulate((step.value for step in steps), initial=before.value))
    spans = [(min(pair), max(pair)) for pair in pairwise(ends)]
    falling = [at for at, step in enumerate(steps) if step.value < 0]
    rising = [at for at, step in enumerate(steps) if step.value >= 0]
    bars = [_bar(before.name, [0], [before], [0], theme.PAST, "")]
    for name, places, color, shape in ((names[0], falling, theme.FALL, ""), (names[1], rising, theme.RISE, "/")):
        shown, starts = [steps[at] for at in places], [spans[at][0] for at in places]
        bars.append(_bar(name, [at + 1 for at in places], shown, starts, color, shape))
    bars.append(_bar(after.name, [len(steps) + 1], [after], [0], theme.NOW, ""))
    all_steps = [before, *steps, after]
    reached = [before.value, *(high for _, high in spans), after.value]
    traces = [bar for bar in bars if bar["y"]] + [_joints(ends), _texts(all_steps, reached)]
    highest = max(reached)
    wide, narrow = ([0, max(highest * factor, 1)] for factor in _ROOM)
    figure: theme.Figure = {
        "data": traces,
        "layout": theme.layout(
            barmode="overlay",
            xaxis=theme.count_axis(highest, range=wide),
            yaxis=labels([step.name for step in all_steps]),
        ),
    }
    small = labels([step.name for step in all_steps], narrow=True)
    return theme.for_narrow(figure, xaxis={"range": narrow, "nticks": 4}, yaxis=small)


def _bar(
    name: str, places: Sequence[int], steps: Sequence[Step], starts: Sequence[int], color: str, shape: str
) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "name": theme.safe(name),
        "y": list(places),
        "x": [abs(step.value) for step in steps],
        "base": list(starts),
        "marker": {"color": color, "pattern": theme.pattern(shape)},
        "hoverinfo": "text",
        "hovertext": [step.hover for step in steps],
    }


def _joints(ends: Sequence[int]) -> dict[str, Any]:
    """Thin lines from the end of every bar to the start of the next one."""
    x: list[int | None] = []
    y: list[float | None] = []
    for at, end in enumerate(ends):
        x += [end, end, None]
        y += [at + _GAP, at + 1 - _GAP, None]
    line = {"color": theme.PAST, "width": 1}
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, "line": line, "hoverinfo": "skip", "showlegend": False}


def _texts(steps: Sequence[Step], reached: Sequence[int]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "text",
        "x": list(reached),
        "y": list(range(len(steps))),
        "text": [f" {step.text}" for step in steps],
        "textposition": "middle right",
        "cliponaxis": False,
        "hoverinfo": "skip",
        "showlegend": False,
    }
