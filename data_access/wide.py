"""Few wide statements in place of many narrow ones: what a page asks one by one is rolled up from what it shares.

Two shapes are wide. Over attributes of the Kundenreaktion everything adds up, so one statement by month and all of them
answers every count of the page by any of them, now and in the comparison period. Over attributes of the Anliegen the
numbers of Anliegen add up. Everything else is asked as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data_access.cache import Rows
from data_access.errors import DatabaseUnavailableError
from data_access.facts.keys import BEREICH, Keys
from data_access.statements import Query, RowKind
from domain.selection import Selection
from domain.zeitraum import DaySpan, Monat

OF_REAKTION = ("monat", "kanal", "hauptart", "ombudsstelle", "personenkreis")
OF_ANLIEGEN = ("bereich", "thema", "art", "bewertung")
_COUNTED = (RowKind.REAKTIONEN, RowKind.ANLIEGEN)
_YEAR, _TREND = 12, 24

Numbers = NDArray[np.int64]


def wide_query(selection: Selection, query: Query) -> Query | None:
    """The wide query that holds the answer of ``query``; None: there is none for a page of this selection."""
    same = query.selection.filter == selection.filter and query.selection.zeitbezug == selection.zeitbezug
    if not same or query.ausser or query.art not in _COUNTED:
        return None
    asked = set(query.nach)
    if asked <= set(OF_REAKTION):
        span = _wide_span(selection)
        whole = _is_whole_months(query.span) and span.von <= query.span.von and query.span.bis <= span.bis
        return replace(query, selection=_bare(selection), span=span, nach=OF_REAKTION, ebene=None) if whole else None
    if query.art is RowKind.ANLIEGEN and asked <= set(OF_ANLIEGEN):
        return replace(query, selection=_bare(selection), nach=OF_ANLIEGEN, ebene=None)
    return None


@dataclass
class WideRows:
    """The wide answers of one request: each is taken from the cache once, and then rolled up.

    ``ask`` gives the rows of a wide query, as numbers.
    """

    selection: Selection
    keys: Keys
    ask: Callable[[Query], Rows]
    _taken: dict[Query, _Table | None] = field(default_factory=dict)

    def rows(self, query: Query) -> Rows | None:
        """The rows that the statement of ``query`` would answer, as numbers; None: it must be asked itself."""
        wide = wide_query(self.selection, query)
        if wide is None:
            return None
        if wide not in self._taken:
            self._taken[wide] = self._table(wide)
        table = self._taken[wide]
        return None if table is None else table.rolled_up(query, self.keys)

    def _table(self, wide: Query) -> _Table | None:
        """The wide answer; None where there is none to be had: a narrow one may be known, or come in time."""
        try:
            return _Table.of(self.ask(wide), wide.nach)
        except DatabaseUnavailableError:
            return None


@dataclass(frozen=True)
class _Table:
    """Columns of a wide answer: the numbers of its dimensions, and the counts as one row per count."""

    dimensions: Mapping[str, Numbers]
    counts: Numbers

    @classmethod
    def of(cls, rows: Rows, nach: Sequence[str]) -> _Table:
        columns = np.array(rows, dtype=np.int64).T if rows else np.empty((len(nach), 0), dtype=np.int64)
        return cls(dict(zip(nach, columns, strict=False)), columns[len(nach) :])

    def rolled_up(self, query: Query, keys: Keys) -> Rows:
        """Sums by the dimensions of the query, over the months of its span."""
        kept = self._within(query.span)
        counts = self.counts[:, kept]
        if not counts.shape[1]:
            return []
        if not query.nach:
            return [counts.sum(axis=1).tolist()]
        columns = [self._column(merkmal, query, keys)[kept] for merkmal in query.nach]
        groups, place = np.unique(_as_one(columns), return_inverse=True)
        first = np.empty(len(groups), dtype=np.int64)
        first[place[::-1]] = np.arange(len(place))[::-1]
        sums = [np.bincount(place, weights=count, minlength=len(groups)).astype(np.int64) for count in counts]
        return [
            list(row) for row in zip(*(c[first].tolist() for c in columns), *(s.tolist() for s in sums), strict=True)
        ]

    def _within(self, span: DaySpan) -> Any:
        months = self.dimensions.get("monat")
        if months is None:
            return slice(None)
        return (months >= Monat.of(span.von).index) & (months <= Monat.of(span.bis).index)

    def _column(self, merkmal: str, query: Query, keys: Keys) -> Numbers:
        column = self.dimensions[merkmal]
        if merkmal != BEREICH or query.ebene != 1:
            return column
        roots = np.zeros(max(keys.roots, default=0) + 1, dtype=np.int64)
        roots[list(keys.roots)] = list(keys.roots.values())
        return roots[column]


def _as_one(columns: Sequence[Numbers]) -> Numbers:
    """One number per row that is equal exactly where all columns are."""
    one = columns[0]
    for column in columns[1:]:
        one = one * (int(column.max()) + 1) + column
    return one


def _wide_span(selection: Selection) -> DaySpan:
    """The months of the selection and a year before them, and at least two years in all."""
    zeitraum = selection.zeitraum
    return replace(zeitraum, von=min(zeitraum.von.plus(-_YEAR), zeitraum.bis.plus(1 - _TREND))).span


def _is_whole_months(span: DaySpan) -> bool:
    return span.von.day == 1 and span.bis == Monat.of(span.bis).last_day


def _bare(selection: Selection) -> Selection:
    """Without what changes no rows, so that equal wide queries are equal."""
    return Selection(selection.zeitraum, "ohne", zeitbezug=selection.zeitbezug, filter=selection.filter)
