"""An indicator over time: columns or a line, the comparison in grey, what is not over yet hatched or hollow."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from domain.kennzahlen import Einheit
from figures import theme, units
from figures.breaks import Break, break_labels, break_lines, top_of_axis
from figures.months import Flag, flag_lines, flag_traces
from figures.time_axis import Tick, column_width, time_axis, with_narrow_ticks

# More columns than this become a line.
MOST_COLUMNS = 36


@dataclass(frozen=True)
class Line:
    """One series on the axis: legend, values (None: a gap), hover texts and what stands before each of these."""

    name: str
    values: Sequence[float | int | None]
    hover: Sequence[str]
    before: str = ""


def as_columns(einheit: Einheit, length: int) -> bool:
    """Whether the period is drawn as columns: counts of not too many buckets."""
    return einheit is Einheit.ANZAHL and length <= MOST_COLUMNS


def start_of_axis(lines: Sequence[Line], einheit: Einheit) -> float:
    """Where the axis of ``course`` begins, as drawn (shares in percent)."""
    values = [value for line in lines for value in line.values]
    return units.axis_start(values, einheit, columns=as_columns(einheit, len(lines[0].values)))


def course(
    ticks: Sequence[Tick],
    now: Line,
    past: Line | None,
    einheit: Einheit,
    hatched: Collection[int],
    flags: Sequence[Flag],
    breaks: Sequence[Break],
) -> theme.Figure:
    """The chart; ``hatched`` are the numbers of the buckets of which a part is missing."""
    lines = [now, *([past] if past else [])]
    columns = as_columns(einheit, len(ticks))
    traces = [_columns(now, hatched)] if columns else [_line(now, einheit, hatched)]
    if past is not None:
        traces.insert(1 if columns else 0, _past(past, einheit))
    low = start_of_axis(lines, einheit)
    values = [units.scaled(value, einheit) for line in lines for value in line.values]
    highest = max((value for value in values if value is not None), default=0)
    top = max(top_of_axis(low, highest, breaks), low + (1 if einheit is Einheit.ANZAHL else 0.01))
    figure: theme.Figure = {
        "data": traces + flag_traces(flags, top - 0.04 * (top - low)),
        "layout": theme.layout(
            xaxis=time_axis(ticks),
            yaxis=units.value_axis(einheit, low, top),
            shapes=[*flag_lines(flags), *break_lines(breaks)],
            annotations=break_labels(breaks, len(ticks)),
        ),
    }
    return with_narrow_ticks(figure, ticks)


def _columns(line: Line, hatched: Collection[int]) -> dict[str, Any]:
    pattern = theme.pattern(["/" if at in hatched else "" for at in range(len(line.values))])
    return {
        "type": "bar",
        "name": theme.safe(line.name),
        "y": list(line.values),
        "width": column_width(len(line.values)),
        "marker": {"color": theme.NOW, "pattern": pattern},
        "hovertext": list(line.hover),
        "hovertemplate": f"{theme.safe(line.before)}%{{hovertext}}<extra></extra>",
    }


def _line(line: Line, einheit: Einheit, hatched: Collection[int]) -> dict[str, Any]:
    symbols = ["circle-open" if at in hatched else "circle" for at in range(len(line.values))]
    marker = {"color": theme.NOW, "size": 8, "symbol": symbols, "line": {"width": 2, "color": theme.NOW}}
    return _scatter(line, einheit, marker, {"color": theme.NOW, "width": 2.5}) | {"legendrank": 1}


def _past(line: Line, einheit: Einheit) -> dict[str, Any]:
    marker = {"color": theme.PAST, "size": 7, "symbol": "diamond"}
    return _scatter(line, einheit, marker, {"color": theme.PAST, "width": 2})


def _scatter(line: Line, einheit: Einheit, marker: dict[str, Any], stroke: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": theme.safe(line.name),
        "y": [units.scaled(value, einheit) for value in line.values],
        "line": stroke,
        "marker": marker,
        "connectgaps": False,
        "hovertext": list(line.hover),
        "hovertemplate": f"{theme.safe(line.before)}%{{hovertext}}<extra></extra>",
    }
