"""Dated events of a selection: flags for time axes and the list that says what they mean."""

from __future__ import annotations

from itertools import groupby

from cards.base import Context
from data_access.catalog import Ereignis
from domain import formats
from domain.zeitraum import Monat, Zeitraum
from figures.months import Flag

BY_MONTH = 15
BY_QUARTER = 48


def events_in(context: Context) -> list[Ereignis]:
    """Events that start in the period and concern the selection, in order of time."""
    span = context.selection.zeitraum.span
    return [
        ereignis
        for ereignis in context.view.catalog.ereignisse
        if span.von <= ereignis.datum_von <= span.bis and _concerns(ereignis, context)
    ]


def flags(context: Context) -> tuple[list[Flag], tuple[tuple[str, str], ...]]:
    """One flag per stretch of time with events, and the list (date, title) in the same numbering.

    A flag stands in the middle of its month; over long periods it gathers a quarter or a year, so that flags keep
    clear of each other.
    """
    zeitraum = context.selection.zeitraum
    found, listed = [], []
    for at, (code, group) in enumerate(groupby(events_in(context), key=lambda e: _stretch(e, zeitraum)), start=1):
        events = list(group)
        places = [Monat.of(ereignis.datum_von).index - zeitraum.von.index for ereignis in events]
        text = f"{code}: 1 Ereignis" if len(events) == 1 else f"{code}: {len(events)} Ereignisse"
        found.append(Flag((places[0] + places[-1]) / 2, str(at), text))
        listed += [(f"{at} · {_dates(ereignis)}", ereignis.titel) for ereignis in events]
    return found, tuple(listed)


def _stretch(ereignis: Ereignis, zeitraum: Zeitraum) -> str:
    """Name of the month, quarter or year in which the event is flagged."""
    month = Monat.of(ereignis.datum_von)
    if zeitraum.length <= BY_MONTH:
        return formats.monat(month.jahr, month.monat)
    return f"{month.quartal}. Quartal {month.jahr}" if zeitraum.length <= BY_QUARTER else str(month.jahr)


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
