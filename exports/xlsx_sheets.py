"""The sheets of a workbook: a table of real numbers and dates, and everything needed to read the figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from domain.zeitraum import Monat
from exports import labels
from exports.german import cell_text
from exports.number_formats import FORMATS
from exports.table import Cell, Kind, Table

Pairs = Sequence[tuple[str, Cell]]

MAX_ROWS = 1_048_575
# Fields that a header or footer on paper would take for codes, and the longest that Excel reads.
_LONGEST_PRINTED = 250
_LONGEST_TEXT = 32_767
_WIDEST_COLUMN_PIXELS = 560
_META_WIDTHS = (28, 110)
_TEXTS = (Kind.TEXT, Kind.QUARTAL)


class TooManyRowsError(Exception):
    """The table has more rows than a sheet can hold; ``rows`` says how many it has."""

    def __init__(self, rows: int) -> None:
        super().__init__(rows)
        self.rows = rows


class Formats:
    """The formats of a workbook, each made once: ordinary cells and those of the row of totals by their kind."""

    def __init__(self, book: Any) -> None:
        self.plain = {kind: book.add_format({"num_format": code}) for kind, code in FORMATS.items()}
        self.strong = {kind: book.add_format({"num_format": code, "bold": True}) for kind, code in FORMATS.items()}
        heading = {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}
        self.heading = book.add_format(heading)
        self.number_heading = book.add_format(heading | {"align": "right"})
        self.label = book.add_format({"bold": True, "valign": "top"})
        self.text = book.add_format({"text_wrap": True, "valign": "top", "align": "left"})
        self.date = book.add_format({"num_format": FORMATS[Kind.DATUM], "align": "left", "valign": "top"})
        self.link = book.add_format({"font_color": "#1f5f9e", "underline": 1, "valign": "top", "align": "left"})


def rows_of(table: Table) -> list[tuple[Cell, ...]]:
    """Rows and total; raises ``TooManyRowsError`` where they do not fit on a sheet."""
    rows = [*table.rows, *([table.total] if table.total is not None else [])]
    if len(rows) > MAX_ROWS:
        raise TooManyRowsError(len(rows))
    return rows


def write_table(book: Any, name: str, table: Table, formats: Formats) -> Any:
    """A sheet of this name with headings in its first row; the sheet."""
    sheet = book.add_worksheet(name)
    for at, column in enumerate(table.columns):
        heading = formats.heading if column.kind in _TEXTS else formats.number_heading
        sheet.write_string(0, at, column.heading, heading)
    for number, row in enumerate(rows_of(table)):
        total = number == len(table.rows)
        for at, cell in enumerate(row):
            kind = table.columns[at].kind if total else table.kind(number, at)
            write_cell(sheet, number + 1, at, _shown(cell, kind), (formats.strong if total else formats.plain)[kind])
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    sheet.autofit(_WIDEST_COLUMN_PIXELS)
    return sheet


def print_with(sheet: Any, above: str, below: str) -> None:
    """How the sheet looks on paper: one page wide, headings on every page, these texts above and below."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_header("&L&B" + _printed(above))
    sheet.set_footer("&L" + _printed(below))


def write_meta(book: Any, blocks: Iterable[tuple[str, Pairs]], formats: Formats) -> None:
    """The last sheet: per figure what travels with it, label beside value.

    A block begins with the name of its sheet, which leads there; without a name there is only one table.
    """
    sheet = book.add_worksheet(labels.SHEET_META)
    for at, width in enumerate(_META_WIDTHS):
        sheet.set_column(at, at, width)
    row = 0
    for name, pairs in blocks:
        if name:
            sheet.write_string(row, 0, labels.BLATT, formats.label)
            sheet.write_url(row, 1, "internal:'" + name.replace("'", "''") + "'!A1", formats.link, name)
            row += 1
        for label, value in pairs:
            sheet.write_string(row, 0, label, formats.label)
            write_cell(sheet, row, 1, value, formats.date if isinstance(value, date) else formats.text)
            row += 1
        row += 1


def write_cell(sheet: Any, row: int, column: int, cell: Cell, cell_format: Any) -> None:
    """One cell by its type; text is written as text, so that nothing in it can become a formula or a link."""
    if cell is None:
        return
    if isinstance(cell, date):
        sheet.write_datetime(row, column, cell, cell_format)
    elif isinstance(cell, str):
        sheet.write_string(row, column, cell[:_LONGEST_TEXT], cell_format)
    else:
        sheet.write_number(row, column, cell, cell_format)


def _printed(text: str) -> str:
    return text.replace("&", "&&")[:_LONGEST_PRINTED].removesuffix("&")


def _shown(cell: Cell, kind: Kind) -> Cell:
    """Months as real dates, quarters as they are read."""
    if kind is Kind.QUARTAL:
        return cell_text(cell, kind)
    month = Monat.parse(cell) if kind is Kind.MONAT and isinstance(cell, str) else None
    return cell if month is None else month.first_day
