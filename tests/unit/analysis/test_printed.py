"""Printed numbers: what is read of them, what they should read, and when a print is called wrong."""

from __future__ import annotations

from fractions import Fraction

import pytest

from analysis.printed import Measure, Urteil, read_printed


@pytest.mark.parametrize(
    ("text", "value", "places", "measure"),
    [
        ("1684", Fraction(1684), 0, Measure.NUMBER),
        ("1.684", Fraction(1684), 0, Measure.NUMBER),
        ("21 Fälle", Fraction(21), 0, Measure.NUMBER),
        ("2,34", Fraction("2.34"), 2, Measure.NUMBER),
        ("-36,6 %", Fraction("-36.6"), 1, Measure.PERCENT),
        ("\u221236,6\u00a0%", Fraction("-36.6"), 1, Measure.PERCENT),
        ("60 %", Fraction(60), 0, Measure.PERCENT),
        ("rund 94,4 Prozent", Fraction("94.4"), 1, Measure.PERCENT),
        ("+0,2 Prozentpunkte", Fraction("0.2"), 1, Measure.POINTS),
        ("0,2 Pp.", Fraction("0.2"), 1, Measure.POINTS),
    ],
)
def test_a_printed_number_is_read_with_its_unit_and_precision(
    text: str, value: Fraction, places: int, measure: Measure
):
    printed = read_printed(text)

    assert printed is not None
    assert (printed.value, printed.places, printed.measure) == (value, places, measure)


@pytest.mark.parametrize("text", ["", "niedrig", "464 (42,7 %)", "12 von 20"])
def test_without_a_number_or_with_several_nothing_can_be_held_against_it(text: str):
    assert read_printed(text) is None


@pytest.mark.parametrize(
    ("text", "exact", "expected"),
    [
        ("8,2 %", Fraction(13900, 1684), "8,3 %"),
        ("-36,6 %", Fraction(-61600, 1684), "\u221236,6 %"),
        ("60 %", Fraction(101000, 1684), "60 %"),
        ("1684", Fraction(1068), "1068"),
        ("1.684", Fraction(1068), "1.068"),
        ("980", Fraction(1068), "1.068"),
        ("21 Fälle", Fraction(7), "7 Fälle"),
        ("etwa 2,5 Tage", Fraction(5, 4), "etwa 1,3 Tage"),
    ],
)
def test_another_value_is_written_as_the_print_was(text: str, exact: Fraction, expected: str):
    printed = read_printed(text)

    assert printed is not None
    assert printed.text(exact) == expected


@pytest.mark.parametrize(
    ("text", "exact", "verdict"),
    [
        ("94,4 %", Fraction(100800, 1068), Urteil.STIMMT),
        ("-45 %", Fraction(-156000, 3466), Urteil.STIMMT),
        ("8,25 %", Fraction("8.245"), Urteil.STIMMT),
        ("-0,3 %", Fraction("-0.25"), Urteil.STIMMT),
        ("8,2 %", Fraction(13900, 1684), Urteil.RUNDUNG),
        ("8,3 %", Fraction("8.2"), Urteil.WEICHT_AB),
        ("4,9 %", Fraction(9700, 1906), Urteil.WEICHT_AB),
        ("1684", Fraction(1685), Urteil.WEICHT_AB),
        ("36,6 %", Fraction("-36.6"), Urteil.WEICHT_AB),
    ],
)
def test_a_print_is_right_where_rounding_half_up_gives_it(text: str, exact: Fraction, verdict: Urteil):
    printed = read_printed(text)

    assert printed is not None
    assert printed.verdict(exact) is verdict


def test_only_wrong_numbers_are_wrong():
    assert [urteil for urteil in Urteil if urteil.wrong] == [Urteil.RUNDUNG, Urteil.WEICHT_AB]
