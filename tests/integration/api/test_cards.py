"""Every card of the pages as data: the same numbers in every format, and those of the one computation."""

from __future__ import annotations

import csv
import io
import json
import re
from bisect import bisect_left
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import openpyxl
import pytest
from flask import Flask
from openapi_schema_validator import OAS31Validator, oas31_format_checker

from cards.base import CardKind, read_query
from cards.registry import CARDS
from data_access.cache import RowCache, connect_cache
from data_access.warehouse import View, Warehouse
from domain.scope import LOCAL
from exports.table import Table
from tests.api_server import ApiServer, reference_server, settings_in

OPENAPI = Path(__file__).resolve().parents[3] / "docs" / "openapi.json"
ROUNDED = 1e-4
FORMULA_MARK = re.compile(r"^'(?=[=+\-@])")
SMALL_SHARE = re.compile(r"(\d+) von (\d+)")
SELECTIONS = (
    {"von": "2020-01", "bis": "2020-12"},
    {"von": "2021-01", "bis": "2021-12", "vergleich": "vorperiode", "kanal": "email,telefon"},
    {"von": "2017-01", "bis": "2018-12", "thema": "beratung"},
    {"von": "2020-01", "bis": "2020-12", "vergleich": "ohne", "kanal": "fax", "ombudsstelle": "ja", "art": "lob"},
)


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> ApiServer:
    return reference_server(tmp_path_factory.mktemp("cards"))


@pytest.fixture(scope="module")
def view(reference: ApiServer, tmp_path_factory: pytest.TempPathFactory) -> View:
    """The same data as the cards see it."""
    settings = settings_in(tmp_path_factory.mktemp("view"))
    cache = RowCache(connect_cache(Flask("cards"), settings), settings.cache_dir / "locks")
    return Warehouse(reference.engine, cache).view(LOCAL)


def as_number(text: str) -> Any:
    """A cell as a number where it is one; text that a spreadsheet would take for a formula is marked in CSV files."""
    text = FORMULA_MARK.sub("", text)
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
        assert_same_in_all_formats(reference, slug, selection)


@pytest.mark.parametrize("slug", [slug for slug, card in CARDS.items() if card.options])
def test_all_formats_carry_the_same_numbers_for_other_choices_too(reference: ApiServer, view: View, slug: str):
    for place in (1, -1):
        assert_same_in_all_formats(reference, slug, SELECTIONS[0] | choices(view, slug, place))


@pytest.mark.parametrize("slug", [slug for slug, card in CARDS.items() if card.kind is CardKind.CHART])
def test_a_figure_shows_only_what_its_table_holds(view: View, slug: str):
    card = CARDS[slug]
    for selection in (*SELECTIONS[:2], SELECTIONS[0] | choices(view, slug, 1)):
        result = card.build(read_query(urlencode(selection), card.options, view, "Quelle", 20)[0])
        held = numbers_of(result.table)
        for trace in result.figure["data"] if result.figure else ():
            along = [[value for value in values if not is_held(value, held)] for values in shown_by(trace)]
            assert [] in along, (trace.get("name"), selection)


def choices(view: View, slug: str, place: int) -> dict[str, str]:
    """A choice of every option of the card: the one at this place of its list."""
    lists = {option.name: list(option.names(view.catalog)) for option in CARDS[slug].options if option.highest is None}
    return {name: codes[place] for name, codes in lists.items() if len(codes) > 1}


def numbers_of(table: Table) -> list[float]:
    """All numbers of a table as a figure can show them, sorted: in percent, without sign, as a span of a row."""
    rows = [*table.rows, *([table.total] if table.total else [])]
    held = set()
    for row in rows:
        cells = [cell for cell in row if isinstance(cell, int | float)]
        small = [SMALL_SHARE.fullmatch(cell) for cell in row if isinstance(cell, str)]
        cells += [int(match[1]) / int(match[2]) for match in small if match]
        spans = [abs(one - other) for one in cells for other in cells]
        held |= {factor * number for number in (*cells, *spans) for factor in (1, -1, 100, -100)}
    return sorted(held)


def is_held(value: float, held: list[float]) -> bool:
    """Whether a number of a figure, which has four decimals, is among them."""
    at = bisect_left(held, value - ROUNDED)
    return at < len(held) and held[at] <= value + ROUNDED


def shown_by(trace: dict[str, Any]) -> list[list[float]]:
    """The numbers along the axes that can carry a trace's values; lines of limits and flags of events carry none."""
    bars = trace.get("type") == "bar"
    if not bars and ("markers" not in trace.get("mode", "") or not trace.get("name")):
        return [[]]
    axes = ("x" if trace.get("orientation") == "h" else "y") if bars else "xy"
    return [[one for one in trace.get(axis) or () if isinstance(one, int | float)] for axis in axes]


def assert_same_in_all_formats(reference: ApiServer, slug: str, selection: dict[str, str]) -> None:
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
