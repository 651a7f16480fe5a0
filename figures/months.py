"""Charts over months: one position per month, the prior period in grey, dated events as flags."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from domain import formats
from domain.zeitraum import Monat
from figures import theme
from figures.time_axis import column_width, month_ticks, time_axis, with_narrow_ticks


@dataclass(frozen=True)
class Flag:
    """Events close together as one flag: where it stands, its number in the list below, and its hover text."""

    position: float
    label: str
    text: str


def month_axis(months: Sequence[Monat]) -> dict[str, Any]:
    """Axis with one integer position per month and German month names, thinned where there are many."""
    return time_axis(month_ticks(months))


def with_narrow_months(figure: theme.Figure, months: Sequence[Monat]) -> theme.Figure:
    """The figure with fewer month names on a narrow screen."""
    return with_narrow_ticks(figure, month_ticks(months))


def columns_with_past(
    months: Sequence[Monat],
    now: Sequence[int | None],
    past: Sequence[int | None] | None,
    names: tuple[str, str],
    partial: int | None,
    flags: Sequence[Flag],
) -> theme.Figure:
    """Columns of the period, the comparison as a grey line; the column of an unfinished month is hatched."""
    traces: list[dict[str, Any]] = [
        {
            "type": "bar",
            "name": names[0],
            "x": list(range(len(months))),
            "y": list(now),
            "width": column_width(len(months)),
            "marker": {
                "color": theme.NOW,
                "pattern": theme.pattern(["/" if at == partial else "" for at in range(len(months))]),
            },
            "hoverinfo": "text",
            "hovertext": [_hover(month, names[0], value) for month, value in zip(months, now, strict=True)],
        }
    ]
    if past is not None:
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "name": names[1],
                "x": list(range(len(months))),
                "y": list(past),
                "line": {"color": theme.PAST, "width": 2},
                "marker": {"color": theme.PAST, "size": 7, "symbol": "diamond"},
                "connectgaps": False,
                "hoverinfo": "text",
                "hovertext": [_hover(month, names[1], value) for month, value in zip(months, past, strict=True)],
            }
        )
    highest = max((value for value in (*now, *(past or ())) if value is not None), default=0)
    top = max(highest * 1.18, 1)
    figure: theme.Figure = {
        "data": traces + flag_traces(flags, top * 0.97),
        "layout": theme.layout(
            xaxis=month_axis(months),
            yaxis=theme.count_axis(highest, range=[0, top]),
            shapes=flag_lines(flags),
        ),
    }
    return with_narrow_months(figure, months)


def flag_traces(flags: Sequence[Flag], height: float) -> list[dict[str, Any]]:
    """Numbered markers at the height of the flags; the list below the chart says what they mean."""
    if not flags:
        return []
    return [
        {
            "type": "scatter",
            "mode": "markers+text",
            "name": "",
            "x": [flag.position for flag in flags],
            "y": [round(height, 2)] * len(flags),
            "text": [flag.label for flag in flags],
            "textposition": "middle center",
            "textfont": {"size": 11},
            "cliponaxis": False,
            "marker": {"size": 18, "color": theme.GRID, "line": {"color": theme.PAST, "width": 1}},
            "hoverinfo": "text",
            "hovertext": [flag.text for flag in flags],
            "showlegend": False,
        }
    ]


def flag_lines(flags: Sequence[Flag]) -> list[dict[str, Any]]:
    """A dotted line from every flag down to the axis."""
    return [
        {
            "type": "line",
            "xref": "x",
            "yref": "paper",
            "x0": flag.position,
            "x1": flag.position,
            "y0": 0,
            "y1": 0.9,
            "line": {"color": theme.PAST, "width": 1, "dash": "dot"},
        }
        for flag in flags
    ]


def _hover(month: Monat, name: str, value: int | None) -> str:
    shown = formats.NONE if value is None else formats.number(value)
    return f"{formats.MONATE[month.monat - 1]}<br>{theme.safe(name)}: {shown}"
