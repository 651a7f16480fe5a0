"""Rounding and the grammar of questions that may be answered with protected numbers."""

from __future__ import annotations

import re
from dataclasses import astuple
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.protect import Measured, protect
from domain.kennzahlen import KENNZAHLEN
from domain.merkmale import FILTER, MERKMALE
from domain.protection import (
    DEEP,
    MOST_DIMENSIONS,
    Protection,
    Rule,
    Violation,
    dimensions,
    is_calendar_period,
    violations,
)
from domain.selection import Selection
from domain.zeitraum import Monat, Zeitraum
from layouts.texts import not_protectable
from settings import PROJECT_ROOT

LAYERS = {"data_access", "cards", "exports", "reports", "layouts", "callbacks", "web", "analysis", "figures"}
STAND = date(2021, 3, 31)
TIME = {"monat", "quartal", "jahr"}
YEAR = Zeitraum(Monat(2020, 1), Monat(2020, 12))

months = st.builds(Monat, st.integers(2018, 2022), st.integers(1, 12))
periods = st.builds(lambda von, length: Zeitraum(von, von.plus(length)), months, st.integers(0, 14))
filters = st.dictionaries(st.sampled_from(FILTER), st.sets(st.sampled_from("abc"), min_size=1), max_size=5)
breakdowns = st.lists(st.sampled_from(sorted(MERKMALE)), unique=True, max_size=4)


def selection(zeitraum: Zeitraum, chosen: dict[str, set[str]]) -> Selection:
    made = Selection(zeitraum)
    for merkmal, codes in chosen.items():
        made = made.with_filter(merkmal, codes)
    return made


@given(st.integers(0, 100_000), st.integers(1, 50).map(lambda half: 2 * half + 1))
def test_a_count_is_rounded_to_the_nearest_multiple_and_tells_its_smallest_origin(count: int, rounding: int):
    protection = Protection(rounding=rounding)
    rounded = protection.rounded(count)

    assert rounded % rounding == 0
    assert abs(rounded - count) <= rounding // 2
    assert protection.at_least(count) <= count
    assert protection.rounded(protection.at_least(count)) == rounded


def test_what_the_settings_begin_with_is_what_the_documentation_says():
    assert astuple(Protection()) == (5, 10, 20, 10)
    assert (MOST_DIMENSIONS, DEEP) == (3, 2)


def test_what_a_rounded_count_may_have_been_at_least():
    assert [Protection().at_least(count) for count in (0, 2, 3, 7, 8, 12, 13)] == [0, 0, 3, 3, 8, 8, 13]


@pytest.mark.parametrize(
    ("month", "length", "whole"),
    [
        *((month, 1, True) for month in (1, 2, 12)),
        *((month, 3, month in (1, 4, 7, 10)) for month in range(1, 13)),
        *((month, 12, month == 1) for month in range(1, 13)),
        *((1, length, False) for length in (2, 4, 5, 6, 11, 13, 24)),
    ],
)
def test_only_months_quarters_and_years_are_whole(month: int, length: int, whole: bool):
    first = Monat(2020, month)
    assert is_calendar_period(Zeitraum(first, first.plus(length - 1))) is whole


def test_one_and_two_are_shown_as_zero():
    assert [Protection().rounded(count) for count in range(9)] == [0, 0, 0, 5, 5, 5, 5, 5, 10]


@given(periods, filters, breakdowns, st.booleans())
def test_only_whole_calendar_periods_one_value_and_three_dimensions_are_answered(zeitraum, chosen, nach, ausser):
    days = zeitraum.span
    whole = any(
        (days.von, days.bis) == (von.first_day, von.plus(length - 1).last_day)
        for year in range(2018, 2025)
        for length in (1, 3, 12)
        for von in (Monat(year, month) for month in range(1, 13, length))
    )
    below_a_year = zeitraum.length < 12 or bool({*nach} & {"monat", "quartal"})
    expected = {
        *([] if whole else [Violation(Rule.ZEITRAUM)]),
        *([] if days.bis <= STAND else [Violation(Rule.BEENDET)]),
        *(Violation(Rule.EIN_WERT, merkmal) for merkmal, codes in chosen.items() if len(codes) > 1),
        *([] if len(chosen) + len({*nach} - TIME) + below_a_year <= 3 else [Violation(Rule.MERKMALE)]),
        *([Violation(Rule.OHNE)] if ausser else []),
    }

    found = violations(selection(zeitraum, chosen), nach, ("kanal",) if ausser else (), STAND)

    assert set(found) == expected
    assert len(found) == len(expected)


def test_every_rule_has_a_sentence_of_its_own():
    sentences = {not_protectable([Violation(rule, "kanal")]) for rule in Rule}

    assert len(sentences) == len(Rule)
    assert all(text.endswith(".") and "{" not in text for text in sentences)


