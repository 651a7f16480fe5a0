"""Indicators and dimensions: the codes of the public contract, and what each of them is made of."""

from __future__ import annotations

import pytest

from domain.kennzahlen import KENNZAHLEN, CountedOn, Einheit, Part
from domain.merkmale import ANLIEGEN_MERKMALE, FILTER, MAX_NACH, MERKMALE, ZEIT_MERKMALE, Level
from domain.selection import PARAMETER

CODES = [
    "kundenreaktionen",
    "anliegen",
    "anliegen_je_reaktion",
    "beschwerden",
    "begruendet",
    "begruendetenquote",
    "lob",
    "ideen",
    "ombudsstelle",
    "ombudsquote",
    "fristquote",
    "fristgerecht",
    "verspaetet",
    "ueberfaellig",
    "offen_in_frist",
    "laufzeit_median",
    "laufzeit_p90",
    "petitionen",
    "eingaben",
]
DIMENSIONS = [
    "monat",
    "quartal",
    "jahr",
    "jobcenter",
    "bereich",
    "thema",
    "kanal",
    "personenkreis",
    "art",
    "hauptart",
    "ombudsstelle",
    "bewertung",
]
UNITS = {
    "anliegen_je_reaktion": Einheit.VERHAELTNIS,
    "begruendetenquote": Einheit.ANTEIL,
    "ombudsquote": Einheit.ANTEIL,
    "fristquote": Einheit.ANTEIL,
    "laufzeit_median": Einheit.TAGE,
    "laufzeit_p90": Einheit.TAGE,
}


def test_the_indicators_are_those_of_the_contract_in_its_order():
    assert list(KENNZAHLEN) == CODES
    assert all(KENNZAHLEN[code].code == code for code in CODES)


def test_the_dimensions_are_those_of_the_contract_in_its_order():
    assert list(MERKMALE) == DIMENSIONS
    assert MAX_NACH == 3


def test_units_are_spelled_as_the_interface_spells_them():
    assert {einheit.value for einheit in Einheit} == {"anzahl", "anteil", "tage", "verhaeltnis"}
    assert {code: KENNZAHLEN[code].einheit for code in CODES if KENNZAHLEN[code].einheit is not Einheit.ANZAHL} == UNITS


@pytest.mark.parametrize("code", CODES)
def test_every_indicator_has_a_name_a_unit_in_words_and_a_definition_that_is_a_sentence(code):
    kennzahl = KENNZAHLEN[code]

    assert kennzahl.name
    assert kennzahl.einheit_name
    assert kennzahl.definition.endswith((".", ")."))
    assert len(kennzahl.definition) > 20


def test_names_tell_indicators_and_dimensions_apart():
    assert len({kennzahl.name for kennzahl in KENNZAHLEN.values()}) == len(KENNZAHLEN)
    assert len({merkmal.name for merkmal in MERKMALE.values()}) == len(MERKMALE)


@pytest.mark.parametrize("code", CODES)
def test_counts_have_one_part_rates_have_two_and_quantiles_none(code):
    kennzahl = KENNZAHLEN[code]
    counted = (kennzahl.zaehler is not None, bool(kennzahl.nenner), kennzahl.quantil is not None)

    assert (
        counted
        == {
            Einheit.ANZAHL: (True, False, False),
            Einheit.ANTEIL: (True, True, False),
            Einheit.VERHAELTNIS: (True, True, False),
            Einheit.TAGE: (False, False, True),
        }[kennzahl.einheit]
    )


def test_rates_divide_what_the_contract_says():
    def divides(code: str, basis: str = "alle") -> tuple[Part | None, set[Part]]:
        return KENNZAHLEN[code].zaehler, set(KENNZAHLEN[code].denominator_parts(basis))

    due = {Part.FRISTGERECHT, Part.VERSPAETET, Part.UEBERFAELLIG}
    assert divides("fristquote") == (Part.FRISTGERECHT, due)
    assert divides("ombudsquote") == (Part.OMBUDSSTELLE, {Part.KUNDENREAKTIONEN})
    assert divides("anliegen_je_reaktion") == (Part.ANLIEGEN, {Part.KUNDENREAKTIONEN})
    assert divides("begruendetenquote") == (Part.BEGRUENDET, {Part.BESCHWERDEN})
    assert divides("begruendetenquote", "bewertete") == (Part.BEGRUENDET, {Part.BEWERTETE})
    assert divides("ombudsquote", "bewertete") == divides("ombudsquote")


def test_an_indicator_needs_its_numerator_and_its_denominator():
    assert set(KENNZAHLEN["begruendetenquote"].parts("bewertete")) == {Part.BEGRUENDET, Part.BEWERTETE}
    assert KENNZAHLEN["laufzeit_p90"].parts("alle") == ()


def test_quantiles_are_the_median_and_the_ninth_decile():
    assert (KENNZAHLEN["laufzeit_median"].quantil, KENNZAHLEN["laufzeit_p90"].quantil) == (0.5, 0.9)


def test_indicators_are_counted_on_what_the_contract_says():
    on = {level: {code for code in CODES if KENNZAHLEN[code].counted_on is level} for level in CountedOn}

    assert on[CountedOn.PETITION] == {"petitionen", "eingaben"}
    assert on[CountedOn.ANLIEGEN] == {"anliegen", "beschwerden", "begruendet", "begruendetenquote", "lob", "ideen"}
    for code in CODES:
        zaehler = KENNZAHLEN[code].zaehler
        if KENNZAHLEN[code].einheit is Einheit.ANZAHL:
            assert zaehler is not None
            assert zaehler.counted_on is KENNZAHLEN[code].counted_on


def test_time_is_no_filter_and_every_other_dimension_is_one():
    assert ZEIT_MERKMALE == ("monat", "quartal", "jahr")
    assert set(FILTER) == set(DIMENSIONS) - set(ZEIT_MERKMALE)
    assert set(FILTER) < set(PARAMETER)


def test_parameters_are_those_of_the_contract():
    assert set(PARAMETER) - set(FILTER) == {"von", "bis", "vergleich", "zeitbezug", "bewertungsbasis", "stufe"}
    assert len(PARAMETER) == len(set(PARAMETER))


def test_dimensions_of_the_anliegen_and_personenkreise_can_name_a_reaction_several_times():
    assert set(ANLIEGEN_MERKMALE) == {"bereich", "thema", "art", "bewertung"}
    assert {code for code, merkmal in MERKMALE.items() if merkmal.multiplies} == {*ANLIEGEN_MERKMALE, "personenkreis"}
    assert [code for code, merkmal in MERKMALE.items() if merkmal.multi_valued] == ["personenkreis"]


def test_nothing_recorded_is_ohne_and_for_the_bewertung_offen():
    assert {code: merkmal.ohne for code, merkmal in MERKMALE.items() if merkmal.ohne != "ohne"} == {
        "bewertung": "offen"
    }


def test_fixed_values_are_those_of_the_import_contract():
    fixed = {code: set(merkmal.werte) for code, merkmal in MERKMALE.items() if merkmal.werte}

    assert fixed == {
        "art": {"beschwerde", "lob", "idee", "sonstiges"},
        "hauptart": {"beschwerde", "lob", "idee", "sonstiges"},
        "ombudsstelle": {"ja", "nein"},
        "bewertung": {"begruendet", "teilweise", "unbegruendet"},
    }
    assert MERKMALE["art"].level is Level.ANLIEGEN
    assert MERKMALE["hauptart"].level is Level.REAKTION
