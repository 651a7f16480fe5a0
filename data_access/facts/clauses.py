"""The conditions of a selection as SQL, on the fact table or on a table of counts by month."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ARRAY, Boolean, ColumnElement, Table, false, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from data_access import schema
from data_access.facts.rollups import MONTH
from data_access.facts.selection import Among, FactSelection
from domain.zeitraum import Monat

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


@compiles(OneInOrder)
def _as_list(element: OneInOrder, compiler: SQLCompiler, **options: Any) -> str:
    listed, *_ = element.clauses
    return compiler.process(listed, **options)


def clauses(selected: FactSelection, table: Table = _fact) -> list[ColumnElement[bool]]:
    """All that a row must satisfy."""
    return [*_days(selected, table), *(among(condition, table) for condition in selected.conditions)]


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
