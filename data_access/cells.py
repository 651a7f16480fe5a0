"""Additive counts and durations per cell of a breakdown, and what follows from a histogram of durations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import repeat
from math import floor
from operator import add
from typing import Any

from data_access.statements import ANLIEGEN_PARTS, PETITION_PARTS, REAKTION_PARTS, Codes, RowKind
from domain.merkmale import MERKMALE

PARTS = (*REAKTION_PARTS, *ANLIEGEN_PARTS, *PETITION_PARTS)
PLACE = {part: place for place, part in enumerate(PARTS)}
_NOTHING = [0] * len(PARTS)
_OF_KIND = {
    RowKind.REAKTIONEN: REAKTION_PARTS,
    RowKind.ANLIEGEN: ANLIEGEN_PARTS,
    RowKind.PETITIONEN: PETITION_PARTS,
}


class Cell:
    """Additive counts in the order of ``PARTS``, and a histogram of durations in days; what is not there is 0."""

    __slots__ = ("counts", "durations")

    def __init__(self) -> None:
        self.counts = _NOTHING
        self.durations: dict[int, int] = {}


EMPTY = Cell()
# By number of the bucket of time and codes of the other dimensions.
Cells = dict[tuple[int, Codes], Cell]


class _Spelled(dict[Any, str]):
    """The code of every value that a dimension has had so far."""

    def __init__(self, merkmal: str) -> None:
        super().__init__()
        self._merkmal = merkmal

    def __missing__(self, value: object) -> str:
        code = self[value] = code_of(self._merkmal, value)
        return code


def add_rows(
    cells: Cells, kind: RowKind, rows: Sequence[Sequence[Any]], other: Codes, position: Mapping[int, int] | None
) -> None:
    """Add rows of a kind to the cells.

    They hold the month's index where ``position`` (index → number of the bucket) is given, the values of the ``other``
    dimensions, and then the counts of the kind, or a duration and how many took it.
    """
    if not rows:
        return
    columns = list(zip(*rows, strict=True))
    places: Iterable[int] = repeat(0, len(rows))
    if position is not None:
        places = [position[int(month)] for month in columns.pop(0)]
    spelled = [[spell[value] for value in column] for spell, column in zip(map(_Spelled, other), columns, strict=False)]
    codes: Iterable[Codes] = zip(*spelled, strict=True) if other else repeat((), len(rows))
    found = []
    for key in zip(places, codes, strict=True):
        cell = cells.get(key)
        if cell is None:
            cell = cells[key] = Cell()
        found.append(cell)
    _add_numbers(found, kind, columns[len(other) :])


def _add_numbers(cells: Sequence[Cell], kind: RowKind, columns: Sequence[Sequence[int]]) -> None:
    parts = _OF_KIND.get(kind)
    if parts is None:
        for cell, days, count in zip(cells, *columns, strict=True):
            cell.durations[days] = cell.durations.get(days, 0) + count
        return
    first, last = PLACE[parts[0]], PLACE[parts[-1]] + 1
    for cell, numbers in zip(cells, zip(*columns, strict=True), strict=True):
        counts = cell.counts
        cell.counts = [*counts[:first], *map(add, counts[first:last], numbers), *counts[last:]]


def over_time(cells: Mapping[tuple[int, Codes], Cell]) -> defaultdict[Codes, Cell]:
    """The counts of all buckets together; nothing where a combination does not occur."""
    whole: defaultdict[Codes, Cell] = defaultdict(Cell)
    for (_, codes), cell in cells.items():
        together = whole[codes]
        together.counts = list(map(add, together.counts, cell.counts))
        for days, count in cell.durations.items():
            together.durations[days] = together.durations.get(days, 0) + count
    return whole


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
