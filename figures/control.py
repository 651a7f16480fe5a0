"""Control charts: values with centre and limits, signals marked by a symbol and a word, a target where there is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from domain.kennzahlen import Einheit
from figures import theme, units
from figures.breaks import Break, break_labels, break_lines, top_of_axis
from figures.months import Flag, flag_lines, flag_traces
from figures.time_axis import Tick, time_axis, with_narrow_ticks


@dataclass(frozen=True)
class Mark:
    """One value with its limits; None where there is none.

    ``signal`` is the word at its symbol (empty: no signal), ``judged`` false draws it hollow, ``segment`` is that of
    its limits.
    """

    value: float | int | None
    centre: float | None
    lower: float | None
    upper: float | None
    segment: int
    signal: str
    judged: bool
    hover: str


@dataclass(frozen=True)
class Names:
    """Legend of the series, and what stands on the time before the period."""

    value: str
    centre: str
    limits: str
    signal: str
    unjudged: str
    before: str


def control_chart(
    ticks: Sequence[Tick],
    marks: Sequence[Mark],
    einheit: Einheit,
    names: Names,
    first: int,
    target: tuple[float, str] | None,
    flags: Sequence[Flag],
    breaks: Sequence[Break],
) -> theme.Figure:
    """The chart; the period begins with bucket ``first``, a ``target`` is a fraction and its label."""
    low, highest = span_of_values(marks, einheit, target)
    top = max(top_of_axis(low, highest, breaks), low + 0.01)
    traces = [
        _limits(marks, einheit, names.limits, "upper", shown=True),
        _limits(marks, einheit, names.limits, "lower", shown=False),
        _centre(marks, einheit, names.centre),
        _values(marks, einheit, names.value),
        *_special(marks, einheit, names),
    ]
    aim = [] if target is None else [_target_line(units.scaled(target[0], einheit))]
    labels = [] if target is None else [_target_label(units.scaled(target[0], einheit), target[1])]
    if first:
        labels.append(_before_label(first, names.before))
    figure: theme.Figure = {
        "data": traces + flag_traces(flags, top - 0.04 * (top - low)),
        "layout": theme.layout(
            xaxis=time_axis(ticks),
            yaxis=units.value_axis(einheit, low, top),
            shapes=[*([_before(first)] if first else []), *flag_lines(flags), *break_lines(breaks), *aim],
            annotations=[*break_labels(breaks, len(ticks)), *labels],
        ),
    }
    return with_narrow_ticks(figure, ticks)


def span_of_values(marks: Sequence[Mark], einheit: Einheit, target: tuple[float, str] | None) -> tuple[float, float]:
    """Where the axis begins, and the highest value on it, as drawn (shares in percent)."""
    values = [value for mark in marks for value in (mark.value, mark.lower, mark.upper) if value is not None]
    values += [] if target is None else [target[0]]
    low = units.axis_start(values, einheit)
    highest = max((units.scaled(value, einheit) or 0 for value in values), default=0)
    return low, highest


def _limits(marks: Sequence[Mark], einheit: Einheit, name: str, which: str, *, shown: bool) -> dict[str, Any]:
    line = {"color": theme.PAST, "width": 1.5, "dash": "dash", "shape": "hvh"}
    return _steps(marks, einheit, [getattr(mark, which) for mark in marks], name) | {"line": line, "showlegend": shown}


def _centre(marks: Sequence[Mark], einheit: Einheit, name: str) -> dict[str, Any]:
    line = {"color": theme.PAST, "width": 2, "shape": "hvh"}
    return _steps(marks, einheit, [mark.centre for mark in marks], name) | {"line": line}


def _steps(marks: Sequence[Mark], einheit: Einheit, values: Sequence[float | None], name: str) -> dict[str, Any]:
    """A line of steps that ends half a place before and after every segment, with a gap between two segments."""
    x: list[float | None] = []
    y: list[float | int | None] = []
    for at, value in enumerate(values):
        begins = at == 0 or marks[at - 1].segment != marks[at].segment
        ends = at == len(marks) - 1 or marks[at + 1].segment != marks[at].segment
        drawn = units.scaled(value, einheit)
        x += ([at - 0.5] if begins else []) + [at] + ([at + 0.5, None] if ends else [])
        y += ([drawn] if begins else []) + [drawn] + ([drawn, None] if ends else [])
    return {"type": "scatter", "mode": "lines", "name": name, "x": x, "y": y, "hoverinfo": "skip"}


def _values(marks: Sequence[Mark], einheit: Einheit, name: str) -> dict[str, Any]:
    return _points([mark if mark.judged else None for mark in marks], einheit, name) | {
        "mode": "lines+markers",
        "line": {"color": theme.NOW, "width": 2},
        "marker": {"color": theme.NOW, "size": 8},
    }


def _special(marks: Sequence[Mark], einheit: Einheit, names: Names) -> list[dict[str, Any]]:
    """Signals on top of their points, and the points that are not judged."""
    found = [mark if mark.signal else None for mark in marks]
    open_ = [None if mark.judged else mark for mark in marks]
    traces = []
    if any(found):
        symbol = {"color": theme.OPEN, "size": 14, "symbol": "diamond-open", "line": {"width": 3}}
        traces.append(
            _points(found, einheit, names.signal)
            | {"mode": "markers+text", "marker": symbol, "text": _words(marks), "textposition": "top center"}
        )
    if any(mark is not None and mark.value is not None for mark in open_):
        symbol = {"color": theme.NOW, "size": 9, "symbol": "circle-open", "line": {"width": 2}}
        traces.append(_points(open_, einheit, names.unjudged) | {"mode": "markers", "marker": symbol})
    return traces


def _words(marks: Sequence[Mark]) -> list[str]:
    """The word of a signal at the first point of a row of signals; the others carry the symbol alone."""
    before = ["", *(mark.signal for mark in marks)]
    return ["" if earlier else mark.signal for mark, earlier in zip(marks, before, strict=False)]


def _points(marks: Sequence[Mark | None], einheit: Einheit, name: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "name": theme.safe(name),
        "x": list(range(len(marks))),
        "y": [None if mark is None else units.scaled(mark.value, einheit) for mark in marks],
        "connectgaps": False,
        "hoverinfo": "text",
        "hovertext": [mark.hover if mark else "" for mark in marks],
    }


def _before(first: int) -> dict[str, Any]:
    """A veil over the time before the period."""
    return {
        "type": "rect",
        "xref": "x",
        "yref": "paper",
        "x0": -0.6,
        "x1": first - 0.5,
        "y0": 0,
        "y1": 1,
        "fillcolor": theme.VEIL,
        "line": {"width": 0},
        "layer": "below",
    }


def _before_label(first: int, text: str) -> dict[str, Any]:
    return {
        "x": first - 0.5,
        "y": 0.01,
        "xref": "x",
        "yref": "paper",
        "text": text,
        "showarrow": False,
        "xanchor": "right",
        "yanchor": "bottom",
        "xshift": -4,
        "font": {"size": 12},
    }


def _target_line(at: float | int | None) -> dict[str, Any]:
    line = {"color": theme.OPEN, "width": 2, "dash": "dash"}
    return {"type": "line", "xref": "paper", "yref": "y", "x0": 0, "x1": 1, "y0": at, "y1": at, "line": line}


def _target_label(at: float | int | None, label: str) -> dict[str, Any]:
    return {
        "x": 1,
        "y": at,
        "xref": "paper",
        "yref": "y",
        "text": theme.safe(label),
        "showarrow": False,
        "xanchor": "right",
        "yanchor": "bottom",
        "font": {"size": 12},
    }
