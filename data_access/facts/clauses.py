"""The conditions of a selection as SQL, on the fact table or on a table of counts by month."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Table, false

from data_access import schema
from data_access.facts.rollups import MONTH
from data_access.facts.selection import Among, FactSelection
from domain.zeitraum import Monat

_fact = schema.fact_anliegen


def clauses(selected: FactSelection, table: Table = _fact) -> list[ColumnElement[bool]]:
    """All that a row must satisfy."""
    return [*_days(selected, table), *(_among(condition, table) for condition in selected.conditions)]


def _days(selected: FactSelection, table: Table) -> list[ColumnElement[bool]]:
    von, bis = selected.span.von, selected.span.bis
    if table is not _fact:
        return [table.c[MONTH].between(Monat.of(von).index, Monat.of(bis).index)]
    days = table.c[selected.day].between(von, bis)
    if selected.day != "eingang_am":
        return [days]
    # The rows lie by year. Of whole years it says all, and engines know how many rows there are of each.
    jahr = table.c.jahr
    years = jahr == von.year if von.year == bis.year else jahr.between(von.year, bis.year)
    return [years] if selected.span.is_whole_years else [years, days]


def _among(condition: Among, table: Table) -> ColumnElement[bool]:
    column, numbers = table.c[condition.column], condition.numbers
    if condition.left_out:
        return column.not_in(numbers)
    if not numbers:
        return false()
    return column == numbers[0] if len(numbers) == 1 else column.in_(numbers)
