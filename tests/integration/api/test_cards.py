"""Every card of the pages as data: the same numbers in every format, and those of the one computation."""

from __future__ import annotations

import csv
import io
import json
import re
import tempfile
from bisect import bisect_left
from datetime import date, datetime
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
from data_access.reference.generator import DATENSTAND, reference_delivery
from data_access.sources import direct
from data_access.warehouse import View, Warehouse
from domain.scope import LOCAL
from exports.german import cell_text
from exports.table import Kind, Table
from layouts.parts import card_parts, card_places
from tests.api_server import ApiServer, api_server, load, settings_in
from tests.unpacked import cells_of
from web import downloads

OPENAPI = Path(__file__).resolve().parents[3] / "docs" / "openapi.json"
ROUNDED = 1e-4
# Cards whose figures draw one column of the table per series, row by row.
OVER_TIME = (
    "eingaenge",
    "fristquote",
    "verlauf",
    "regelkarte",
    "frist-regelkarte",
    "frist-status",
    "frist-dauer",
    "zu-und-abgaenge",
)
# Lines between the sizes of groups, of which a table can only hold those that occur.
NOT_IN_TABLE = ("95-%-Grenzen", "99,8-%-Grenzen")
FORMULA_MARK = re.compile(r"^'(?=[=+\-@])")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
SMALL_SHARE = re.compile(r"(\d+) von (\d+)")
SELECTIONS = (
    {"von": "2020-01", "bis": "2020-12"},
    {"von": "2021-01", "bis": "2021-12", "vergleich": "vorperiode", "kanal": "email,telefon"},
    {"von": "2017-01", "bis": "2018-12", "thema": "beratung"},
    {"von": "2020-01", "bis": "2020-12", "vergleich": "ohne", "kanal": "fax", "ombudsstelle": "ja", "art": "lob"},
    {"von": "2021-03", "bis": "2021-03", "vergleich": "vorperiode", "bereich": "leistungsgewaehrung"},
    {"von": "2022-01", "bis": "2022-03"},
)
WORDS = "Kanal E-Mail oder telefonisch"


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> ApiServer:
    """The interface over the reference data, and the downloads of the pages."""
    settings = settings_in(tmp_path_factory.mktemp("cards"))
    load(settings, reference_delivery(), DATENSTAND, demo=True)
    found = api_server(settings)
    downloads.register(found.server, warehouse_of(found), lambda: LOCAL, settings)
    return found


@pytest.fixture(scope="module")
def view(reference: ApiServer) -> View:
    """The same data as the cards see it."""
    return warehouse_of(reference).view(LOCAL)


def warehouse_of(server: ApiServer) -> Warehouse:
    """The data behind a server, with a cache of its own."""
    settings = settings_in(Path(tempfile.mkdtemp()))
    cache = connect_cache(Flask("cards", static_folder=None), settings)
    return Warehouse(direct(server.engine), RowCache(cache, settings.cache_dir / "locks"))


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
def test_all_formats_of_a_card_carry_the_same_numbers(reference: ApiServer, view: View, slug: str):
    for selection in (*SELECTIONS[:2], *SELECTIONS[4:]):
        assert_same_everywhere(reference, view, slug, selection)


@pytest.mark.parametrize("slug", [slug for slug, card in CARDS.items() if card.options])
def test_all_formats_carry_the_same_numbers_for_other_choices_too(reference: ApiServer, view: View, slug: str):
    assert_same_everywhere(reference, view, slug, SELECTIONS[0] | choices(view, slug, -1))


def test_filters_and_comparison_are_told_in_words_wherever_they_act(reference: ApiServer):
    """Open cases follow filters but no period, what is loaded follows nothing."""
    without = {"berichtswerte", "datenstaende", "zeilenbericht", "ereignisse", "datenqualitaet"}
    without |= {"meldungen", "meldungen-je-jobcenter"}
    told = {slug: reference.json(f"karten/{slug}.json", **SELECTIONS[1])["untertitel"] for slug in CARDS}

    assert {slug: words for slug, words in told.items() if (WORDS in words) == (slug in without)} == {}


