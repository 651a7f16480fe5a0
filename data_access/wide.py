"""Few wide statements in place of many narrow ones: what a page asks one by one is rolled up from what it shares.

A wide answer counts by many columns at once, as small integers. Over attributes of the Kundenreaktion everything adds
up: one answer by month and all of them holds every count of a page by any of them, now and in the comparison period.
Over attributes of the Anliegen the numbers of Anliegen add up. Everything else is asked as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from sqlalchemy import CursorResult

from data_access.cache import Rows
from data_access.errors import DatabaseUnavailableError
from data_access.facts.keys import BEREICH, PERSONENKREISE, Keys
from data_access.facts.rollups import ZUSTAND
from data_access.groups import Groups, Numbers, in_anliegen_parts, in_reaktion_parts
from data_access.statements import MONAT, Query, RowKind, WideQuery
from domain.kennzahlen import CountedOn
from domain.selection import Selection
from domain.zeitraum import DaySpan, Monat

# By kind: the dimensions that are shared, and what else the parts of the indicators are made of.
_SHARED = {
    RowKind.REAKTIONEN: (MONAT, "kanal", "hauptart", "ombudsstelle", PERSONENKREISE),
    RowKind.ANLIEGEN: (MONAT, "kanal", PERSONENKREISE),
}
_BESIDE = {
    RowKind.REAKTIONEN: ("ombudsstelle", ZUSTAND),
    RowKind.ANLIEGEN: ("art", "bewertung"),
}
_OF_ANLIEGEN = ("bereich", "thema", "art", "bewertung")
_NAMES = {"personenkreis": PERSONENKREISE}
_YEAR, _TREND = 12, 24


def columns_of(result: CursorResult[Any]) -> Rows:
    """The columns of an answer, at once where the driver can."""
    fetch = getattr(result.cursor, "fetchnumpy", None)
    if fetch is not None:
        return [np.ma.getdata(column).astype(np.int64).tolist() for column in fetch().values()]
    return [list(column) for column in zip(*result, strict=True)]


def wide_query(selection: Selection, query: Query) -> WideQuery | None:
    """The wide query that holds the answer of ``query``; None: there is none for a page of this selection."""
    same = query.selection.filter == selection.filter and query.selection.zeitbezug == selection.zeitbezug
    if not same or query.ausser or query.art not in _SHARED:
        return None
    counted = CountedOn.REAKTION if query.art is RowKind.REAKTIONEN else CountedOn.ANLIEGEN
    asked = {_NAMES.get(merkmal, merkmal) for merkmal in query.nach}
    span = _wide_span(selection)
    shared = _SHARED[query.art]
    if asked <= set(shared) and query.span.is_whole_months and _lies_in(query.span, span):
        columns = tuple(dict.fromkeys((*shared, *_BESIDE[query.art])))
        return WideQuery(counted, _bare(selection), span, columns)
    if counted is CountedOn.ANLIEGEN and asked <= set(_OF_ANLIEGEN):
        return WideQuery(counted, _bare(selection), query.span, _OF_ANLIEGEN)
    return None


@dataclass
class WideRows:
    """The wide answers of one request: each is taken from the cache once, and then rolled up.

    ``ask`` gives the columns of a wide query.
    """

    selection: Selection
    keys: Keys
    ask: Callable[[WideQuery], Rows]
    _taken: dict[WideQuery, _Table | None] = field(default_factory=dict)

    def rows(self, query: Query) -> Rows | None:
        """The rows that the statement of ``query`` would answer, as numbers; None: it must be asked itself."""
        wide = wide_query(self.selection, query)
        if wide is None:
            return None
        if wide not in self._taken:
            self._taken[wide] = self._table(wide)
        table = self._taken[wide]
        return None if table is None else table.rolled_up(query)

    def _table(self, wide: WideQuery) -> _Table | None:
        """The wide answer; None where there is none to be had: a narrow one may be known, or come in time."""
        try:
            return _Table.of(self.ask(wide), wide, self.keys)
        except DatabaseUnavailableError:
            return None


@dataclass(frozen=True)
class _Table:
    """A wide answer: the numbers in its columns, and one row per count that is made of them."""

    columns: Mapping[str, Numbers]
    counts: Numbers
    keys: Keys

    @classmethod
    def of(cls, given: Rows, wide: WideQuery, keys: Keys) -> _Table:
        width = len(wide.columns)
        arrays = [np.asarray(column, dtype=np.int64) for column in given or [[]] * (width + 1)]
        columns = dict(zip(wide.columns, arrays, strict=False))
        of_reaktion = wide.counted is CountedOn.REAKTION
        parts = in_reaktion_parts(columns) if of_reaktion else in_anliegen_parts(columns, keys)
        return cls(columns, np.stack([np.where(part, arrays[width], 0) for part in parts]), keys)

    def rolled_up(self, query: Query) -> Rows:
        """Sums by the dimensions of the query, over the months of its span."""
        kept = self._within(query.span)
        counts = self.counts[:, kept]
        if not counts.shape[1]:
            return []
        if not query.nach:
            return [counts.sum(axis=1).tolist()]
        groups = Groups.of([self._column(merkmal, query)[kept] for merkmal in query.nach], counts.shape[1])
        sums = [np.bincount(groups.place, weights=count, minlength=groups.count) for count in counts]
        occurring = np.flatnonzero(np.bincount(groups.place, minlength=groups.count))
        columns = [*groups.values(occurring), *(total[occurring].astype(np.int64) for total in sums)]
        return [list(row) for row in zip(*(column.tolist() for column in columns), strict=True)]

    def _within(self, span: DaySpan) -> Any:
        months = self.columns.get(MONAT)
        if months is None:
            return slice(None)
        return (months >= Monat.of(span.von).index) & (months <= Monat.of(span.bis).index)

    def _column(self, merkmal: str, query: Query) -> Numbers:
        column = self.columns[_NAMES.get(merkmal, merkmal)]
        if merkmal != BEREICH or query.ebene != 1:
            return column
        roots = np.zeros(max(self.keys.roots, default=0) + 1, dtype=np.int64)
        roots[list(self.keys.roots)] = list(self.keys.roots.values())
        return roots[column]


def _wide_span(selection: Selection) -> DaySpan:
    """The months of the selection and a year before them, and at least two years in all."""
    zeitraum = selection.zeitraum
    return replace(zeitraum, von=min(zeitraum.von.plus(-_YEAR), zeitraum.bis.plus(1 - _TREND))).span


def _lies_in(span: DaySpan, other: DaySpan) -> bool:
    return other.von <= span.von and span.bis <= other.bis


def _bare(selection: Selection) -> Selection:
    """Without what changes no rows, so that equal wide queries are equal."""
    return Selection(selection.zeitraum, "ohne", zeitbezug=selection.zeitbezug, filter=selection.filter)
