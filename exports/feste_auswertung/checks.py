"""The sheet of check sums: parts against wholes, computed in the workbook itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from exports.feste_auswertung import formulas, layout
from exports.feste_auswertung.formulas import Cell, Computed, Parts
from exports.feste_auswertung.grid import Grid
from exports.feste_auswertung.layout import Check
from exports.feste_auswertung.model import Entry
from exports.feste_auswertung.styles import Styles
from exports.table import Kind

_WIDTHS = (40, 12, 12, 20, 12, 12, 20, 80)
_PER_YEAR = len(layout.CHECK_COLUMNS)


def write_checks(book: Any, grid: Grid, bereiche: Sequence[Entry], styles: Styles) -> None:
    """The fixed checks, and below them one for each Bereich at its place."""
    page = book.add_worksheet(layout.CHECK_SHEET)
    styles.head(page, layout.CHECK_TITLE, layout.CHECK_UNIT, grid.content.head, layout.CHECK_NOTE)
    for at, width in enumerate(_WIDTHS):
        page.set_column(at, at, width)
    _write_headings(page, grid.content.jahr, styles)
    below = layout.FIRST + len(layout.CHECKS)
    placed = [*enumerate(layout.CHECKS, start=layout.FIRST)]
    placed += [(below + at, check) for at, check in layout.matrix_checks(bereiche)]
    for row, check in placed:
        page.write_string(row, 0, check.label, styles.label)
        for year in (0, 1):
            _write_check(page, row, 1 + year * _PER_YEAR, grid, check, year, styles)
        page.write_string(row, 1 + 2 * _PER_YEAR, check.explanation, styles.text)
    page.freeze_panes(layout.FIRST, 1)
    styles.on_paper(page, layout.CHECK_TITLE)


def _write_headings(page: Any, jahr: int, styles: Styles) -> None:
    for row in (layout.GROUPS, layout.HEADINGS, layout.YEARS):
        page.write_blank(row, 0, None, styles.heading)
    for year, group in enumerate(layout.CHECK_GROUPS):
        first = 1 + year * _PER_YEAR
        page.merge_range(layout.GROUPS, first, layout.GROUPS, first + _PER_YEAR - 1, group, styles.group)
        for at, name in enumerate(layout.CHECK_COLUMNS, start=first):
            page.write_string(layout.HEADINGS, at, name, styles.heading)
            formula = f"={formulas.JAHR}-1" if year else f"={formulas.JAHR}"
            page.write_formula(layout.YEARS, at, formula, styles.year, jahr - year)
    last = 1 + 2 * _PER_YEAR
    page.write_blank(layout.GROUPS, last, None, styles.heading)
    page.write_string(layout.HEADINGS, last, layout.CHECK_EXPLANATION, styles.heading)
    page.write_blank(layout.YEARS, last, None, styles.year)


def _write_check(page: Any, row: int, column: int, grid: Grid, check: Check, year: int, styles: Styles) -> None:
    addends = _parts(grid, check, check.columns[year])
    sheet, key, *columns = check.whole
    whole = grid.elsewhere(sheet, key, columns[year])
    assert whole is not None, check
    summed, linked = formulas.total(addends.cells, addends.block), formulas.link(whole)
    cells = [
        Cell(xl_rowcol_to_cell(row, column + at), computed.value, computed.formula)
        for at, computed in enumerate((summed, linked))
    ]
    result = formulas.verdict(cells[0], cells[1], addends, grid.limits, multiple=check.multiple)
    for at, computed in enumerate((summed, linked, result)):
        _write(page, row, column + at, computed, styles.cell(Kind.ANZAHL, computed=True) if at < 2 else styles.text)


def _parts(grid: Grid, check: Check, column: str) -> Parts:
    """The cells that are added; whether one is missing shows by the labels of the list."""
    cells = [grid.elsewhere(check.sheet, row, column) for row in check.parts]
    known = [cell for cell in cells if cell is not None]
    areas, expected = [cell.at for cell in known], str(len(known))
    if check.with_list:
        sheet = grid.sheets[check.sheet]
        known += grid.listed(sheet, column)
        areas.append(grid.list_block(sheet, column))
        expected = f"COUNTA({grid.label_block(sheet)})+{expected}"
    return Parts(known, ",".join(areas), expected)


def _write(page: Any, row: int, column: int, computed: Computed, cell_format: Any) -> None:
    value = "" if computed.value is None else computed.value
    page.write_formula(row, column, computed.formula, cell_format, value)
