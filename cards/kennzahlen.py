"""The headline indicators of the Überblick as tiles; as a file they are a table."""

from __future__ import annotations

from cards import wording
from cards.base import Card, CardKind, CardResult, Context
from data_access.aggregate import Aggregate, aggregate
from domain.kennzahlen import KENNZAHLEN, Einheit
from exports.table import Cell, Column, Kind, Table

TITEL = "Kennzahlen"
SHOWN = ("kundenreaktionen", "anliegen", "beschwerden", "begruendetenquote", "fristquote", "lob")


def headline(context: Context) -> Aggregate:
    """The answer behind the tiles."""
    return aggregate(context.view, context.selection, SHOWN)


def _build(context: Context) -> CardResult:
    answer = headline(context)
    compared = wording.has_comparison(context)
    columns = [Column("Kennzahl"), Column("Einheit"), Column(context.now_name, Kind.WERT)]
    columns += [Column("Zähler", Kind.ANZAHL), Column("Nenner", Kind.ANZAHL)]
    if compared:
        columns += [Column(context.past_name, Kind.WERT), Column("Differenz", Kind.WERT_DIFFERENZ)]
        columns += [Column("Veränderung", Kind.VERAENDERUNG)]
    rows = []
    for code in SHOWN:
        kennzahl, werte = KENNZAHLEN[code], answer.summe[code]
        row: tuple[Cell, ...] = (kennzahl.name, kennzahl.einheit_name, werte.wert, werte.zaehler, werte.nenner)
        if compared:
            change = wording.relative_change(werte, context.smallest_base)
            row += (werte.vergleich, werte.differenz, change if kennzahl.einheit is Einheit.ANZAHL else None)
        rows.append(row)
    kinds = tuple(Kind.ANTEIL if KENNZAHLEN[code].einheit is Einheit.ANTEIL else Kind.ANZAHL for code in SHOWN)
    table = Table(TITEL, tuple(columns), tuple(rows), None, tuple(wording.period_notes(context)), row_kinds=kinds)
    return CardResult(table, _words(context, answer))


def _words(context: Context, answer: Aggregate) -> str:
    parts = []
    for code in SHOWN:
        kennzahl, werte = KENNZAHLEN[code], answer.summe[code]
        change = wording.change_text(kennzahl, werte, context.smallest_base)
        value = wording.value_text(kennzahl, werte.wert)
        parts.append(f"{kennzahl.name}: {value} ({change})" if change else f"{kennzahl.name}: {value}")
    return "; ".join(parts) + "."


CARD = Card("kennzahlen", TITEL, "Kundenreaktionen und Anliegen", SHOWN, _build, wide=True, kind=CardKind.TILES)
