"""The list of cases over the reference data: as many as the figure says, all of them in files, in the order chosen."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from data_access.vorgaenge import STATES
from domain import formats
from tests.api_server import ApiServer

PERIODS = ({"von": "2020-01", "bis": "2020-12"}, {"von": "2021-01", "bis": "2021-03", "thema": "beratung"})


def cases(reference: ApiServer, **parameter: str) -> Any:
    return reference.json("karten/vorgaenge.json", **parameter)


def column(card: Any, name: str) -> list[Any]:
    at = [column["name"] for column in card["spalten"]].index(name)
    return [row[at] for row in card["zeilen"]]


@pytest.mark.parametrize("selection", PERIODS)
@pytest.mark.parametrize("state", ["alle", *STATES])
def test_the_title_and_the_file_hold_as_many_cases_as_the_figure(
    reference: ApiServer, selection: dict[str, str], state: str
):
    code = "kundenreaktionen" if state == "alle" else state
    figure = reference.json("kennzahlen.json", **selection)["kennzahlen"][code]["wert"]
    card = cases(reference, **selection, zustand=state)

    assert card["titel"].split(" · ")[0] == f"{formats.number(figure)} {'Vorgang' if figure == 1 else 'Vorgänge'}"
    assert len(set(column(card, "Aktenzeichen"))) == len(card["zeilen"]) == figure


@pytest.mark.parametrize(("order", "name"), [("eingang_am", "Eingang"), ("aktenzeichen", "Aktenzeichen")])
def test_the_order_is_the_chosen_one(reference: ApiServer, order: str, name: str):
    rising = column(cases(reference, **PERIODS[0], sortierung=order, richtung="aufsteigend"), name)
    falling = column(cases(reference, **PERIODS[0], sortierung=order, richtung="absteigend"), name)

    assert rising == sorted(rising)
    assert falling == sorted(falling, reverse=True)


def test_a_page_after_the_last_one_is_the_last_one(reference: ApiServer):
    words = cases(reference, **PERIODS[0], seite="400")["worte"]

    assert words.startswith("Zu sehen: 1.051 bis 1.068 von 1.068, sortiert nach Eingang absteigend.")


def test_open_cases_count_their_days_up_to_the_datenstand(reference: ApiServer):
    card = cases(reference, **PERIODS[1], zustand="offen_in_frist")

    assert set(column(card, "Erledigung")) == {None}
    assert set(column(card, "Fristzustand")) == {"Offen innerhalb der Frist"}
    for received, days in zip(column(card, "Eingang"), column(card, "Tage"), strict=True):
        assert days == (date(2021, 3, 31) - date.fromisoformat(received)).days


def test_a_number_that_is_no_page_is_refused_in_words(reference: ApiServer):
    answer = reference.get("karten/vorgaenge.json", seite="zwei")

    assert answer.status_code == 400
    assert "zwei" in answer.get_json()["fehler"]
