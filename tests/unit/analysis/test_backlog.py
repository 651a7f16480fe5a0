"""The backlog counted day by day, its ages and its monthly flow."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.backlog import AgeClass, CaseCounts, MonthlyFlow, age_structure, ages_on, backlog_on, monthly_flow
from domain.zeitraum import Monat, Zeitraum

START = date(2020, 1, 1)
DAYS = st.integers(0, 400).map(lambda step: START + timedelta(days=step))
# Received on a day, finished some days later or still open.
CASES = st.lists(
    st.tuples(DAYS, st.none() | st.integers(0, 90)).map(
        lambda case: (case[0], None if case[1] is None else case[0] + timedelta(days=case[1]))
    ),
    max_size=60,
).map(Counter)
ZEITRAUM = Zeitraum(Monat(2020, 1), Monat(2020, 12))


def open_on(cases, day):
    return [
        (day - received).days
        for received, finished in cases.elements()
        if received <= day and not (finished and finished <= day)
    ]


@given(CASES, DAYS)
def test_the_backlog_and_its_ages_are_those_counted_one_by_one(cases, day):
    expected = open_on(cases, day)
    assert backlog_on(cases, [day]) == (len(expected),)
    assert ages_on(cases, day) == Counter(expected)
    assert sum(age_class.anzahl for age_class in age_structure(ages_on(cases, day))) == len(expected)


@given(CASES, DAYS)
def test_a_day_changes_the_backlog_by_its_receipts_less_its_completions(cases, day):
    before, after = backlog_on(cases, [day - timedelta(days=1), day])
    received = sum(count for (start, _), count in cases.items() if start == day)
    finished = sum(count for (_, end), count in cases.items() if end == day)
    assert after - before == received - finished


@given(CASES, DAYS)
def test_a_month_changes_the_backlog_by_its_receipts_less_its_completions(cases, datenstand):
    flow = monthly_flow(cases, ZEITRAUM, datenstand)
    bestand = backlog_on(cases, [ZEITRAUM.von.first_day - timedelta(days=1)])[0]
    for month in flow:
        bestand += month.eingaenge - month.erledigungen
        assert month.bestand == bestand
        assert month.bestand == len(open_on(cases, min(month.monat.last_day, datenstand)))
    assert [month.monat for month in flow] == [m for m in ZEITRAUM.monate if m.first_day <= datenstand]


def test_a_case_is_open_from_the_day_of_receipt_and_no_more_on_the_day_it_is_finished():
    cases: CaseCounts = {(date(2020, 3, 2), date(2020, 3, 5)): 1}
    days = [date(2020, 3, day) for day in (1, 2, 4, 5)]
    assert backlog_on(cases, days) == (0, 1, 1, 0)
    assert ages_on(cases, date(2020, 3, 4)) == {2: 1}


def test_a_case_finished_on_the_day_of_receipt_is_never_open():
    cases: CaseCounts = {(date(2020, 3, 2), date(2020, 3, 2)): 4}
    assert backlog_on(cases, [date(2020, 3, 2)]) == (0,)
    assert ages_on(cases, date(2020, 3, 2)) == {}


def test_ages_fall_into_the_classes_of_the_radar():
    ages = {0: 1, 7: 2, 8: 4, 14: 8, 15: 16, 18: 32, 19: 64, 21: 128, 22: 256, 400: 512}
    assert age_structure(ages) == (
        AgeClass(0, 7, 3),
        AgeClass(8, 14, 12),
        AgeClass(15, 18, 48),
        AgeClass(19, 21, 192),
        AgeClass(22, None, 768),
    )
    assert age_structure({}, bounds=[30]) == (AgeClass(0, 30, 0), AgeClass(31, None, 0))


def test_months_without_cases_are_rows_and_the_last_ends_at_the_datenstand():
    cases = {
        (date(2019, 12, 30), None): 2,
        (date(2020, 1, 31), date(2020, 3, 1)): 3,
        (date(2020, 3, 20), None): 5,
    }
    assert monthly_flow(cases, ZEITRAUM, date(2020, 3, 15)) == (
        MonthlyFlow(Monat(2020, 1), 3, 0, 5),
        MonthlyFlow(Monat(2020, 2), 0, 0, 5),
        MonthlyFlow(Monat(2020, 3), 0, 3, 2),
    )


@pytest.mark.parametrize("datenstand", [date(2019, 12, 31), date(2019, 6, 1)])
def test_a_period_after_the_datenstand_has_no_months(datenstand):
    assert monthly_flow({(date(2019, 5, 1), None): 1}, ZEITRAUM, datenstand) == ()
