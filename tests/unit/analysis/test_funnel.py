"""Funnel limits after Spiegelhalter (2005): by hand, against SciPy, and what the verdicts promise."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from analysis.binomial import binomial
from analysis.funnel import Position, funnel, funnel_limits, position, sizes_up_to

SIZES = st.integers(1, 800)
RATES = st.floats(0.01, 0.99)
BELOW = {Position.BELOW, Position.FAR_BELOW}
ABOVE = {Position.ABOVE, Position.FAR_ABOVE}
MIRRORED = {
    Position.FAR_BELOW: Position.FAR_ABOVE,
    Position.BELOW: Position.ABOVE,
    Position.INSIDE: Position.INSIDE,
    Position.ABOVE: Position.BELOW,
    Position.FAR_ABOVE: Position.FAR_BELOW,
}


def published_limit(n, rate, p):
    """Appendix A.1.1 word for word: r smallest with P(R ≤ r) > p, α, and the limit (r − α) / n."""
    r = int(stats.binom.ppf(p, n, rate))
    if stats.binom.cdf(r, n, rate) <= p:
        r += 1
    alpha = (stats.binom.cdf(r, n, rate) - p) / stats.binom.pmf(r, n, rate)
    return r, (r - alpha) / n


def test_limits_of_ten_fair_tosses_by_hand():
    # P(X ≤ 2) = 56/1024, P(X = 2) = 45/1024; P(X ≤ 8) = 1013/1024, P(X = 8) = 45/1024.
    lower = (2 - (Fraction(56, 1024) - Fraction(25, 1000)) / Fraction(45, 1024)) / 10
    upper = (8 - (Fraction(1013, 1024) - Fraction(975, 1000)) / Fraction(45, 1024)) / 10
    limits = funnel_limits(10, 0.5)
    assert (limits.lower_95, limits.upper_95) == pytest.approx((float(lower), float(upper)), abs=1e-12)


@given(SIZES, RATES)
def test_limits_are_the_published_ones_inside_the_possible_counts(n, rate):
    limits = funnel_limits(n, rate)
    for p, lower in ((0.001, limits.lower_998), (0.025, limits.lower_95)):
        _, published = published_limit(n, rate, p)
        assert lower == pytest.approx(max(published, 0.0), abs=1e-9)
    for p, upper in ((0.975, limits.upper_95), (0.999, limits.upper_998)):
        r, published = published_limit(n, rate, p)
        assert upper == pytest.approx(1.0 if r == n else max(published, rate), abs=1e-9)


@given(SIZES, RATES)
def test_limits_lie_one_inside_the_other_around_the_rate(n, rate):
    limits = funnel_limits(n, rate)
    assert 0 <= limits.lower_998 <= limits.lower_95 <= rate <= limits.upper_95 <= limits.upper_998 <= 1


@given(st.integers(20, 300), st.floats(0.1, 0.9))
def test_the_funnel_is_narrower_for_ten_times_the_cases(n, rate):
    small, large = funnel_limits(n, rate), funnel_limits(10 * n, rate)
    assert large.upper_95 - large.lower_95 < small.upper_95 - small.lower_95
    assert large.upper_998 - large.lower_998 < small.upper_998 - small.lower_998


@given(SIZES, RATES)
def test_chance_alone_puts_at_most_5_and_02_percent_of_units_outside(n, rate):
    distribution = binomial(n, rate)
    places = [position(distribution, hits) for hits in range(n + 1)]
    weights = stats.binom.pmf(range(n + 1), n, rate)
    outside = sum(w for w, place in zip(weights, places, strict=True) if place is not Position.INSIDE)
    far = sum(w for w, place in zip(weights, places, strict=True) if place.value.startswith("far"))
    assert outside <= 0.05 + 1e-9
    assert far <= 0.002 + 1e-9


@given(SIZES, RATES, st.data())
def test_a_unit_outside_lies_beyond_the_line(n, rate, data):
    hits = data.draw(st.integers(0, n))
    place, limits = position(binomial(n, rate), hits), funnel_limits(n, rate)
    if place in BELOW:
        assert hits / n <= limits.lower_95 + 1e-12
    if place in ABOVE:
        assert hits / n >= limits.upper_95 - 1e-12
    if place is Position.FAR_BELOW:
        assert hits / n <= limits.lower_998 + 1e-12
    if place is Position.FAR_ABOVE:
        assert hits / n >= limits.upper_998 - 1e-12


@given(SIZES, st.integers(1, 99), st.data())
def test_counting_the_misses_instead_of_the_hits_mirrors_the_verdict(n, percent, data):
    hits = data.draw(st.integers(0, n))
    low, high = (stats.binom.cdf(hits, n, percent / 100), stats.binom.sf(hits - 1, n, percent / 100))
    assume(min(abs(tail - limit) for tail in (low, high) for limit in (0.025, 0.001)) > 1e-12)
    of_hits = position(binomial(n, percent / 100), hits)
    assert position(binomial(n, 1 - percent / 100), n - hits) is MIRRORED[of_hits]


def test_units_are_held_against_the_rate_of_all_of_them():
    result = funnel({"a": (900, 1000), "b": (95, 100), "c": (60, 100), "d": (2, 2), "leer": (0, 0)}, grid=[50])
    assert result is not None
    assert result.rate == 1057 / 1202
    assert {unit.key: unit.position for unit in result.units} == {
        "a": Position.ABOVE,
        "b": Position.ABOVE,
        "c": Position.FAR_BELOW,
        "d": Position.INSIDE,
    }
    assert [unit.key for unit in result.units if unit.outside] == ["a", "b", "c"]
    assert result.units[1].anteil == 0.95
    assert result.limits == (funnel_limits(50, result.rate),)


def test_a_small_unit_without_a_miss_is_not_outside():
    # The interpolation alone would draw the limit for 20 cases at 94 % just under 100 %.
    assert published_limit(20, 0.94, 0.975)[1] < 1
    assert funnel_limits(20, 0.94).upper_95 == 1.0
    assert position(binomial(20, 0.94), 20) is Position.INSIDE


@pytest.mark.parametrize("hits", [0, 30])
def test_where_all_units_are_equal_none_is_outside(hits):
    result = funnel({"a": (hits, 30), "b": (hits, 30)})
    assert result is not None
    assert not any(unit.outside for unit in result.units)


def test_without_cases_there_is_no_funnel():
    assert funnel({}) is None
    assert funnel({"a": (0, 0)}) is None


@given(st.integers(1, 2_000_000))
def test_the_grid_reaches_beyond_the_largest_unit(largest):
    sizes = sizes_up_to(largest)
    assert sizes[0] >= 1
    assert sizes[-1] > largest
    assert len(sizes) <= 80
    assert list(sizes) == sorted(set(sizes))
