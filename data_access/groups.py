"""Groups of rows that are held as columns of small integers, and which rows belong to which part of an indicator."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data_access.facts.deadline import UEBERFAELLIG, Frist
from data_access.facts.keys import Keys
from data_access.facts.rollups import ZUSTAND
from data_access.statements import ANLIEGEN_PARTS, REAKTION_PARTS
from domain.kennzahlen import Part

# More groups than this are looked up among those that occur, fewer are counted in place.
_IN_PLACE = 1_000_000

Numbers = NDArray[np.int64]
# Which rows belong to each part, of the columns that decide it.
Parts = Callable[[Mapping[str, NDArray[Any]]], list[Any]]


@dataclass(frozen=True)
class Groups:
    """The group of every row (``place``), and how many groups there may be (``count``)."""

    place: Numbers
    count: int
    _lowest: tuple[int, ...]
    _sizes: tuple[int, ...]
    _occurring: Numbers | None = None

    @classmethod
    def of(cls, columns: Sequence[NDArray[Any]], rows: int) -> Groups:
        """Rows are in one group where all columns are equal; without columns all of the ``rows`` are."""
        if not columns or not rows:
            return cls(np.zeros(rows, dtype=np.int64), 1, (), ())
        lowest = tuple(int(column.min()) for column in columns)
        sizes = tuple(int(column.max()) - low + 1 for column, low in zip(columns, lowest, strict=True))
        if prod(sizes) > _IN_PLACE:
            together = np.stack([column.astype(np.int64) for column in columns])
            occurring, place = np.unique(together, axis=1, return_inverse=True)
            return cls(place.ravel(), occurring.shape[1], lowest, sizes, occurring)
        place = columns[0].astype(np.int64) - lowest[0]
        for column, low, size in zip(columns[1:], lowest[1:], sizes[1:], strict=True):
            place *= size
            place += column
            place -= low
        return cls(place, prod(sizes), lowest, sizes)

    def only(self, rows: NDArray[np.intp]) -> Groups:
        """The groups of these rows."""
        return replace(self, place=self.place[rows])

    def first_of_each(self, numbers: NDArray[Any]) -> NDArray[np.intp]:
        """The first row of each group with each of the numbers, of which every row has one."""
        first: NDArray[np.intp] = np.unique(numbers.astype(np.int64) * self.count + self.place, return_index=True)[1]
        return first

    def values(self, chosen: Numbers) -> list[Numbers]:
        """What the columns hold in the chosen groups."""
        if self._occurring is not None:
            return list(self._occurring[:, chosen])
        found = []
        for low, size in zip(reversed(self._lowest), reversed(self._sizes), strict=True):
            chosen, rest = np.divmod(chosen, size)
            found.append(rest + low)
        return found[::-1]


@dataclass(frozen=True)
class States:
    """Per row a number of what the columns of the parts hold, and per part and number whether it counts such rows."""

    column: NDArray[np.int16]
    belongs: Numbers

    @classmethod
    def of(cls, columns: Sequence[NDArray[Any]], names: Sequence[str], parts: Parts) -> States:
        """The columns of the ``names`` decide to which of the ``parts`` a row belongs."""
        groups = Groups.of(columns, len(columns[0]))
        values = dict(zip(names, groups.values(np.arange(groups.count)), strict=True))
        return cls(groups.place.astype(np.int16), np.stack(parts(values)).astype(np.int64))

    def counted(
        self, groups: Groups, state: NDArray[np.int16], weight: Numbers | None = None
    ) -> tuple[Numbers, Numbers]:
        """The groups that occur, and per part how many rows of each of them it counts.

        ``state``: what ``column`` holds in the rows of the groups. ``weight``: as how many each of them counts.
        """
        number = self.belongs.shape[1]
        if groups.count * number > _IN_PLACE:
            # Most of the places would be empty.
            occurring = np.flatnonzero(np.bincount(groups.place, minlength=groups.count))
            weights = (part[state] if weight is None else part[state] * weight for part in self.belongs)
            sums = (np.bincount(groups.place, weights=each, minlength=groups.count)[occurring] for each in weights)
            return occurring, np.stack(list(sums)).astype(np.int64)
        together = np.bincount(groups.place * number + state, weight, groups.count * number)
        counts = together.astype(np.int64).reshape(groups.count, number)
        occurring = np.flatnonzero(counts.any(axis=1))
        return occurring, self.belongs @ counts[occurring].T


def in_reaktion_parts(columns: Mapping[str, NDArray[Any]]) -> list[Any]:
    """Which rows belong to each of ``REAKTION_PARTS``."""
    state = columns[ZUSTAND]
    which = {
        Part.OMBUDSSTELLE: columns["ombudsstelle"] == 1,
        Part.FRISTGERECHT: state == Frist.FRISTGERECHT.value,
        Part.VERSPAETET: state == Frist.VERSPAETET.value,
        Part.UEBERFAELLIG: state == UEBERFAELLIG,
        Part.OFFEN_IN_FRIST: state == Frist.OFFEN.value,
    }
    return [which.get(part, np.ones(len(state), dtype=bool)) for part in REAKTION_PARTS]


def in_anliegen_parts(columns: Mapping[str, NDArray[Any]], keys: Keys) -> list[Any]:
    """Which rows belong to each of ``ANLIEGEN_PARTS``."""
    art, bewertung, number = columns["art"], columns["bewertung"], keys.numbers["art"]
    beschwerde = art == number["beschwerde"]
    which = {
        Part.BESCHWERDEN: beschwerde,
        Part.BEWERTETE: beschwerde & (bewertung != 0),
        Part.BEGRUENDET: beschwerde & (bewertung == keys.numbers["bewertung"]["begruendet"]),
        Part.LOB: art == number["lob"],
        Part.IDEEN: art == number["idee"],
    }
    return [which.get(part, np.ones(len(art), dtype=bool)) for part in ANLIEGEN_PARTS]
