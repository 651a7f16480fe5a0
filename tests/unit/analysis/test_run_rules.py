"""The rules of Making Data Count, one by one.

Sequences follow the unit tests of the NHS-R package NHSRplotthedots (ptd_seven_point_one_side_mean,
ptd_seven_point_trend, ptd_two_in_three) and the announcement of 2023 for the two-of-three rule (its issue 194).
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.run_rules import Limits, Rule, Signal, find_signals

# Centre 0, 3-sigma limits at ±3, 2-sigma zones at ±2.
LIMITS = Limits(centre=0.0, lower=-3.0, upper=3.0, lower_zone=-2.0, upper_zone=2.0)


def signals(values):
    return find_signals(values, [LIMITS] * len(values))


def broken(values, rule):
    """Where the rule is broken: 1 upwards, −1 downwards, 0 not."""
    found = [next((signal for signal in point if signal.rule is rule), None) for point in signals(values)]
    return [0 if signal is None else 1 if signal.up else -1 for signal in found]


def test_only_values_beyond_a_limit_are_outside():
    assert broken([3.0, 3.1, -3.0, -3.1], Rule.OUTSIDE) == [0, 1, 0, -1]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1] * 6, [0] * 6),
        ([1] * 6 + [-1], [0] * 7),
        ([1] * 8 + [-1], [1] * 8 + [0]),
        ([-1] * 8 + [1], [-1] * 8 + [0]),
        ([1] * 3 + [0] + [1] * 6, [0] * 10),
        ([-1] + [1] * 7, [0] + [1] * 7),
    ],
)
def test_seven_in_a_row_on_one_side_are_a_run(values, expected):
    assert broken(values, Rule.RUN) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1, 2, 3, 4, 5, 6], [0] * 6),
        ([1, 2, 3, 3, 4, 5, 6], [0] * 7),
        ([1, 2, 3, 4, 5, 6, 7], [1] * 7),
        ([2, 1, 2, 3, 4, 5, 6, 7, 3], [0, 1, 1, 1, 1, 1, 1, 1, 0]),
        ([7, 6, 5, 4, 3, 2, 1], [-1] * 7),
        ([2, 7, 6, 5, 4, 3, 2, 1, 3], [0, -1, -1, -1, -1, -1, -1, -1, 0]),
    ],
)
def test_seven_rising_or_falling_are_a_trend(values, expected):
    assert broken(values, Rule.TREND) == expected


def test_the_turning_point_of_two_trends_belongs_to_both():
    turn = signals([0, 1, 2, 3, 4, 5, 6, 5, 4, 3, 2, 1, 0])[6]
    assert [(signal.up, signal.length) for signal in turn if signal.rule is Rule.TREND] == [(True, 7), (False, 7)]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([2.5, 1, 2.5], [1, 0, 1]),
        ([1, 2.5, 2.5], [0, 1, 1]),
        ([2.5, 2.5, 1], [1, 1, 0]),
        ([2.5, 2.5], [0, 0]),
        ([2.0, 2.0, 2.0], [0, 0, 0]),
        ([2.5, 1, 1, 2.5], [0, 0, 0, 0]),
        ([2.5, 1, 1, 2.5, 2.5], [0, 0, 0, 1, 1]),
        ([-2.5, -1, -2.5], [-1, 0, -1]),
    ],
)
def test_two_of_three_beyond_the_zone_are_marked_and_the_third_is_not(values, expected):
    assert broken(values, Rule.TWO_OF_THREE) == expected


def test_points_near_opposite_limits_are_no_signal():
    assert broken([1, 2.5, -2.5], Rule.TWO_OF_THREE) == [0, 0, 0]


def test_a_third_point_on_the_other_side_makes_two_of_three_no_signal():
    assert broken([2.5, -0.5, 2.5], Rule.TWO_OF_THREE) == [0, 0, 0]


def test_a_point_outside_the_limits_counts_among_two_of_three():
    assert broken([1, 3.5, 2.5], Rule.TWO_OF_THREE) == [0, 1, 1]


def test_a_signal_says_how_many_points_take_part():
    run = signals([1, 1, 1, 1, 1, 1, 1, 1, -1])
    assert run[7] == (Signal(Rule.RUN, up=True, length=8),)
    assert signals([2.5, 2.5, 2.5])[0] == (Signal(Rule.TWO_OF_THREE, up=True, length=3),)


def test_several_rules_of_one_point_stand_in_their_order():
    rising_above = [0.1, 0.5, 1.0, 1.5, 2.1, 2.5, 3.5]
    assert [signal.rule for signal in signals(rising_above)[-1]] == list(Rule)


@given(st.lists(st.integers(-4, 4), max_size=40))
def test_mirrored_values_break_the_same_rules_the_other_way(values):
    mirrored = signals([-value for value in values])
    expected = [tuple(Signal(s.rule, not s.up, s.length) for s in point) for point in signals(values)]
    assert [sorted(point, key=str) for point in mirrored] == [sorted(point, key=str) for point in expected]


@given(st.lists(st.sampled_from([-1.5, -0.5, 0.5, 1.5]), max_size=6))
def test_up_to_six_points_inside_the_zones_are_no_signal(values):
    assert signals(values) == [()] * len(values)
