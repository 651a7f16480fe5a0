"""What is downloaded equals what stands on screen and can be read without the screen."""

from __future__ import annotations

import csv
import re
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page

from cards.registry import CARDS
from domain import formats
from tests.e2e.pages import card, cells, open_page, share_menu, show_tables

SLUGS = ("kennzahlen", "eingaenge", "kanaele", "personenkreise", "fristquote", "bereiche-themen")
SELECTION = "von=2020-01&bis=2020-12&kanal=email,telefon&bewertungsbasis=bewertete"
WORDS = "Zeitraum 2020, Kanal E-Mail oder telefonisch, Basis der Begründetenquote nur bewertete, Vergleich Vorjahr"
NUMBER = re.compile(r"[+−±]?[\d.]+(,\d+)?(\u00a0(%|Pp\.))?")


def words(slug: str) -> str:
    """The selection as the files of a card tell it: the comparison only where the card compares."""
    return WORDS if CARDS[slug].compared else WORDS.removesuffix(", Vergleich Vorjahr")


Raw = str | int | float | datetime | None


def downloaded(page: Page, slug: str, ending: str, folder: Path) -> Path:
    """The file behind a link of a card, under the name that the browser gives it."""
    with page.expect_download() as waiting:
        share_menu(page, slug).get_by_role("link", name=ending.upper(), exact=False).click()
    target = folder / waiting.value.suggested_filename
    waiting.value.save_as(target)
    return target


def same(shown: str, raw: Raw) -> bool:
    """Whether a cell of a file is what the screen shows of it, within the rounding of the screen."""
    if shown == formats.NONE:
        return raw in (None, "")
    if isinstance(raw, datetime):
        return shown == formats.monat(raw.year, raw.month)
    if NUMBER.fullmatch(shown):
        digits = re.sub(r"[^\d,−]", "", shown).replace("−", "-")
        places = len(digits.partition(",")[2])
        scale = 100 if shown.endswith(("%", "Pp.")) else 1
        value = float(raw.replace(",", ".")) if isinstance(raw, str) else float(raw or 0)
        return abs(value * scale - float(digits.replace(",", "."))) <= 0.5000001 * 10**-places
    month = re.fullmatch(r"(\d{4})-(\d{2})", str(raw))
    return shown == (formats.monat(int(month[1]), int(month[2])) if month else raw)


def differences(screen: list[list[str]], file: list[list[Raw]]) -> list[tuple[str, Raw]]:
    """Cells that do not agree; raises ValueError if the shape differs."""
    return [
        (shown, raw)
        for shown_row, raw_row in zip(screen[1:], file[1:], strict=True)
        for shown, raw in zip(shown_row, raw_row, strict=True)
        if not same(shown, raw)
    ]


@pytest.fixture
def tables(page: Page) -> Page:
    """The page with all of its tables on screen."""
    open_page(page, SELECTION)
    show_tables(page)
    return page


def test_csv_files_open_in_german_spreadsheets_and_equal_the_screen(tables: Page, tmp_path: Path):
    for slug in SLUGS:
        file = downloaded(tables, slug, "csv", tmp_path)
        content = file.read_bytes().decode("utf-8")
        assert file.name.startswith(slug)
        assert content[0] == "\ufeff"
        rows = list(csv.reader(content[1:].splitlines(), delimiter=";"))
        end = rows.index([])
        screen = cells(card(tables, slug).locator("table"))
        assert rows[0] == screen[0]
        assert differences(screen, rows[:end]) == []  # type: ignore[arg-type]
        numbers = [cell for row in rows[1:end] for cell in row[1:] if cell]
        assert any("," in number for number in numbers) == any("," in cell for row in screen for cell in row)
        said = dict(rows[end + 1 :])
        assert said["Auswahl"] == words(slug)
        assert said["Datenstand"] == "2021-03-31"
        assert said["Quelle"] == "KRM-Datenbank"
        assert said["Hinweis"].startswith("Demodaten:")


def test_workbooks_hold_real_numbers_that_equal_the_screen(tables: Page, tmp_path: Path):
    for slug in SLUGS:
        book = load_workbook(downloaded(tables, slug, "xlsx", tmp_path))
        rows = [list(row) for row in book["Tabelle"].iter_rows(values_only=True)]
        screen = cells(card(tables, slug).locator("table"))
        assert rows[0] == screen[0]
        assert differences(screen, rows) == []  # type: ignore[arg-type]
        assert all(not isinstance(cell, str) for row in rows[1:] for cell in row[2:])
        said = {row[0]: row[1] for row in book["Filter und Definitionen"].iter_rows(values_only=True)}
        assert said["Auswahl"] == words(slug)
        assert said["Datenstand"] == datetime.combine(date(2021, 3, 31), datetime.min.time())
        assert said["Quelle"] == "KRM-Datenbank"


def test_the_comparison_of_screen_and_file_notices_a_wrong_cell():
    screen = [["Monat", "2020", "Anteil"], ["März 2020", "1.068", "94,4\u00a0%"]]

    assert differences(screen, [["", "", ""], ["2020-03", "1068", "0,94382"]]) == []
    assert differences(screen, [["", "", ""], ["2020-04", "1069", "0,9451"]]) == [
        ("März 2020", "2020-04"),
        ("1.068", "1069"),
        ("94,4\u00a0%", "0,9451"),
    ]
