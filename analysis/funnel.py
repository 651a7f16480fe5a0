"""Funnel plot: which units differ from the overall rate by more than their size explains, without a ranking.

Limits at 95 % and 99.8 % around the overall rate, exact binomial with interpolation (Spiegelhalter, Funnel plots for
comparing institutional performance, Statistics in Medicine 24 (2005), 1185–1202, appendix A.1.1; see ``binomial``).
No limit lies below 0, no upper limit below the overall rate, and the upper limit is 1 where not even the highest count
is improbable enough: the interpolation alone would leave a unit with two of two just outside.

The limits run between the possible counts, so a unit may lie up to one case beyond the line without being improbable.
Whether a unit counts as outside is therefore decided by the chance of its own or a more extreme count: at most 2.5 %
or 0.1 % on its side. Every unit outside lies beyond the line; the reverse need not hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from analysis.binomial import Binomial, binomial

TAIL_95 = 0.025
TAIL_998 = 0.001


class Position(Enum):
    """Where a unit lies: inside the limits, outside those of 95 %, or outside those of 99.8 % as well."""

    FAR_BELOW = "far_below"
    BELOW = "below"
    INSIDE = "inside"
    ABOVE = "above"
    FAR_ABOVE = "far_above"


@dataclass(frozen=True, slots=True)
class FunnelLimits:
    """The limits, as shares, for units with ``nenner`` cases."""

    nenner: int
    lower_998: float
    lower_95: float
    upper_95: float
    upper_998: float


@dataclass(frozen=True, slots=True)
class FunnelUnit:
    """A unit with its share and its place in the funnel."""

    key: str
    zaehler: int
    nenner: int
    anteil: float
    position: Position

    @property
    def outside(self) -> bool:
        return self.position is not Position.INSIDE


@dataclass(frozen=True, slots=True)
class Funnel:
    """The overall rate, the units in the order given, and the limits over a grid of sizes."""

    rate: float
    units: tuple[FunnelUnit, ...]
    limits: tuple[FunnelLimits, ...]


def funnel(units: Mapping[str, tuple[int, int]], grid: Iterable[int] | None = None) -> Funnel | None:
    """The funnel of units given as key → (zaehler, nenner) around the rate of all of them together.

    Units without cases have no share and are left out; None where no unit has any. ``grid`` are the sizes (≥ 1) for
    which the limits are wanted; by default ``sizes_up_to`` the largest unit.
    """
    counted = {key: (hits, size) for key, (hits, size) in units.items() if size}
    if not counted:
        return None
    rate = sum(hits for hits, _ in counted.values()) / sum(size for _, size in counted.values())
    sizes = sizes_up_to(max(size for _, size in counted.values())) if grid is None else grid
    return Funnel(
        rate,
        tuple(
            FunnelUnit(key, hits, size, hits / size, position(binomial(size, rate), hits))
            for key, (hits, size) in counted.items()
        ),
        tuple(funnel_limits(size, rate) for size in sizes),
    )


def funnel_limits(nenner: int, rate: float) -> FunnelLimits:
    """The limits around ``rate`` for a unit of ``nenner`` ≥ 1 cases."""
    distribution = binomial(nenner, rate)
    return FunnelLimits(
        nenner,
        lower_998=_lower(distribution, TAIL_998),
        lower_95=_lower(distribution, TAIL_95),
        upper_95=_upper(distribution, rate, 1 - TAIL_95),
        upper_998=_upper(distribution, rate, 1 - TAIL_998),
    )


def position(distribution: Binomial, zaehler: int) -> Position:
    """Where ``zaehler`` lies, by the chance of this or a more extreme count on its side."""
    low, high = distribution.at_most(zaehler), distribution.at_least(zaehler)
    if low <= TAIL_95:
        return Position.FAR_BELOW if low <= TAIL_998 else Position.BELOW
    if high <= TAIL_95:
        return Position.FAR_ABOVE if high <= TAIL_998 else Position.ABOVE
    return Position.INSIDE


def sizes_up_to(largest: int, count: int = 80) -> tuple[int, ...]:
    """About ``count`` sizes from 1 to a little above ``largest`` that lie closer where the funnel is steeper."""
    last = largest + max(1, largest // 20)
    return tuple(sorted({max(1, round(last * (step / count) ** 2)) for step in range(1, count + 1)}))


def _lower(distribution: Binomial, tail: float) -> float:
    return max(distribution.interpolated_quantile(tail) / distribution.n, 0.0)


def _upper(distribution: Binomial, rate: float, tail: float) -> float:
    if distribution.at_most(distribution.n - 1) <= tail:
        return 1.0
    return max(distribution.interpolated_quantile(tail) / distribution.n, rate)
