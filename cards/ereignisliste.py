"""Ereignisse: every dated event, imported or added here, and whether it concerns the present selection."""

from __future__ import annotations

from cards import wording
from cards.base import Card, CardKind, CardResult, Context
from cards.events import events_in
from data_access.catalog import Catalog
from domain.ereignis import Ereignis
from domain.merkmale import MERKMALE
from exports.table import Cell, Column, Kind, Table

TITEL = "Alle Ereignisse"
EVERYTHING = "alle Ereignisse, auch außerhalb der Auswahl"
COLUMNS = (
    Column("Ereignis"),
    Column("von", Kind.DATUM),
    Column("bis", Kind.DATUM),
    Column("Kategorie"),
    Column("gilt für"),
    Column("Herkunft"),
    Column("in der Auswahl"),
)
IMPORTED, OWN = "importiert", "eigenes"
NONE = "Es ist kein Ereignis eingetragen."
EVERYWHERE = "alles"


def concerns(ereignis: Ereignis, catalog: Catalog) -> str:
    """What an event is bound to, in words."""
    # The name of a Jobcenter says what it is.
    named = (("jobcenter", ""), ("bereich", f"{MERKMALE['bereich'].name} "), ("kanal", f"{MERKMALE['kanal'].name} "))
    bound = [
        f"{word}{catalog.vocabulary.name(merkmal, code)}"
        for merkmal, word in named
        if (code := getattr(ereignis, merkmal)) is not None
    ]
    return ", ".join(bound) or EVERYWHERE


def _build(context: Context) -> CardResult:
    events = context.view.catalog.ereignisse
    flagged = {id(ereignis) for ereignis in events_in(context)}
    rows = tuple(_row(context, ereignis, id(ereignis) in flagged) for ereignis in reversed(events))
    return CardResult(Table(TITEL, COLUMNS, rows), _words(len(events), _own(events), len(flagged)), auswahl=EVERYTHING)


def _row(context: Context, ereignis: Ereignis, flagged: bool) -> tuple[Cell, ...]:
    return (
        ereignis.titel,
        ereignis.datum_von,
        ereignis.datum_bis,
        ereignis.kategorie,
        concerns(ereignis, context.view.catalog),
        IMPORTED if ereignis.nummer is None else OWN,
        "ja" if flagged else "nein",
    )


def _own(events: tuple[Ereignis, ...]) -> int:
    return sum(ereignis.nummer is not None for ereignis in events)


def _words(count: int, own: int, flagged: int) -> str:
    if not count:
        return NONE
    told = f"{wording.counted(count, 'Ereignis', 'Ereignisse')}, davon {wording.counted(own, 'eigenes', 'eigene')}."
    if not flagged:
        return f"{told} Keines liegt in der Auswahl."
    verb = "liegt" if flagged == 1 else "liegen"
    return f"{told} In der Auswahl {verb} {wording.counted(flagged, 'Ereignis', 'Ereignisse')}; dort stehen Fähnchen."


CARD = Card("ereignisse", TITEL, "Ereignisse", (), _build, wide=True, kind=CardKind.TABLE, cases=False)
