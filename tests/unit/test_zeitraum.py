"""Months, comparison periods that are cut like for like, and time buckets."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.zeitraum import (
    DaySpan,
    Monat,
    Zeitraum,
    buckets,
    comparison,
    default_zeitraum,
    same_day_last_year,
    time_code,
)

DAYS = st.dates(date(2015, 1, 1), date(2025, 12, 31))


def period(von: str, bis: str) -> Zeitraum:
    first, last = Monat.parse(von), Monat.parse(bis)
    assert first is not None
    assert last is not None
    return Zeitraum(first, last)


@st.composite
def periods(draw: st.DrawFn) -> Zeitraum:
    first = Monat.at(draw(st.integers(2015 * 12, 2025 * 12)))
    return Zeitraum(first, first.plus(draw(st.integers(0, 40))))


# --- months -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["2020-03", "1990-01", "2100-12"])
def test_a_month_is_read_and_written_as_year_and_month(text):
    assert str(Monat.parse(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2020",
        "2020-",
        "2020-3",
        "2020-003",
        "2020-00",
        "2020-13",
        "20-03",
        "1989-12",
        "2101-01",
        "2020/03",
        "2020-03-01",
        "2020--3",
        "+020-03",
        " 2020-03",
        "2020-0a",
        "٢٠٢٠-٠٣",
        "²⁰²⁰-03",
        "2020_03",
    ],
)
def test_everything_else_is_no_month(text):
    assert Monat.parse(text) is None


def test_months_know_their_days_their_quarter_and_their_order():
    assert (Monat(2020, 2).first_day, Monat(2020, 2).last_day) == (date(2020, 2, 1), date(2020, 2, 29))
    assert Monat(2021, 2).last_day == date(2021, 2, 28)
    assert [Monat(2020, month).quartal for month in range(1, 13)] == [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4]
    assert Monat(2019, 12) < Monat(2020, 1)
    assert Monat.of(date(2020, 7, 31)) == Monat(2020, 7)


@given(index=st.integers(1980 * 12, 2110 * 12), step=st.integers(-500, 500))
def test_adding_months_counts_them(index: int, step: int):
    assert Monat.at(index).index == index
    assert Monat.at(index).plus(step).index == index + step
    assert 1 <= Monat.at(index).monat <= 12


@given(zeitraum=periods())
def test_a_period_is_made_of_its_months_without_a_gap(zeitraum: Zeitraum):
    monate = zeitraum.monate

    assert (monate[0], monate[-1], len(monate)) == (zeitraum.von, zeitraum.bis, zeitraum.length)
    for one, next_one in pairwise(monate):
        assert one.last_day + timedelta(days=1) == next_one.first_day
    assert (zeitraum.span.von, zeitraum.span.bis) == (monate[0].first_day, monate[-1].last_day)


# --- defaults and comparisons -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("datenstand", "year"),
    [(date(2021, 3, 31), 2020), (date(2020, 12, 31), 2020), (date(2020, 12, 30), 2019), (date(2021, 1, 1), 2020)],
)
def test_without_a_choice_the_last_year_that_is_over_is_meant(datenstand, year):
    assert default_zeitraum(datenstand) == period(f"{year}-01", f"{year}-12")


@given(day=DAYS)
def test_the_same_day_last_year_keeps_day_and_month_but_for_the_leap_day(day: date):
    before = same_day_last_year(day)

    assert before.year == day.year - 1
    expected = (2, 28) if (day.month, day.day) == (2, 29) else (day.month, day.day)
    assert (before.month, before.day) == expected


def span(von: str, bis: str, art: str, datenstand: date) -> tuple[str, str]:
    vergleich = comparison(period(von, bis), art, datenstand)
    assert vergleich is not None
    return vergleich.span.von.isoformat(), vergleich.span.bis.isoformat()


def test_no_comparison_is_wanted_with_ohne():
    assert comparison(period("2020-01", "2020-12"), "ohne", date(2021, 3, 31)) is None


@pytest.mark.parametrize(
    ("von", "bis", "art", "expected"),
    [
        ("2020-01", "2020-12", "vorjahr", ("2019-01-01", "2019-12-31")),
        ("2020-01", "2020-12", "vorperiode", ("2019-01-01", "2019-12-31")),
        ("2020-03", "2020-05", "vorjahr", ("2019-03-01", "2019-05-31")),
        ("2020-03", "2020-05", "vorperiode", ("2019-12-01", "2020-02-29")),
        ("2020-02", "2020-02", "vorjahr", ("2019-02-01", "2019-02-28")),
        ("2021-02", "2021-02", "vorjahr", ("2020-02-01", "2020-02-29")),
        ("2019-01", "2020-12", "vorjahr", ("2018-01-01", "2019-12-31")),
        ("2019-01", "2020-12", "vorperiode", ("2017-01-01", "2018-12-31")),
    ],
)
def test_a_period_that_is_over_is_compared_with_whole_months(von, bis, art, expected):
    assert span(von, bis, art, date(2021, 3, 31)) == expected


@pytest.mark.parametrize(
    ("datenstand", "von", "bis", "art", "expected"),
    [
        # The last day is covered: nothing is cut.
        (date(2020, 2, 29), "2020-02", "2020-02", "vorjahr", ("2019-02-01", "2019-02-28")),
        (date(2021, 3, 31), "2021-01", "2021-03", "vorjahr", ("2020-01-01", "2020-03-31")),
        (date(2021, 2, 28), "2021-02", "2021-02", "vorjahr", ("2020-02-01", "2020-02-29")),
        # One day is missing: the comparison ends on the same calendar day.
        (date(2021, 3, 30), "2021-01", "2021-03", "vorjahr", ("2020-01-01", "2020-03-30")),
        (date(2021, 3, 31), "2021-01", "2021-12", "vorjahr", ("2020-01-01", "2020-03-31")),
        (date(2021, 2, 28), "2021-01", "2021-12", "vorjahr", ("2020-01-01", "2020-02-28")),
        (date(2020, 2, 29), "2020-01", "2020-12", "vorjahr", ("2019-01-01", "2019-02-28")),
        # The same number of days after its start, and never beyond its own end.
        (date(2021, 3, 10), "2021-03", "2021-03", "vorperiode", ("2021-02-01", "2021-02-10")),
        (date(2021, 3, 30), "2021-03", "2021-03", "vorperiode", ("2021-02-01", "2021-02-28")),
        (date(2021, 3, 31), "2021-01", "2021-12", "vorperiode", ("2020-01-01", "2020-03-30")),
        (date(2020, 2, 29), "2020-01", "2020-03", "vorperiode", ("2019-10-01", "2019-11-29")),
        # Two years, of which the second is not over.
        (date(2021, 3, 31), "2020-01", "2021-12", "vorjahr", ("2019-01-01", "2020-03-31")),
    ],
)
def test_a_period_that_is_not_over_is_compared_like_for_like(datenstand, von, bis, art, expected):
    assert span(von, bis, art, datenstand) == expected


@pytest.mark.parametrize("art", ["vorjahr", "vorperiode"])
def test_a_period_that_has_not_begun_has_no_day_to_compare_with(art):
    vergleich = comparison(period("2022-01", "2022-12"), art, date(2020, 6, 30))

    assert vergleich is not None
    assert vergleich.span.empty


@given(zeitraum=periods(), art=st.sampled_from(["vorjahr", "vorperiode"]), datenstand=DAYS)
def test_a_comparison_has_as_many_months_and_never_more_days_than_they_have(zeitraum, art, datenstand):
    vergleich = comparison(zeitraum, art, datenstand)

    assert vergleich is not None
    assert vergleich.zeitraum.length == zeitraum.length
    assert vergleich.span.von == vergleich.zeitraum.span.von
    assert vergleich.span.bis <= vergleich.zeitraum.span.bis
    distance = 12 if art == "vorjahr" else zeitraum.length
    assert vergleich.zeitraum.von.index == zeitraum.von.index - distance
    if zeitraum.is_complete(datenstand):
        assert vergleich.span == vergleich.zeitraum.span


# --- buckets ------------------------------------------------------------------------------------------


PARTIAL = period("2019-11", "2020-04")


def test_buckets_hold_only_the_months_of_the_selection():
    found = {bucket.codes: [str(monat) for monat in bucket.monate] for bucket in buckets(PARTIAL, ("quartal",))}

    assert found == {
        ("2019-Q4",): ["2019-11", "2019-12"],
        ("2020-Q1",): ["2020-01", "2020-02", "2020-03"],
        ("2020-Q2",): ["2020-04"],
    }


def test_the_span_of_a_bucket_ends_with_its_last_month():
    last = buckets(PARTIAL, ("jahr",))[-1]

    assert (last.codes, last.span.von, last.span.bis) == (("2020",), date(2020, 1, 1), date(2020, 4, 30))


def test_of_several_time_dimensions_the_finest_decides_and_all_are_named_in_their_order():
    assert [bucket.codes for bucket in buckets(PARTIAL, ("jahr", "quartal"))] == [
        ("2019", "2019-Q4"),
        ("2020", "2020-Q1"),
        ("2020", "2020-Q2"),
    ]
    assert len(buckets(PARTIAL, ("quartal", "monat", "jahr"))) == 6


def test_without_a_time_dimension_there_is_one_bucket():
    (bucket,) = buckets(PARTIAL, ())

    assert (bucket.codes, bucket.monate) == ((), PARTIAL.monate)


def test_time_codes_are_those_of_the_interface():
    assert [time_code(Monat(2020, 3), merkmal) for merkmal in ("monat", "quartal", "jahr")] == [
        "2020-03",
        "2020-Q1",
        "2020",
    ]


# --- words --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("von", "bis", "words"),
    [
        ("2020-01", "2020-12", "2020"),
        ("2019-01", "2020-12", "2019 bis 2020"),
        ("2020-01", "2020-03", "1. Quartal 2020"),
        ("2020-10", "2020-12", "4. Quartal 2020"),
        ("2020-03", "2020-03", "März 2020"),
        ("2020-02", "2020-04", "Februar bis April 2020"),
        ("2020-03", "2020-05", "März bis Mai 2020"),
        ("2020-01", "2020-06", "Januar bis Juni 2020"),
        ("2019-12", "2020-02", "Dezember 2019 bis Februar 2020"),
        ("2019-01", "2020-03", "Januar 2019 bis März 2020"),
    ],
)
def test_periods_are_told_in_the_shortest_usual_words(von, bis, words):
    assert period(von, bis).in_words() == words


@pytest.mark.parametrize(
    ("von", "bis", "months", "years"),
    [
        (date(2019, 1, 1), date(2020, 12, 31), True, True),
        (date(2020, 1, 1), date(2020, 11, 30), True, False),
        (date(2020, 2, 1), date(2020, 12, 31), True, False),
        (date(2020, 1, 2), date(2020, 12, 31), False, False),
        (date(2020, 1, 1), date(2020, 12, 30), False, False),
    ],
)
def test_days_are_whole_months_and_whole_years_or_not(von: date, bis: date, months: bool, years: bool):
    assert (DaySpan(von, bis).is_whole_months, DaySpan(von, bis).is_whole_years) == (months, years)
