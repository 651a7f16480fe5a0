"""Rows of the fact table as columns of numbers, as small as the numbers allow."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, CursorResult, String, func, literal, select, type_coerce

from data_access import schema
from data_access.columns import Column, packed
from data_access.facts.clauses import among
from data_access.facts.deadline import zustand
from data_access.facts.rollups import ZUSTAND
from data_access.facts.selection import Among, FactSelection
from data_access.groups import Groups

_fact = schema.fact_anliegen
# Marks for several attributes together, with those: seldom asked for, and soon made of the other columns.
_MARKS = {name: tuple(sorted(attributes)) for attributes, name in schema.ERST.items() if len(attributes) > 1}
# The deadline stands in the state, the year in the day; the number of the Anliegen counts nothing.
_UNUSED = ("jahr", "lfd_nr", "faellig_am", "frist", *_MARKS)
NAMES = (*(column.name for column in _fact.columns if column.name not in _UNUSED), ZUSTAND)
_DAYS = ("eingang_am", "erledigt_am")
_EPOCH = date(1970, 1, 1).toordinal()
# In place of a day, or of a month, that has not come yet: later than any other.
NEVER = 10_000_000
# In place of a duration that is not known.
UNKNOWN = -1_000_000
# So many rows are fetched at once.
_AT_ONCE = 20_000
_MISSING = {"erledigt_am": NEVER, "erledigt_monat": NEVER, "tage": UNKNOWN}


@dataclass(frozen=True)
class HeldColumns:
    """Rows of a table as columns."""

    columns: Mapping[str, Column]
    # What ``data_access.in_memory.counts`` has made of them.
    derived: dict[Hashable, Any] = field(default_factory=dict, compare=False, repr=False, kw_only=True)

    def _meeting(self, conditions: Iterable[Among], within: slice) -> list[NDArray[np.bool_]]:
        """Of each condition, which of the rows ``within`` meet it."""
        return [_among(self.columns[one.column][within], one.numbers) ^ one.left_out for one in conditions]


@dataclass(frozen=True)
class FactColumns(HeldColumns):
    """Rows of the fact table in the order of their ``eingang_am``; days are ordinals as in ``datetime.date``."""

    # Of which years of Eingang; None: of all that there are.
    years: range | None = None
    # Whose rows they are; none: those of all Jobcenter.
    jobcenter: tuple[int, ...] = ()

    @property
    def size(self) -> int:
        """Number of rows."""
        return len(self.columns["eingang_am"])

    def covers(self, years: range) -> bool:
        """Whether all rows of these years are here."""
        return self.years is None or (self.years.start <= years.start and years.stop <= self.years.stop)

    def part(self, jobcenter: tuple[int, ...], years: range) -> FactColumns:
        """The rows of these Jobcenter and years alone."""
        within = self._between(date(years.start, 1, 1), date(years.stop - 1, 12, 31))
        chosen = np.flatnonzero(_among(self.columns["jobcenter"][within], jobcenter))
        return FactColumns({name: column[within][chosen] for name, column in self.columns.items()}, years, jobcenter)

    def _between(self, first: date, last: date) -> slice:
        """Where the rows of these days of Eingang lie."""
        days = self.columns["eingang_am"]
        # A number of another type would be compared with a copy of the whole column.
        first_day, last_day = (days.dtype.type(day.toordinal()) for day in (first, last))
        return slice(int(days.searchsorted(first_day)), int(days.searchsorted(last_day, side="right")))

    def kept(self, selected: FactSelection, *conditions: tuple[str, int, int], once: bool) -> Kept:
        """The rows of the selection; ``conditions``: (column, lowest, highest) that they must satisfy besides.

        ``once``: of each Kundenreaktion only the marked rows, where there is a mark.
        """
        first, last = selected.span.von, selected.span.bis
        within = slice(0, self.size)
        if selected.day == "eingang_am":
            within = self._between(first, last)
        else:
            conditions = ((selected.day, first.toordinal(), last.toordinal()), *conditions)
        masks = [_between(self.columns[name][within], low, high) for name, low, high in conditions]
        masks += self._meeting((one for one in selected.conditions if not self._is_met_by_all(one)), within)
        if once and selected.mark is not None:
            masks.append(self._mark(selected.mark)[within] == 1)
        return Kept.of_all(self, within, masks)

    def _mark(self, name: str) -> Column:
        """The column that marks one row of each Kundenreaktion with the same values of some attributes."""
        found: Column | None = self.columns.get(name, self.derived.get(name))
        if found is None:
            groups = Groups.of([self.columns[attribute] for attribute in _MARKS[name]], self.size)
            found = np.zeros(self.size, dtype=np.int8)
            found[groups.first_of_each(self.columns["reaktion"])] = 1
            self.derived[name] = found
        return found

    def _is_met_by_all(self, condition: Among) -> bool:
        if condition.column != "jobcenter" or condition.left_out:
            return False
        return self._whose <= {*condition.numbers}

    @cached_property
    def _whose(self) -> frozenset[int]:
        """The Jobcenter whose rows they are."""
        return frozenset(self.jobcenter or np.unique(self.columns["jobcenter"]).tolist())


@dataclass(frozen=True)
class Kept:
    """Some of the rows; ``chosen`` are those among ``within``, None: all."""

    held: HeldColumns
    within: slice
    chosen: NDArray[np.intp] | None

    @classmethod
    def of_all(cls, held: HeldColumns, within: slice, masks: list[NDArray[np.bool_]]) -> Kept:
        """Those of the rows ``within`` that every mask keeps."""
        return cls(held, within, np.flatnonzero(np.logical_and.reduce(masks)) if masks else None)

    @property
    def size(self) -> int:
        """Number of rows."""
        return self.within.stop - self.within.start if self.chosen is None else len(self.chosen)

    def column(self, name: str) -> Column:
        """What the rows hold in a column."""
        return self.of(self.held.columns[name])

    def of(self, column: Column) -> Column:
        """What a column of all rows holds in these."""
        within = column[self.within]
        return within if self.chosen is None else within[self.chosen]

    def only(self, places: NDArray[np.intp]) -> Kept:
        """Those of the rows at these places."""
        return Kept(self.held, self.within, places if self.chosen is None else self.chosen[places])


def read_facts(connection: Connection, datenstand: date, jobcenter: tuple[int, ...], years: range) -> FactColumns:
    """The rows of these Jobcenter and years as a Datenstand sees them; without Jobcenter all rows that there are."""
    columns = _in_order(connection, datenstand, NAMES, _where(jobcenter, years))
    return FactColumns(columns, years if jobcenter else None, jobcenter)


def read_year_by_year(connection: Connection, datenstand: date, years: range) -> FactColumns:
    """All rows, which lie in these years, with all marks: of many rows those take long to be made.

    Drivers let no other thread run while they give what they have found.
    """
    names = (*NAMES, *_MARKS)
    parts = [_in_order(connection, datenstand, names, [_fact.c.jahr == year]) for year in years]
    return FactColumns({name: packed(np.concatenate([part[name] for part in parts])) for name in names})


def _in_order(
    connection: Connection, datenstand: date, names: Sequence[str], where: list[ColumnElement[bool]]
) -> dict[str, Column]:
    asked = [_asked(name, datenstand) for name in names]
    found = _columns(connection.execute(select(*asked).where(*where)), names)
    days = found["eingang_am"]
    # Those of one Jobcenter mostly come in order.
    order = np.argsort(days, kind="stable") if (days[1:] < days[:-1]).any() else slice(None)
    return {name: packed(column[order]) for name, column in found.items()}


def _asked(name: str, datenstand: date) -> ColumnElement[Any]:
    if name == ZUSTAND:
        return zustand(datenstand)
    # A day that a driver gives as text becomes a number sooner than an object of Python does.
    return type_coerce(_fact.c[name], String) if name in _DAYS else _fact.c[name]


def is_larger(connection: Connection, rows: int) -> bool:
    """Whether there are more rows than this."""
    some = select(literal(1)).select_from(_fact).limit(rows + 1).subquery()
    return (connection.scalar(select(func.count()).select_from(some)) or 0) > rows


def _where(jobcenter: tuple[int, ...], years: range) -> list[ColumnElement[bool]]:
    # Engines find the rows of a Jobcenter by each year, not by all that lie between two.
    return [_fact.c.jahr.in_(years), among(Among("jobcenter", jobcenter))] if jobcenter else []


def _columns(result: CursorResult[Any], names: Sequence[str]) -> dict[str, Column]:
    """The columns of an answer by their names, at once where the driver can."""
    fetch = getattr(result.cursor, "fetchnumpy", None)
    if fetch is not None:
        return _named(names, fetch().values())
    # Rows of a driver take ten times the room of columns, so that never all of them are there.
    parts = [
        {name: packed(column) for name, column in _named(names, zip(*rows, strict=True)).items()}
        for rows in result.partitions(_AT_ONCE)
    ]
    parts = parts or [_named(names, [()] * len(names))]
    return {name: np.concatenate([part[name] for part in parts]) for name in names}


def _named(names: Sequence[str], given: Iterable[Any]) -> dict[str, Column]:
    return {name: _numbers(name, column) for name, column in zip(names, given, strict=True)}


def _numbers(name: str, given: Any) -> Column:
    """A column as a driver gives it; in place of what is missing stands its number."""
    missing: Any = np.ma.getmaskarray(given) if isinstance(given, np.ma.MaskedArray) else None
    values = np.ma.getdata(given) if missing is not None else given
    if name in _DAYS:
        days = np.asarray(values, dtype="datetime64[D]")
        missing = np.isnat(days) if missing is None else missing | np.isnat(days)
        numbers = np.where(missing, 0, days.astype(np.int64)) + _EPOCH
    elif name in _MISSING and not isinstance(values, np.ndarray):
        missing = np.array([value is None for value in values], dtype=bool)
        numbers = np.array([0 if value is None else value for value in values], dtype=np.int64)
    else:
        numbers = np.asarray(values)
        # A driver that knows the types of the columns gives numbers that are small already.
        is_small = numbers.dtype.kind == "i" and missing is None
        numbers = numbers if is_small else numbers.astype(np.int64)
    return numbers if missing is None or name not in _MISSING else np.where(missing, _MISSING[name], numbers)


def _between(column: Column, low: int, high: int) -> NDArray[np.bool_]:
    return (column >= low) & (column <= high)


def _among(column: Column, numbers: Sequence[int]) -> NDArray[np.bool_]:
    if len(numbers) == 1:
        return np.asarray(column == numbers[0])
    if not len(column):
        return np.zeros(0, dtype=bool)
    wanted = np.zeros(int(column.max()) + 1, dtype=bool)
    wanted[[number for number in numbers if number < len(wanted)]] = True
    return wanted[column]
