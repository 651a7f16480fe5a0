"""Dated events of a selection: flags for time axes and the list that says what they mean."""

from __future__ import annotations

from itertools import groupby

from cards.base import Context
from data_access.catalog import Ereignis
from domain import formats
from domain.zeitraum import Monat
from figures.months import Flag


def events_in(context: Context) -> list[Ereignis]:
    """Events that start in the period and concern the selection, in order of time."""
    span = context.selection.zeitraum.span
    return [
        ereignis
        for ereignis in context.view.catalog.ereignisse
        if span.von <= ereignis.datum_von <= span.bis and _concerns(ereignis, context)
    ]


def flags(context: Context) -> tuple[list[Flag], tuple[tuple[str, str], ...]]:
    """One flag per month with events, and the list (date, title) in the same numbering."""
    found, listed = [], []
    for at, (month, group) in enumerate(groupby(events_in(context), key=lambda e: Monat.of(e.datum_von)), start=1):
        events = list(group)
        name = formats.monat(month.jahr, month.monat)
        text = f"{name}: 1 Ereignis" if len(events) == 1 else f"{name}: {len(events)} Ereignisse"
        found.append(Flag(month, events[0].datum_von, str(at), text))
        listed += [(f"{at} · {_dates(ereignis)}", ereignis.titel) for ereignis in events]
    return found, tuple(listed)


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
