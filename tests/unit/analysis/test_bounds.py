"""Bounds of shares against brute force: every way in which the doubtful cases could be settled."""

from __future__ import annotations

from itertools import product

from hypothesis import example, given
from hypothesis import strategies as st

from analysis.bounds import Bounds, Share, left_out, moved, unknown

COUNTS = st.integers(0, 5)


def share(inside: int, all_: int) -> float | None:
    return inside / all_ if all_ else None


def agrees(bounds: Bounds, settled: list[float | None]) -> bool:
    """Whether the bounds are the least and the greatest of all ways to settle the cases."""
    told = [value for value in settled if value is not None]
    if not told:
        return bounds.lowest.wert is bounds.highest.wert is None
    return (bounds.lowest.wert, bounds.highest.wert) == (min(told), max(told))


@given(COUNTS, COUNTS, COUNTS)
def test_cases_of_the_denominator_of_which_the_numerator_is_unknown(inside: int, outside: int, doubtful: int):
    all_ = inside + outside + doubtful
    settled = [share(inside + sum(way), all_) for way in product((0, 1), repeat=doubtful)]

    assert agrees(unknown(Share(inside, all_), doubtful), settled)


@given(COUNTS, COUNTS, COUNTS, COUNTS)
def test_cases_that_might_change_sides(surely: int, out: int, into: int, others: int):
    all_ = surely + out + into + others
    settled = [share(surely + sum(way), all_) for way in product((0, 1), repeat=out + into)]

    assert agrees(moved(Share(surely + out, all_), out, into), settled)


@given(COUNTS, COUNTS, COUNTS, COUNTS)
@example(0, 0, 0, 2)
@example(0, 0, 2, 0)
def test_cases_that_might_belong_to_the_whole(zaehler: int, others: int, inside: int, outside: int):
    settled = [
        share(zaehler + sum(way[:inside]), zaehler + others + sum(way))
        for way in product((0, 1), repeat=inside + outside)
    ]

    assert agrees(left_out(Share(zaehler, zaehler + others), inside, outside), settled)
