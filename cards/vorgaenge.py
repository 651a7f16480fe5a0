"""Vorgänge: the cases behind the figures of a selection, page by page; as a file all of them."""

from __future__ import annotations

from collections.abc import Iterable

from cards import wording
from cards.base import Card, CardKind, CardResult, Context, Pages
from cards.options import Option
from cards.row_links import DECIDED, FINISHED
from data_access.aggregate import aggregate
from data_access.vorgaenge import STATES, Vorgaenge, Vorgang, vorgaenge
from domain import formats
from domain.kennzahlen import KENNZAHLEN
from domain.merkmale import MERKMALE
from exports.table import Cell, Column, Kind, Table

TITEL = "Vorgänge"
ROWS = 50
MOST_IN_FILE = 50_000
ALL = "alle"
DESCENDING = "absteigend"
HIGHEST_PAGE = 1_000_000

ORDERS = {
    "eingang_am": "Eingang",
    "erledigt_am": "Erledigung",
    "faellig_am": "Fälligkeit",
    "aktenzeichen": "Aktenzeichen",
    "kanal": "Kanal",
}
STATE_NAMES = {state: KENNZAHLEN[state].name for state in STATES}
# States that are counted together.
TOGETHER = {
    FINISHED: ("fristgerecht", "verspaetet"),
    DECIDED: ("fristgerecht", "verspaetet", "ueberfaellig"),
}
CHOICES = STATE_NAMES | {FINISHED: "Erledigt", DECIDED: "Fällig: Nenner der Fristquote"}
PAGE = Option("seite", "Seite", {}, "1", highest=HIGHEST_PAGE)
OPTIONS = (
    Option("zustand", "Fristzustand", {ALL: "alle", **CHOICES}, ALL),
    Option("sortierung", "Sortiert nach", ORDERS, "eingang_am"),
    Option("richtung", "Richtung", {DESCENDING: "absteigend", "aufsteigend": "aufsteigend"}, DESCENDING),
    PAGE,
)

NOTES = (
    "Ein Vorgang ist eine Kundenreaktion. Bereiche und Themen sind die aller ihrer Anliegen, auch wenn nach einem"
    " davon gefiltert ist.",
    "Tage: vom Eingang bis zur Erledigung, bei offenen Vorgängen bis zum Datenstand.",
    "Ohne Fristzustand sind Vorgänge, die an eine andere Stelle abgegeben wurden.",
)


def _build(context: Context) -> CardResult:
    page = int(context.options["seite"])
    found = _read(context, ROWS, (page - 1) * ROWS)
    last = max(-(-found.gesamt // ROWS), 1)
    if page > last:
        page, found = last, _read(context, ROWS, (last - 1) * ROWS)
    titel = wording.counted(found.gesamt, "Vorgang", "Vorgänge")
    state = context.options["zustand"]
    titel += "" if state == ALL else f" · {CHOICES[state]}"
    return CardResult(
        table=_table(context, titel, found),
        words=_words(context, found, page),
        titel=titel,
        pages=Pages(page, last),
    )


def _whole(context: Context) -> Table:
    found = _read(context, MOST_IN_FILE, 0)
    cut = found.gesamt > len(found.vorgaenge)
    shown, all_ = formats.number(len(found.vorgaenge)), formats.number(found.gesamt)
    notes = [f"Die Datei enthält die ersten {shown} von {all_} Vorgängen in der gewählten Reihenfolge."] if cut else []
    return _table(context, TITEL, found, notes)


def _read(context: Context, limit: int, offset: int) -> Vorgaenge:
    state = context.options["zustand"]
    return vorgaenge(
        context.view,
        context.selection,
        states=() if state == ALL else TOGETHER.get(state, (state,)),
        order=context.options["sortierung"],
        descending=context.options["richtung"] == DESCENDING,
        limit=limit,
        offset=offset,
    )


def _table(context: Context, titel: str, found: Vorgaenge, notes: Iterable[str] = ()) -> Table:
    several = len(context.view.catalog.vocabulary.names["jobcenter"]) > 1
    columns = [
        Column("Aktenzeichen"),
        *([Column("Jobcenter")] if several else []),
        Column("Eingang", Kind.DATUM),
        Column("Erledigung", Kind.DATUM),
        Column("Fällig", Kind.DATUM),
        Column("Tage", Kind.ANZAHL),
        *(Column(name) for name in ("Fristzustand", "Bereich", "Thema", "Kanal", "Hauptart")),
    ]
    rows = tuple(_row(context, vorgang, several) for vorgang in found.vorgaenge)
    return Table(titel, tuple(columns), rows, notes=(*notes, *NOTES))


def _row(context: Context, vorgang: Vorgang, several: bool) -> tuple[Cell, ...]:
    until = vorgang.erledigt_am or context.view.catalog.stand.datenstand
    return (
        vorgang.aktenzeichen,
        *([context.name("jobcenter", vorgang.jobcenter)] if several else []),
        vorgang.eingang_am,
        vorgang.erledigt_am,
        vorgang.faellig_am,
        (until - vorgang.eingang_am).days,
        None if vorgang.status is None else STATE_NAMES[vorgang.status],
        names(context, "bereich", vorgang.bereiche),
        names(context, "thema", vorgang.themen),
        names(context, "kanal", (vorgang.kanal,)),
        context.name("hauptart", vorgang.hauptart),
    )


def names(context: Context, merkmal: str, codes: Iterable[str | None]) -> str:
    """Names of the values of a case, one after the other; a missing one has a name of its own."""
    return "; ".join(context.name(merkmal, MERKMALE[merkmal].ohne if code is None else code) for code in codes)


def _words(context: Context, found: Vorgaenge, page: int) -> str:
    if not found.gesamt:
        return "Keine Vorgänge in dieser Auswahl."
    first = (page - 1) * ROWS + 1
    last = first + len(found.vorgaenge) - 1
    order = f"{ORDERS[context.options['sortierung']]} {context.options['richtung']}"
    place = formats.number(first) if first == last else f"{formats.number(first)} bis {formats.number(last)}"
    shown = f"Zu sehen: {place} von {formats.number(found.gesamt)}, sortiert nach {order}."
    return f"{shown}{_anliegen(context)} Die Dateien enthalten alle."


def _anliegen(context: Context) -> str:
    """How many Anliegen of these cases fit the selection, where all its cases are listed."""
    if context.options["zustand"] != ALL:
        return ""
    count = aggregate(context.view, context.selection, ["anliegen"]).summe["anliegen"].wert or 0
    return f" {wording.counted(count, 'ihrer Anliegen passt', 'ihrer Anliegen passen')} zur Auswahl."


CARD = Card(
    "vorgaenge",
    TITEL,
    "Kundenreaktionen",
    ("kundenreaktionen", *STATES),
    _build,
    wide=True,
    kind=CardKind.TABLE,
    options=OPTIONS,
    whole=_whole,
    cases=False,
    compared=False,
)
