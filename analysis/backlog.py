"""The backlog on any day, its age structure, and receipts against completions per month.

A case belongs to the backlog of a day if it was received on that day or before and not finished by its end. Cases come
as numbers per pair of dates (received, finished or None), whatever they are grouped by before; a list of pairs becomes
such numbers with ``collections.Counter``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, pairwise

from domain.zeitraum import Monat, Zeitraum

CaseCounts = Mapping[tuple[date, date | None], int]

ONE_DAY = timedelta(days=1)
# Last days of the age classes: one week, two weeks, and the days around a standard of 21 days.
AGE_BOUNDS = (7, 14, 18, 21)


@dataclass(frozen=True, slots=True)
class AgeClass:
    """Number of open cases that are ``von`` to ``bis`` days old, both inclusive; ``bis`` None: and older."""

    von: int
    bis: int | None
    anzahl: int


@dataclass(frozen=True, slots=True)
class MonthlyFlow:
    """Receipts and completions of a month, and the backlog at its end or at the Datenstand inside it."""

    monat: Monat
    eingaenge: int
    erledigungen: int
    bestand: int


def backlog_on(cases: CaseCounts, days: Sequence[date]) -> tuple[int, ...]:
    """The backlog at the end of each of the days."""
    received, finished = _Running(_receipts(cases)), _Running(_completions(cases))
    return tuple(received.up_to(day) - finished.up_to(day) for day in days)


def ages_on(cases: CaseCounts, day: date) -> Counter[int]:
    """Age in days (0: received on ``day``) → number of cases that are open at the end of ``day``."""
    ages: Counter[int] = Counter()
    for (received, finished), count in cases.items():
        if count and received <= day and (finished is None or finished > day):
            ages[(day - received).days] += count
    return ages


def age_structure(ages: Mapping[int, int], bounds: Sequence[int] = AGE_BOUNDS) -> tuple[AgeClass, ...]:
    """Sum ages up to classes that end with the ``bounds`` (ascending, in days); the last class is open."""
    firsts = [0, *(bound + 1 for bound in bounds)]
    counts: Counter[int] = Counter()
    for age, count in ages.items():
        counts[bisect_right(firsts, age) - 1] += count
    lasts = [*bounds, None]
    return tuple(AgeClass(von, bis, counts[index]) for index, (von, bis) in enumerate(zip(firsts, lasts, strict=True)))


def monthly_flow(cases: CaseCounts, zeitraum: Zeitraum, datenstand: date) -> tuple[MonthlyFlow, ...]:
    """Receipts, completions and backlog of every month of the period that has begun by the Datenstand.

    The last month ends at the Datenstand where that lies inside it. A month's backlog is that of the month before plus
    its receipts less its completions.
    """
    received, finished = _Running(_receipts(cases)), _Running(_completions(cases))
    months = [monat for monat in zeitraum.monate if monat.first_day <= datenstand]
    ends = [zeitraum.von.first_day - ONE_DAY, *(min(monat.last_day, datenstand) for monat in months)]
    return tuple(
        MonthlyFlow(
            monat,
            received.up_to(end) - received.up_to(start),
            finished.up_to(end) - finished.up_to(start),
            received.up_to(end) - finished.up_to(end),
        )
        for monat, (start, end) in zip(months, pairwise(ends), strict=True)
    )


class _Running:
    """Sums of numbers by day, up to any day."""

    def __init__(self, counted: Iterable[tuple[date, int]]) -> None:
        by_day: Counter[date] = Counter()
        for day, count in counted:
            by_day[day] += count
        self._days = sorted(by_day)
        self._sums = [0, *accumulate(by_day[day] for day in self._days)]

    def up_to(self, day: date) -> int:
        return self._sums[bisect_right(self._days, day)]


def _receipts(cases: CaseCounts) -> Iterable[tuple[date, int]]:
    return ((received, count) for (received, _), count in cases.items())


def _completions(cases: CaseCounts) -> Iterable[tuple[date, int]]:
    return ((finished, count) for (_, finished), count in cases.items() if finished is not None)