@pytest.mark.parametrize("slug", [slug for slug, card in CARDS.items() if card.kind is CardKind.CHART])
def test_a_figure_shows_only_what_its_table_holds(view: View, slug: str):
    card = CARDS[slug]
    for selection in (*SELECTIONS[:2], SELECTIONS[4], SELECTIONS[0] | choices(view, slug, 1)):
        result = card.build(read_query(urlencode(selection), card.options, view, "Quelle", 20)[0])
        held = numbers_of(result.table)
        for trace in result.figure["data"] if result.figure else ():
            along = [[value for value in values if not is_held(value, held)] for values in shown_by(trace)]
            assert [] in along, (trace.get("name"), selection)
            if slug in OVER_TIME and trace["name"]:
                assert is_column(trace, result.table), (trace["name"], selection)


def is_column(trace: dict[str, Any], table: Table) -> bool:
    """Whether a series draws one column, every value in its own row; a bar between two values draws two columns."""
    length = len(table.rows)
    columns = [[as_drawn(row[at]) for row in table.rows] for at in range(1, len(table.columns))]
    if "base" in trace:
        spans = [
            (place, base, base + size) for place, base, size in zip(trace["x"], trace["base"], trace["y"], strict=True)
        ]
        return all(
            any(is_near(low, one[place]) and is_near(high, other[place]) for one in columns for other in columns)
            for place, low, high in spans
        )
    places = trace.get("x") or range(len(trace["y"]))
    drawn = [(place, value) for place, value in zip(places, trace["y"], strict=True) if value is not None]
    whole = [(int(place), value) for place, value in drawn if place == int(place) and 0 <= place < length]
    return any(all(is_near(value, column[place]) for place, value in whole) for column in columns)


def as_drawn(cell: Any) -> float | None:
    """The number in a cell."""
    if isinstance(cell, str) and (match := SMALL_SHARE.fullmatch(cell)):
        return int(match[1]) / int(match[2])
    return float(cell) if isinstance(cell, int | float) else None


def is_near(value: float, cell: float | None) -> bool:
    """Whether a drawn number, perhaps in percent, is that of a cell."""
    return cell is not None and min(abs(value - cell), abs(value - 100 * cell)) <= ROUNDED


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
    """The numbers along the axes that can carry a trace's values; flags of events carry none."""
    bars = trace.get("type") == "bar"
    if not bars and (not trace.get("name") or trace["name"] in NOT_IN_TABLE):
        return [[]]
    axes = ("x" if trace.get("orientation") == "h" else "y") if bars else "xy"
    return [[one for one in trace.get(axis) or () if isinstance(one, int | float)] for axis in axes]


def assert_same_everywhere(reference: ApiServer, view: View, slug: str, selection: dict[str, str]) -> None:
    """Page, API as JSON and CSV, German CSV and workbook: the same cells and the same words about them."""
    card = reference.json(f"karten/{slug}.json", **selection)
    rows = [*card["zeilen"], *([card["summe"]] if card["summe"] else [])]

    assert api_csv(reference, slug, selection) == [[as_text(cell, ".") for cell in row] for row in rows]
    table, below = german_csv(reference, slug, selection)
    assert table == [[as_text(cell, ",") for cell in row] for row in rows]
    sheet, about = workbook(reference, slug, selection)
    kinds = [kinds_of(card, at) for at in range(len(rows))]
    assert [len(row) for row in sheet] == [len(row) for row in rows]
    cells = [cell for found, *rest in zip(sheet, rows, kinds, strict=True) for cell in zip(found, *rest, strict=True)]
    assert [cell for cell in cells if not is_in_workbook(*cell)] == []
    for pairs in (below, about):
        assert_told(card, pairs)
    assert_on_page(view, card, rows, kinds, selection)


def as_text(cell: Any, point: str) -> str:
    """A cell of the JSON answer as a CSV file writes it: nothing for none, 0 for zero."""
    if cell is None:
        return ""
    return cell if isinstance(cell, str) else str(cell).replace(".", point)


def kinds_of(card: Any, at: int) -> list[str]:
    """What the cells of a row hold."""
    own = card["zeilenarten"][at] if at < len(card["zeilenarten"]) else ""
    differences = {"anteil": "prozentpunkte", "tage": "tagedifferenz", "verhaeltnis": "verhaeltnisdifferenz"}
    instead = {"wert": own, "wertdifferenz": differences.get(own, "differenz")} if own else {}
    return [instead.get(column["art"], column["art"]) for column in card["spalten"]]


def api_csv(reference: ApiServer, slug: str, selection: dict[str, str]) -> list[list[str]]:
    _, *found = csv.reader(io.StringIO(reference.get(f"karten/{slug}.csv", **selection).text))
    return [[FORMULA_MARK.sub("", cell) for cell in row] for row in found]


