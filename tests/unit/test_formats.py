"""Numbers, shares, differences and dates as people in Germany write them."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import formats

NBSP = "\u00a0"
MINUS = "\u2212"


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (0, 0, "0"),
        (999, 0, "999"),
        (1068, 0, "1.068"),
        (1_234_567, 0, "1.234.567"),
        (-366, 0, f"{MINUS}366"),
        (-1234.5, 1, f"{MINUS}1.234,5"),
        (2.0084, 2, "2,01"),
        (2.3373, 2, "2,34"),
        (7, 1, "7,0"),
        (Decimal("3.50"), 1, "3,5"),
    ],
)
def test_numbers_have_a_dot_between_thousands_a_comma_and_a_true_minus(value, places, text):
    assert formats.number(value, places) == text


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (0.5, 0, "1"),
        (1.5, 0, "2"),
        (2.5, 0, "3"),
        (-2.5, 0, f"{MINUS}3"),
        (2.675, 2, "2,68"),
        (1.005, 2, "1,01"),
        (0.285, 2, "0,29"),
        (8.25, 1, "8,3"),
        (8.249, 1, "8,2"),
        (Decimal("0.125"), 2, "0,13"),
    ],
)
def test_halves_are_rounded_up_on_the_decimals_that_people_see(value, places, text):
    assert formats.number(value, places) == text


def test_noise_of_binary_fractions_does_not_tip_a_half():
    assert 0.1 + 0.2 + 0.05 != 0.35
    assert formats.number(0.1 + 0.2 + 0.05, 1) == "0,4"
    assert formats.number(1.1 - 0.85, 1) == "0,3"


@pytest.mark.parametrize("value", [-0.04, -0.0, 0.04, -0.049])
def test_what_rounds_to_zero_has_no_minus(value):
    assert formats.number(value, 1) == "0,0"
    assert formats.signed(value, 1) == "±0,0"


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (53, 0, "+53"),
        (-366, 0, f"{MINUS}366"),
        (-1616, 0, f"{MINUS}1.616"),
        (0, 0, "±0"),
        (0.4, 0, "±0"),
        (0.5, 0, "+1"),
        (-0.5, 0, f"{MINUS}1"),
        (0.05, 1, "+0,1"),
    ],
)
def test_differences_carry_their_sign_and_none_is_plus_minus_zero(value, places, text):
    assert formats.signed(value, places) == text


@pytest.mark.parametrize(
    ("above", "below", "text"),
    [
        (1008, 1068, "94,4"),
        (360, 1906, "18,9"),
        (464, 1068, "43,4"),
        (139, 1684, "8,3"),
        (97, 1906, "5,1"),
        (167, 2000, "8,4"),
        (1, 1, "100,0"),
        (0, 7, "0,0"),
        (1, 2000, "0,1"),
    ],
)
def test_shares_are_per_cent_with_one_decimal_after_a_space_that_does_not_break(above, below, text):
    assert formats.percent(above / below) == f"{text}{NBSP}%"


@given(below=st.integers(1, 100_000), data=st.data())
def test_every_share_of_whole_numbers_is_rounded_as_by_hand(below: int, data: st.DataObject):
    above = data.draw(st.integers(0, below))
    by_hand = (Decimal(above) * 100 / Decimal(below)).quantize(Decimal("0.1"), ROUND_HALF_UP)

    assert formats.percent(above / below) == f"{by_hand}".replace(".", ",") + f"{NBSP}%"


@given(now=st.integers(0, 20_000), before=st.integers(1, 20_000))
def test_every_change_is_rounded_as_by_hand_and_carries_its_sign(now: int, before: int):
    by_hand = (Decimal(now - before) * 100 / Decimal(before)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    number = f"{abs(by_hand):,}".translate(str.maketrans(",.", ".,"))
    sign = "±" if by_hand == 0 else "+" if by_hand > 0 else MINUS

    assert formats.percent_change((now - before) / before) == f"{sign}{number}{NBSP}%"


def test_changes_of_counts_are_per_cent_and_differences_of_shares_percentage_points():
    assert formats.percent_change((1068 - 1684) / 1684) == f"{MINUS}36,6{NBSP}%"
    assert formats.percent_change((434 - 381) / 381) == f"+13,9{NBSP}%"
    assert formats.percentage_points(360 / 1906 - 648 / 3466) == f"+0,2{NBSP}Prozentpunkte"
    assert formats.percentage_points(-0.0123, short=True) == f"{MINUS}1,2{NBSP}Pp."
    assert formats.percentage_points(0.0004) == f"±0,0{NBSP}Prozentpunkte"
    assert formats.percentage_points(0.01, 0) == f"+1{NBSP}Prozentpunkte"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0 Tage"),
        (1, "1 Tag"),
        (1.0, "1 Tag"),
        (1.04, "1 Tag"),
        (1.5, "1,5 Tage"),
        (8, "8 Tage"),
        (8.5, "8,5 Tage"),
        (20.96, "21 Tage"),
        (1234, "1.234 Tage"),
    ],
)
def test_days_have_a_decimal_only_where_it_says_something_and_one_is_singular(value, text):
    assert formats.days(value) == text.replace(" ", NBSP)


def test_dates_are_day_month_year():
    assert formats.day(date(2020, 3, 13)) == "13.03.2020"
    assert formats.day(date(2021, 1, 1)) == "01.01.2021"


def test_months_are_written_out_or_shortened_on_axes():
    assert formats.monat(2020, 3) == "März 2020"
    assert formats.monat(2020, 12) == "Dezember 2020"
    assert formats.monat(2020, 2, short=True) == f"Feb.{NBSP}2020"
    assert formats.monat(2021, 5, short=True) == f"Mai{NBSP}2021"
    assert len(set(formats.MONATE)) == len(set(formats.MONATE_KURZ)) == 12


def test_a_name_that_says_its_label_is_not_told_twice():
    assert formats.labelled("Bereich", "Grundsicherung") == "Bereich Grundsicherung"
    assert formats.labelled("Jobcenter", "Jobcenter Dresden oder Jobcenter Elbtal") == (
        "Jobcenter Dresden oder Jobcenter Elbtal"
    )
    assert formats.labelled("Thema", "Themen der Woche") == "Thema Themen der Woche"


def test_enumerations_have_commas_and_one_word_before_the_last():
    assert formats.enumeration([]) == ""
    assert formats.enumeration(["E-Mail"]) == "E-Mail"
    assert formats.enumeration(["E-Mail", "Brief"]) == "E-Mail und Brief"
    assert formats.enumeration(["E-Mail", "Brief", "Fax"], "oder") == "E-Mail, Brief oder Fax"
