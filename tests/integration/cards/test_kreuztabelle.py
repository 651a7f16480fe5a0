"""The free cross table over the reference data: what was chosen, shares of the right whole, small numbers."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api_server import ApiServer

Y2020 = {"von": "2020-01", "bis": "2020-12"}


def card(reference: ApiServer, **choices: str) -> Any:
    return reference.json("karten/kreuztabelle.json", **(Y2020 | choices))


def heads(table: Any) -> list[str]:
    return [column["name"] for column in table["spalten"]]


def test_the_margins_are_the_published_figures(reference: ApiServer):
    table = card(reference, zeilen="bereich", spalten="quartal", ebene="1")

    assert heads(table)[:3] == ["Bereich", "Gesamt: Beschwerden", "1. Quartal 2020: Beschwerden"]
    assert table["summe"][1] == 1906
    assert {row[0]: row[1] for row in table["zeilen"]}["Leistungsgewährung"] == 1195
    assert table["titel"] == "Beschwerden nach Bereich und Quartal"
    assert table["worte"].startswith("Beschwerden insgesamt: 1.906, in 5 Zeilen und 4 Spalten.")


def test_a_reaction_with_several_themes_is_counted_once_in_the_total_and_the_table_says_so(reference: ApiServer):
    table = card(reference, zeilen="thema", spalten="keine", kennzahl="kundenreaktionen")

    assert table["summe"][1] == 1068
    assert sum(row[1] for row in table["zeilen"]) > 1068
    assert any(note.startswith("Mehrfachnennungen") for note in table["hinweise"])


def test_what_adds_up_is_no_multiple_answer(reference: ApiServer):
    table = card(reference, zeilen="thema", spalten="keine", kennzahl="beschwerden")

    assert sum(row[1] for row in table["zeilen"]) == table["summe"][1] == 1906
    assert not any(note.startswith("Mehrfachnennungen") for note in table["hinweise"])


@pytest.mark.parametrize("whole", ["zeile", "spalte", "gesamt"])
def test_shares_are_taken_of_the_row_the_column_or_everything(reference: ApiServer, whole: str):
    table = card(reference, zeilen="kanal", spalten="hauptart", kennzahl="kundenreaktionen", anteile=whole)
    rows = [*table["zeilen"], table["summe"]]
    everything = table["summe"][1]
    for row in rows:
        for at in range(1, len(row), 2):
            base = {"zeile": row[1], "spalte": table["summe"][at], "gesamt": everything}[whole]
            small = f"{row[at]} von {base}" if base else None
            assert row[at + 1] == (pytest.approx(row[at] / base) if base >= 20 else small)


def test_comparison_columns_hold_the_year_before(reference: ApiServer):
    table = card(reference, zeilen="kanal", spalten="keine", kennzahl="kundenreaktionen", vergleichsspalten="ja")

    assert heads(table) == ["Kanal", "Kundenreaktionen", "Vergleich", "Differenz", "Veränderung"]
    assert table["summe"] == ["Gesamt", 1068, 1684, -616, pytest.approx(-616 / 1684)]
    assert "Vergleich: 2019." in table["hinweise"]


def test_rates_are_told_from_twenty_cases_on(reference: ApiServer):
    choices = {"zeilen": "thema", "spalten": "kanal", "kennzahl": "begruendetenquote", "kennzahl2": "beschwerden"}
    table = card(reference, **choices)
    pairs = [(row[at], row[at + 1]) for row in [*table["zeilen"], table["summe"]] for at in range(1, len(row), 2)]

    assert {type(rate) for rate, count in pairs if count >= 20} == {float}
    assert {str(rate).endswith(f" von {count}") for rate, count in pairs if 0 < count < 20} == {True}
    assert {rate for rate, count in pairs if count == 0} == {None}
    assert "Anteile in Prozent erst ab 20 Fällen, darunter als Zahl der Fälle." in table["hinweise"]


def test_a_dimension_chosen_twice_stands_once(reference: ApiServer):
    table = card(reference, zeilen="kanal", zeilen2="kanal", spalten="kanal")

    assert heads(table) == ["Kanal", "Beschwerden"]
    assert "„Kanal“ ist mehrfach gewählt und steht nur einmal in der Tabelle." in table["hinweise"]


def test_rows_stand_in_the_order_of_time_and_of_the_tree_of_bereiche(reference: ApiServer):
    table = card(reference, von="2019-07", zeilen="monat", zeilen2="bereich", spalten="keine")
    months = [row[0] for row in table["zeilen"]]
    bereiche = [row[1] for row in table["zeilen"] if row[0] == "2020-03"]

    assert months == sorted(months)
    assert (months[0], months[-1]) == ("2019-07", "2020-12")
    below = ["Grundsicherung", "kommunale Leistungen"]
    assert bereiche == ["Arbeitsvermittlung", "Eingangszone", *below, "Sonstige", "ohne Angabe"]


def test_petitions_have_no_value_where_they_cannot_follow(reference: ApiServer):
    table = card(reference, zeilen="kanal", spalten="keine", kennzahl="petitionen")

    assert {row[1] for row in table["zeilen"]} == {None}
    assert table["summe"][1] == 3
    assert any(note.startswith("Petitionen und Eingaben folgen nur") for note in table["hinweise"])


def test_an_empty_selection_says_so(reference: ApiServer):
    table = card(reference, kanal="fax", thema="erstausstattung", ombudsstelle="ja", zeilen="bereich", spalten="keine")

    assert table["zeilen"] == []
    assert table["worte"] == "Beschwerden insgesamt: 0."


def test_the_definitions_are_those_of_the_chosen_indicators(reference: ApiServer):
    table = card(reference, kennzahl="fristquote", kennzahl3="laufzeit_median")

    assert [one["name"] for one in table["definitionen"]] == ["Fristquote", "Laufzeit (Median)"]
    assert [column["art"] for column in table["spalten"]][1:3] == ["anteil", "tage"]
