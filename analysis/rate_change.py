"""The change of a rate, split into rate effect and mix effect, and Simpson's case.

Kitagawa, Components of a difference between two rates, JASA 50 (1955), 1168–1194, with symmetric weights: a group's
rate effect is the change of its rate, weighted with the mean of its two shares of all cases; its mix effect is the
change of its share, weighted with the mean of its two rates. Together they are the change of the whole rate, without
a remainder. A group that has cases in one period only has no rate in the other; all of it is mix.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

Counts = Mapping[str, tuple[float, float]]


class Reversal(Enum):
    """Simpson's case: the whole moved against every one of its groups."""

    NONE = "none"
    ALL_ROSE_TOTAL_FELL = "all_rose_total_fell"
    ALL_FELL_TOTAL_ROSE = "all_fell_total_rose"


@dataclass(frozen=True, slots=True)
class GroupEffect:
    """One group: its shares of all cases, its rates (None without cases) and its effects on the whole rate.

    ``mix_effect`` is Kitagawa's. ``mix_against_mean`` weighs the change of the share with the distance of the group's
    rate from the mean whole rate instead: negative where a group with a low rate grows. Both have the same sum.
    """

    key: str
    share_before: float
    share_after: float
    rate_before: float | None
    rate_after: float | None
    rate_effect: float
    mix_effect: float
    mix_against_mean: float


@dataclass(frozen=True, slots=True)
class RateChange:
    """The whole: rates between 0 and 1, effects in the same unit, groups with the largest effect first.

    ``compared`` groups have a rate in both periods; ``reversal`` speaks of them, and needs at least two.
    """

    before: float
    after: float
    difference: float
    rate_effect: float
    mix_effect: float
    groups: tuple[GroupEffect, ...]
    compared: int
    reversal: Reversal

    @property
    def opposed(self) -> bool:
        """Whether rate effect and mix effect point in opposite directions."""
        return self.rate_effect * self.mix_effect < 0


@dataclass(frozen=True, slots=True)
class _Group:
    """Exact shares and rates of a group; a missing rate is None."""

    key: str
    shares: tuple[Fraction, Fraction]
    rates: tuple[Fraction | None, Fraction | None]

    @property
    def change(self) -> Fraction | None:
        first, second = self.rates
        return None if first is None or second is None else second - first

    @property
    def mean_rate(self) -> Fraction:
        known = [rate for rate in self.rates if rate is not None]
        return sum(known, Fraction()) / len(known)

    @property
    def rate_effect(self) -> Fraction:
        return (self.change or Fraction()) * sum(self.shares) / 2

    @property
    def share_change(self) -> Fraction:
        return self.shares[1] - self.shares[0]


def rate_change(before: Counts, after: Counts) -> RateChange | None:
    """Split the change of zaehler / nenner between two periods; both map a group's key to (zaehler, nenner).

    None where one of the periods has no cases at all. Groups without cases in both are left out.
    """
    sizes = [sum((Fraction(size) for _, size in counts.values()), Fraction()) for counts in (before, after)]
    if not all(sizes):
        return None
    hits = [sum((Fraction(hit) for hit, size in counts.values() if size), Fraction()) for counts in (before, after)]
    first, second = hits[0] / sizes[0], hits[1] / sizes[1]
    keys = {key for counts in (before, after) for key, (_, size) in counts.items() if size}
    groups = [_group(key, (before.get(key), after.get(key)), sizes) for key in sorted(keys)]
    mean_rate = (first + second) / 2
    effects = [_effect(group, mean_rate) for group in groups]
    changes = [group.change for group in groups if group.change is not None]
    return RateChange(
        float(first),
        float(second),
        float(second - first),
        rate_effect=float(sum(group.rate_effect for group in groups)),
        mix_effect=float(sum(group.share_change * group.mean_rate for group in groups)),
        groups=tuple(sorted(effects, key=lambda effect: -abs(effect.rate_effect + effect.mix_against_mean))),
        compared=len(changes),
        reversal=_reversal(changes, second - first),
    )


def _group(key: str, counts: tuple[tuple[float, float] | None, ...], sizes: list[Fraction]) -> _Group:
    pairs = [(Fraction(hit), Fraction(size)) for hit, size in (pair or (0, 0) for pair in counts)]
    shares = [size / whole for (_, size), whole in zip(pairs, sizes, strict=True)]
    rates = [hit / size if size else None for hit, size in pairs]
    return _Group(key, (shares[0], shares[1]), (rates[0], rates[1]))


def _effect(group: _Group, mean_rate: Fraction) -> GroupEffect:
    rates = [None if rate is None else float(rate) for rate in group.rates]
    return GroupEffect(
        group.key,
        float(group.shares[0]),
        float(group.shares[1]),
        rates[0],
        rates[1],
        rate_effect=float(group.rate_effect),
        mix_effect=float(group.share_change * group.mean_rate),
        mix_against_mean=float(group.share_change * (group.mean_rate - mean_rate)),
    )


def _reversal(changes: list[Fraction], difference: Fraction) -> Reversal:
    if len(changes) > 1 and difference < 0 < min(changes):
        return Reversal.ALL_ROSE_TOTAL_FELL
    if len(changes) > 1 and difference > 0 > max(changes):
        return Reversal.ALL_FELL_TOTAL_ROSE
    return Reversal.NONE
