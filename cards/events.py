"""Dated events of a selection: flags for time axes and the list that says what they mean."""

from __future__ import annotations

from itertools import groupby

from cards.base import Context
from domain import formats
from domain.ereignis import Ereignis
from domain.zeitraum import Monat, buckets
from figures.months import Flag

# On a single axis; 48 months are 16 quarters.
MOST_FLAGS = 16


def concerning(context: Context) -> list[Ereignis]:
    """All events that concern the selection, in order of time."""
    return [ereignis for ereignis in context.view.catalog.ereignisse if _concerns(ereignis, context)]


def events_in(context: Context) -> list[Ereignis]:
    """Those of them that start in the period."""
    span = context.selection.zeitraum.span
    return [ereignis for ereignis in concerning(context) if span.von <= ereignis.datum_von <= span.bis]


def flags(context: Context, je: str = "monat", first: int = 0) -> tuple[list[Flag], tuple[tuple[str, str], ...]]:
    """One flag per stretch of time with events, and the list (date, title) in the same numbering.

    ``je`` is the time dimension of the axis, on which the period begins at ``first``. A flag stands in the middle of
    its month, quarter or year; over long periods it gathers several of them, so that flags keep clear of each other.
    """
    axis = buckets(context.selection.zeitraum, (je,))
    place = {month.index: first + at for at, bucket in enumerate(axis) for month in bucket.monate}
    found, listed = [], []
    length = first + len(axis)
    for at, (code, group) in enumerate(groupby(events_in(context), key=lambda e: _stretch(e, je, length)), start=1):
        events = list(group)
        places = [place[Monat.of(ereignis.datum_von).index] for ereignis in events]
        text = f"{code}: 1 Ereignis" if len(events) == 1 else f"{code}: {len(events)} Ereignisse"
        found.append(Flag((places[0] + places[-1]) / 2, str(at), text))
        listed += [(f"{at} · {_dates(ereignis)}", ereignis.titel) for ereignis in events]
    return found, tuple(listed)


def _stretch(ereignis: Ereignis, je: str, length: int) -> str:
    """Name of the month, quarter or year in which the event is flagged, on an axis of ``length`` buckets."""
    month = Monat.of(ereignis.datum_von)
    if je == "monat" and length <= MOST_FLAGS:
        return formats.monat(month.jahr, month.monat)
    by_quarter = length <= 3 * MOST_FLAGS if je == "monat" else je == "quartal" and length <= MOST_FLAGS
    return f"{month.quartal}. Quartal {month.jahr}" if by_quarter else str(month.jahr)


def _dates(ereignis: Ereignis) -> str:
    start = formats.day(ereignis.datum_von)
    return start if ereignis.datum_bis is None else f"{start} – {formats.day(ereignis.datum_bis)}"


def _concerns(ereignis: Ereignis, context: Context) -> bool:
    selection, catalog = context.selection, context.view.catalog
    bereiche = selection.codes("bereich")
    within = {*bereiche, *catalog.with_descendants(bereiche)}
    wanted = {"jobcenter": set(selection.codes("jobcenter")), "kanal": set(selection.codes("kanal")), "bereich": within}
    return all(
        not chosen or own is None or own in chosen
        for chosen, own in ((wanted[merkmal], getattr(ereignis, merkmal)) for merkmal in wanted)
    )
