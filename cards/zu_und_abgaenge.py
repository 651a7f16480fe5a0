"""Eingänge und Erledigungen: what came and what left per month, and the backlog that remained."""

from __future__ import annotations

from analysis.backlog import MonthlyFlow, monthly_flow
from cards import wording
from cards.base import Card, CardResult, Context
from cards.events import flags
from data_access.bestand import moves
from domain import formats
from exports.table import Cell, Column, Kind, Table
from figures.flow import flow

TITEL = "Eingänge, Erledigungen und Bestand"
NAMES = ("Eingänge", "Erledigungen", "Bestand am Monatsende")
NOTES = (
    "Erledigungen enthalten die an andere Stellen abgegebenen Vorgänge. Der Bestand eines Monats ist der des Vormonats"
    " zuzüglich der Eingänge und abzüglich der Erledigungen.",
)


def _build(context: Context) -> CardResult:
    stand, zeitraum = context.view.catalog.stand.datenstand, context.selection.zeitraum
    found = monthly_flow(moves(context.view, context.selection), zeitraum, stand)
    later: list[int | None] = [None] * (zeitraum.length - len(found))
    marks, listed = flags(context)
    figure = flow(
        zeitraum.monate,
        NAMES,
        [month.eingaenge for month in found] + later,
        [month.erledigungen for month in found] + later,
        [month.bestand for month in found] + later,
        marks,
    )
    moved = any(month.eingaenge or month.erledigungen or month.bestand for month in found)
    rows: list[tuple[Cell, ...]] = [(str(m.monat), m.eingaenge, m.erledigungen, m.bestand) for m in found]
    rows += [(str(month), None, None, None) for month in zeitraum.monate[len(found) :]]
    total = (sum(month.eingaenge for month in found), sum(month.erledigungen for month in found), None)
    columns = (Column("Monat", Kind.MONAT), *(Column(name, Kind.ANZAHL) for name in NAMES))
    notes = (*wording.period_notes(context, compared=False), *NOTES)
    return CardResult(
        table=Table(TITEL, columns, tuple(rows), ("Gesamt", *total), notes),
        words=_words(found),
        figure=figure if moved else None,
        events=listed,
    )


def _words(found: tuple[MonthlyFlow, ...]) -> str:
    came, left = sum(month.eingaenge for month in found), sum(month.erledigungen for month in found)
    if not found or not (came or left or found[-1].bestand):
        return "Keine Eingänge und Erledigungen in dieser Auswahl."
    before = found[0].bestand - found[0].eingaenge + found[0].erledigungen
    received = wording.counted(came, "Eingang", "Eingänge")
    finished = wording.counted(left, "Erledigung", "Erledigungen")
    return (
        f"Im Zeitraum {received} und {finished}; der Bestand ging von {formats.number(before)}"
        f" auf {formats.number(found[-1].bestand)}."
    )


CARD = Card(
    "zu-und-abgaenge",
    TITEL,
    "Kundenreaktionen",
    ("kundenreaktionen",),
    _build,
    height=420,
    wide=True,
    cases=False,
    compared=False,
)
