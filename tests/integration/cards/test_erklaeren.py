"""The page Veränderung erklären: what the report of 2020 says, contributions that add up, Kitagawa, Simpson's case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cards.dimensions import COUNTS, DIMENSIONS, RATES, fits
from cards.explanation import NO_COMPARISON
from cards.split_result import IS_DEFINITION, NOT_ADDITIVE, OPPOSED, OVER_ANLIEGEN
from domain import formats
from domain.kennzahlen import KENNZAHLEN
from tests.api_server import ApiServer, api_server, load, settings_in
from tests.deliveries import anliegen, reaktion, small_delivery

Y2020 = {"von": "2020-01", "bis": "2020-12"}
EXACT = 1e-9
SECOND_HALF = {"vergleich": "vorperiode", "von": "2020-07"}
ONE_BEREICH = {"bereich": "leistungsgewaehrung"}
# The standard changed between 2019 and 2020.
MEASURED_BY_STANDARD = {"fristquote", "fristgerecht", "verspaetet", "ueberfaellig"}
# Counts and rates by every dimension of the reference data that adds up for them.
COMBINATIONS = [
    (kennzahl, nach, selection)
    for kennzahl in (*COUNTS, *RATES)
    for nach, dimension in DIMENSIONS.items()
    for selection in (SECOND_HALF, ONE_BEREICH)
    if nach != "jobcenter" and fits(KENNZAHLEN[kennzahl], dimension)
    if selection is SECOND_HALF or kennzahl not in MEASURED_BY_STANDARD
]


def card(server: ApiServer, slug: str, **choices: str) -> Any:
    return server.json(f"karten/{slug}.json", **(Y2020 | choices))


def rows(table: Any) -> dict[str, list[Any]]:
    return {row[0]: row[1:] for row in table["zeilen"]}


def words(table: Any) -> str:
    """The words of a card with ordinary spaces."""
    return str(table["worte"]).replace(formats.NBSP, " ")


def values(server: ApiServer, kennzahl: str, **selection: str) -> Any:
    return server.json("kennzahlen.json", **(Y2020 | selection))["kennzahlen"][kennzahl]


# --- what the report says -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("nach", "name", "before", "after", "own"),
    [
        ("bereich", "Leistungsgewährung", 2130, 1195, -0.439),
        ("bereich", "Arbeitsvermittlung", 202, 97, -0.520),
        ("bereich_genau", "Grundsicherung", 1456, 824, -0.434),
        ("bereich_genau", "kommunale Leistungen", 674, 371, -0.450),
    ],
)
def test_bereiche_of_the_report(reference: ApiServer, nach: str, name: str, before: int, after: int, own: float):
    table = card(reference, "beitraege", nach=nach)

    assert rows(table)[name] == [
        before,
        after,
        after - before,
        pytest.approx((after - before) / 3466),
        pytest.approx(own, abs=5e-4),
    ]
    assert table["summe"][1:4] == [3466, 1906, -1560]
    assert table["summe"][4] == pytest.approx(-0.450, abs=5e-4)


def test_the_channels_of_the_report(reference: ApiServer):
    table = card(reference, "beitraege", kennzahl="kundenreaktionen", nach="kanal")
    found = rows(table)

    assert {name: row[:2] for name, row in found.items() if name in ("persönlich", "E-Mail", "telefonisch")} == {
        "persönlich": [1010, 196],
        "E-Mail": [381, 434],
        "telefonisch": [139, 313],
    }
    assert [found[name][4] for name in ("persönlich", "E-Mail", "telefonisch")] == pytest.approx(
        [-0.806, 0.139, 1.252], abs=5e-4
    )
    assert words(table) == (
        "Kundenreaktionen: 1.068 (2020) gegenüber 1.684 (2019), −616; −36,6 %. Größter Beitrag: persönlich −814"
        " (−48,3 Prozentpunkte). Dagegen: telefonisch +174 (+10,3 Prozentpunkte)."
    )


def test_the_words_name_the_largest_bereich(reference: ApiServer):
    assert words(card(reference, "beitraege", nach="bereich")) == (
        "Beschwerden: 1.906 (2020) gegenüber 3.466 (2019), −1.560; −45,0 %. Größter Beitrag: Leistungsgewährung −935"
        " (−27,0 Prozentpunkte)."
    )


def test_the_channel_explains_most_and_is_taken_without_a_choice(reference: ApiServer):
    ranking = card(reference, "merkmale", kennzahl="kundenreaktionen")

    assert [row[0] for row in ranking["zeilen"]] == ["Kanal", "Ombudsstelle", "Hauptart"]
    measures = [row[1] for row in ranking["zeilen"]]
    assert measures == sorted(measures, reverse=True)
    assert ranking["zeilen"][0][2:] == ["persönlich", -814, pytest.approx(-814 / 1684)]
    assert card(reference, "beitraege", kennzahl="kundenreaktionen")["titel"] == "Kundenreaktionen: Beiträge nach Kanal"


# --- sums ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kennzahl", "nach", "selection"), COMBINATIONS)
def test_contributions_add_up_to_the_change_of_the_whole(
    reference: ApiServer, kennzahl: str, nach: str, selection: Mapping[str, str]
):
    table = card(reference, "beitraege", kennzahl=kennzahl, nach=nach, **selection)
    whole = values(reference, kennzahl, **selection)
    at = 7 if kennzahl in RATES else 3
    change = whole["differenz"]

    if kennzahl in RATES:
        assert table["summe"][1:3] == pytest.approx([whole["vergleich"], whole["wert"]], abs=EXACT)
        for row in [*table["zeilen"], table["summe"]]:
            assert row[5] + row[6] == pytest.approx(row[7], abs=EXACT)
        for effect in (5, 6):
            assert sum(row[effect] for row in table["zeilen"]) == pytest.approx(table["summe"][effect], abs=EXACT)
    else:
        assert table["summe"][1:4] == [whole["vergleich"], whole["wert"], change]
        if (whole["vergleich"] or 0) >= 20:
            assert sum(row[4] for row in table["zeilen"]) == pytest.approx(whole["veraenderung"], abs=EXACT)
    assert sum(row[at] for row in table["zeilen"]) == pytest.approx(change, abs=EXACT)


def test_reactions_are_split_over_their_anliegen_where_they_can_carry_several(reference: ApiServer):
    table = card(reference, "beitraege", kennzahl="kundenreaktionen", nach="thema")

    assert table["summe"][1:4] == [3936, 2145, -1791]
    assert table["worte"].startswith(OVER_ANLIEGEN)
    assert table["einheit"] == "Anliegen"


@pytest.mark.parametrize(
    ("kennzahl", "nach", "why"),
    [("ombudsstelle", "bereich", NOT_ADDITIVE), ("ombudsquote", "thema", NOT_ADDITIVE), ("lob", "art", IS_DEFINITION)],
)
def test_what_does_not_add_up_is_not_split_and_says_why(reference: ApiServer, kennzahl: str, nach: str, why: str):
    table = card(reference, "beitraege", kennzahl=kennzahl, nach=nach)

    assert (table["zeilen"], table["worte"]) == ([], why)


@pytest.mark.parametrize("slug", ["beitraege", "merkmale", "weiter-aufteilen", "ohne-posten"])
def test_without_a_comparison_every_card_asks_for_one(reference: ApiServer, slug: str):
    table = card(reference, slug, vergleich="ohne")

    assert (table["zeilen"], table["worte"]) == ([], NO_COMPARISON)


def test_a_rate_is_not_explained_across_a_change_of_its_standard(reference: ApiServer):
    table = card(reference, "beitraege", kennzahl="fristquote")

    assert table["zeilen"] == []
    assert table["worte"].startswith("Keine Veränderung über den Bruch der Reihe hinweg: 21 statt 14 Kalendertage")


def test_before_the_first_data_there_is_nothing_to_explain(reference: ApiServer):
    table = card(reference, "beitraege", von="2018-01", bis="2018-12")

    assert table["zeilen"] == []
    assert "liegen keine Daten vor" in table["worte"]


# --- one item -----------------------------------------------------------------------------------------


def test_an_item_is_split_further_by_a_second_dimension(reference: ApiServer):
    inside = card(reference, "weiter-aufteilen", posten="bereich.leistungsgewaehrung", weiter="bereich_genau")

    assert inside["titel"] == "Bereich Leistungsgewährung: Beschwerden nach Bereich, unterste Ebene"
    assert {name: row[:3] for name, row in rows(inside).items()} == {
        "Grundsicherung": [1456, 824, -632],
        "kommunale Leistungen": [674, 371, -303],
    }
    assert inside["summe"][1:4] == [2130, 1195, -935]


@pytest.mark.parametrize("posten", ["kanal.persoenlich", "thema.bearbeitungsdauer", "thema.ohne", "ombudsstelle.ja"])
@pytest.mark.parametrize("selection", [{}, {"bereich": "grundsicherung"}])
def test_an_item_and_the_rest_are_together_the_whole(reference: ApiServer, posten: str, selection: dict[str, str]):
    table = card(reference, "ohne-posten", posten=posten, **selection)
    whole, item, rest = (row[1:4] for row in table["zeilen"])
    merkmal, code = posten.split(".")
    found = values(reference, "beschwerden", **selection, **{merkmal: code})

    assert item == [found["vergleich"], found["wert"], found["differenz"]]
    assert whole == [one + other for one, other in zip(item, rest, strict=True)]
    inside = card(reference, "weiter-aufteilen", posten=posten, weiter="hauptart", **selection)
    assert inside["summe"][1:4] == item


def test_the_headline_without_the_largest_item(reference: ApiServer):
    table = card(reference, "ohne-posten", kennzahl="kundenreaktionen")

    assert table["zeilen"][2] == ["ohne Kanal persönlich", 674, 872, 198, pytest.approx(198 / 674)]
    assert words(table) == (
        "Ohne Kanal persönlich: 872 gegenüber 674 (+198; +29,4 %); mit allen Posten: −616; −36,6 %."
    )


def test_a_rate_without_an_item_is_the_rate_of_all_others(reference: ApiServer):
    table = card(reference, "ohne-posten", kennzahl="ombudsquote", posten="kanal.telefon")
    others = values(reference, "ombudsquote", kanal="persoenlich,email,online,brief,fax,ohne")

    assert table["zeilen"][2][1:3] == [others["vergleich"], others["wert"]]


def test_an_item_outside_the_selection_has_nothing_to_split(reference: ApiServer):
    table = card(reference, "weiter-aufteilen", posten="kanal.fax", kanal="email", weiter="thema")

    assert table["zeilen"] == []
    assert table["summe"][1:4] == [0, 0, 0]


def test_an_item_of_anliegen_turns_reactions_into_anliegen(reference: ApiServer):
    table = card(reference, "ohne-posten", kennzahl="kundenreaktionen", posten="thema.beratung")

    assert table["zeilen"][0][1:3] == [3936, 2145]
    assert table["worte"].startswith(OVER_ANLIEGEN)


def test_an_unknown_item_is_refused(reference: ApiServer):
    answer = reference.get("karten/weiter-aufteilen.json", posten="kanal.brieftaube")

    assert answer.status_code == 400
    assert "kanal.brieftaube" in answer.get_json()["fehler"]


# --- rates --------------------------------------------------------------------------------------------


def rate_server(folder: Path, cases: Mapping[tuple[int, str], tuple[int, int]]) -> ApiServer:
    """An interface over Beschwerden per (year, kanal), given as (begruendet, all)."""
    lieferung = {
        name: rows_
        for name, rows_ in small_delivery().items()
        if name not in ("berichtswert", "ereignis", "petition_eingabe")
    }
    lieferung["qualitaetsstandard"] = [
        row | {"gueltig_von": date(2018, 1, 1)} for row in lieferung["qualitaetsstandard"]
    ]
    lieferung["kundenreaktion"], lieferung["anliegen"] = [], []
    for (year, kanal), (upheld, size) in cases.items():
        for number in range(size):
            key = f"{year}-{kanal}-{number}"
            day = date(year, 5, 4)
            lieferung["kundenreaktion"].append(reaktion(key, kanal=kanal, eingang_am=day, erledigt_am=day))
            bewertung = "begruendet" if number < upheld else "unbegruendet"
            lieferung["anliegen"].append(anliegen(key, bewertung=bewertung))
    settings = settings_in(folder)
    load(settings, lieferung, date(2020, 12, 31))
    return api_server(settings)


def test_simpsons_case_gets_its_sentence(tmp_path: Path):
    server = rate_server(
        tmp_path,
        {(2019, "email"): (72, 80), (2019, "brief"): (8, 20), (2020, "email"): (19, 20), (2020, "brief"): (36, 80)},
    )
    table = card(server, "beitraege", kennzahl="begruendetenquote", nach="kanal")

    assert table["summe"][1:3] == pytest.approx([0.80, 0.55])
    assert table["summe"][5:] == pytest.approx([0.05, -0.30, -0.25], abs=EXACT)
    assert words(table) == (
        "Begründetenquote: 55,0 % (2020) gegenüber 80,0 % (2019), −25,0 Prozentpunkte. Niveaueffekt +5,0 Prozentpunkte,"
        " Struktureffekt −30,0 Prozentpunkte. In allen Kanälen mit Fällen in beiden Zeiträumen wurde die Quote"
        " schlechter, insgesamt besser: mehr Fälle in Kanälen mit niedriger Quote."
    )


def test_effects_that_point_in_opposite_directions_are_told(tmp_path: Path):
    server = rate_server(
        tmp_path,
        {(2019, "email"): (40, 50), (2019, "brief"): (10, 50), (2020, "email"): (22, 25), (2020, "brief"): (14, 75)},
    )
    table = card(server, "beitraege", kennzahl="begruendetenquote", nach="kanal")

    assert table["summe"][5] > 0 > table["summe"][6]
    assert table["worte"].endswith(OPPOSED)


def test_points_of_few_cases_are_withheld(tmp_path: Path):
    server = rate_server(
        tmp_path,
        {(2019, "email"): (4, 5), (2019, "brief"): (1, 5), (2020, "email"): (22, 25), (2020, "brief"): (14, 75)},
    )
    table = card(server, "beitraege", kennzahl="begruendetenquote", nach="kanal")

    assert (table["zeilen"], table["worte"]) == ([], "Prozentpunkte stehen erst ab 20 Fällen.")


def test_the_rate_of_a_small_group_is_told_as_a_number_of_cases(reference: ApiServer):
    table = card(reference, "beitraege", kennzahl="ombudsquote", nach="kanal")

    assert rows(table)["Fax"][:2] == ["9 von 19", "5 von 13"]
