"""The backlog of any day by age, and what came and left per month; whenever the cases came, whatever the period."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

from data_access.statements import Query, RowKind
from data_access.warehouse import View
from domain.selection import Selection
from domain.zeitraum import DaySpan, Monat

BEGINNING = date(1, 1, 1)


def ages_of_backlog(view: View, selection: Selection, day: date) -> Counter[int]:
    """Age in whole days → number of selected Kundenreaktionen that are open at the end of ``day``."""
    rows = view.rows(_query(RowKind.BESTAND, selection, day))
    return Counter({int(age): int(count) for age, count in rows})


def moves(view: View, selection: Selection) -> Counter[tuple[date, date | None]]:
    """(first day of the month of Eingang, of Erledigung; None: open) → number of selected Kundenreaktionen."""
    rows = view.rows(_query(RowKind.ZUGAENGE_ABGAENGE, selection, view.catalog.stand.datenstand))
    return Counter({(_first_day(came), None if left is None else _first_day(left)): int(n) for came, left, n in rows})


def _query(kind: RowKind, selection: Selection, until: date) -> Query:
    return Query(kind, replace(selection, zeitbezug="eingang"), DaySpan(BEGINNING, until))


def _first_day(index: int) -> date:
    return Monat.at(int(index)).first_day
