"""Rules that tell a special cause from common variation, as in NHS England's "Making Data Count".

Four rules, in the order in which the NHS-R package NHSRplotthedots lets them decide where a point breaks several:

1. a point outside a process limit;
2. seven or more points in a row, each higher (or each lower) than the one before;
3. two of three points in a row beyond the 2-sigma zone of one side. As in the tools of Making Data Count since 2023,
   all three lie on the same side of the centre, points outside the limits count as well, and only the points beyond
   the zone are marked;
4. seven or more points in a row on one side of the centre.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

RUN_LENGTH = 7
WINDOW = 3
NEAR_IN_WINDOW = 2


class Rule(Enum):
    """What made a point a signal; in the order in which they decide."""

    OUTSIDE = "outside"
    TREND = "trend"
    TWO_OF_THREE = "two_of_three"
    RUN = "run"


@dataclass(frozen=True, slots=True)
class Signal:
    """A rule that a point breaks, upwards or downwards, and how many points in a row take part in it."""

    rule: Rule
    up: bool
    length: int


@dataclass(frozen=True, slots=True)
class Limits:
    """Centre, process limits and the borders of the 2-sigma zones of one point."""

    centre: float
    lower: float
    upper: float
    lower_zone: float
    upper_zone: float

    def outside(self, value: float) -> int:
        """1 above the upper limit, −1 below the lower one, else 0."""
        return (value > self.upper) - (value < self.lower)

    def near(self, value: float) -> int:
        """1 or −1 beyond the 2-sigma zone, also outside the limit; else 0."""
        return (value > self.upper_zone) - (value < self.lower_zone)

    def side(self, value: float) -> int:
        """1 above the centre, −1 below, 0 on it."""
        return (value > self.centre) - (value < self.centre)


def find_signals(values: Sequence[float], limits: Sequence[Limits]) -> list[tuple[Signal, ...]]:
    """The signals of every point of one stretch (the points between two re-basings), in the order of ``Rule``.

    ``values`` and ``limits`` are parallel and in time order.
    """
    found: list[list[Signal]] = [[] for _ in values]
    for rule in (_outside, _trend, _two_of_three, _run):
        for index, signal in rule(values, limits):
            found[index].append(signal)
    return [tuple(signals) for signals in found]


Found = list[tuple[int, Signal]]


def _sides(values: Sequence[float], limits: Sequence[Limits], of: Callable[[Limits, float], int]) -> list[int]:
    return [of(limit, value) for value, limit in zip(values, limits, strict=True)]


def _outside(values: Sequence[float], limits: Sequence[Limits]) -> Found:
    sides = _sides(values, limits, Limits.outside)
    return [(index, Signal(Rule.OUTSIDE, side > 0, 1)) for index, side in enumerate(sides) if side]


def _trend(values: Sequence[float], limits: Sequence[Limits]) -> Found:
    steps = [(after > before) - (after < before) for before, after in pairwise(values)]
    return [
        (index, Signal(Rule.TREND, steps[start] > 0, end - start + 1))
        for start, end in _stretches(steps, RUN_LENGTH - 1)
        for index in range(start, end + 1)
    ]


def _two_of_three(values: Sequence[float], limits: Sequence[Limits]) -> Found:
    sides, near = _sides(values, limits, Limits.side), _sides(values, limits, Limits.near)
    taking_part: dict[int, int] = {}
    for start in range(len(values) - WINDOW + 1):
        window = range(start, start + WINDOW)
        marked = [index for index in window if near[index]]
        if abs(sum(sides[index] for index in window)) == WINDOW and len(marked) >= NEAR_IN_WINDOW:
            for index in marked:
                taking_part[index] = max(taking_part.get(index, 0), len(marked))
    return [(index, Signal(Rule.TWO_OF_THREE, near[index] > 0, count)) for index, count in taking_part.items()]


def _run(values: Sequence[float], limits: Sequence[Limits]) -> Found:
    sides = _sides(values, limits, Limits.side)
    return [
        (index, Signal(Rule.RUN, sides[start] > 0, end - start))
        for start, end in _stretches(sides, RUN_LENGTH)
        for index in range(start, end)
    ]


def _stretches(signs: Sequence[int], shortest: int) -> list[tuple[int, int]]:
    """(start, end) of the stretches of equal signs other than 0 that have at least ``shortest`` members."""
    stretches, start = [], 0
    for index in range(1, len(signs) + 1):
        if index == len(signs) or signs[index] != signs[start]:
            if index - start >= shortest and signs[start]:
                stretches.append((start, index))
            start = index
    return stretches
