"""What came and what left per month as columns, the backlog below them on an axis of its own."""

from __future__ import annotations

from collections.abc import Sequence

from domain import formats
from domain.zeitraum import Monat
from figures import theme
from figures.months import Flag, flag_lines, flag_traces, month_axis, with_narrow_months

UPPER, LOWER = [0.4, 1.0], [0.0, 0.3]
_WIDTH = 0.38


def flow(
    months: Sequence[Monat],
    names: tuple[str, str, str],
    came: Sequence[int | None],
    left: Sequence[int | None],
    backlog: Sequence[int | None],
    flags: Sequence[Flag],
) -> theme.Figure:
    """``names``: of what came, what left, and the backlog at the end of a month; None where no month has begun."""
    places = list(range(len(months)))
    highest = max((value for value in (*came, *left) if value is not None), default=0)
    top = max(highest * 1.18, 1)
    looks = ((names[0], came, theme.NOW, "", -_WIDTH), (names[1], left, theme.PAST, "/", 0.0))
    columns = [
        {
            "type": "bar",
            "name": name,
            "x": places,
            "y": list(values),
            "width": _WIDTH,
            "offset": offset,
            "marker": {"color": color, "pattern": theme.pattern(shape)},
            "hoverinfo": "text",
            "hovertext": _hover(months, name, values),
        }
        for name, values, color, shape, offset in looks
    ]
    most = max((value for value in backlog if value is not None), default=0)
    line = {
        "type": "scatter",
        "mode": "lines+markers",
        "name": names[2],
        "x": places,
        "y": list(backlog),
        "yaxis": "y2",
        "line": {"color": theme.OPEN, "width": 2},
        "marker": {"color": theme.OPEN, "size": 6, "symbol": "square"},
        "hoverinfo": "text",
        "hovertext": _hover(months, names[2], backlog),
    }
    figure: theme.Figure = {
        "data": [*columns, line, *flag_traces(flags, top * 0.97)],
        "layout": theme.layout(
            barmode="overlay",
            xaxis=month_axis(months) | {"anchor": "y2"},
            yaxis=theme.count_axis(highest, range=[0, top], domain=UPPER),
            yaxis2=theme.count_axis(most, range=[0, max(most * 1.2, 1)], domain=LOWER, nticks=4),
            shapes=flag_lines(flags),
        ),
    }
    return with_narrow_months(figure, months)


def _hover(months: Sequence[Monat], name: str, values: Sequence[int | None]) -> list[str]:
    return [
        f"{formats.monat(month.jahr, month.monat)}<br>{theme.safe(name)}:"
        f" {formats.NONE if value is None else formats.number(value)}"
        for month, value in zip(months, values, strict=True)
    ]
