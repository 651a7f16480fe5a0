"""Forms of nouns, numbers, verbs and periods."""

from __future__ import annotations

import pytest

from analysis.narrative import grammar
from analysis.narrative.grammar import Case
from tests.unit.narrative.facts import period

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("noun", "none", "one", "two", "with_one", "with_two"),
    [
        (
            grammar.KUNDENREAKTION,
            "keine Kundenreaktion",
            "eine Kundenreaktion",
            "2 Kundenreaktionen",
            "einer Kundenreaktion",
            "2 Kundenreaktionen",
        ),
        (grammar.ANLIEGEN, "kein Anliegen", "ein Anliegen", "2 Anliegen", "einem Anliegen", "2 Anliegen"),
        (
            grammar.BESCHWERDE,
            "keine Beschwerde",
            "eine Beschwerde",
            "2 Beschwerden",
            "einer Beschwerde",
            "2 Beschwerden",
        ),
        (grammar.LOB, "kein Lob", "ein Lob", "2 Lobe", "einem Lob", "2 Loben"),
        (
            grammar.IDEE,
            "keine Idee oder Anregung",
            "eine Idee oder Anregung",
            "2 Ideen oder Anregungen",
            "einer Idee oder Anregung",
            "2 Ideen oder Anregungen",
        ),
        (grammar.PETITION, "keine Petition", "eine Petition", "2 Petitionen", "einer Petition", "2 Petitionen"),
        (grammar.EINGABE, "keine Eingabe", "eine Eingabe", "2 Eingaben", "einer Eingabe", "2 Eingaben"),
        (grammar.FALL, "kein Fall", "ein Fall", "2 Fälle", "einem Fall", "2 Fällen"),
        (
            grammar.BEGRUENDETE_BESCHWERDE,
            "keine begründete Beschwerde",
            "eine begründete Beschwerde",
            "2 begründete Beschwerden",
            "einer begründeten Beschwerde",
            "2 begründeten Beschwerden",
        ),
        (
            grammar.FAELLIGE_KUNDENREAKTION,
            "keine fällige Kundenreaktion",
            "eine fällige Kundenreaktion",
            "2 fällige Kundenreaktionen",
            "einer fälligen Kundenreaktion",
            "2 fälligen Kundenreaktionen",
        ),
        (grammar.TAG, "0~Tage", "1~Tag", "2~Tage", "1~Tag", "2~Tagen"),
        (grammar.MONAT, "0~Monate", "1~Monat", "2~Monate", "1~Monat", "2~Monaten"),
        (
            grammar.PROZENTPUNKT,
            "0~Prozentpunkte",
            "1~Prozentpunkt",
            "2~Prozentpunkte",
            "1~Prozentpunkt",
            "2~Prozentpunkten",
        ),
    ],
    ids=lambda value: value.singular if isinstance(value, grammar.Noun) else "",
)
def test_nouns_agree_with_their_number_and_case(noun, none, one, two, with_one, with_two):
    nominative = [grammar.counted(count, noun) for count in (0, 1, 2)]
    dative = [grammar.counted(count, noun, Case.DATIVE) for count in (1, 2)]

    assert nominative == [text.replace("~", NBSP) for text in (none, one, two)]
    assert dative == [text.replace("~", NBSP) for text in (with_one, with_two)]


def test_the_accusative_of_a_masculine_noun_has_its_own_article():
    assert grammar.counted(1, grammar.FALL, Case.ACCUSATIVE) == "einen Fall"
    assert grammar.counted(0, grammar.FALL, Case.ACCUSATIVE) == "keinen Fall"


@pytest.mark.parametrize(
    ("noun", "alone"),
    [
        (grammar.KUNDENREAKTION, ["keine", "eine", "2", "1.068"]),
        (grammar.ANLIEGEN, ["keines", "eines", "2", "1.068"]),
        (grammar.FALL, ["keiner", "einer", "2", "1.068"]),
    ],
)
def test_a_number_that_stands_for_its_noun_has_the_gender_of_the_noun(noun, alone):
    assert [grammar.numeral(count, noun) for count in (0, 1, 2, 1068)] == alone


def test_verbs_are_plural_from_two_on():
    assert [grammar.GING.agree(count) for count in (0, 1, 2)] == ["ging", "ging", "gingen"]
    assert [grammar.WURDE.agree(count) for count in (0, 1, 2)] == ["wurde", "wurde", "wurden"]


def test_a_measure_is_singular_only_where_a_plain_one_is_shown():
    assert grammar.measured(1, 0, grammar.TAG) == f"1{NBSP}Tag"
    assert grammar.measured(1.0, 1, grammar.PROZENTPUNKT) == f"1,0{NBSP}Prozentpunkte"
    assert grammar.measured(8.5, 1, grammar.TAG, Case.DATIVE) == f"8,5{NBSP}Tagen"


@pytest.mark.parametrize(
    ("von", "bis", "when", "behind_fuer"),
    [
        ("2020-03", "2020-03", "im März 2020", "den März 2020"),
        ("2020", "2020", "im Jahr 2020", "das Jahr 2020"),
        ("2019", "2020", "in den Jahren 2019 und 2020", "die Jahre 2019 und 2020"),
        ("2018", "2020", "in den Jahren 2018 bis 2020", "die Jahre 2018 bis 2020"),
        ("2020-01", "2020-03", "im 1. Quartal 2020", "das 1. Quartal 2020"),
        ("2020-01", "2020-02", "von Januar bis Februar 2020", "Januar bis Februar 2020"),
        ("2020-02", "2020-04", "von Februar bis April 2020", "Februar bis April 2020"),
        ("2019-11", "2020-01", "von November 2019 bis Januar 2020", "November 2019 bis Januar 2020"),
    ],
)
def test_periods_carry_their_preposition_and_case(von, bis, when, behind_fuer):
    assert grammar.in_period(period(von, bis)) == when
    assert grammar.for_period(period(von, bis)) == behind_fuer


def test_remarks_on_a_period_share_one_pair_of_brackets():
    assert (
        grammar.in_period(period("2021"), ["bis 31.03.2021", "Kanal Fax"]) == "im Jahr 2021 (bis 31.03.2021; Kanal Fax)"
    )


def test_places_are_enumerated_up_to_three():
    assert grammar.several(["a"]) == "a"
    assert grammar.several(["a", "b", "c"]) == "a, b und c"
    assert grammar.several(["a", "b", "c", "d"]) == "a und noch 3-mal"
