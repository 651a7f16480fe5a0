"""Binomial probabilities against SciPy, and what quantiles must keep."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy import stats

from analysis.binomial import binomial

SIZES = st.integers(1, 3000)
CHANCES = st.floats(0.0005, 0.9995)
TAILS = st.sampled_from([0.001, 0.00135, 0.02275, 0.025, 0.5, 0.975, 0.97725, 0.99865, 0.999])


@given(SIZES, CHANCES, st.data())
def test_probabilities_are_those_of_scipy(n, p, data):
    k = data.draw(st.integers(-1, n + 1))
    distribution = binomial(n, p)
    assert distribution.at_most(k) == pytest.approx(stats.binom.cdf(k, n, p), abs=1e-12)
    assert distribution.at_least(k) == pytest.approx(stats.binom.sf(k - 1, n, p), abs=1e-12)


@given(SIZES, CHANCES, TAILS)
@example(41, 0.5, 0.5)
def test_quantiles_are_those_of_scipy(n, p, tail):
    assert binomial(n, p).quantile(tail) == stats.binom.ppf(tail, n, p)


@given(SIZES, CHANCES, CHANCES, TAILS)
def test_a_higher_chance_never_lowers_a_quantile(n, first, second, tail):
    low, high = sorted((first, second))
    assert binomial(n, low).quantile(tail) <= binomial(n, high).quantile(tail)


@given(SIZES, st.sampled_from([0.0, 1.0]), TAILS)
def test_a_certain_outcome_has_one_quantile(n, p, tail):
    assert binomial(n, p).quantile(tail) == n * p


def test_the_distribution_of_a_whole_country_is_exact_too():
    distribution = binomial(2_000_000, 0.9438)
    assert distribution.quantile(0.00135) == stats.binom.ppf(0.00135, 2_000_000, 0.9438)
    assert distribution.at_most(1_887_000) == pytest.approx(stats.binom.cdf(1_887_000, 2_000_000, 0.9438), abs=1e-9)


@pytest.mark.parametrize(("n", "p"), [(-1, 0.5), (5, -0.1), (5, 1.1), (5, float("nan"))])
def test_impossible_parameters_are_refused(n, p):
    with pytest.raises(ValueError, match="binomial"):
        binomial(n, p)
