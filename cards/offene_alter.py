"""Offene Vorgänge nach Alter: how long the open cases have waited, and which of them are overdue."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter

from cards import wording
from cards.base import Card, CardResult, Context
from cards.due import age_bounds, classes, filters_in_words, open_unit
from data_access.vorgaenge import offene_fristen
from domain import formats
from domain.frist import FristStatus
from domain.kennzahlen import KENNZAHLEN
from exports.table import Cell, Column, Kind, Table
from figures import theme
from figures.bars import Series, stacked

TITEL = "Offene Vorgänge nach Alter"
STATES = (FristStatus.OFFEN_IN_FRIST, FristStatus.UEBERFAELLIG)
LOOK = {FristStatus.OFFEN_IN_FRIST: (theme.NOW, ""), FristStatus.UEBERFAELLIG: (theme.OPEN, "/")}
SOON = 7


def _build(context: Context) -> CardResult:
    stand = context.view.catalog.stand.datenstand
    bounds = age_bounds(context)
    names = classes(bounds)
    found = offene_fristen(context.view, context.selection)
    counts: Counter[tuple[int, FristStatus]] = Counter()
    for eingang_am, faellig_am, number in found:
        state = FristStatus.UEBERFAELLIG if faellig_am < stand else FristStatus.OFFEN_IN_FRIST
        counts[bisect_left(bounds, (stand - eingang_am).days), state] += number
    places = range(len(names))
    totals = [sum(counts[at, state] for state in STATES) for at in places]
    rows: list[tuple[Cell, ...]] = [(names[at], *(counts[at, state] for state in STATES), totals[at]) for at in places]
    whole = tuple(sum(counts[at, state] for at in places) for state in STATES)
    columns = (
        Column("Alter"),
        *(Column(KENNZAHLEN[state].name, Kind.ANZAHL) for state in STATES),
        Column("zusammen", Kind.ANZAHL),
    )
    series = [
        Series(
            KENNZAHLEN[state].name,
            [counts[at, state] for at in places],
            [""] * len(names),
            [f"{name}<br>{KENNZAHLEN[state].name}: {counts[at, state]}" for at, name in enumerate(names)],
            *LOOK[state],
        )
        for state in STATES
    ]
    soon = sum(number for _, faellig_am, number in found if 0 <= (faellig_am - stand).days <= SOON)
    return CardResult(
        table=Table(TITEL, columns, tuple(rows), ("Gesamt", *whole, counts.total())),
        words=_words(context, counts.total(), soon, whole[1]),
        figure=stacked(names, series, [formats.number(total) for total in totals]) if found else None,
        einheit=open_unit(context),
        auswahl=filters_in_words(context),
    )


def _words(context: Context, total: int, soon: int, overdue: int) -> str:
    day = formats.day(context.view.catalog.stand.datenstand)
    if not total:
        return f"Am {day} war in dieser Auswahl kein Vorgang offen."
    were = "war" if total == 1 else "waren"
    return (
        f"Am {day} {were} {wording.counted(total, 'Vorgang', 'Vorgänge')} offen: in den folgenden {SOON} Tagen fällig"
        f" {formats.number(soon)}, schon überfällig {formats.number(overdue)}."
    )


CARD = Card(
    "offene-alter",
    TITEL,
    "offene Kundenreaktionen",
    tuple(STATES),
    _build,
    height=300,
    cases=False,
)
