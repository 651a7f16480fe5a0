"""What drove the change of a count: contributions of items that add up, and which dimension explains most.

The contribution of an item is its own difference; in percentage points of the total change, (n2ᵢ − n1ᵢ) / N1. Items
that occur in one period only count as 0 in the other, so the contributions always add up.

Dimensions are ranked by how differently their items moved: the bias-corrected Cramér's V (Bergsma, A bias-correction
for Cramér's V and Tschuprow's T, Journal of the Korean Statistical Society 42 (2013), 323–328) of the table
items × two periods. It is 0 where all items changed in the same proportion, as then the dimension explains nothing,
and near 1 where the periods share no item. The correction takes off what chance alone gives a dimension with this many
items, so that a long list is not preferred for its length; changes that chance explains come out as 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt


@dataclass(frozen=True, slots=True)
class Contribution:
    """One item: its counts, their difference, and the difference as a share of all cases before and of the change.

    ``of_before`` is in units of 1 (−0.246: 24.6 percentage points of decline), None without cases before; ``of_change``
    is negative for an item that moved against the whole, None where the whole did not change.
    """

    key: str
    before: int
    after: int
    difference: int
    of_before: float | None
    of_change: float | None


@dataclass(frozen=True, slots=True)
class ChangeSplit:
    """The change of the whole and its items: the largest differences first, those in its direction before others."""

    before: int
    after: int
    items: tuple[Contribution, ...]

    @property
    def difference(self) -> int:
        return self.after - self.before

    @property
    def relative(self) -> float | None:
        """The difference as a share of the cases before; None without any."""
        return self.difference / self.before if self.before else None


@dataclass(frozen=True, slots=True)
class RankedDimension:
    """A dimension, how much it explains (0 to 1, see above) and its split."""

    name: str
    explained: float
    split: ChangeSplit


def contributions(before: Mapping[str, int], after: Mapping[str, int]) -> ChangeSplit:
    """Split the change between two periods by item; both map an item's key to its count (≥ 0).

    Items without cases in both periods are left out. Equal differences are ordered by key.
    """
    total_before, total_after = sum(before.values()), sum(after.values())
    change = total_after - total_before

    def contribution(key: str) -> Contribution:
        first, second = before.get(key, 0), after.get(key, 0)
        difference = second - first
        return Contribution(
            key,
            first,
            second,
            difference,
            of_before=difference / total_before if total_before else None,
            of_change=difference / change if change else None,
        )

    keys = {key for counts in (before, after) for key, count in counts.items() if count}
    items = sorted(
        (contribution(key) for key in keys),
        key=lambda item: (-abs(item.difference), item.difference * change < 0, item.key),
    )
    return ChangeSplit(total_before, total_after, tuple(items))


def without(split: ChangeSplit, keys: Iterable[str]) -> ChangeSplit:
    """The change as it would be without these items."""
    left_out = frozenset(keys)
    items = [item for item in split.items if item.key not in left_out]
    return contributions({item.key: item.before for item in items}, {item.key: item.after for item in items})


def rank_dimensions(splits: Mapping[str, ChangeSplit]) -> tuple[RankedDimension, ...]:
    """The dimensions, the one that explains most first; equals stay in the order given."""
    ranked = [RankedDimension(name, explained(split), split) for name, split in splits.items()]
    return tuple(sorted(ranked, key=lambda dimension: -dimension.explained))


def explained(split: ChangeSplit) -> float:
    """How differently the items moved, 0 to 1: bias-corrected Cramér's V; 0 where there is nothing to compare."""
    n, rows = split.before + split.after, len(split.items)
    if rows < 2 or not split.before or not split.after:
        return 0.0
    spread = max(0.0, _chi_squared(split) / n - (rows - 1) / (n - 1))
    # The table is as wide as there are periods; of its two corrected sizes that is the smaller one wherever spread > 0.
    return min(1.0, sqrt(spread / (1 - 1 / (n - 1)))) if spread else 0.0


def _chi_squared(split: ChangeSplit) -> float:
    """Pearson's statistic of the table items × periods."""
    statistic, total = 0.0, split.before + split.after
    for item in split.items:
        expected = (item.before + item.after) * split.before / total
        rest = (item.before + item.after) * split.after / total
        statistic += (item.before - expected) ** 2 / expected + (item.after - rest) ** 2 / rest
    return statistic