def downloaded(reference: ApiServer, file: str, selection: dict[str, str]) -> bytes:
    answer = reference.client.get(f"/herunterladen/{file}?{urlencode(selection)}")
    assert answer.status_code == 200
    return answer.data


def german_csv(
    reference: ApiServer, slug: str, selection: dict[str, str]
) -> tuple[list[list[str]], list[tuple[str, str]]]:
    """The rows of the file behind the button, and the pairs below them."""
    text = downloaded(reference, f"{slug}.csv", selection).decode("utf-8-sig")
    _, *lines = csv.reader(io.StringIO(text), delimiter=";")
    end = lines.index([])
    rows = [[FORMULA_MARK.sub("", cell) for cell in row] for row in lines[:end]]
    return rows, [(label, FORMULA_MARK.sub("", value)) for label, value in lines[end + 1 :]]


def workbook(
    reference: ApiServer, slug: str, selection: dict[str, str]
) -> tuple[list[list[Any]], list[tuple[str, str]]]:
    """The rows of the workbook behind the button, and the pairs of its second sheet."""
    book = openpyxl.load_workbook(io.BytesIO(downloaded(reference, f"{slug}.xlsx", selection)))
    rows = [[cell.value for cell in row] for row in book["Tabelle"].iter_rows(min_row=2)]
    pairs = book["Filter und Definitionen"].iter_rows(values_only=True)
    return rows, [(str(pair[0]), str(pair[1])) for pair in pairs]


def is_in_workbook(found: Any, wanted: Any, kind: str) -> bool:
    """Whether a cell of the workbook is that of the JSON answer: months and days as dates, numbers as numbers."""
    if wanted in (None, ""):
        return found in (None, wanted)
    if isinstance(wanted, str):
        month = re.fullmatch(r"\d{4}-\d{2}", wanted) if kind == "monat" else None
        if month or (kind == "datum" and isinstance(found, datetime)):
            return bool(found.date().isoformat() == (f"{wanted}-01" if month else wanted))
        return bool(found == (cell_text(wanted, Kind.QUARTAL) if kind == "quartal" else wanted))
    return isinstance(found, int | float) and bool(found == pytest.approx(wanted, rel=1e-12, abs=1e-15))


def assert_told(card: Any, pairs: list[tuple[str, str]]) -> None:
    """Filters, unit, Datenstand, check number, definitions and notes are those of the JSON answer."""
    told = dict(pairs)
    assert card["untertitel"].startswith(f"{told['Einheit']} · {told['Auswahl']}")
    assert told["Datenstand"][:10] in (card["datenstand"], f"{date.fromisoformat(card['datenstand']):%d.%m.%Y}")
    assert told["Prüfnummer"] == card["pruefnummer"]
    assert {(one["name"], one["definition"]) for one in card["definitionen"]} <= set(pairs)
    assert {("Hinweis", note) for note in card["hinweise"]} <= set(pairs)


def assert_on_page(view: View, card: Any, rows: list[Any], kinds: list[list[str]], selection: dict[str, str]) -> None:
    """The page shows the same cells in German, as many as it has room for."""
    about = CARDS[card["karte"]]
    context = read_query(urlencode(selection), about.options, view, "KRM-Datenbank Musterstadt", 20)[0]
    shown = dict(zip(card_places(about), card_parts(about, context), strict=True))
    table = shown["tabelle", "table"]
    table["zeilen"] = cells_of(table)
    body = [
        [cell_text(as_cell(c), Kind(k)) for c, k in zip(*pair, strict=True)] for pair in zip(rows, kinds, strict=True)
    ]
    width = len(table["kopf"])

    assert shown["untertitel", "children"] == card["untertitel"]
    assert table["zeilen"] == [row[:width] for row in body[: len(table["zeilen"])]]
    assert table["summe"] == (body[-1][:width] if card["summe"] else None)
    assert len(table["zeilen"]) == min(len(card["zeilen"]), len(table["zeilen"]))
    if ("worte", "children") in shown:
        assert shown["worte", "children"] == card["worte"]
    if len(table["zeilen"]) < len(card["zeilen"]):
        assert table["hinweise"][0].startswith("Zu sehen") or shown["seiten", "children"] is not None


def as_cell(cell: Any) -> Any:
    """Days of the JSON answer as days."""
    return date.fromisoformat(cell) if isinstance(cell, str) and DAY.fullmatch(cell) else cell


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
