"""Contributions add up, also with items of one period only; dimensions are ranked by how differently items moved."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import contingency

from analysis.contributions import contributions, explained, rank_dimensions, without

COUNTS = st.dictionaries(st.sampled_from("abcdefghijkl"), st.integers(0, 5000), max_size=12)


@settings(max_examples=1000)
@given(COUNTS, COUNTS)
def test_contributions_add_up_to_the_change(before, after):
    split = contributions(before, after)
    assert (split.before, split.after) == (sum(before.values()), sum(after.values()))
    assert sum(item.difference for item in split.items) == split.difference == split.after - split.before
    assert {item.key for item in split.items} == {key for key in before | after if before.get(key) or after.get(key)}
    if split.before:
        assert sum(item.of_before or 0 for item in split.items) == pytest.approx(split.relative, abs=1e-9)
    if split.difference:
        assert sum(item.of_change or 0 for item in split.items) == pytest.approx(1, abs=1e-9)


def test_a_fall_of_366_is_split_into_percentage_points():
    split = contributions(
        {"leistung": 520, "erreichbarkeit": 280, "vermittlung": 200},
        {"leistung": 274, "erreichbarkeit": 160, "vermittlung": 200},
    )
    assert split.relative == pytest.approx(-0.366)
    assert [(item.key, item.difference, item.of_before) for item in split.items] == [
        ("leistung", -246, pytest.approx(-0.246)),
        ("erreichbarkeit", -120, pytest.approx(-0.120)),
        ("vermittlung", 0, 0),
    ]
    assert split.items[0].of_change == pytest.approx(246 / 366)


def test_items_of_one_period_only_count_as_nothing_in_the_other():
    split = contributions({"alt": 30, "beide": 10}, {"beide": 15, "neu": 20})
    assert [(item.key, item.before, item.after, item.difference) for item in split.items] == [
        ("alt", 30, 0, -30),
        ("neu", 0, 20, 20),
        ("beide", 10, 15, 5),
    ]
    assert split.items[1].of_change == -4


def test_the_largest_comes_first_then_the_direction_of_the_whole_then_the_key():
    split = contributions({"a": 10, "b": 10, "c": 10, "d": 10}, {"a": 15, "b": 5, "c": 5, "d": 3})
    assert [item.key for item in split.items] == ["d", "b", "c", "a"]


def test_shares_without_a_base_are_empty():
    split = contributions({}, {"neu": 4})
    assert (split.relative, split.items[0].of_before, split.items[0].of_change) == (None, None, 1)
    unchanged = contributions({"a": 3, "b": 1}, {"a": 1, "b": 3})
    assert [item.of_change for item in unchanged.items] == [None, None]
    assert contributions({}, {}).items == ()


def test_without_an_item_the_change_is_that_of_the_others():
    split = contributions({"a": 100, "b": 50, "c": 5}, {"a": 40, "b": 55})
    rest = without(split, ["a"])
    assert (rest.before, rest.after, rest.difference) == (55, 55, 0)
    assert [item.key for item in rest.items] == ["b", "c"]
    assert without(split, []) == split


def bergsma(before, after):
    """Bias-corrected Cramér's V in its general form, from SciPy's uncorrected one."""
    table = np.array([before, after]).T
    n, (rows, columns) = table.sum(), table.shape
    squared = contingency.association(table, method="cramer") ** 2 * min(rows - 1, columns - 1)
    corrected = max(0.0, squared - (rows - 1) * (columns - 1) / (n - 1))
    sizes = [size - (size - 1) ** 2 / (n - 1) for size in (rows, columns)]
    return (corrected / (min(sizes) - 1)) ** 0.5


@given(st.lists(st.tuples(st.integers(1, 2000), st.integers(1, 2000)), min_size=2, max_size=12))
def test_what_a_dimension_explains_is_bergsmas_corrected_cramers_v(counts):
    before, after = ([pair[period] for pair in counts] for period in (0, 1))
    keys = [f"k{index}" for index in range(len(counts))]
    split = contributions(dict(zip(keys, before, strict=True)), dict(zip(keys, after, strict=True)))
    assert explained(split) == pytest.approx(bergsma(before, after), abs=1e-6)


@given(COUNTS, st.integers(1, 5))
def test_items_that_moved_in_proportion_explain_nothing(before, factor):
    assert explained(contributions(before, {key: count * factor for key, count in before.items()})) == 0


@given(COUNTS, COUNTS)
def test_what_a_dimension_explains_lies_between_0_and_1_in_either_direction_of_time(before, after):
    score = explained(contributions(before, after))
    assert 0 <= score <= 1
    assert explained(contributions(after, before)) == pytest.approx(score, abs=1e-9)


def test_a_move_that_chance_explains_counts_as_nothing():
    assert explained(contributions({"a": 50, "b": 50}, {"a": 48, "b": 52})) == 0


def test_the_dimension_with_the_concentrated_change_comes_first():
    even = contributions({"a": 600, "b": 400}, {"a": 480, "b": 320})
    concentrated = contributions({"x": 500, "y": 300, "z": 200}, {"x": 300, "y": 300, "z": 200})
    mild = contributions({"p": 500, "q": 500}, {"p": 350, "q": 450})
    ranked = rank_dimensions({"even": even, "mild": mild, "concentrated": concentrated})
    assert [dimension.name for dimension in ranked] == ["concentrated", "mild", "even"]
    assert ranked[0].split is concentrated
    assert ranked[0].explained > ranked[1].explained > ranked[2].explained == 0


def test_dimensions_that_explain_equally_much_stay_in_the_order_given():
    split = contributions({"a": 10, "b": 10}, {"a": 20, "b": 20})
    assert [dimension.name for dimension in rank_dimensions({"z": split, "a": split, "m": split})] == ["z", "a", "m"]
