"""Kaplan–Meier against the well-known leukaemia trial and SciPy, and what chances and curves must keep."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.survival import Chance, chance_of_exceeding, days_until, finished_by_day, kaplan_meier

# Freireich et al., Blood 21 (1963), 699–716, in Gehan, Biometrika 52 (1965), 203–223: weeks of remission under 6-MP.
RELAPSED = [6, 6, 6, 7, 10, 13, 16, 22, 23]
STILL_IN_REMISSION = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
SIX_MP = kaplan_meier(Counter(RELAPSED), Counter(STILL_IN_REMISSION))
# Week, at risk, estimate and Greenwood's standard error as printed by the textbooks.
PUBLISHED = [
    (6, 21, 0.857, 0.0764),
    (7, 17, 0.807, 0.0869),
    (10, 15, 0.753, 0.0963),
    (13, 12, 0.690, 0.1068),
    (16, 11, 0.627, 0.1141),
    (22, 7, 0.538, 0.1282),
    (23, 6, 0.448, 0.1346),
]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]

DAYS = st.lists(st.integers(0, 60), min_size=1, max_size=60)


@pytest.mark.parametrize(("week", "at_risk", "estimate", "error"), PUBLISHED)
def test_remission_under_6_mp_is_estimated_as_published(week, at_risk, estimate, error):
    step = next(step for step in SIX_MP.steps if step.day == week)
    assert step.at_risk == at_risk
    assert step.survival == pytest.approx(estimate, abs=0.0005)
    assert step.variance is not None
    assert step.variance**0.5 == pytest.approx(error, abs=0.00005)


def test_without_censoring_the_curve_is_the_plain_share():
    curve = kaplan_meier(Counter(PLACEBO), {})
    for week in range(25):
        assert curve.finished_within(week) == pytest.approx(sum(t <= week for t in PLACEBO) / 21, abs=1e-12)
    assert curve.steps[-1].survival == 0
    assert curve.steps[-1].variance is None


@given(DAYS, DAYS)
def test_estimates_and_variances_are_those_of_scipy(finished, still_open):
    still_open = [*still_open, 61]
    curve = kaplan_meier(Counter(finished), Counter(still_open))
    reference = stats.ecdf(stats.CensoredData(uncensored=finished, right=still_open)).sf
    level = 0.01
    interval = reference.confidence_interval(confidence_level=level)
    width = 2 * stats.norm.ppf(0.5 + level / 2)
    for step in curve.steps:
        assert step.survival == pytest.approx(float(reference.evaluate(step.day)), abs=1e-9)
        low, high = (float(bound.evaluate(step.day)) for bound in (interval.low, interval.high))
        if low > 0 and high < 1:
            assert step.variance == pytest.approx(((high - low) / width) ** 2, abs=1e-9)


@given(DAYS, DAYS)
def test_the_curve_never_rises_and_stays_between_0_and_1(finished, still_open):
    curve = kaplan_meier(Counter(finished), Counter(still_open))
    survivals = [1.0, *(step.survival for step in curve.steps)]
    assert survivals == sorted(survivals, reverse=True)
    assert survivals[-1] >= 0
    assert curve.n == len(finished) + len(still_open)
    assert curve.steps[-1].at_risk - curve.steps[-1].finished - curve.steps[-1].censored == 0


@given(DAYS, DAYS, st.integers(0, 62))
def test_the_number_at_risk_counts_the_cases_seen_longer(finished, still_open, day):
    curve = kaplan_meier(Counter(finished), Counter(still_open))
    assert curve.at_risk_after(day) == sum(length > day for length in finished + still_open)


@given(DAYS, st.integers(0, 60), st.integers(0, 60))
def test_the_chance_among_finished_cases_is_the_share_of_those_that_came_so_far(finished, day, age):
    chance = chance_of_exceeding(kaplan_meier(Counter(finished), {}), day, age, minimum_n=1)
    so_far = [length for length in finished if length > age]
    assert chance.n == len(so_far)
    if age >= day:
        assert chance.probability == 1.0
    elif so_far:
        expected = sum(length > day for length in so_far) / len(so_far)
        assert chance.probability == pytest.approx(expected, abs=1e-9)
    else:
        assert chance.probability is None


def test_a_chance_with_open_cases_is_the_quotient_of_two_estimates():
    chance = chance_of_exceeding(SIX_MP, day=22, age=10, minimum_n=10)
    assert chance.probability == pytest.approx((11 / 12) * (10 / 11) * (6 / 7), abs=1e-12)
    assert chance.n == 13


def test_there_is_no_chance_under_the_minimum_number_of_cases():
    assert chance_of_exceeding(SIX_MP, day=22, age=10, minimum_n=13).probability is not None
    assert chance_of_exceeding(SIX_MP, day=22, age=10, minimum_n=14) == Chance(None, 13)
    assert chance_of_exceeding(SIX_MP, day=22, age=10) == Chance(None, 13)


def test_a_case_past_the_day_has_exceeded_it_for_certain():
    assert chance_of_exceeding(SIX_MP, day=21, age=21).probability == 1.0
    assert chance_of_exceeding(SIX_MP, day=21, age=300).probability == 1.0


def test_beyond_what_was_seen_there_is_no_estimate():
    curve = kaplan_meier({3: 5}, {10: 5})
    assert curve.longer_than(10) == 0.5
    assert curve.longer_than(11) is None
    assert chance_of_exceeding(curve, day=21, age=4, minimum_n=1).probability is None
    assert finished_by_day(curve, 11) == (0.0, 0.0, 0.0, *[0.5] * 8, None)


def test_once_all_are_finished_later_days_are_known():
    assert kaplan_meier({3: 5}, {1: 2}).finished_within(100) == 1.0


def test_open_cases_of_the_same_age_count_as_longer_than_that_age():
    assert kaplan_meier({21: 1}, {21: 1}).longer_than(21) == 0.5


def test_days_until_names_the_first_day_with_the_share():
    tens = kaplan_meier(dict.fromkeys(range(1, 11), 1), {})
    assert [days_until(tens, share) for share in (0.05, 0.1, 0.3, 0.9, 1.0)] == [1, 1, 3, 9, 10]
    assert days_until(SIX_MP, 0.5) == 23
    assert days_until(SIX_MP, 0.9) is None


def test_without_cases_there_is_no_curve():
    curve = kaplan_meier({}, {})
    assert (curve.n, curve.steps, curve.longer_than(0), days_until(curve, 0.5)) == (0, (), None, None)
    assert chance_of_exceeding(curve, day=21, age=3).probability is None


def test_days_without_cases_are_no_steps():
    assert kaplan_meier({3: 2, 4: 0}, {4: 0, 5: 1}) == kaplan_meier({3: 2}, {5: 1})


@pytest.mark.parametrize(("finished", "still_open"), [({-1: 1}, {}), ({1: -1}, {}), ({}, {-3: 2})])
def test_negative_days_and_numbers_are_refused(finished, still_open):
    with pytest.raises(ValueError, match="negative"):
        kaplan_meier(finished, still_open)
