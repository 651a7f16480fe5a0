"""Any card of any selection: chart, table, CSV, workbook and slides hold the same numbers."""

from __future__ import annotations

import csv
import io
import math
import random
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from openpyxl import load_workbook

from cards.base import read_query
from cards.registry import CARDS
from data_access.warehouse import View
from domain.scope import LOCAL
from domain.zeitraum import Monat
from exports.card_file import CardFile
from exports.csv import german_csv, plain_csv
from exports.figure_reading import native_charts
from exports.pptx import deck
from exports.safe import safe_cell
from exports.table import Cell, Column, Kind, Meta, Table
from exports.xlsx import figure_workbook, workbook
from tests.api_server import load, settings_in
from tests.integration.slides.decks import cached, figures, opened
from tests.integration.slides.test_every_card import numbers, shown
from tests.random_data import random_delivery, random_selection
from tests.sizes import examples
from tests.warehouses import cached_warehouse
from web.card_files import card_file

LIEFERUNG, DATENSTAND = random_delivery(31, size=300)
META = Meta("Zeitraum 2020", "Anzahl", [("Kundenreaktionen", "Zahl.")], date(2021, 3, 31), "KRM-Datenbank")
KINDS = [kind for kind in Kind if kind not in (Kind.WERT, Kind.WERT_DIFFERENZ)]
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co"]), max_size=40)
# A workbook keeps fifteen digits and a bit.
NUMBERS = st.integers(-(10**15), 10**15) | st.floats(-1e15, 1e15, allow_nan=False)
ALMOST = 1e-14


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> Iterator[View]:
    """A random delivery as the cards see it."""
    settings = settings_in(tmp_path_factory.mktemp("same"))
    load(settings, LIEFERUNG, DATENSTAND)
    with cached_warehouse(settings) as warehouse:
        yield warehouse.view(LOCAL)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Any table of columns of any kinds."""
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=5))
    cells = [_cells(kind) for kind in kinds]
    rows = draw(st.lists(st.tuples(*cells), max_size=6))
    total = draw(st.none() | st.tuples(*cells))
    columns = tuple(Column(draw(TEXTS), kind) for kind in kinds)
    return Table("Tabelle", columns, tuple(rows), total, ("Hinweis.",))


def _cells(kind: Kind) -> st.SearchStrategy[Cell]:
    if kind is Kind.TEXT:
        return st.none() | TEXTS
    if kind is Kind.MONAT:
        return st.dates(date(1990, 1, 1), date(2100, 1, 1)).map("{:%Y-%m}".format)
    if kind is Kind.QUARTAL:
        return st.builds("{}-Q{}".format, st.integers(1990, 2100), st.integers(1, 4))
    if kind is Kind.DATUM:
        return st.none() | st.dates(date(1990, 1, 1), date(2100, 1, 1))
    return st.none() | NUMBERS


def csv_rows(content: bytes, delimiter: str) -> list[list[str]]:
    # The file for programs has no mark at its beginning, so that what looks like one belongs to the first name.
    encoding = "utf-8-sig" if delimiter == ";" else "utf-8"
    return list(csv.reader(io.StringIO(content.decode(encoding), newline=""), delimiter=delimiter))


def in_csv(cell: Cell, comma: str) -> str:
    """A cell as the file must have it: numbers unrounded, text as it is or marked as text."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return safe_cell(cell)
    return cell.isoformat() if isinstance(cell, date) else str(cell).replace(".", comma)


def assert_same_in_csv(table: Table, content: bytes, delimiter: str, comma: str) -> None:
    found = csv_rows(content, delimiter)
    wanted = [*table.rows, *([table.total] if table.total is not None and comma == "," else [])]
    assert found[0] == [safe_cell(column.heading) for column in table.columns]
    assert found[1 : len(wanted) + 1] == [[in_csv(cell, comma) for cell in row] for row in wanted]


def assert_same_in_workbook(table: Table, content: bytes) -> None:
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    rows = [*table.rows, *([table.total] if table.total is not None else [])]
    for number, row in enumerate(rows, start=2):
        for at, cell in enumerate(row, start=1):
            found = sheet.cell(number, at)
            assert found.data_type != "f"
            assert same(cell, found.value, table.columns[at - 1].kind), (cell, found.value)


def same(cell: Cell, found: Any, kind: Kind) -> bool:
    """Whether a cell of a workbook is that of the table."""
    if cell is None or cell == "":
        return found in (None, "")
    if isinstance(cell, str):
        month = Monat.parse(cell) if kind is Kind.MONAT else None
        return str(found) == cell or kind is Kind.QUARTAL or (month is not None and found.date() == month.first_day)
    if isinstance(cell, date):
        return bool(found.date() == cell)
    return isinstance(found, int | float) and math.isclose(found, cell, rel_tol=ALMOST, abs_tol=1e-300)


@examples(40, 2_000, 50_000)
@given(table=tables())
def test_any_table_comes_back_from_its_files(table: Table):
    assert_same_in_csv(table, plain_csv(table), ",", ".")
    assert_same_in_csv(table, german_csv(table, META), ";", ",")
    assert_same_in_workbook(table, workbook(table, META))


@examples(15, 2_000, 20_000)
@given(slug=st.sampled_from(sorted(CARDS)), seed=st.integers(0, 10**6))
def test_any_card_holds_the_same_in_chart_table_and_every_file(view: View, slug: str, seed: int):
    file = a_card(view, slug, random.Random(seed))

    assert_same_in_csv(file.table, german_csv(file.table, file.meta), ";", ",")
    assert_same_in_workbook(file.table, figure_workbook(file))
    known = numbers(file)
    known |= {abs(one) for one in known}
    for name, value in shown(file):
        rounded = name == "noch offen: mögliche Spanne" and any(abs(value - one) < 1e-5 for one in known)
        # What the chart draws together stands in the table row by row.
        together = name.startswith("übrige") and value <= sum(known)
        assert value in known or rounded or together, (file.auswahl, name, value)


@examples(4, 300, 5_000)
@given(slug=st.sampled_from(sorted(slug for slug, card in CARDS.items() if card.height)), seed=st.integers(0, 10**6))
def test_the_slides_of_any_card_hold_the_values_of_its_charts(view: View, slug: str, seed: int):
    file = a_card(view, slug, random.Random(seed))
    drawn = [series for chart in native_charts(file) for series in chart.series]
    assume(drawn)

    on_slides = [one for _, shape in figures(opened(deck([file]))) if shape.has_chart for one in cached(shape)]

    assert [name for name, _ in on_slides] == [series.name for series in drawn]
    for (_, points), series in zip(on_slides, drawn, strict=True):
        told = {at: value for at, value in enumerate(series.values) if value is not None}
        assert {at: float(text) for at, text in points} == pytest.approx(told, rel=ALMOST)


def a_card(view: View, slug: str, chance: random.Random) -> CardFile:
    """The card of a random selection, with random choices of its own."""
    card = CARDS[slug]
    pairs = random_selection(chance, LIEFERUNG, DATENSTAND)
    for option in card.options:
        if option.highest is None and chance.random() < 0.5:
            pairs[option.name] = chance.choice([*option.names(view.catalog)] or [option.default])
    text = "&".join(f"{name}={value}" for name, value in pairs.items())
    context, _ = read_query(text, card.options, view, "KRM-Datenbank Musterstadt", chance.choice([1, 20]))
    return card_file(card, context)
