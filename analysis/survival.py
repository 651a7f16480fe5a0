"""How long cases take when some are still open: Kaplan–Meier, in whole days.

A finished case tells its duration, an open one only that it took longer than its age (right censoring); leaving open
cases out would make every curve too good. A case that is open at the age of 10 days is known to last more than 10 days:
at equal days completions come before open cases, as usual.

Sources: Kaplan and Meier, Nonparametric estimation from incomplete observations, JASA 53 (1958), 457–481; variance
after Greenwood, The natural duration of cancer (1926).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

MINIMUM_N = 30
# Products of shares such as 0.9 · 0.8 miss their decimal value by rounding.
ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class SurvivalStep:
    """One day on which cases were finished or went out of sight.

    ``at_risk`` cases were open at the beginning of the day; ``survival`` is the estimated share that lasts longer than
    this day, ``variance`` its variance (None once the share is 0, where Greenwood's formula is not defined).
    """

    day: int
    at_risk: int
    finished: int
    censored: int
    survival: float
    variance: float | None


@dataclass(frozen=True, slots=True)
class SurvivalCurve:
    """Steps by day; ``n`` is the number of cases."""

    n: int
    steps: tuple[SurvivalStep, ...]

    def longer_than(self, day: int) -> float | None:
        """P(T > day); None where the observation ends before that day."""
        step = self._last_step(day)
        if self._known_at(day):
            return 1.0 if step is None else step.survival
        return None

    def finished_within(self, day: int) -> float | None:
        """P(T ≤ day); None where the observation ends before that day."""
        longer = self.longer_than(day)
        return None if longer is None else 1.0 - longer

    def at_risk_after(self, day: int) -> int:
        """Number of cases of which more is known than that they lasted longer than ``day``."""
        step = self._last_step(day)
        return self.n if step is None else step.at_risk - step.finished - step.censored

    def _last_step(self, day: int) -> SurvivalStep | None:
        index = bisect_right(self.steps, day, key=lambda step: step.day)
        return self.steps[index - 1] if index else None

    def _known_at(self, day: int) -> bool:
        return bool(self.steps) and (day <= self.steps[-1].day or self.steps[-1].survival == 0)


@dataclass(frozen=True, slots=True)
class Chance:
    """An estimated probability and the number of cases behind it; None where they are too few or too short."""

    probability: float | None
    n: int


def kaplan_meier(finished: Mapping[int, int], still_open: Mapping[int, int]) -> SurvivalCurve:
    """The curve from duration in days → number of finished cases, and age in days → number of open ones.

    Lists of days become such numbers with ``collections.Counter``.

    Raises:
        ValueError: for a negative day or number.
    """
    if any(day < 0 or count < 0 for counts in (finished, still_open) for day, count in counts.items()):
        raise ValueError("days and numbers of cases must not be negative")
    n = at_risk = sum(finished.values()) + sum(still_open.values())
    survival, terms, steps = 1.0, 0.0, []
    for day in sorted(finished.keys() | still_open.keys()):
        done, censored = finished.get(day, 0), still_open.get(day, 0)
        if not done and not censored:
            continue
        left = at_risk - done
        survival *= left / at_risk
        terms += done / (at_risk * left) if left else 0.0
        steps.append(SurvivalStep(day, at_risk, done, censored, survival, survival**2 * terms if left else None))
        at_risk = left - censored
    return SurvivalCurve(n, tuple(steps))


def chance_of_exceeding(curve: SurvivalCurve, day: int, age: int, minimum_n: int = MINIMUM_N) -> Chance:
    """P(T > day | T > age) for a case that is open at ``age``, from the ``n`` cases seen longer than ``age``.

    1 where the age has reached the day already; None under ``minimum_n`` cases, or where none was seen so long.
    """
    n = curve.at_risk_after(age)
    if age >= day:
        return Chance(1.0, n)
    so_far, in_the_end = curve.longer_than(age), curve.longer_than(day)
    if n < max(minimum_n, 1) or not so_far or in_the_end is None:
        return Chance(None, n)
    return Chance(in_the_end / so_far, n)


def finished_by_day(curve: SurvivalCurve, last_day: int) -> tuple[float | None, ...]:
    """Share finished within 0, 1, … ``last_day`` days; None from where the observation ends."""
    return tuple(curve.finished_within(day) for day in range(last_day + 1))


def days_until(curve: SurvivalCurve, share: float) -> int | None:
    """Fewest days within which at least ``share`` (0 to 1) of the cases are finished; None where it is not reached."""
    return next((step.day for step in curve.steps if 1.0 - step.survival >= share - ROUNDING), None)
