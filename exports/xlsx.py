"""Excel workbooks: one sheet with real numbers and dates, one with everything needed to read them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from xlsxwriter import Workbook

from domain.zeitraum import Monat
from exports import labels
from exports.german import cell_text
from exports.meta import meta_pairs
from exports.number_formats import FORMATS
from exports.table import Cell, Kind, Meta, Table

MAX_ROWS = 1_048_575
_LONGEST_TEXT = 32_767
_WIDEST_COLUMN_PIXELS = 560
_META_WIDTHS = (28, 110)


class TooManyRowsError(Exception):
    """The table has more rows than a sheet can hold; ``rows`` says how many it has."""

    def __init__(self, rows: int) -> None:
        super().__init__(rows)
        self.rows = rows


def workbook(table: Table, meta: Meta) -> bytes:
    """The table and, on a second sheet, its filters and definitions; equal input gives equal bytes.

    Raises ``TooManyRowsError`` where the rows do not fit on a sheet.
    """
    rows = [*table.rows, *([table.total] if table.total is not None else [])]
    if len(rows) > MAX_ROWS:
        raise TooManyRowsError(len(rows))
    stream = io.BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        # The clock of a file is the Datenstand, as everywhere.
        created = datetime.combine(meta.datenstand, time())
        book.set_properties({"title": table.title, "created": created})
        _write_table(book, table, rows)
        _write_meta(book, meta_pairs(table, meta))
    return stream.getvalue()


def _write_table(book: Any, table: Table, rows: Sequence[Sequence[Cell]]) -> None:
    sheet = book.add_worksheet(labels.SHEET_TABLE)
    heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    for at, column in enumerate(table.columns):
        sheet.write_string(0, at, column.heading, heading)
    plain = {kind: book.add_format({"num_format": code}) for kind, code in FORMATS.items()}
    strong = {kind: book.add_format({"num_format": code, "bold": True}) for kind, code in FORMATS.items()}
    for number, row in enumerate(rows):
        total = number == len(table.rows)
        for at, cell in enumerate(row):
            kind = table.columns[at].kind if total else table.kind(number, at)
            formats = strong if total else plain
            _write(sheet, number + 1, at, _shown(cell, kind), formats[kind])
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    sheet.autofit(_WIDEST_COLUMN_PIXELS)


def _write_meta(book: Any, pairs: Sequence[tuple[str, Cell]]) -> None:
    sheet = book.add_worksheet(labels.SHEET_META)
    label_format = book.add_format({"bold": True, "valign": "top"})
    text_format = book.add_format({"text_wrap": True, "valign": "top", "align": "left"})
    date_format = book.add_format({"num_format": FORMATS[Kind.DATUM], "align": "left"})
    for at, width in enumerate(_META_WIDTHS):
        sheet.set_column(at, at, width)
    for row, (label, value) in enumerate(pairs):
        sheet.write_string(row, 0, label, label_format)
        _write(sheet, row, 1, value, date_format if isinstance(value, date) else text_format)


def _write(sheet: Any, row: int, column: int, cell: Cell, cell_format: Any) -> None:
    """One cell by its type; text is written as text, so that nothing in it can become a formula or a link."""
    if cell is None:
        return
    if isinstance(cell, date):
        sheet.write_datetime(row, column, cell, cell_format)
    elif isinstance(cell, str):
        sheet.write_string(row, column, cell[:_LONGEST_TEXT], cell_format)
    else:
        sheet.write_number(row, column, cell, cell_format)


def _shown(cell: Cell, kind: Kind) -> Cell:
    """Months as real dates, quarters as they are read."""
    if kind is Kind.QUARTAL:
        return cell_text(cell, kind)
    month = Monat.parse(cell) if kind is Kind.MONAT and isinstance(cell, str) else None
    return cell if month is None else month.first_day
