"""The conditions of a selection as SQL, on the fact table or on a table of counts by month."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import ARRAY, Boolean, ColumnElement, Table, case, false, literal, not_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from data_access import schema
from data_access.facts.rollups import MONTH
from data_access.facts.selection import Among, FactSelection
from domain.zeitraum import DaySpan, Monat

_fact = schema.fact_anliegen


class OneInOrder(FunctionElement[bool]):
    """Whether a column, in whose order the rows lie, holds one of the numbers.

    It is said in two ways, of which an engine takes the one that it is better at: its clauses are the whole condition
    with a list, and then the column and the numbers as an array.
    """

    inherit_cache = True
    type = Boolean()

    def __init__(self, column: ColumnElement[Any], numbers: tuple[int, ...]) -> None:
        super().__init__(column.in_(numbers), column, literal([*numbers], ARRAY(column.type)))

    def self_group(self, against: Any = None) -> OneInOrder:
        """Itself: compared with 1, as other functions are where there is no BOOLEAN, no index would find the rows."""
        return self


@compiles(OneInOrder)
def _as_list(element: OneInOrder, compiler: SQLCompiler, **options: Any) -> str:
    listed, *_ = element.clauses
    return compiler.process(listed, **options)


def clauses(selected: FactSelection, table: Table = _fact, before: DaySpan | None = None) -> list[ColumnElement[bool]]:
    """All that a row must satisfy; ``before``: an earlier period, whose rows are kept as well."""
    return [*_days(selected, table, before), *(among(condition, table) for condition in selected.conditions)]


def is_of(before: DaySpan, selected: FactSelection, table: Table = _fact) -> ColumnElement[int]:
    """1 for rows of the earlier period, 0 for those of the selection."""
    day = before.bis
    if table is not _fact:
        earlier = table.c[MONTH] <= Monat.of(day).index
    elif _is_told_by_year(before, selected) and _is_told_by_year(selected.span, selected):
        earlier = table.c.jahr <= day.year
    else:
        earlier = table.c[selected.day] <= day
    return case((earlier, 1), else_=0)


def _days(selected: FactSelection, table: Table, before: DaySpan | None) -> list[ColumnElement[bool]]:
    if before is None:
        return _within(selected.span, selected, table)
    both = _within(DaySpan(before.von, selected.span.bis), selected, table)
    between = DaySpan(before.bis + timedelta(days=1), selected.span.von - timedelta(days=1))
    return both if between.empty else [*both, *(not_(days) for days in _within(between, selected, table)[-1:])]


def _within(span: DaySpan, selected: FactSelection, table: Table) -> list[ColumnElement[bool]]:
    von, bis = span.von, span.bis
    if table is not _fact:
        return [table.c[MONTH].between(Monat.of(von).index, Monat.of(bis).index)]
    days = table.c[selected.day].between(von, bis)
    if selected.day != "eingang_am":
        return [days]
    # The rows lie by year. Of whole years it says all, and engines know how many rows there are of each.
    jahr = table.c.jahr
    years = jahr == von.year if von.year == bis.year else jahr.between(von.year, bis.year)
    return [years] if _is_told_by_year(span, selected) else [years, days]


def _is_told_by_year(span: DaySpan, selected: FactSelection) -> bool:
    return selected.day == "eingang_am" and span.is_whole_years


def among(condition: Among, table: Table = _fact) -> ColumnElement[bool]:
    """What a row must hold in one column."""
    column, numbers = table.c[condition.column], condition.numbers
    if condition.left_out:
        return column.not_in(numbers)
    if not numbers:
        return false()
    if len(numbers) == 1:
        return column == numbers[0]
    return _in_order(column, numbers) if column.primary_key else column.in_(numbers)


def _in_order(column: ColumnElement[Any], numbers: tuple[int, ...]) -> ColumnElement[bool]:
    first, last = min(numbers), max(numbers)
    if last - first == len(numbers) - 1:
        return column.between(first, last)
    return OneInOrder(column, numbers)
