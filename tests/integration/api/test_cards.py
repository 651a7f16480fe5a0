"""Every card of the pages as data: the same numbers in every format, and those of the one computation."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openapi_schema_validator import OAS31Validator, oas31_format_checker

from cards.registry import CARDS
from tests.api_server import ApiServer, reference_server

OPENAPI = Path(__file__).resolve().parents[3] / "docs" / "openapi.json"
SELECTIONS = (
    {"von": "2020-01", "bis": "2020-12"},
    {"von": "2021-01", "bis": "2021-12", "vergleich": "vorperiode", "kanal": "email,telefon"},
    {"von": "2017-01", "bis": "2018-12", "thema": "beratung"},
    {"von": "2020-01", "bis": "2020-12", "vergleich": "ohne", "kanal": "fax", "ombudsstelle": "ja", "art": "lob"},
)


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> ApiServer:
    return reference_server(tmp_path_factory.mktemp("cards"))


def as_number(text: str) -> Any:
    try:
        return float(text)
    except ValueError:
        return text or None


def rows_of(card: Any) -> list[list[Any]]:
    rows = [*card["zeilen"], *([card["summe"]] if card["summe"] else [])]
    return [[float(cell) if isinstance(cell, int | float) else cell for cell in row] for row in rows]


@pytest.mark.parametrize("slug", CARDS)
def test_a_card_is_what_the_description_promises(reference: ApiServer, slug: str):
    components = json.loads(OPENAPI.read_text(encoding="utf-8"))["components"]
    schema = {"$ref": "#/components/schemas/Karte", "components": components}
    validator = OAS31Validator(schema, format_checker=oas31_format_checker)
    for selection in SELECTIONS:
        card = reference.json(f"karten/{slug}.json", **selection)

        assert [error.message for error in validator.iter_errors(card)] == []
        assert card["karte"] == slug
        assert all(len(row) == len(card["spalten"]) for row in rows_of(card))
        assert card["worte"].endswith(".")


@pytest.mark.parametrize("slug", CARDS)
def test_all_formats_of_a_card_carry_the_same_numbers(reference: ApiServer, slug: str):
    for selection in SELECTIONS:
        expected = rows_of(reference.json(f"karten/{slug}.json", **selection))

        head, *found = csv.reader(io.StringIO(reference.get(f"karten/{slug}.csv", **selection).text))
        assert [[as_number(cell) for cell in row] for row in found] == [
            [as_number(cell) if isinstance(cell, str) else cell for cell in row] for row in expected
        ]
        book = openpyxl.load_workbook(io.BytesIO(reference.get(f"karten/{slug}.xlsx", **selection).data))
        sheet = book.worksheets[0]
        assert [cell.value for cell in sheet[1]] == head
        numbers = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        for row, wanted in zip(numbers, expected, strict=True):
            for value, number in zip(row, wanted, strict=True):
                assert not isinstance(number, float) or value == pytest.approx(number, rel=1e-12)


def test_the_cards_of_the_ueberblick_show_the_figures_of_the_table_route(reference: ApiServer):
    selection = {"von": "2020-01", "bis": "2020-12"}
    kanaele = reference.json("karten/kanaele.json", **selection)
    tabelle = reference.json("tabelle.json", kennzahl="kundenreaktionen", nach="kanal", **selection)

    assert sorted((row[1], row[3]) for row in kanaele["zeilen"]) == sorted(
        (zeile["wert"], zeile["vergleich"]) for zeile in tabelle["zeilen"]
    )
    assert kanaele["summe"][1] == tabelle["summe"]["wert"] == 1068


def test_an_unknown_card_is_not_found(reference: ApiServer):
    answer = reference.get("karten/gibtsnicht.json")

    assert answer.status_code == 404
    assert answer.mimetype == "application/json"


def test_what_a_card_does_not_know_is_refused_by_name(reference: ApiServer):
    answer = reference.get("karten/kanaele.json", farbe="rot", kanal="brieftaube")

    assert answer.status_code == 400
    assert "farbe" in answer.get_json()["fehler"]
    assert "brieftaube" in answer.get_json()["fehler"]
