"""Prüfsummen: parts against totals, along every dimension that adds up."""

from __future__ import annotations

from cards import wording
from cards.base import Card, CardKind, CardResult, Context
from data_access.consistency import CHECKED, PartsCheck, check_parts
from domain.kennzahlen import KENNZAHLEN
from domain.merkmale import MERKMALE
from exports.table import Cell, Column, Kind, Table

TITEL = "Prüfsummen"
NOTES = ("Geprüft wird, wo die Teile zusammen das Ganze ergeben müssen, nicht bei Mehrfachnennungen.",)


def _build(context: Context) -> CardResult:
    found = check_parts(context.view, context.selection)
    columns = (
        Column("Kennzahl"),
        Column("aufgeteilt nach"),
        Column("Summe der Teile", Kind.ANZAHL),
        Column("Gesamt", Kind.ANZAHL),
        Column("Urteil"),
    )
    return CardResult(Table(TITEL, columns, tuple(map(_row, found)), None, NOTES), _words(found))


def _row(check: PartsCheck) -> tuple[Cell, ...]:
    verdict = "stimmt" if check.holds else "weicht ab"
    return KENNZAHLEN[check.kennzahl].name, MERKMALE[check.merkmal].name, check.teile, check.gesamt, verdict


def _words(found: list[PartsCheck]) -> str:
    wrong = sum(not check.holds for check in found)
    sums = wording.counted(len(found), "Prüfsumme", "Prüfsummen")
    return f"{sums} in dieser Auswahl, {wrong} davon weichen ab." if wrong else f"Alle {sums} stimmen."


CARD = Card("pruefsummen", TITEL, "Anzahlen", CHECKED, _build, wide=True, kind=CardKind.TABLE, cases=False)
