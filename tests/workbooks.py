"""Workbooks of the fixed evaluation made from the reference data or other data, and what is fixed in them as text."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask_caching.backends.nullcache import NullCache
from openpyxl import load_workbook

from app_data.database import AppDatabase
from data_access.cache import RowCache
from data_access.engine import reading_engine
from data_access.sources import direct
from data_access.warehouse import Warehouse
from domain.scope import LOCAL, Scope
from settings import Settings
from web.reports import ReportQuestion, make_feste_auswertung


def feste_auswertung(settings: Settings, jahr: int, *jobcenter: str, scope: Scope = LOCAL, stufe: str = "") -> bytes:
    """The workbook of a year from the database of the settings."""
    engine = reading_engine(settings.krm_url, settings.statement_seconds)
    warehouse = Warehouse(direct(engine), RowCache(NullCache(), settings.cache_dir / "locks"))
    question = ReportQuestion(jahr, jobcenter, stufe)
    try:
        database = AppDatabase(settings.app_url)
        return warehouse.answer(scope, lambda view: make_feste_auswertung(view, database, settings, question))
    finally:
        engine.dispose()


def opened(content: bytes, *, values: bool) -> Any:
    """The workbook with the values that are stored in it, or with its formulas."""
    return load_workbook(io.BytesIO(content), data_only=values)


def cells(book: Any) -> Iterator[tuple[str, str, Any]]:
    """Sheet, address and content of every cell that holds something."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    yield sheet.title, cell.coordinate, cell.value


def layout_lines(content: bytes) -> list[str]:
    """Everything of a workbook that stays from year to year: sheets, labels, formulas and names, one line each.

    Numbers are left out, and so are texts where the layout has a place for data: the head of each sheet, the values of
    the last one, and words in columns of words.
    """
    book = opened(content, values=False)
    lines = [f"{sheet} {address} {value}" for sheet, address, value in cells(book) if _is_fixed(sheet, address, value)]
    names = sorted(f"name {name} {defined.attr_text}" for name, defined in book.defined_names.items())
    return [*(f"sheet {sheet.title}" for sheet in book.worksheets), *lines, *names]


def _is_fixed(sheet: str, address: str, value: Any) -> bool:
    if not isinstance(value, str) or (address == "A3" and sheet != "Angaben"):
        return False
    column = address.rstrip("0123456789")
    if sheet == "Angaben":
        return column == "A"
    below_headings = int(address[len(column) :]) > 8
    return value.startswith("=") or column == "A" or not below_headings or sheet == "Prüfung"


def write_layout(target: Path, content: bytes) -> None:
    """Keep the layout of a workbook, without the repeated groups of columns of its widest sheet."""
    target.write_text("\n".join(golden_lines(content)) + "\n", encoding="utf-8")


def golden_lines(content: bytes) -> list[str]:
    """``layout_lines`` with only the first group of columns of the sheet that repeats it for every Bereich."""
    beyond = re.compile(r"Bereich und Thema ([I-Z]|[A-Z]{2})[0-9]")
    return [line for line in layout_lines(content) if not beyond.match(line)]
