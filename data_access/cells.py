"""Additive counts and durations per cell of a breakdown, and what follows from a histogram of durations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import repeat
from math import floor
from typing import Any

from data_access.statements import ANLIEGEN_PARTS, PETITION_PARTS, REAKTION_PARTS, Codes, RowKind
from domain.kennzahlen import Part
from domain.merkmale import MERKMALE

_OF_KIND = {
    RowKind.REAKTIONEN: REAKTION_PARTS,
    RowKind.ANLIEGEN: ANLIEGEN_PARTS,
    RowKind.PETITIONEN: PETITION_PARTS,
}
# The number of the bucket of time, and the codes of the other dimensions.
Place = tuple[int, Codes]
# Number of cases by duration in days.
Histogram = dict[int, int]
# Behind the last of the cells stands one of which nothing is known.
_NOWHERE = -1


@dataclass(frozen=True)
class _Rows:
    """Rows of a kind: the number of the cell that each belongs to, and the columns behind the dimensions."""

    kind: RowKind
    cells: Sequence[int]
    columns: Sequence[Sequence[int]]


class _Spelled(dict[Any, str]):
    """The code of every value that a dimension has had so far."""

    def __init__(self, merkmal: str) -> None:
        super().__init__()
        self._merkmal = merkmal

    def __missing__(self, value: object) -> str:
        code = self[value] = code_of(self._merkmal, value)
        return code


class Cells:
    """Additive counts and durations by place, each added up once somebody asks; what is not there is 0."""

    def __init__(self) -> None:
        self._numbers: dict[Place, int] = {}
        self._rows: list[_Rows] = []
        self._counts: dict[Part, list[int]] = {}
        self._durations: list[Histogram] | None = None

    @property
    def places(self) -> Iterable[Place]:
        """Where there is a cell."""
        return self._numbers

    def add_rows(
        self, kind: RowKind, rows: Sequence[Sequence[Any]], other: Codes, position: Mapping[int, int] | None
    ) -> None:
        """Add rows of a kind.

        They hold the month's index where ``position`` (index → number of the bucket) is given, the values of the
        ``other`` dimensions, and then the counts of the kind, or a duration and how many took it.
        """
        if not rows:
            return
        columns = list(zip(*rows, strict=True))
        buckets: Iterable[int] = repeat(0, len(rows))
        if position is not None:
            buckets = [position[int(month)] for month in columns.pop(0)]
        spelled = [
            [spell[value] for value in column] for spell, column in zip(map(_Spelled, other), columns, strict=False)
        ]
        codes: Iterable[Codes] = zip(*spelled, strict=True) if other else repeat((), len(rows))
        numbers = self._numbers
        cells = [numbers.setdefault(place, len(numbers)) for place in zip(buckets, codes, strict=True)]
        self._rows.append(_Rows(kind, cells, columns[len(other) :]))

    def over_time(self) -> Cells:
        """All buckets together."""
        whole = Cells()
        numbers = whole._numbers
        together = [numbers.setdefault((0, codes), len(numbers)) for _, codes in self._numbers]
        whole._rows += [_Rows(rows.kind, [together[cell] for cell in rows.cells], rows.columns) for rows in self._rows]
        return whole

    def at(self, places: Iterable[Place]) -> Chosen:
        """The cells of these places."""
        return Chosen(self, [self._numbers.get(place, _NOWHERE) for place in places])

    def counts(self, part: Part) -> list[int]:
        """What is counted in each cell, and a 0 behind the last one."""
        counts = self._counts.get(part)
        if counts is None:
            counts = self._counts[part] = [0] * (len(self._numbers) + 1)
            for rows in self._rows:
                parts = _OF_KIND.get(rows.kind, ())
                if part in parts:
                    for cell, count in zip(rows.cells, rows.columns[parts.index(part)], strict=True):
                        counts[cell] += count
        return counts

    def durations(self) -> list[Histogram]:
        """How long the cases of each cell took, and nothing behind the last one."""
        if self._durations is None:
            self._durations = [{} for _ in range(len(self._numbers) + 1)]
            for rows in self._rows:
                if rows.kind not in _OF_KIND:
                    for cell, days, count in zip(rows.cells, *rows.columns, strict=True):
                        self._durations[cell][days] = self._durations[cell].get(days, 0) + count
        return self._durations


@dataclass(frozen=True)
class Chosen:
    """Some cells in a certain order, by their numbers."""

    cells: Cells
    numbers: Sequence[int]

    def __len__(self) -> int:
        return len(self.numbers)

    def counts(self, part: Part) -> list[int]:
        """What is counted in each."""
        counts = self.cells.counts(part)
        return [counts[number] for number in self.numbers]

    def durations(self) -> list[Histogram]:
        """How long its cases took."""
        found = self.cells.durations()
        return [found[number] for number in self.numbers]


def quantile(histogram: Mapping[int, int], q: float) -> float | None:
    """Quantile of type 7 (linear interpolation; Hyndman and Fan 1996) of a histogram value → count; None if empty."""
    total = sum(histogram.values())
    if total == 0:
        return None
    position = (total - 1) * Fraction(str(q))
    low = floor(position)
    at_low, at_high = _at_ranks(histogram, low, min(low + 1, total - 1))
    return float(at_low + (position - low) * (at_high - at_low))


def _at_ranks(histogram: Mapping[int, int], low: int, high: int) -> tuple[int, int]:
    seen = 0
    found: list[int] = []
    for value in sorted(histogram):
        seen += histogram[value]
        found += [value for rank in (low, high)[len(found) :] if rank < seen]
    return found[0], found[1]


def code_of(merkmal: str, value: object) -> str:
    """The code of a value as rows hold it; NULL is "ohne Angabe"."""
    if value is None:
        return MERKMALE[merkmal].ohne
    if merkmal == "ombudsstelle":
        return "ja" if value else "nein"
    return str(value)
