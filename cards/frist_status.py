"""Frist-Status: how the Kundenreaktionen of every month stand against their deadline."""

from __future__ import annotations

from collections.abc import Mapping

from cards import standards, wording
from cards.base import Card, CardResult, Context, Drawn
from cards.events import flags
from cards.fristquote import STATES
from cards.row_links import row_links
from cards.series_breaks import inside, series_breaks
from data_access.aggregate import Werte, aggregate
from domain import formats
from domain.kennzahlen import KENNZAHLEN
from exports.table import Cell, Column, Kind, Table
from figures import theme
from figures.states import Layer, stacked_columns
from figures.time_axis import month_ticks

TITEL = "Stand der Frist je Monat"
BY_DATE = {"eingang": "des Eingangs", "erledigung": "der Erledigung"}
ALL = "kundenreaktionen"
# Fixed order, from the bottom up; colour and pattern.
LOOK = {
    "fristgerecht": (theme.NOW, ""),
    "verspaetet": (theme.OPEN, "/"),
    "ueberfaellig": (theme.CATEGORIES[3], "x"),
    "offen_in_frist": (theme.REST, "."),
}
HANDED_OVER = "Abgegebene Kundenreaktionen haben keine Frist mehr und stehen in keinem der vier Zustände."


def _build(context: Context) -> CardResult:
    answer = aggregate(context.view, context.selection, (*STATES, ALL), ["monat"])
    months = context.selection.zeitraum.monate
    rows = [zeile.werte for zeile in answer.zeilen]
    layers = [_layer(state, rows) for state in STATES]
    flagged, listed = flags(context)
    figure = stacked_columns(
        month_ticks(months),
        [formats.monat(month.jahr, month.monat) for month in months],
        layers,
        flagged,
        inside(context, series_breaks(context, "fristquote")),
    )
    by_date = BY_DATE[context.selection.zeitbezug]
    return CardResult(
        table=_table(context, rows, answer.summe),
        words=_words(answer.summe),
        figure=figure if any(sum(layer.values) for layer in layers) else None,
        events=listed,
        row_links=row_links(context, ALL, [{"monat": str(month)} for month in months]),
        drawn=Drawn("x", len(months)),
        titel=f"{TITEL} {by_date}",
        einheit=f"Kundenreaktionen je Monat {by_date}",
    )


def _layer(state: str, rows: list[Mapping[str, Werte]]) -> Layer:
    return Layer(KENNZAHLEN[state].name, [_count(werte, state) for werte in rows], *LOOK[state])


def _table(context: Context, rows: list[Mapping[str, Werte]], summe: Mapping[str, Werte]) -> Table:
    columns = (
        Column("Monat", Kind.MONAT),
        *(Column(KENNZAHLEN[state].name, Kind.ANZAHL) for state in STATES),
        Column("zusammen", Kind.ANZAHL),
        Column("abgegeben", Kind.ANZAHL),
    )
    body = tuple(_row(str(month), werte) for month, werte in zip(context.selection.zeitraum.monate, rows, strict=True))
    notes = [*wording.period_notes(context, compared=False), *standards.notes(context)]
    notes += [HANDED_OVER] if _row("", summe)[-1] else []
    return Table(TITEL, columns, body, _row("Gesamt", summe), tuple(notes))


def _row(name: str, werte: Mapping[str, Werte]) -> tuple[Cell, ...]:
    counts = [_count(werte, state) for state in STATES]
    return (name, *counts, sum(counts), _count(werte, ALL) - sum(counts))


def _words(summe: Mapping[str, Werte]) -> str:
    total = _count(summe, ALL)
    if not total:
        return wording.NO_VALUE
    parts = [
        f"{formats.number(_count(summe, state)) if _count(summe, state) else 'keine'} {_lower(KENNZAHLEN[state].name)}"
        for state in STATES
    ]
    handed_over = total - sum(_count(summe, state) for state in STATES)
    parts += [f"{formats.number(handed_over)} abgegeben"] if handed_over > 0 else []
    return f"Von {wording.counted(total, 'Kundenreaktion', 'Kundenreaktionen')}: {formats.enumeration(parts)}."


def _lower(name: str) -> str:
    return name[0].lower() + name[1:]


def _count(werte: Mapping[str, Werte], code: str) -> int:
    return int(werte[code].wert or 0)


CARD = Card("frist-status", TITEL, "Kundenreaktionen je Monat", STATES, _build, height=380, wide=True, compared=False)
