"""Excel workbooks: a sheet of real numbers per figure with its chart, and one sheet with everything to read them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from xlsxwriter import Workbook

from exports import labels
from exports.card_file import CardFile
from exports.meta import figure_pairs, meta_pairs, source_line
from exports.safe import TEXT_STAYS_TEXT
from exports.sheet_names import sheet_names
from exports.table import Meta, Table
from exports.xlsx_chart import add_charts
from exports.xlsx_ranges import ChartData
from exports.xlsx_sheets import MAX_ROWS, Formats, TooManyRowsError, print_with, rows_of, write_meta, write_table

__all__ = ["MAX_ROWS", "TooManyRowsError", "figure_workbook", "figures_workbook", "workbook"]


def workbook(table: Table, meta: Meta) -> bytes:
    """The table and, on a second sheet, its filters and definitions; equal input gives equal bytes.

    Raises ``TooManyRowsError`` where the rows do not fit on a sheet.
    """
    rows_of(table)
    stream = io.BytesIO()
    with _book(stream, table.title, meta.datenstand) as book:
        formats = Formats(book)
        write_table(book, labels.SHEET_TABLE, table, formats)
        write_meta(book, [("", meta_pairs(table, meta))], formats)
    return stream.getvalue()


def figure_workbook(file: CardFile) -> bytes:
    """One figure: its table on the sheet ``Tabelle`` with a native chart, and its filters and definitions."""
    return _written(file.titel, [(labels.SHEET_TABLE, file)], named=False)


def figures_workbook(files: Sequence[CardFile], title: str) -> bytes:
    """Several figures, each on a sheet named after its title, in their order; at least one.

    Equal input gives equal bytes. Raises ``TooManyRowsError`` where the rows of one do not fit on a sheet.
    """
    names = sheet_names([file.name or file.titel for file in files], (labels.SHEET_META, labels.SHEET_CHARTS))
    return _written(title, list(zip(names, files, strict=True)), named=True)


def _written(title: str, sheets: Sequence[tuple[str, CardFile]], *, named: bool) -> bytes:
    for _, file in sheets:
        rows_of(file.table)
    stream = io.BytesIO()
    with _book(stream, title, max(file.meta.datenstand for _, file in sheets)) as book:
        formats, data = Formats(book), ChartData()
        for name, file in sheets:
            sheet = write_table(book, name, file.table, formats)
            add_charts(book, sheet, file, data)
            print_with(sheet, file.titel, source_line(file.meta))
        data.write(book)
        write_meta(book, [(name if named else "", figure_pairs(file)) for name, file in sheets], formats)
    return stream.getvalue()


def _book(stream: io.BytesIO, title: str, stand: date) -> Any:
    """An empty workbook; the clock of a file is the Datenstand, as everywhere."""
    book = Workbook(stream, TEXT_STAYS_TEXT)
    book.set_properties({"title": title, "created": datetime.combine(stand, time())})
    return book
