"""Control charts against published examples, SciPy and NumPy, and how their limits behave."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.control_chart import Assurance, ControlChart, Variation, assurance, p_chart, variation, xmr_chart
from analysis.run_rules import Limits, Rule, Signal
from domain.kennzahlen import Richtung

# Montgomery, Introduction to Statistical Quality Control, loan processing costs: mean 300.5, mR̄ 7.79,
# limits 279.78 and 321.22.
MONTGOMERY_COSTS = [310, 288, 297, 298, 307, 303, 294, 297, 308, 306, 294, 299, 297, 299, 314, 295, 293, 306, 301, 304]

# NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2, flow rates: mean 50.81, mR̄ 1.8778, limits 45.8159 and
# 55.8041 (with 3 / 1.128 where Making Data Count uses 2.66).
NIST_FLOW_RATES = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]

# NHSRplotthedots, snapshot of ptd_spc for R's set.seed(123); rnorm(20): mean 0.142, limits −3.01 and 3.29; as two
# groups of ten −2.60, 2.75 and −3.28, 3.70.
NHS_R_VALUES = [
    *(-0.56047565, -0.23017749, 1.55870831, 0.07050839, 0.12928774),
    *(1.71506499, 0.46091621, -1.26506123, -0.68685285, -0.44566197),
    *(1.22408180, 0.35981383, 0.40077145, 0.11068272, -0.55584113),
    *(1.78691314, 0.49785048, -1.96661716, 0.70135590, -0.47279141),
]

# NHSRplotthedots, vignette on deviations from the Excel tools: the value 10 is screened out of the moving ranges.
NHS_R_OUTLIER = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]

# Montgomery, frozen orange juice cans, 30 samples of 50: centre 0.2313, limits 0.0524 and 0.4102 by the normal
# approximation, samples 15 and 23 outside.
MONTGOMERY_CANS = [
    *(12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22),
    *(8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6),
]

# Pyzdek and Keller, The Handbook for Quality Management, table 9.6, bruised peaches: centre 0.193, limits 0.118 and
# 0.268 for 250 peaches, 0.140 and 0.246 for 500, all points inside.
PYZDEK_BRUISED = [
    *(47, 42, 55, 51, 46, 61, 39, 44, 41, 51, 88, 101, 101),
    *(40, 48, 47, 50, 48, 57, 45, 43, 105, 98, 100, 96),
]
PYZDEK_PEACHES = [250] * 10 + [500] * 3 + [250] * 8 + [500] * 4


def limits_at(chart: ControlChart, index: int) -> Limits:
    limits = chart.points[index].limits
    assert limits is not None
    return limits


def limits_of(chart, index=0):
    limits = limits_at(chart, index)
    return limits.lower, limits.centre, limits.upper


def rules_at(chart, index):
    return {signal.rule for signal in chart.points[index].signals}


def indices_outside(chart):
    return [index for index in range(len(chart.points)) if Rule.OUTSIDE in rules_at(chart, index)]


def test_xmr_limits_of_montgomerys_loan_costs():
    chart = xmr_chart(MONTGOMERY_COSTS, fixed_after=None)
    assert limits_of(chart) == pytest.approx((279.78, 300.5, 321.22), abs=0.005)
    assert chart.segments[0].mean_moving_range == pytest.approx(148 / 19, abs=1e-12)
    assert [point.moving_range for point in chart.points[:3]] == [None, 22, 9]
    assert indices_outside(chart) == []


def test_xmr_limits_of_the_nist_flow_rates():
    chart = xmr_chart(NIST_FLOW_RATES)
    assert limits_of(chart) == pytest.approx((45.8159, 50.81, 55.8041), abs=0.001)
    assert chart.segments[0].moving_range_limit == pytest.approx(3.267 * 16.9 / 9)


def test_xmr_limits_of_the_nhs_r_snapshot_with_and_without_a_new_baseline():
    whole = xmr_chart(NHS_R_VALUES, fixed_after=None, minimum=None)
    assert limits_of(whole) == pytest.approx((-3.01, 0.142, 3.29), abs=0.005)
    halves = xmr_chart(NHS_R_VALUES, breaks=[10], fixed_after=None, minimum=None)
    assert limits_of(halves, 9) == pytest.approx((-2.60, 0.0746, 2.75), abs=0.005)
    assert limits_of(halves, 10) == pytest.approx((-3.28, 0.209, 3.70), abs=0.005)


def test_an_outlier_does_not_widen_its_own_limits():
    chart = xmr_chart(NHS_R_OUTLIER, fixed_after=None, minimum=None)
    mean = sum(NHS_R_OUTLIER) / 18
    assert limits_of(chart) == pytest.approx((mean - 2.66, mean, mean + 2.66))
    assert indices_outside(chart) == [4]


@given(st.lists(st.integers(0, 500), min_size=2, max_size=60))
def test_xmr_limits_agree_with_numpy(values):
    ranges = np.abs(np.diff(values))
    kept = ranges[ranges <= 3.267 * ranges.mean()]
    reach = 2.66 * kept.mean()
    chart = xmr_chart(values, fixed_after=None, minimum=None)
    assert limits_of(chart) == pytest.approx(
        (np.mean(values) - reach, np.mean(values), np.mean(values) + reach), abs=1e-9
    )
    zones = (limits_at(chart, 0).lower_zone, limits_at(chart, 0).upper_zone)
    assert zones == pytest.approx((np.mean(values) - reach * 2 / 3, np.mean(values) + reach * 2 / 3), abs=1e-9)


def test_a_constant_series_has_no_signal_but_its_limits():
    chart = xmr_chart([0.1] * 20)
    assert limits_of(chart) == (0.1, 0.1, 0.1)
    assert not any(point.signals for point in chart.points)


def test_counts_have_no_limit_below_zero():
    assert limits_of(xmr_chart([3, 0, 5, 1, 4]))[0] == 0


def test_limits_under_twelve_points_are_trial_limits():
    assert xmr_chart(list(range(11))).segments[0].trial
    assert not xmr_chart(list(range(12))).segments[0].trial
    assert [segment.trial for segment in xmr_chart(list(range(20)), breaks=[12]).segments] == [False, True]
    assert p_chart([5] * 11, [10] * 11).segments[0].trial
    assert not p_chart([5] * 12, [10] * 12).segments[0].trial


@given(st.lists(st.integers(0, 300), min_size=12, max_size=30), st.lists(st.integers(0, 300), max_size=20))
def test_after_twelve_points_no_new_point_moves_the_limits(first, later):
    before, after = xmr_chart(first), xmr_chart(first + later)
    assert before.points[0].limits == after.points[-1].limits
    sizes = [300] * len(first)
    shares = p_chart(first, sizes)
    assert shares.points[0].limits == p_chart(first + later, sizes + [300] * len(later)).points[-1].limits


def test_under_twelve_points_every_new_point_moves_the_limits():
    assert xmr_chart([10, 20, 15]).points[0].limits != xmr_chart([10, 20, 15, 40]).points[0].limits


def test_limits_change_only_at_the_breaks_given():
    values = [20, 22, 19, 21, 20, 23, 19, 22, 21, 20, 22, 19, 80, 82, 79, 81, 80, 83]
    assert len({point.limits for point in xmr_chart(values).points}) == 1
    rebased = xmr_chart(values, breaks=[12, 12, 0, -3, 18, 40])
    assert [(segment.start, segment.end) for segment in rebased.segments] == [(0, 12), (12, 18)]
    assert [point.segment for point in rebased.points] == [0] * 12 + [1] * 6
    assert not any(point.signals for point in rebased.points)
    assert rebased.points[12].moving_range is None


def test_runs_do_not_reach_across_a_break():
    above = [10, 30] * 3 + [30, 10, 30, 30, 30, 30] + [30, 30, 30, 30]
    assert Rule.RUN in rules_at(xmr_chart(above), 15)
    assert not any(point.signals for point in xmr_chart(above, breaks=[12]).points)


def test_periods_without_a_value_are_kept_and_passed_over():
    chart = xmr_chart([10, None, 12, 11, None])
    assert [point.value for point in chart.points] == [10, None, 12, 11, None]
    assert [point.moving_range for point in chart.points] == [None, None, 2, 1, None]
    assert chart.points[1].limits == chart.points[0].limits
    assert chart.latest is chart.points[3]


@pytest.mark.parametrize("values", [[], [7], [None, 7, None], [None]])
def test_too_few_points_have_neither_limits_nor_signals(values):
    chart = xmr_chart(values)
    assert [(point.limits, point.signals) for point in chart.points] == [(None, ())] * len(values)
    assert variation(chart, Richtung.WENIGER) == (Variation.COMMON_CAUSE, None)
    assert assurance(chart, 5, Richtung.WENIGER) is None


def test_p_chart_of_montgomerys_orange_juice_cans():
    chart = p_chart(MONTGOMERY_CANS, [50] * 30, fixed_after=None)
    assert limits_of(chart)[1] == pytest.approx(347 / 1500, abs=1e-15)
    assert indices_outside(chart) == [14, 22]
    # The exact limits lie within two cans of the published approximation.
    assert limits_of(chart) == pytest.approx((0.0524, 0.2313, 0.4102), abs=0.04)


def test_p_chart_of_pyzdeks_peaches_with_two_sizes():
    chart = p_chart(PYZDEK_BRUISED, PYZDEK_PEACHES, fixed_after=None)
    assert limits_of(chart, 0) == pytest.approx((0.118, 0.193, 0.268), abs=1.01 / 250)
    assert limits_of(chart, 10) == pytest.approx((0.140, 0.193, 0.246), abs=1.01 / 500)
    assert indices_outside(chart) == []


def test_exact_limits_stay_inside_0_and_1_where_the_approximation_does_not():
    # 85 % of 8: three sigma of the approximation reach from 47 % to 123 %.
    chart = p_chart([17, 17], [20, 20])
    assert limits_of(chart)[1] == 0.85
    eight = p_chart([17, 17, 7], [20, 20, 8], fixed_after=2)
    assert limits_of(eight, 2) == (3 / 8, 0.85, 1.0)


@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=2, max_size=24),
    st.sampled_from([None, 2, 12]),
)
def test_p_chart_limits_are_the_binomial_quantiles_of_scipy(counts, fixed_after):
    zaehler = [min(pair) for pair in counts]
    nenner = [max(pair) for pair in counts]
    chart = p_chart(zaehler, nenner, fixed_after=fixed_after)
    base = [index for index, size in enumerate(nenner) if size][:fixed_after]
    for point, hits, size in zip(chart.points, zaehler, nenner, strict=True):
        if not size or len(base) < 2:
            assert point.limits is None
            continue
        centre = sum(zaehler[index] for index in base) / sum(nenner[index] for index in base)
        quantiles = stats.binom.ppf([0.00135, 0.02275, 0.97725, 0.99865], size, centre) / size
        limits = point.limits
        assert limits is not None
        assert point.value == hits / size
        if 0 < centre < 1:
            assert (limits.lower, limits.lower_zone, limits.upper_zone, limits.upper) == tuple(quantiles)
        assert limits.lower <= limits.lower_zone <= limits.upper_zone <= limits.upper


def test_a_month_without_cases_has_no_share_and_breaks_no_run():
    zaehler, nenner = [50] * 12 + [60] * 3 + [0] + [60] * 4, [100] * 15 + [0] + [100] * 4
    chart = p_chart(zaehler, nenner)
    assert (chart.points[15].value, chart.points[15].limits) == (None, None)
    assert chart.points[19].signals[-1] == Signal(Rule.RUN, up=True, length=7)


def test_months_with_every_small_case_in_time_are_no_signal():
    # At 94 % of 20 cases every third month is entirely in time; two thirds of the way to 100 % would call that near.
    chart = p_chart([19, 18, 19, 19, 20, 18, 19, 19, 19, 18, 20, 18, 20, 19, 20], [20] * 15)
    assert rules_at(chart, 12) == rules_at(chart, 14) == set()


@pytest.mark.parametrize(
    ("values", "richtung", "verdict"),
    [
        ([20, 22] * 6 + [40], Richtung.WENIGER, Variation.WORSE),
        ([20, 22] * 6 + [40], Richtung.MEHR, Variation.BETTER),
        ([20, 22] * 6 + [40], Richtung.NEUTRAL, Variation.NEUTRAL),
        ([20, 22] * 6 + [2], Richtung.WENIGER, Variation.BETTER),
        ([20, 22] * 6 + [2], Richtung.MEHR, Variation.WORSE),
        ([20, 22] * 6 + [40, 21], Richtung.WENIGER, Variation.COMMON_CAUSE),
        ([20, 22] * 6 + [20] * 7, Richtung.WENIGER, Variation.BETTER),
    ],
)
def test_the_variation_is_that_of_the_latest_point_by_the_better_direction(values, richtung, verdict):
    assert variation(xmr_chart(values), richtung)[0] is verdict


def test_a_point_above_the_limit_in_a_falling_trend_counts_as_above():
    values = [20, 22] * 6 + [90, 80, 70, 60, 50, 45, 40]
    verdict, signal = variation(xmr_chart(values), Richtung.WENIGER)
    assert (verdict, signal) == (Variation.WORSE, Signal(Rule.OUTSIDE, up=True, length=1))


@pytest.mark.parametrize(
    ("target", "richtung", "verdict"),
    [
        (0.70, Richtung.MEHR, Assurance.ALWAYS_MET),
        (0.92, Richtung.MEHR, Assurance.HIT_AND_MISS),
        (0.99, Richtung.MEHR, Assurance.NEVER_MET),
        (0.70, Richtung.WENIGER, Assurance.NEVER_MET),
        (0.92, Richtung.WENIGER, Assurance.HIT_AND_MISS),
        (0.99, Richtung.WENIGER, Assurance.ALWAYS_MET),
        (0.92, Richtung.NEUTRAL, None),
    ],
)
def test_the_assurance_holds_the_target_against_the_limits(target, richtung, verdict):
    chart = p_chart([180, 184, 182, 178] * 4, [200] * 16)
    assert limits_at(chart, -1).lower > 0.70
    assert limits_at(chart, -1).upper < 0.99
    assert assurance(chart, target, richtung) is verdict


def test_a_target_on_the_limit_is_met_by_a_value_on_the_limit():
    chart = p_chart([180] * 12, [200] * 12)
    limits = limits_at(chart, -1)
    assert assurance(chart, limits.lower, Richtung.MEHR) is Assurance.ALWAYS_MET
    assert assurance(chart, limits.upper, Richtung.MEHR) is Assurance.HIT_AND_MISS
    assert assurance(chart, limits.upper, Richtung.WENIGER) is Assurance.ALWAYS_MET


@given(st.lists(st.tuples(st.integers(0, 80), st.integers(1, 80)), min_size=2, max_size=24))
def test_counting_the_misses_instead_of_the_hits_mirrors_outside_points(counts):
    zaehler, nenner = [min(pair) for pair in counts], [max(pair) for pair in counts]
    misses = [size - hits for hits, size in zip(zaehler, nenner, strict=True)]
    assert indices_outside(p_chart(zaehler, nenner)) == indices_outside(p_chart(misses, nenner))


def test_moving_ranges_are_those_of_neighbouring_values():
    chart = xmr_chart(MONTGOMERY_COSTS)
    expected = [abs(after - before) for before, after in pairwise(MONTGOMERY_COSTS)]
    assert [point.moving_range for point in chart.points[1:]] == expected
