"""Cells to values: what is read, and what is refused in which words."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest

from data_access.imports import messages, values
from data_access.imports.faults import BadValueError
from data_access.imports.values import Unusable


@pytest.mark.parametrize(
    "cell",
    [
        "2020-03-13",
        "13.03.2020",
        " 13.3.2020 ",
        "2020-03-13T00:00:00",
        "13.03.2020 00:00",
        date(2020, 3, 13),
        datetime(2020, 3, 13),
    ],
)
def test_a_day_is_read_in_iso_and_german_form_and_from_date_cells(cell):
    assert values.day(cell) == date(2020, 3, 13)


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        ("13.03.20", messages.NOT_A_DATE),
        ("2020/03/13", messages.NOT_A_DATE),
        ("03/13/2020", messages.NOT_A_DATE),
        ("2020-03-13 14:05", messages.NOT_A_DATE),
        ("२०२०-03-13", messages.NOT_A_DATE),
        (43903, messages.NOT_A_DATE),
        (43903.5, messages.NOT_A_DATE),
        (time(8, 0), messages.NOT_A_DATE),
        (timedelta(days=3), messages.NOT_A_DATE),
        ("2021-02-29", messages.NO_SUCH_DAY),
        ("31.04.2020", messages.NO_SUCH_DAY),
        ("1899-12-31", messages.YEAR_OUT_OF_RANGE),
        ("9999-12-31", messages.YEAR_OUT_OF_RANGE),
        (date(1989, 12, 31), messages.YEAR_OUT_OF_RANGE),
        (datetime(2020, 3, 13, 8, 30), messages.TIME_OF_DAY),
        (Unusable(messages.FORMULA, "=HEUTE()"), messages.FORMULA),
    ],
)
def test_what_is_no_day_is_refused_with_its_reason(cell, rule):
    with pytest.raises(BadValueError) as refused:
        values.day(cell)
    assert str(refused.value) == rule


def test_the_29th_of_february_exists_in_leap_years():
    assert values.day("29.02.2020") == date(2020, 2, 29)


@pytest.mark.parametrize("cell", ["2020-03", "03.2020", "3.2020", datetime(2020, 3, 1)])
def test_a_month_is_read_as_text_or_as_the_first_day_that_a_spreadsheet_stores(cell):
    assert values.month(cell) == "2020-03"


@pytest.mark.parametrize("cell", ["2020-13", "2020", "2020-3", 202003, datetime(2020, 3, 2), "1980-01"])
def test_what_is_no_month_is_refused(cell):
    with pytest.raises(BadValueError):
        values.month(cell)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("12", "12.0000"),
        ("12,5", "12.5000"),
        ("12.5", "12.5000"),
        ("-0,25", "-0.2500"),
        ("1234567", "1234567.0000"),
        ("0.875", "0.8750"),
        (12, "12.0000"),
        (0.1 + 0.2, "0.3000"),
    ],
)
def test_a_number_is_read_with_point_or_comma(cell, value):
    assert str(values.number(14, 4)(cell)) == value


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        ("1.068", messages.THOUSANDS_SEPARATOR),
        ("1.068,5", messages.THOUSANDS_SEPARATOR),
        ("12.345.678", messages.THOUSANDS_SEPARATOR),
        ("zwölf", messages.NOT_A_NUMBER),
        ("1e3", messages.NOT_A_NUMBER),
        ("5 %", messages.NOT_A_NUMBER),
        ("nan", messages.NOT_A_NUMBER),
        (float("nan"), messages.NOT_A_NUMBER),
        (float("inf"), messages.NOT_A_NUMBER),
        ("0,00001", messages.too_many_places(4)),
        ("12345678901", messages.out_of_range(None, None)),
        (1e300, messages.out_of_range(None, None)),
    ],
)
def test_what_is_no_number_or_ambiguous_is_refused(cell, rule):
    with pytest.raises(BadValueError) as refused:
        values.number(14, 4)(cell)
    assert str(refused.value) == rule


def test_a_number_keeps_to_its_bounds():
    share = values.number(6, 5, Decimal(0), Decimal(1))
    assert (share("0"), share("1"), share("0,94382")) == (Decimal(0), Decimal(1), Decimal("0.94382"))
    for cell in ("1,01", "-0,1"):
        with pytest.raises(BadValueError):
            share(cell)


def test_integers_and_flags_accept_nothing_else():
    lfd_nr = values.integer(1, 2**31 - 1)
    assert (lfd_nr("3"), lfd_nr(" 12 "), lfd_nr(7.0)) == (3, 12, 7)
    for cell in ("0", "-1", "1,5", "1.0", "x", "2147483648", 2.5):
        with pytest.raises(BadValueError):
            lfd_nr(cell)
    assert (values.flag("1"), values.flag(0)) == (1, 0)
    for cell in ("ja", "2", "01", "true"):
        with pytest.raises(BadValueError):
            values.flag(cell)


def test_texts_are_stripped_and_umlauts_get_one_form():
    plain = values.text(10)
    assert plain("  Müller ") == "Müller"
    assert plain("Mu\u0308ller") == "Müller"
    assert plain(4711.0) == "4711"


@pytest.mark.parametrize("sign", ["\x00", "\n", "\t", "\x1b", "\u202e", "\u200b", "\ufeff", "\u2028", "\ue000"])
def test_invisible_characters_are_refused_inside_a_text(sign):
    with pytest.raises(BadValueError) as refused:
        values.text(20)(f"Team{sign}Nord")
    assert str(refused.value) == messages.INVISIBLE_CHARACTER


def test_texts_have_a_length_and_dates_are_none():
    with pytest.raises(BadValueError) as refused:
        values.text(3)("vier")
    assert str(refused.value) == messages.too_long(4, 3)
    with pytest.raises(BadValueError):
        values.text(30)(datetime(2020, 3, 13))


@pytest.mark.parametrize("cell", ["Ämter", "a b", "a/b", "a|b", "'; DROP TABLE--", "<b>"])
def test_codes_have_only_harmless_characters(cell):
    with pytest.raises(BadValueError) as refused:
        values.code(64)(cell)
    assert str(refused.value) == messages.CODE_CHARACTERS


def test_codes_are_case_sensitive_and_some_words_are_reserved():
    own = values.code(64, values.RESERVED_CODES)
    assert [own("Ohne"), own("sonstige-2.x_Y")] == ["Ohne", "sonstige-2.x_Y"]
    for word in ("ohne", "offen", "alle"):
        with pytest.raises(BadValueError) as refused:
            own(word)
        assert str(refused.value) == messages.RESERVED_CODE


def test_a_list_of_codes_is_sorted_and_has_each_once():
    assert values.code_list(" b | a|b||") == ("a", "b")


def test_a_choice_is_spelled_exactly():
    tageart = values.choice(("Kalendertage", "Arbeitstage"))
    assert tageart("Arbeitstage") == "Arbeitstage"
    with pytest.raises(BadValueError) as refused:
        tageart("arbeitstage")
    assert str(refused.value) == "Erlaubt ist nur: Kalendertage, Arbeitstage."
