"""Kitagawa's decomposition against worked examples and NumPy, and Simpson's case."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.rate_change import RateChange, Reversal, rate_change

# Das Gupta, Standardization and Decomposition of Rates: A User's Manual, U.S. Bureau of the Census, P23-186 (1993),
# example 5.1: household headship rates per 100 by age, United States 1970 and 1985; size in per mille of the
# population. Kitagawa's components: age structure 1.2269, rates 1.7403, crude 44.7268 and 47.6940.
SIZES_1970 = [129, 109, 95, 80, 78, 84, 86, 78, 70, 59, 47, 36, 49]
SIZES_1985 = [101, 112, 116, 109, 94, 77, 63, 60, 63, 59, 51, 40, 55]
HEADSHIP_1970 = [1.9, 25.8, 45.7, 49.6, 51.2, 51.6, 51.8, 54.9, 58.7, 60.4, 62.8, 66.6, 66.8]
HEADSHIP_1985 = [2.2, 24.3, 45.8, 52.5, 56.1, 55.6, 56.0, 57.4, 57.2, 61.2, 63.9, 68.6, 72.2]

# Example 5.3 there: deaths per 1,000 by race and age, United States 1970 and 1985, population in thousands.
# Structure 1.5415096, rates −2.2277254, crude 9.421833 and 8.735618.
POPULATION_1970 = [
    *(2968, 11484, 34614, 30992, 21983, 20314, 20928, 16897, 11339, 5720, 1315),
    *(535, 2162, 6120, 4781, 3096, 2718, 2363, 1767, 1149, 448, 117),
]
POPULATION_1985 = [
    *(3041, 11577, 27450, 32711, 35480, 27411, 19555, 19795, 15254, 8022, 2472),
    *(707, 2692, 6473, 6841, 6547, 4352, 3034, 2540, 1749, 804, 236),
]
DEATHS_1970 = [
    *(18.469, 0.751, 0.391, 1.146, 1.287, 2.672, 6.636, 15.691, 34.723, 79.763, 176.837),
    *(36.993, 1.352, 0.541, 2.040, 3.523, 6.746, 12.967, 24.471, 45.091, 74.902, 123.205),
]
DEATHS_1985 = [
    *(9.163, 0.462, 0.248, 0.929, 1.084, 1.810, 4.715, 12.187, 27.728, 64.068, 157.570),
    *(17.208, 0.738, 0.328, 1.103, 2.045, 3.724, 8.052, 17.812, 34.128, 68.276, 125.161),
]

# (zaehler, nenner) with zaehler ≤ nenner; a nenner of 0 is a group without cases.
PAIR = st.tuples(st.integers(0, 400), st.integers(0, 400)).map(lambda pair: (min(pair), max(pair)))
GROUPS = st.dictionaries(st.sampled_from("abcdefgh"), PAIR, min_size=1)


def split(before, after) -> RateChange:
    change = rate_change(before, after)
    assert change is not None
    return change


def table(sizes, rates):
    return {f"{index:02}": (size * rate, size) for index, (size, rate) in enumerate(zip(sizes, rates, strict=True))}


def test_household_headship_rates_are_split_as_published():
    change = split(table(SIZES_1970, HEADSHIP_1970), table(SIZES_1985, HEADSHIP_1985))
    assert (change.before, change.after) == pytest.approx((44.7268, 47.6940), abs=1e-9)
    assert (change.mix_effect, change.rate_effect) == pytest.approx((1.2269, 1.7403), abs=1e-9)
    assert change.difference == pytest.approx(2.9672, abs=1e-9)


def test_death_rates_by_race_and_age_are_split_as_published():
    change = split(table(POPULATION_1970, DEATHS_1970), table(POPULATION_1985, DEATHS_1985))
    assert (change.before, change.after) == pytest.approx((9.421833, 8.735618), abs=5e-7)
    assert (change.mix_effect, change.rate_effect) == pytest.approx((1.5415096, -2.2277254), abs=5e-8)
    assert change.opposed


@settings(max_examples=1000)
@given(GROUPS, GROUPS)
def test_effects_add_up_to_the_change_of_the_rate(before, after):
    change = rate_change(before, after)
    hits, totals = ([sum(pair[part] for pair in counts.values()) for counts in (before, after)] for part in (0, 1))
    if not all(totals):
        assert change is None
        return
    assert change is not None
    rates = [part / whole for part, whole in zip(hits, totals, strict=True)]
    assert (change.before, change.after) == pytest.approx(tuple(rates), abs=1e-12)
    assert change.rate_effect + change.mix_effect == pytest.approx(rates[1] - rates[0], abs=1e-9)
    assert sum(group.rate_effect for group in change.groups) == pytest.approx(change.rate_effect, abs=1e-9)
    assert sum(group.mix_effect for group in change.groups) == pytest.approx(change.mix_effect, abs=1e-9)
    assert sum(group.mix_against_mean for group in change.groups) == pytest.approx(change.mix_effect, abs=1e-9)


@given(st.lists(st.tuples(*[st.integers(1, 300)] * 4), min_size=1, max_size=10))
def test_effects_agree_with_numpy(counts):
    hits_1, sizes_1, hits_2, sizes_2 = (np.array([row[column] for row in counts], dtype=float) for column in range(4))
    shares_1, shares_2 = sizes_1 / sizes_1.sum(), sizes_2 / sizes_2.sum()
    rates_1, rates_2 = hits_1 / sizes_1, hits_2 / sizes_2
    change = split(
        {f"{index}": (row[0], row[1]) for index, row in enumerate(counts)},
        {f"{index}": (row[2], row[3]) for index, row in enumerate(counts)},
    )
    by_key = {int(group.key): group for group in change.groups}
    for index in range(len(counts)):
        group = by_key[index]
        rate_effect = (rates_2[index] - rates_1[index]) * (shares_1[index] + shares_2[index]) / 2
        mix_effect = (shares_2[index] - shares_1[index]) * (rates_1[index] + rates_2[index]) / 2
        assert (group.rate_effect, group.mix_effect) == pytest.approx((rate_effect, mix_effect), abs=1e-9, rel=1e-9)


def test_every_group_improves_and_the_whole_gets_worse():
    # Both by 2 points: rate effect +2, mix effect −5, the whole −3.
    change = split({"a": (675, 750), "b": (175, 250)}, {"a": (460, 500), "b": (360, 500)})
    assert (change.rate_effect, change.mix_effect, change.difference) == pytest.approx((0.02, -0.05, -0.03))
    assert change.reversal is Reversal.ALL_ROSE_TOTAL_FELL
    assert change.opposed
    mix = {group.key: group.mix_against_mean for group in change.groups}
    assert mix["a"] < 0
    assert mix["b"] < 0


def test_every_group_falls_and_the_whole_rises():
    change = split({"a": (460, 500), "b": (360, 500)}, {"a": (675, 750), "b": (175, 250)})
    assert change.reversal is Reversal.ALL_FELL_TOTAL_ROSE


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"a": (9, 10), "b": (5, 10)}, {"a": (10, 10), "b": (6, 10)}),
        ({"a": (675, 750), "b": (175, 250)}, {"a": (450, 500), "b": (360, 500)}),
        ({"a": (675, 750), "b": (0, 0)}, {"a": (460, 500), "b": (0, 500)}),
    ],
    ids=["all with the whole", "one unchanged", "only one can be compared"],
)
def test_without_two_groups_that_all_move_against_the_whole_there_is_no_reversal(before, after):
    assert split(before, after).reversal is Reversal.NONE


def test_a_group_of_one_period_is_all_mix():
    change = split({"a": (8, 10)}, {"a": (8, 10), "neu": (1, 10)})
    new = next(group for group in change.groups if group.key == "neu")
    assert (new.rate_before, new.rate_after, new.rate_effect) == (None, 0.1, 0)
    assert new.mix_effect == pytest.approx(0.05)
    assert (change.compared, len(change.groups)) == (1, 2)
    assert change.rate_effect == 0
    assert change.mix_effect == pytest.approx(-0.35)


def test_groups_without_cases_are_left_out_and_no_cases_at_all_have_no_split():
    assert [group.key for group in split({"a": (1, 2), "leer": (0, 0)}, {"a": (2, 2)}).groups] == ["a"]
    assert rate_change({"a": (0, 0)}, {"a": (2, 2)}) is None
    assert rate_change({"a": (2, 2)}, {}) is None


def test_the_group_with_the_largest_effect_comes_first():
    change = split({"a": (50, 100), "b": (50, 100), "c": (50, 100)}, {"a": (52, 100), "b": (20, 100), "c": (50, 100)})
    assert [group.key for group in change.groups] == ["b", "a", "c"]