@pytest.mark.parametrize(
    ("kennzahl", "exact", "expected"),
    [
        ("kundenreaktionen", Measured(12, 12, None, 12), (10, 10, None)),
        ("fristquote", Measured(0.5, 11, 22, 22), (0.5, 10, 20)),
        ("fristquote", Measured(8 / 17, 8, 17, 17), (None, 10, 15)),
        ("begruendetenquote", Measured(0.4, 20, 50, 8), (0.4, 20, 50)),
        ("begruendetenquote", Measured(0.4, 20, 50, 7), (None, 20, 50)),
        ("anliegen_je_reaktion", Measured(42 / 18, 42, 18, 18), (2.0, 40, 20)),
        ("laufzeit_median", Measured(11.5, None, None, 13), (12, None, None)),
        ("laufzeit_median", Measured(11.4, None, None, 13), (11, None, None)),
        ("laufzeit_p90", Measured(11.4, None, None, 12), (None, None, None)),
        ("laufzeit_median", Measured(None, None, None, 0), (None, None, None)),
        ("laufzeit_median", Measured(None, None, None, 40), (None, None, None)),
        ("ombudsquote", Measured(0.5, 11, 22, 3), (0.5, 10, 20)),
        ("begruendetenquote", Measured(0.5, 5, 10, 40), (None, 5, 10)),
        ("petitionen", Measured(None, None, None, 0), (None, None, None)),
    ],
)
def test_shares_come_from_rounded_numbers_and_few_cases_have_none(kennzahl, exact, expected):
    assert protect(KENNZAHLEN[kennzahl], exact, Protection(), deep=False) == (*expected, 0)


@pytest.mark.parametrize(("finished", "shown"), [(7, None), (8, 12)])
def test_a_median_is_shown_from_the_smallest_number_of_cases_that_looks_like_enough(finished, shown):
    protection = Protection(smallest_durations=8)
    exact = Measured(11.5, None, None, finished)
    assert protect(KENNZAHLEN["laufzeit_median"], exact, protection, deep=False).wert == shown


def test_a_share_of_nothing_and_a_hidden_share_have_no_value():
    bare = Protection(smallest_base=1)
    assert protect(KENNZAHLEN["ombudsquote"], Measured(None, 0, 0, 0), bare, deep=False) == (None, 0, 0, 0)
    assert protect(KENNZAHLEN["ombudsquote"], Measured(1.0, 40, 7, 40), bare, deep=True) == (None, 40, None, 0)


def test_tables_of_many_dimensions_hide_counts_by_what_they_are_rounded_to():
    def shown(protection: Protection, deep: bool) -> list[float | int | None]:
        return [protect(KENNZAHLEN["lob"], Measured(n, n, None, n), protection, deep).wert for n in (0, 2, 7, 8, 12)]

    assert shown(Protection(), deep=True) == [None, None, None, 10, 10]
    assert shown(Protection(), deep=False) == shown(Protection(hidden_below=0), deep=True) == [0, 0, 5, 10, 10]
    share = protect(KENNZAHLEN["ombudsquote"], Measured(2 / 40, 2, 40, 40), Protection(), deep=True)
    assert share[:3] == (None, None, 40)


@pytest.mark.parametrize(
    ("zeitraum", "chosen", "nach", "expected"),
    [
        (YEAR, {}, (), 0),
        (YEAR, {}, ("jahr",), 0),
        (YEAR, {}, ("monat", "quartal"), 1),
        (YEAR, {}, ("quartal",), 1),
        (Zeitraum(Monat(2020, 4), Monat(2020, 6)), {}, ("monat",), 1),
        (Zeitraum(Monat(2020, 4), Monat(2020, 4)), {"kanal": {"a"}}, (), 2),
        (YEAR, {"kanal": {"a"}}, ("monat",), 2),
        (YEAR, {"personenkreis": {"a"}}, ("personenkreis", "thema"), 3),
    ],
)
def test_a_cell_has_as_many_dimensions_however_it_is_asked_for(zeitraum, chosen, nach, expected):
    assert dimensions(selection(zeitraum, chosen), nach) == expected


@pytest.mark.parametrize(
    ("call", "allowed"),
    [
        (r"\.rows_to_protect\(", {"data_access/aggregate.py", "data_access/warehouse.py"}),
        # Manual returns are counts when they come; each is rounded where it is read.
        (r"warehouse\.(rows|read|remembered)\(", {"data_access/warehouse.py", "data_access/meldungen.py"}),
    ],
)
def test_exact_rows_leave_the_warehouse_by_the_guarded_ways_alone(call: str, allowed: set[str]):
    files = [file for file in PROJECT_ROOT.glob("*/**/*.py") if file.relative_to(PROJECT_ROOT).parts[0] in LAYERS]

    found = {str(file.relative_to(PROJECT_ROOT)) for file in files if re.search(call, file.read_text(encoding="utf-8"))}
    assert found == allowed
