"""The workbook as bytes: the grid written with XlsxWriter; equal content gives equal bytes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime, time
from itertools import groupby
from math import ceil
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell

from exports.feste_auswertung import layout
from exports.feste_auswertung.checks import write_checks
from exports.feste_auswertung.formulas import JAHR, Cell
from exports.feste_auswertung.grid import Grid
from exports.feste_auswertung.layout import Column, Row, Sheet, list_name, name_of
from exports.feste_auswertung.model import About, Content, Value
from exports.feste_auswertung.styles import Styles
from exports.safe import TEXT_STAYS_TEXT
from exports.table import Kind

ABOUT_WIDTHS = (46, 110)
# Points: a line of text, and a row in which a sentence stands in a narrow column.
LINE_HEIGHT, TEXT_HEIGHT = 15, 45


def feste_auswertung(content: Content, ohne_name: str) -> bytes:
    """The workbook; ``ohne_name`` is what "no Bereich" is called. Raises ``FullListError``."""
    bereiche = content.entries["bereich"]
    sheets = layout.sheets(bereiche, ohne_name)
    grid = Grid(sheets, content)
    stream = io.BytesIO()
    with Workbook(stream, TEXT_STAYS_TEXT) as book:
        # The clock of a file is the Datenstand, as everywhere.
        created = datetime.combine(content.about.datenstand, time())
        book.set_properties({"title": f"{layout.UEBERSICHT.title} {content.jahr}", "created": created})
        styles = Styles(book)
        for sheet in sheets:
            _write_sheet(book, sheet, grid, styles)
        write_checks(book, grid, bereiche, styles)
        _write_about(book, content.about, styles)
        _define_names(book, sheets, grid)
    return stream.getvalue()


def _write_sheet(book: Any, sheet: Sheet, grid: Grid, styles: Styles) -> None:
    page = book.add_worksheet(sheet.name)
    styles.head(page, sheet.title, sheet.unit, grid.content.head, sheet.note)
    page.set_column(0, 0, layout.LABEL_WIDTH)
    _write_headings(page, sheet, grid.content.jahr, styles)
    for at, row in grid.rows(sheet):
        if row.kind is Kind.TEXT:
            page.set_row(at, TEXT_HEIGHT)
        page.write_string(at, 0, row.label, styles.label if row.measures else styles.section)
        for place, column in enumerate(sheet.columns, start=1):
            cell = grid.cell(sheet.key, row.key, column.key)
            if cell is not None:
                write(page, at, place, cell, _format(styles, grid, row, column))
            elif not row.measures:
                page.write_blank(at, place, None, styles.section)
    page.freeze_panes(layout.FIRST, 1)
    breaks = range(1 + 2 * sheet.group, len(sheet.columns), 2 * sheet.group) if sheet.group else ()
    styles.on_paper(page, sheet.title, breaks=breaks)


def _format(styles: Styles, grid: Grid, row: Row, column: Column) -> Any:
    return styles.cell(grid.kind(row, column), computed=column.rule is not None or row.rule is not None)


def _write_headings(page: Any, sheet: Sheet, jahr: int, styles: Styles) -> None:
    at = 1
    for group, members in groupby(sheet.columns, key=lambda column: column.group):
        width = len(list(members))
        if width > 1:
            page.merge_range(layout.GROUPS, at, layout.GROUPS, at + width - 1, group, styles.group)
        else:
            page.write_string(layout.GROUPS, at, group, styles.group)
        at += width
    for row in (layout.GROUPS, layout.HEADINGS, layout.YEARS):
        page.write_blank(row, 0, None, styles.heading)
    for place, column in enumerate(sheet.columns, start=1):
        page.set_column(place, place, column.width)
        page.write_string(layout.HEADINGS, place, column.heading, styles.heading)
        if column.measure and column.kind is not Kind.TEXT:
            formula, value = (f"={JAHR}-1", jahr - 1) if column.past else (f"={JAHR}", jahr)
            page.write_formula(layout.YEARS, place, formula, styles.year, value)
        else:
            page.write_blank(layout.YEARS, place, None, styles.year)


def write(page: Any, row: int, column: int, cell: Cell, cell_format: Any) -> None:
    """A cell by what it is; text is written as text, so that nothing in it can become a formula."""
    if cell.formula:
        page.write_formula(row, column, cell.formula, cell_format, "" if cell.value is None else cell.value)
    elif cell.value is None:
        page.write_blank(row, column, None, cell_format)
    elif isinstance(cell.value, str):
        page.write_string(row, column, cell.value, cell_format)
    else:
        page.write_number(row, column, cell.value, cell_format)


def _write_about(book: Any, about: About, styles: Styles) -> None:
    page = book.add_worksheet(layout.ABOUT_SHEET)
    for at, width in enumerate(ABOUT_WIDTHS):
        page.set_column(at, at, width)
    page.write_string(0, 0, layout.ABOUT_TITLE, styles.title)
    for at, (key, label, _name) in enumerate(layout.ABOUT_ROWS, start=layout.ABOUT_FIRST):
        page.write_string(at, 0, label, styles.about_label)
        _write_value(page, at, about.angaben.get(key), styles)
    texts = [*about.definitionen, *((layout.HINWEIS, text) for text in about.hinweise)]
    for at, (label, text) in enumerate(texts, start=layout.ABOUT_FIRST + len(layout.ABOUT_ROWS) + 1):
        page.set_row(at, LINE_HEIGHT * ceil(len(text) / ABOUT_WIDTHS[1]))
        page.write_string(at, 0, label, styles.about_label)
        page.write_string(at, 1, text, styles.about_text)
    styles.on_paper(page, layout.ABOUT_TITLE, headings=False)


def _write_value(page: Any, row: int, value: Value | date, styles: Styles) -> None:
    if isinstance(value, date):
        page.write_datetime(row, 1, value, styles.about_date)
    elif isinstance(value, str):
        page.write_string(row, 1, value, styles.about_text)
    elif value is not None:
        page.write_number(row, 1, value, styles.about_number)


def _define_names(book: Any, sheets: Sequence[Sheet], grid: Grid) -> None:
    about = quote_sheetname(layout.ABOUT_SHEET)
    for at, (_key, _label, name) in enumerate(layout.ABOUT_ROWS, start=layout.ABOUT_FIRST):
        if name:
            book.define_name(name, f"={about}!{xl_rowcol_to_cell(at, 1, row_abs=True, col_abs=True)}")
    for sheet in sheets:
        page = quote_sheetname(sheet.name)
        columns = {column.key: at for at, column in enumerate(sheet.columns, start=1)}
        for at, row in enumerate(sheet.rows, start=layout.FIRST):
            for key in sheet.named if row.measures else ():
                if grid.cell(sheet.key, row.key, key) is not None:
                    place = xl_rowcol_to_cell(at, columns[key], row_abs=True, col_abs=True)
                    book.define_name(name_of(sheet, row.key, key), f"={page}!{place}")
        if sheet.katalog and sheet.named:
            first = xl_rowcol_to_cell(sheet.first_list_row, 0, row_abs=True, col_abs=True)
            last_row = sheet.first_list_row + layout.LIST_ROWS - 1
            last = xl_rowcol_to_cell(last_row, len(sheet.columns), row_abs=True, col_abs=True)
            book.define_name(list_name(sheet), f"={page}!{first}:{last}")
