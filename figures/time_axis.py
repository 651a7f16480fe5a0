"""Time axes: one whole number per month, quarter or year, with German names thinned where there are many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from domain import formats
from domain.zeitraum import Bucket, Monat
from figures import theme

_MAX_LABELS = 14
_MAX_LABELS_NARROW = 6
_COLUMN = 0.72
# A column is never wider than this part of the chart, or a single month would fill it.
_WIDEST = 0.07

# Short name and the year to name below it, None where the name says it.
Tick = tuple[str, int | None]


def month_ticks(months: Sequence[Monat]) -> list[Tick]:
    """``Jan.``, ``Feb.``, … with their years."""
    return [(formats.MONATE_KURZ[month.monat - 1], month.jahr) for month in months]


def bucket_ticks(buckets: Sequence[Bucket], je: str) -> list[Tick]:
    """The same for an axis of months, quarters or years."""
    first = [bucket.monate[0] for bucket in buckets]
    if je == "monat":
        return month_ticks(first)
    if je == "quartal":
        return [(f"{month.quartal}. Q.", month.jahr) for month in first]
    return [(str(month.jahr), None) for month in first]


def time_axis(ticks: Sequence[Tick]) -> dict[str, Any]:
    """The axis, with room for half a column at both ends."""
    return theme.axis(tickmode="array", range=[-0.6, len(ticks) - 0.4], type="linear") | labels(ticks, _MAX_LABELS)


def with_narrow_ticks(figure: theme.Figure, ticks: Sequence[Tick]) -> theme.Figure:
    """The figure with fewer names on a narrow screen."""
    return theme.for_narrow(figure, xaxis=labels(ticks, _MAX_LABELS_NARROW))


def labels(ticks: Sequence[Tick], most: int) -> dict[str, Any]:
    """At most so many names at even distances; over several years the first one of each names it."""
    step = max(1, -(-len(ticks) // most))
    shown = range(0, len(ticks), step)
    several_years = len({year for _, year in ticks}) > 1
    texts: list[str] = []
    named: int | None = None
    for name, year in (ticks[at] for at in shown):
        texts.append(f"{name}<br>{year}" if several_years and year != named else name)
        named = year
    return {"tickvals": list(shown), "ticktext": texts}


def column_width(length: int, share: float = _COLUMN) -> float:
    """Width of a column on an axis of ``length``: its share of the place, less where there are few."""
    return min(share, _WIDEST * length * share / _COLUMN)
