"""Few wide statements in place of many narrow ones: what a page asks one by one is rolled up from what it shares.

A wide answer counts by many columns at once, as small integers. Over attributes of the Kundenreaktion everything adds
up: one answer by month and all of them holds every count of a page by any of them, now and in the comparison period.
Over attributes of the Anliegen the numbers of Anliegen add up. Everything else is asked as it is.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data_access.ahead import Ahead, Pending
from data_access.cache import Rows
from data_access.columns import Column
from data_access.errors import DatabaseUnavailableError
from data_access.facts.keys import BEREICH, PERSONENKREISE, Keys
from data_access.facts.selection import numbers_of
from data_access.groups import Groups, Parts, States, in_anliegen_parts, in_reaktion_parts
from data_access.statements import DAVOR, MONAT, OF_ANLIEGEN, OF_REAKTION, Codes, Query, RowKind, WideQuery
from domain.kennzahlen import CountedOn
from domain.selection import Selection
from domain.zeitraum import DaySpan, Monat, Zeitraum

# By kind: the dimensions that are shared, and what else the parts of the indicators are made of.
_SHARED = {
    RowKind.REAKTIONEN: (MONAT, "kanal", "hauptart", "ombudsstelle", PERSONENKREISE),
    RowKind.ANLIEGEN: (MONAT, "kanal", PERSONENKREISE),
}
_BESIDE = {
    RowKind.REAKTIONEN: OF_REAKTION,
    RowKind.ANLIEGEN: OF_ANLIEGEN,
}
_OF_ANLIEGEN = ("bereich", "thema", *OF_ANLIEGEN)
_OF_CASES = ("hauptart", "ombudsstelle", *OF_ANLIEGEN)
# What is asked of one item alone, such as a Kanal: none of these is larger than a narrow answer is slow.
_OF_ITEM = (
    ("bereich", *OF_ANLIEGEN),
    ("thema", *OF_ANLIEGEN),
    ("kanal", *_OF_CASES),
    ("jobcenter", *OF_ANLIEGEN),
)
_NAMES = {"personenkreis": PERSONENKREISE}
_YEAR, _TREND = 12, 24
# Between periods that lie further apart most rows are of neither.
_FAR_DAYS = 366


def wide_query(selection: Selection, query: Query, before: DaySpan | None = None) -> WideQuery | None:
    """The wide query that holds the answer of ``query``; None: there is none for a page of this selection.

    ``before``: the period of the comparison, where one statement is to count it together with that of the selection.
    """
    same = query.selection.filter == selection.filter and query.selection.zeitbezug == selection.zeitbezug
    if not same or query.art not in _SHARED:
        return None
    counted = CountedOn.REAKTION if query.art is RowKind.REAKTIONEN else CountedOn.ANLIEGEN
    asked = {_NAMES.get(merkmal, merkmal) for merkmal in query.nach}
    left_out = {merkmal for merkmal, _ in query.ausser}
    span, shared = widened(selection), tuple(dict.fromkeys((*_SHARED[query.art], *_BESIDE[query.art])))
    at_hand = asked | left_out <= set(shared) if left_out else asked <= set(_SHARED[query.art])
    if at_hand and query.span.is_whole_months and _lies_in(query.span, span):
        return WideQuery(counted, _bare(selection), span, shared)
    if counted is CountedOn.REAKTION:
        return None
    columns = _first_with(asked | left_out, (_OF_ANLIEGEN, _OF_CASES))
    if columns is not None:
        return _of_periods(WideQuery(counted, _bare(selection), query.span, columns), selection, before)
    columns = _first_with(asked, _OF_ITEM) if left_out and asked else None
    if columns is None:
        return None
    return _of_periods(WideQuery(counted, _bare(selection), query.span, columns, query.ausser), selection, before)


def _of_periods(wide: WideQuery, selection: Selection, before: DaySpan | None) -> WideQuery:
    """The same for the period of the selection and of its comparison at once, where both read much the same rows."""
    now = selection.zeitraum.span
    if before is None or wide.span not in (now, before) or not before.is_whole_months:
        return wide
    apart = (now.von - before.bis).days
    return replace(wide, span=now, before=before) if 0 < apart <= _FAR_DAYS else wide


def _first_with(asked: set[str], answers: Sequence[tuple[str, ...]]) -> tuple[str, ...] | None:
    """The columns of the first of the wide answers that holds all that is asked."""
    return next((columns for columns in answers if asked <= set(columns)), None)


class Habits:
    """Which wide queries each page has asked the last time, so that all of them can begin with the first one."""

    def __init__(self) -> None:
        self._shapes: dict[str, tuple[_Shape, ...]] = {}

    def of(self, page: str) -> tuple[_Shape, ...]:
        """What the page has asked; nothing where it never did."""
        return self._shapes.get(page, ())

    def note(self, page: str, shapes: tuple[_Shape, ...]) -> None:
        """What the page has asked so far."""
        self._shapes[page] = shapes


@dataclass
class WideRows:
    """The wide answers of one request: each is taken from the cache once, and then rolled up.

    ``ask`` gives the columns of a wide query; nothing will be asked of those that ``is_needless`` names. ``before``:
    the period of the comparison. ``at_once``: it is asked for together with that of the selection, where both read much
    the same rows.
    """

    selection: Selection
    before: DaySpan | None
    keys: Keys
    ask: Callable[[WideQuery], list[Column]]
    ahead: Ahead
    habits: Habits
    page: str
    at_once: bool
    is_needless: Callable[[WideQuery], bool] = lambda _wide: False
    _begun: dict[WideQuery, Pending[list[Column]]] | None = None
    _taken: dict[WideQuery, _Table | None] = field(default_factory=dict)
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def rows(self, query: Query) -> Rows | None:
        """The rows that the statement of ``query`` would answer, as numbers; None: it must be asked itself."""
        wide = wide_query(self.selection, query, self._together)
        if wide is None:
            return None
        if wide not in self._taken:
            self._taken[wide] = self._table(wide)
        table = self._taken[wide]
        return None if table is None else table.rolled_up(query)

    def _table(self, wide: WideQuery) -> _Table | None:
        """The wide answer; None where there is none to be had: a narrow one may be known, or come in time."""
        begun = self._begin(wide)
        try:
            columns = _fetched(begun, wide) if wide in begun else self.ask(wide)
        except DatabaseUnavailableError:
            return None
        shapes = (self._shape(one) for one in (*self._taken, wide))
        self.habits.note(self.page, tuple(shape for shape in shapes if shape is not None))
        return _Table.of(columns, wide, self.keys)

    def _begin(self, first: WideQuery) -> dict[WideQuery, Pending[list[Column]]]:
        """Begin once with what the page asks as a rule, except for the ``first``, which is asked at once."""
        with self._guard:
            if self._begun is None:
                others = [wide for wide in self._usual() if wide != first and not self.is_needless(wide)]
                self._begun = {wide: self.ahead.begin(partial(self.ask, wide)) for wide in others}
            return self._begun

    @property
    def _together(self) -> DaySpan | None:
        return self.before if self.at_once else None

    def _usual(self) -> list[WideQuery]:
        bare, spans = _bare(self.selection), self._spans
        shapes = (shape for shape in self.habits.of(self.page) if shape.span in spans)
        usual = (WideQuery(shape.counted, bare, spans[shape.span], shape.columns) for shape in shapes)
        # Those of two periods may be one.
        return list(dict.fromkeys(_of_periods(wide, self.selection, self._together) for wide in usual))

    def _shape(self, wide: WideQuery) -> _Shape | None:
        named = (name for name, span in self._spans.items() if span == wide.span)
        name = next(named, None)
        # What is left out is another item each time.
        return None if name is None or wide.ausser else _Shape(wide.counted, wide.columns, name)

    @property
    def _spans(self) -> dict[str, DaySpan]:
        spans = {"wide": widened(self.selection), "now": self.selection.zeitraum.span}
        return spans if self.before is None else {**spans, "before": self.before}


def _fetched(begun: Mapping[WideQuery, Pending[list[Column]]], wide: WideQuery) -> list[Column]:
    """The answer of one of the queries that were begun; who would have to wait for it takes others meanwhile."""
    others = iter(begun.values())
    while begun[wide].is_running and (other := next(others, None)) is not None:
        other.take()
    return begun[wide].result()


@dataclass(frozen=True)
class _Shape:
    """A wide query without the selection: ``span`` is the name of one of its periods."""

    counted: CountedOn
    columns: tuple[str, ...]
    span: str


@dataclass(frozen=True)
class _Table:
    """A wide answer: its columns, and how many there are of each row."""

    wide: WideQuery
    columns: Mapping[str, Column]
    number: Column
    keys: Keys

    @classmethod
    def of(cls, given: Sequence[Column], wide: WideQuery, keys: Keys) -> _Table:
        return cls(wide, dict(zip(wide.names, given, strict=False)), given[-1], keys)

    @cached_property
    def _states(self) -> States:
        of_reaktion = self.wide.counted is CountedOn.REAKTION
        names = OF_REAKTION if of_reaktion else OF_ANLIEGEN
        parts: Parts = in_reaktion_parts if of_reaktion else partial(in_anliegen_parts, keys=self.keys)
        return States.of([self.columns[name] for name in names], names, parts)

    def rolled_up(self, query: Query) -> Rows:
        """Sums by the dimensions of the query, over the months of its span, without what it leaves out."""
        kept = self._kept(query)
        number = self.number[kept]
        if not len(number):
            return []
        groups = Groups.of([self._column(merkmal, query)[kept] for merkmal in query.nach], len(number))
        occurring, counts = self._states.counted(groups, self._states.column[kept], number)
        columns = [column.tolist() for column in groups.values(occurring)]
        return [list(row) for row in zip(*columns, *counts.tolist(), strict=True)]

    def _kept(self, query: Query) -> Any:
        masks = []
        if MONAT in self.columns:
            months, span = self.columns[MONAT], query.span
            masks.append((months >= Monat.of(span.von).index) & (months <= Monat.of(span.bis).index))
        if DAVOR in self.columns:
            masks.append(self.columns[DAVOR] == int(query.span == self.wide.before))
        if not self.wide.ausser:
            masks += [self._without(merkmal, codes) for merkmal, codes in query.ausser]
        return np.logical_and.reduce(masks) if masks else slice(None)

    def _without(self, merkmal: str, codes: Codes) -> NDArray[Any]:
        return ~np.isin(self.columns[merkmal], numbers_of(self.keys, merkmal, codes))

    def _column(self, merkmal: str, query: Query) -> NDArray[Any]:
        column = self.columns[_NAMES.get(merkmal, merkmal)]
        if merkmal != BEREICH or query.ebene != 1:
            return column
        roots = np.zeros(max(self.keys.roots, default=0) + 1, dtype=np.int64)
        roots[list(self.keys.roots)] = list(self.keys.roots.values())
        return roots[column]


def widened(selection: Selection) -> DaySpan:
    """What pages look at: the months of the selection and a year before them, and at least two years in all."""
    return _widened(selection.zeitraum)


@lru_cache(maxsize=1024)
def _widened(zeitraum: Zeitraum) -> DaySpan:
    return Zeitraum(min(zeitraum.von.plus(-_YEAR), zeitraum.bis.plus(1 - _TREND)), zeitraum.bis).span


def _lies_in(span: DaySpan, other: DaySpan) -> bool:
    return other.von <= span.von and span.bis <= other.bis


def _bare(selection: Selection) -> Selection:
    """Without what changes no rows, so that equal wide queries are equal."""
    return Selection(selection.zeitraum, "ohne", zeitbezug=selection.zeitbezug, filter=selection.filter)
