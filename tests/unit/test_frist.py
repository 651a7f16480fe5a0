"""Due dates and deadline states: the examples of the concept, and the days around them."""

from datetime import date, timedelta

import pytest

from data_access.imports.feiertage import holidays_of
from domain.frist import (
    ARBEITSTAGE,
    KALENDERTAGE,
    FristStatus,
    Qualitaetsstandard,
    faellig_am,
    frist_status,
    standard_for,
)

SACHSEN = holidays_of("SN")


def standard(tage: int = 21, tageart: str = KALENDERTAGE, *, shift: bool = False, **other) -> Qualitaetsstandard:
    fields = {"jobcenter": None, "gueltig_von": date(2000, 1, 1), "gueltig_bis": None} | other
    return Qualitaetsstandard(**fields, frist_tage=tage, tageart=tageart, verschiebe_auf_werktag=shift)


@pytest.mark.parametrize(
    ("eingang", "plus_21", "shifted"),
    [
        ("2020-03-13", "2020-04-03", "2020-04-03"),
        ("2020-03-20", "2020-04-10", "2020-04-14"),
        ("2020-09-12", "2020-10-03", "2020-10-05"),
        ("2020-10-28", "2020-11-18", "2020-11-19"),
        ("2020-12-11", "2021-01-01", "2021-01-04"),
        ("2020-12-10", "2020-12-31", "2020-12-31"),
        ("2020-02-08", "2020-02-29", "2020-03-02"),
    ],
)
def test_21_calendar_days_and_their_shift_to_a_working_day_in_saxony(eingang, plus_21, shifted):
    day = date.fromisoformat(eingang)
    assert faellig_am(day, standard(), SACHSEN) == date.fromisoformat(plus_21)
    assert faellig_am(day, standard(shift=True), SACHSEN) == date.fromisoformat(shifted)


def test_buss_und_bettag_moves_a_deadline_in_saxony_only():
    due = {land: faellig_am(date(2020, 10, 28), standard(shift=True), holidays_of(land)) for land in ("SN", "BE", "BY")}
    assert due == {"SN": date(2020, 11, 19), "BE": date(2020, 11, 18), "BY": date(2020, 11, 18)}


@pytest.mark.parametrize(
    ("eingang", "tage", "due"),
    [
        ("2020-03-13", 3, "2020-03-18"),  # Friday: the weekend does not count
        ("2020-03-14", 1, "2020-03-16"),  # Saturday is no working day
        ("2020-04-08", 3, "2020-04-15"),  # Karfreitag and Ostermontag between
        ("2020-11-17", 1, "2020-11-19"),  # Buß- und Bettag
        ("2020-12-23", 3, "2020-12-29"),  # 24.12. is an ordinary working day
    ],
)
def test_working_days_leave_out_weekends_and_holidays(eingang, tage, due):
    day = date.fromisoformat(eingang)
    assert faellig_am(day, standard(tage, ARBEITSTAGE), SACHSEN) == date.fromisoformat(due)
    assert faellig_am(day, standard(tage, ARBEITSTAGE, shift=True), SACHSEN) == date.fromisoformat(due)


def test_shift_changes_7_of_the_254_working_days_and_112_of_all_days_of_2020_in_saxony():
    days = [date(2020, 1, 1) + timedelta(days=n) for n in range(366)]
    moved = [day for day in days if faellig_am(day, standard(shift=True), SACHSEN) != day + timedelta(days=21)]
    working = [day for day in days if day.weekday() < 5 and not SACHSEN(day)]
    assert (len(working), len(set(working) & set(moved)), len(moved)) == (254, 7, 112)


def test_the_standard_is_chosen_by_the_day_of_receipt():
    old = standard(14, gueltig_bis=date(2020, 12, 31))
    new = standard(21, gueltig_von=date(2021, 1, 1))
    assert standard_for(date(2020, 12, 31), "a", [old, new]) is old
    assert standard_for(date(2021, 1, 1), "a", [new, old]) is new
    assert standard_for(date(1999, 12, 31), "a", [old, new]) is None


def test_a_receipt_before_new_year_keeps_its_standard_although_it_is_due_after_it():
    year = [standard(21, gueltig_von=date(2020, 1, 1), gueltig_bis=date(2020, 12, 31))]
    for eingang, due in ((date(2020, 12, 10), date(2020, 12, 31)), (date(2020, 12, 11), date(2021, 1, 1))):
        valid = standard_for(eingang, "a", year)
        assert valid is not None
        assert faellig_am(eingang, valid, SACHSEN) == due


def test_a_standard_of_the_jobcenter_wins_over_a_later_one_for_all():
    own = standard(10, jobcenter="a")
    for_all = standard(21, gueltig_von=date(2020, 1, 1))
    assert standard_for(date(2020, 6, 1), "a", [for_all, own]) is own
    assert standard_for(date(2020, 6, 1), "b", [for_all, own]) is for_all
    assert standard_for(date(2019, 6, 1), "b", [for_all, own]) is None


@pytest.mark.parametrize(
    ("status", "erledigt", "expected"),
    [
        ("erledigt", 21, FristStatus.FRISTGERECHT),
        ("erledigt", 22, FristStatus.VERSPAETET),
        ("abgegeben", 21, None),
        ("storniert", None, None),
        ("storniert", 3, None),
    ],
)
def test_finished_on_day_21_is_in_time_and_on_day_22_is_late(status, erledigt, expected):
    eingang = date(2020, 3, 13)
    due = faellig_am(eingang, standard(), SACHSEN)
    finished = None if erledigt is None else eingang + timedelta(days=erledigt)
    assert frist_status(status, finished, due, date(2021, 3, 31)) is expected


def test_an_open_case_is_overdue_from_the_day_after_its_due_date():
    due = date(2021, 3, 31)
    assert frist_status("offen", None, due, due) is FristStatus.OFFEN_IN_FRIST
    assert frist_status("offen", None, due, due + timedelta(days=1)) is FristStatus.UEBERFAELLIG


def test_half_days_and_corpus_christi_are_no_holidays_in_saxony():
    assert not SACHSEN(date(2020, 12, 24))
    assert not SACHSEN(date(2020, 12, 31))
    assert not SACHSEN(date(2020, 6, 11))
    assert SACHSEN(date(2020, 10, 31))
