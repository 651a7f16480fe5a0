"""The binomial distribution, summed exactly; for limits of shares at the sizes of a Jobcenter and of a country.

Probabilities are taken relative to the most likely count, outwards until they no longer matter, and then divided by
their sum: no logarithm of a large factorial loses digits, and the work grows with the square root of ``n``.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import accumulate

# Weights below this, relative to the largest, change no digit of a probability that a limit is compared with.
NEGLIGIBLE = 1e-25
# Sums of floats may miss a probability that they reach exactly by a few units of their last digit.
ROUNDING = 1e-14


@dataclass(frozen=True, slots=True)
class Binomial:
    """Number of hits among ``n`` cases of which each is a hit with the same chance; made by ``binomial``.

    ``cumulated[i]`` is P(X ≤ first + i); counts before ``first`` and after the last have no weight.
    """

    n: int
    first: int
    cumulated: tuple[float, ...]

    def at_most(self, k: int) -> float:
        """P(X ≤ k)."""
        if k < self.first:
            return 0.0
        return self.cumulated[min(k - self.first, len(self.cumulated) - 1)]

    def at_least(self, k: int) -> float:
        """P(X ≥ k)."""
        return 1.0 - self.at_most(k - 1)

    def quantile(self, probability: float) -> int:
        """Smallest k with P(X ≤ k) ≥ ``probability`` (between 0 and 1)."""
        return self.first + min(bisect_left(self.cumulated, probability - ROUNDING), len(self.cumulated) - 1)

    def interpolated_quantile(self, probability: float) -> float:
        """The quantile r less the part α of its own probability that lies above ``probability``.

        Spiegelhalter, Funnel plots for comparing institutional performance, Statistics in Medicine 24 (2005), A.1.1:
        r is the smallest count with P(X ≤ r) > p, α = (P(X ≤ r) − p) / P(X = r), the limit of the count is r − α.
        """
        r = self.first + min(bisect_right(self.cumulated, probability), len(self.cumulated) - 1)
        up_to, below = self.at_most(r), self.at_most(r - 1)
        return r - (up_to - probability) / (up_to - below)


def binomial(n: int, p: float) -> Binomial:
    """The distribution for ``n`` ≥ 0 cases and a chance ``p`` between 0 and 1.

    Raises:
        ValueError: for other values.
    """
    if n < 0 or not 0.0 <= p <= 1.0:
        raise ValueError(f"no binomial distribution for n = {n}, p = {p}")
    if p in (0.0, 1.0):
        return Binomial(n, n if p == 1.0 else 0, (1.0,))
    mode = min(n, int((n + 1) * p))
    below = _weights_below(n, p, mode)
    weights = [*reversed(below), 1.0, *_weights_above(n, p, mode)]
    sums = list(accumulate(weights))
    return Binomial(n, mode - len(below), tuple(value / sums[-1] for value in sums))


def _weights_above(n: int, p: float, mode: int) -> list[float]:
    """P(X = k) / P(X = mode) for k = mode + 1, mode + 2, …"""
    odds, weight, weights = p / (1.0 - p), 1.0, []
    for k in range(mode, n):
        weight *= (n - k) / (k + 1) * odds
        if weight < NEGLIGIBLE:
            break
        weights.append(weight)
    return weights


def _weights_below(n: int, p: float, mode: int) -> list[float]:
    """P(X = k) / P(X = mode) for k = mode − 1, mode − 2, …"""
    odds, weight, weights = (1.0 - p) / p, 1.0, []
    for k in range(mode, 0, -1):
        weight *= k / (n - k + 1) * odds
        if weight < NEGLIGIBLE:
            break
        weights.append(weight)
    return weights
