"""The disclosure attack: whoever has all protected tables solves for the true numbers by linear programming.

An attacker knows the rule of rounding and that counts add up. Every published count is then an interval around the sum
of some cells of the finest table, and the smallest and largest value that a count can have is a linear program.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from math import ceil, floor

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array, vstack

from data_access.aggregate import breakdown
from data_access.warehouse import View
from domain.protection import DEEP, MOST_DIMENSIONS, Protection, dimensions
from domain.selection import Selection
from domain.zeitraum import Monat, Zeitraum

# A period and the value of each dimension that is not "all".
Cell = tuple[Zeitraum, tuple[tuple[str, str], ...]]
Counts = Mapping[Cell, int | None]
EPSILON = 1e-6


@dataclass(frozen=True)
class Found:
    """What the attack yields of the counts that are truly 1 or 2."""

    small: int
    exact: int
    known_small: int


def periods(jahr: int) -> list[Zeitraum]:
    """All calendar periods of a year."""
    starts = [(length, first) for length in (1, 3, 12) for first in range(1, 13, length)]
    return [Zeitraum(Monat(jahr, first), Monat(jahr, first).plus(length - 1)) for length, first in starts]


def all_tables(view: View, kennzahl: str, merkmale: Sequence[str], jahr: int) -> dict[Cell, int | None]:
    """Every count of an indicator that the view shows by these dimensions; cells without a row are missing."""
    shown: dict[Cell, int | None] = {}
    for zeitraum in periods(jahr):
        for count in range(min(MOST_DIMENSIONS, len(merkmale)) + 1):
            for nach in combinations(merkmale, count):
                if dimensions(Selection(zeitraum), nach) > MOST_DIMENSIONS:
                    continue
                for row in breakdown(view, Selection(zeitraum, "ohne"), [kennzahl], nach):
                    wert = row.werte[kennzahl].wert
                    shown[zeitraum, tuple(zip(nach, row.codes, strict=True))] = None if wert is None else int(wert)
    return shown


def attack(
    true: Counts, shown: Counts, protection: Protection, merkmale: Sequence[str], exactly: Sequence[Cell] = ()
) -> Found:
    """Solve for every true 1 and 2 from ``shown``; ``exactly`` are cells whose true number is known as well."""
    codes = {merkmal: sorted({code for _, where in true for m, code in where if m == merkmal}) for merkmal in merkmale}
    finest = _finest(true, merkmale, codes)
    cells = list(_cells(true, merkmale, codes))
    rows, columns = [], []
    for at, cell in enumerate(cells):
        inside = finest[cell]
        rows += [at] * len(inside)
        columns += inside
    matrix = csr_array((np.ones(len(rows)), (rows, columns)))
    both = vstack([matrix, -matrix]).tocsr()
    bounds = np.array([_interval(shown.get(cell, 0), cell, protection) for cell in cells], dtype=float)
    for cell in exactly:
        bounds[cells.index(cell)] = true.get(cell) or 0
    targets = [at for at, cell in enumerate(cells) if true.get(cell) in (1, 2)]
    limits = np.concatenate([bounds[:, 1], -bounds[:, 0]])
    ranges = [_range(both, limits, matrix[[at]].toarray()[0]) for at in targets]
    for at, (low, high) in zip(targets, ranges, strict=True):
        assert low <= (true[cells[at]] or 0) <= high, "the attack contradicts the data"
    return Found(
        small=len(targets),
        exact=sum(low == high for low, high in ranges),
        known_small=sum(low >= 1 and high <= 2 for low, high in ranges),
    )


def _interval(rounded: int | None, cell: Cell, protection: Protection) -> tuple[int, int]:
    """The counts that look like this one."""
    half, (zeitraum, where) = protection.rounding // 2, cell
    if rounded is None:
        return 0, protection.hidden_below - protection.rounding + half
    if not rounded and protection.hidden_below and dimensions(Selection(zeitraum), [m for m, _ in where]) >= DEEP:
        return 0, protection.hidden_below - protection.rounding + half
    return max(rounded - half, 0), rounded + half


def _cells(true: Counts, merkmale: Sequence[str], codes: Mapping[str, Sequence[str]]) -> Iterator[Cell]:
    """Every cell of every table, those without a case included."""
    for zeitraum in sorted({zeitraum for zeitraum, _ in true}, key=lambda one: (one.von, one.bis)):
        for count in range(min(MOST_DIMENSIONS, len(merkmale)) + 1):
            for nach in combinations(merkmale, count):
                if dimensions(Selection(zeitraum), nach) > MOST_DIMENSIONS:
                    continue
                for values in product(*(codes[merkmal] for merkmal in nach)):
                    yield zeitraum, tuple(zip(nach, values, strict=True))


def _finest(true: Counts, merkmale: Sequence[str], codes: Mapping[str, Sequence[str]]) -> dict[Cell, list[int]]:
    """The numbers of the finest cells (a month, a value of every dimension) that lie in each cell."""
    months = sorted({zeitraum.von for zeitraum, _ in true if zeitraum.length == 1})
    every = [(month, values) for month in months for values in product(*(codes[merkmal] for merkmal in merkmale))]
    found = {}
    for cell in _cells(true, merkmale, codes):
        zeitraum, where = cell
        wanted = dict(where)
        found[cell] = [
            at
            for at, (month, values) in enumerate(every)
            if zeitraum.von <= month <= zeitraum.bis
            and all(wanted.get(m, value) == value for m, value in zip(merkmale, values, strict=True))
        ]
    return found


def _range(tables: csr_array, limits: np.ndarray, target: np.ndarray) -> tuple[int, int]:
    """Smallest and largest whole number that the target can be."""
    ends = []
    for sign in (1, -1):
        solved = linprog(sign * target, A_ub=tables, b_ub=limits, bounds=(0, None), method="highs")
        assert solved.status == 0, solved.message
        ends.append(sign * solved.fun)
    return ceil(ends[0] - EPSILON), floor(ends[1] + EPSILON)
