"""Where a Fristquote can still end, and what a target still needs."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from analysis.narrative import Fristlage, rate_range, still_needed
from tests.unit.narrative.facts import period

DEZEMBER = period("2020-12")
DUE = date(2021, 1, 21)
COUNTS = st.integers(0, 200)


def nbsp(text: str) -> str:
    return text.replace("~", "\u00a0")


def test_open_cases_make_the_rate_a_range():
    assert rate_range(DEZEMBER, Fristlage(66, 8, 2, 14), 20) == nbsp(
        "Die Fristquote für den Eingang im Dezember 2020 endet zwischen 73,3~% und 88,9~%;"
        " 14 von 90 Kundenreaktionen sind noch in Frist."
    )


def test_one_open_case_takes_the_singular():
    assert rate_range(DEZEMBER, Fristlage(40, 9, 0, 1), 20).endswith(
        "; eine von 50 Kundenreaktionen ist noch in Frist."
    )


def test_a_range_over_few_cases_is_told_in_cases():
    assert rate_range(DEZEMBER, Fristlage(5, 1, 0, 2), 20) == (
        "Die Fristquote für den Eingang im Dezember 2020 endet zwischen 5 von 8 und 7 von 8;"
        " 2 von 8 Kundenreaktionen sind noch in Frist."
    )


def test_a_base_that_just_reaches_the_smallest_one_is_told_in_percent():
    assert nbsp("zwischen 50,0~% und 75,0~%") in rate_range(DEZEMBER, Fristlage(10, 5, 0, 5), 20)
    assert nbsp("85,0~% (17 von 20)") in still_needed(DEZEMBER, Fristlage(17, 3, 0, 0), 0.85, 20)


def test_a_rate_without_open_cases_is_settled():
    assert rate_range(period("2020"), Fristlage(1008, 50, 10, 0), 20) == nbsp(
        "Die Fristquote für den Eingang im Jahr 2020 steht fest: 94,4~% (1.008 von 1.068)."
    )


def test_a_period_that_is_not_over_names_its_last_counted_day():
    assert rate_range(period("2021-03"), Fristlage(10, 0, 0, 30), 20, date(2021, 3, 18)) == nbsp(
        "Die Fristquote für den Eingang im März 2021 (bis 18.03.2021) endet zwischen 25,0~% und 100,0~%;"
        " 30 von 40 Kundenreaktionen sind noch in Frist."
    )


def test_a_period_without_a_case_has_neither_range_nor_need():
    expected = "Von den Kundenreaktionen mit Eingang im Dezember 2020 zählt keine zur Fristquote."

    assert rate_range(DEZEMBER, Fristlage(0, 0, 0, 0), 20) == expected
    assert still_needed(DEZEMBER, Fristlage(0, 0, 0, 0), 0.85, 20) == expected


def test_a_target_within_reach_says_how_many_of_the_open_ones_it_takes():
    assert still_needed(DEZEMBER, Fristlage(66, 8, 2, 14), 0.85, 20, DUE) == nbsp(
        "Um das Ziel von 85,0~% für den Eingang im Dezember 2020 zu erreichen, müssen von 14 offenen Kundenreaktionen"
        " noch 11 fristgerecht erledigt werden, spätestens am 21.01.2021."
    )


def test_a_target_that_takes_one_of_several_uses_the_singular():
    assert still_needed(DEZEMBER, Fristlage(84, 10, 0, 6), 0.85, 20) == nbsp(
        "Um das Ziel von 85,0~% für den Eingang im Dezember 2020 zu erreichen, muss von 6 offenen Kundenreaktionen"
        " noch eine fristgerecht erledigt werden."
    )


def test_a_target_that_takes_every_open_case_says_all():
    assert "müssen alle 5 offenen Kundenreaktionen fristgerecht" in still_needed(
        DEZEMBER, Fristlage(80, 15, 0, 5), 0.85, 20
    )
    assert "muss die eine offene Kundenreaktion fristgerecht" in still_needed(
        DEZEMBER, Fristlage(84, 15, 0, 1), 0.85, 20
    )


def test_a_target_out_of_reach_names_the_best_that_is_left():
    assert still_needed(DEZEMBER, Fristlage(60, 20, 5, 15), 0.85, 20) == nbsp(
        "Das Ziel von 85,0~% ist für den Eingang im Dezember 2020 nicht mehr erreichbar: höchstens 75,0~% (75 von 100)."
    )


def test_a_target_that_can_no_longer_be_missed_is_safe():
    assert still_needed(DEZEMBER, Fristlage(85, 5, 0, 10), 0.85, 20) == nbsp(
        "Das Ziel von 85,0~% ist für den Eingang im Dezember 2020 schon sicher: mindestens 85,0~% (85 von 100)."
    )


def test_a_settled_rate_has_reached_or_missed_its_target():
    assert still_needed(DEZEMBER, Fristlage(85, 15, 0, 0), 0.85, 20) == nbsp(
        "Das Ziel von 85,0~% ist für den Eingang im Dezember 2020 erreicht: 85,0~% (85 von 100)."
    )
    assert still_needed(DEZEMBER, Fristlage(5, 3, 0, 0), 0.85, 20) == nbsp(
        "Das Ziel von 85,0~% ist für den Eingang im Dezember 2020 verfehlt: 5 von 8."
    )


@given(COUNTS, COUNTS, COUNTS, COUNTS, st.integers(0, 1000))
def test_the_number_that_is_needed_just_reaches_the_target(kept, late, overdue, open_, thousandths):
    lage = Fristlage(kept, late, overdue, open_)
    needed = lage.needed(thousandths / 1000)
    target = Fraction(thousandths, 1000) * lage.total

    assert kept + needed >= target > kept + needed - 1
