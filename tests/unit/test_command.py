"""The typed command is understood from our own names, and says what it did not understand."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.command import read_command
from domain.merkmale import FILTER, MERKMALE
from domain.selection import Selection, Vocabulary
from domain.zeitraum import Monat, Zeitraum

NAMES = {
    "jobcenter": {"dresden": "Jobcenter Dresden"},
    "bereich": {"leistungsgewaehrung": "Leistungsgewährung", "kommunale_leistungen": "kommunale Leistungen"},
    "thema": {"beratung": "Beratung", "hoehe": "Höhe der Leistungen"},
    "kanal": {"email": "E-Mail", "persoenlich": "persönlich"},
    "personenkreis": {"eu_migranten": "EU-Migranten", "asyl": "Flüchtlinge und Asylbewerber"},
}
VOCABULARY = Vocabulary(
    date(2021, 3, 31), {merkmal: NAMES.get(merkmal, dict(MERKMALE[merkmal].werte)) for merkmal in FILTER}
)


def query(text: str) -> str:
    return read_command(text, VOCABULARY).selection.text()


def test_the_example_of_the_page_is_understood_whole():
    command = read_command("Beschwerden Leistungsgewährung 2020 nach Thema gegen Vorjahr", VOCABULARY)

    assert command.kennzahlen == ("beschwerden",)
    assert command.nach == ("thema",)
    assert command.selection.text() == "von=2020-01&bis=2020-12&bereich=leistungsgewaehrung"
    assert command.understood == (
        "Beschwerden",
        "Bereich: Leistungsgewährung",
        "Zeitraum 2020",
        "nach Thema",
        "Vergleich Vorjahr",
    )
    assert command.unknown == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2019 bis 2020", "von=2019-01&bis=2020-12"),
        ("März 2020", "von=2020-03&bis=2020-03"),
        ("märz bis mai 2020", "von=2020-03&bis=2020-05"),
        ("November bis Januar 2020", "von=2019-11&bis=2020-01"),
        ("März 2020 bis Mai 2020", "von=2020-03&bis=2020-05"),
        ("1. Quartal 2020", "von=2020-01&bis=2020-03"),
        ("Q4 2019 ohne Vergleich", "von=2019-10&bis=2019-12&vergleich=ohne"),
        ("2020-02", "von=2020-02&bis=2020-02"),
        ("E-Mail persönlich 2020", "von=2020-01&bis=2020-12&kanal=email,persoenlich"),
        ("hoehe der leistungen", "von=2020-01&bis=2020-12&thema=hoehe"),
        (
            "Flüchtlinge und Asylbewerber Ombudsstelle",
            "von=2020-01&bis=2020-12&personenkreis=asyl&ombudsstelle=ja",
        ),
        (
            "kommunale Leistungen gegen die Vorperiode",
            "von=2020-01&bis=2020-12&vergleich=vorperiode&bereich=kommunale_leistungen",
        ),
        ("", "von=2020-01&bis=2020-12"),
    ],
)
def test_periods_values_and_comparisons_are_understood(text: str, expected: str):
    assert query(text) == expected


def test_the_longest_name_wins():
    command = read_command("Anliegen je Kundenreaktion", VOCABULARY)

    assert command.kennzahlen == ("anliegen_je_reaktion",)
    assert command.nach == ()


def test_what_no_name_fits_is_reported_and_changes_nothing():
    command = read_command("Beschwerden Einhorn 2020 Regenbogen", VOCABULARY)

    assert command.unknown == ("Einhorn", "Regenbogen")
    assert command.selection.text() == "von=2020-01&bis=2020-12"


def test_what_is_not_named_stays_as_it_is():
    current = Selection(Zeitraum(Monat(2019, 1), Monat(2019, 6)), "ohne").with_filter("kanal", ["email"])

    command = read_command("Lob Beratung", VOCABULARY, current)

    assert command.selection.text() == "von=2019-01&bis=2019-06&vergleich=ohne&thema=beratung&kanal=email"


def test_a_month_without_a_year_is_the_last_one_that_is_over():
    assert query("April") == "von=2020-04&bis=2020-04"
    assert query("März") == "von=2021-03&bis=2021-03"


@given(st.text(max_size=200))
def test_any_text_is_read_without_an_error(text: str):
    command = read_command(text, VOCABULARY)

    assert command.selection.text().startswith("von=")
