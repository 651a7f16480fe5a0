"""XLSX workbooks as rows of cells, after the archive has been found harmless."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell.cell import ERROR_CODES

from data_access.imports import messages
from data_access.imports.faults import ImportRefusedError, UnreadableFileError
from data_access.imports.values import Cell, Unusable, is_empty
from safety.archive import SHARED_FOLDERS, ArchiveRules, Danger, UnsafeArchiveError, check_archive

MOST_ROWS = 500_000
# A sheet of Excel has no more; a row number beyond would make the reader invent millions of empty rows.
LAST_SHEET_ROW = 1_048_576
MOST_COLUMNS = 200
ARCHIVE = ArchiveRules(
    folders=SHARED_FOLDERS | {"xl"},
    macros=re.compile(r"vbaproject|macrosheets|activex", re.IGNORECASE),
    ratio=100,
    members=1_000,
    unpacked=200 * 1_000_000,
    names=re.compile(r"[A-Za-z0-9_.,() /-]+"),
)
REFUSALS = {
    Danger.UNREADABLE: messages.NOT_A_WORKBOOK,
    Danger.ENCRYPTED: messages.NOT_A_WORKBOOK,
    Danger.MACROS: messages.MACROS,
    Danger.SUSPICIOUS: messages.ARCHIVE_SUSPICIOUS,
}

Records = Iterator[tuple[int, list[Cell]]]


class Workbook:
    """An open workbook; its sheets give rows like CSV files do."""

    def __init__(self, book: openpyxl.Workbook, most_rows: int) -> None:
        self._sheets: dict[str, Any] = {sheet.title: sheet for sheet in book.worksheets}
        self._most_rows = most_rows

    @property
    def sheets(self) -> tuple[str, ...]:
        return tuple(self._sheets)

    def records(self, sheet: str) -> Records:
        """Row number and cells of every row that is not empty, the header first, all as wide as the header."""
        width = 0
        count = 0
        for number, row in enumerate(self._rows(sheet), start=1):
            cells = row[:width] if width else _without_empty_end(row)
            if all(is_empty(cell) for cell in cells):
                continue
            width = width or len(cells)
            count += 1
            if count > self._most_rows + 1:
                raise UnreadableFileError(messages.too_many_rows(self._most_rows), number)
            yield number, [_cell(cell) for cell in cells]

    def _rows(self, name: str) -> Iterator[tuple[Any, ...]]:
        sheet = self._sheets[name]
        # The size that the sheet claims may be too small, and rows beyond it would be lost.
        sheet.reset_dimensions()
        try:
            yield from sheet.iter_rows(max_row=LAST_SHEET_ROW, max_col=MOST_COLUMNS, values_only=True)
        # As above: a damaged sheet raises almost anything.
        except Exception as error:
            raise UnreadableFileError(messages.SHEET_BROKEN) from error


@contextmanager
def open_workbook(path: Path, largest_bytes: int, most_rows: int = MOST_ROWS) -> Iterator[Workbook]:
    """The workbook, to be read inside the ``with``; ImportRefusedError where it is none or could do harm."""
    _check_archive(path, largest_bytes)
    if not openpyxl.DEFUSEDXML:
        raise ImportRefusedError(messages.DEFUSEDXML_MISSING)
    # The file is opened here because openpyxl would leave it open when it gives up.
    with path.open("rb") as stream, warnings.catch_warnings():
        # Styles and extensions that openpyxl does not know are nothing that a person has to hear about.
        warnings.filterwarnings("ignore", module="openpyxl")
        try:
            # data_only=False shows formulas as such, so that a value that nobody has checked is never taken.
            book = openpyxl.load_workbook(stream, read_only=True, data_only=False, keep_links=False)
        # A damaged archive or XML makes openpyxl raise almost anything.
        except Exception as error:
            raise ImportRefusedError(messages.WORKBOOK_BROKEN) from error
        try:
            yield Workbook(book, most_rows)
        finally:
            book.close()


def _check_archive(path: Path, largest_bytes: int) -> None:
    try:
        if path.stat().st_size > largest_bytes:
            raise ImportRefusedError(messages.too_large(largest_bytes))
        check_archive(path, ARCHIVE)
    except OSError as error:
        raise ImportRefusedError(messages.FILE_NOT_READABLE) from error
    except UnsafeArchiveError as error:
        raise ImportRefusedError(REFUSALS[error.danger]) from error


def _without_empty_end(row: tuple[Any, ...]) -> tuple[Any, ...]:
    width = len(row)
    while width and is_empty(row[width - 1]):
        width -= 1
    return row[:width]


def _cell(value: Any) -> Cell:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, str):
        if value.startswith("=") and len(value) > 1:
            return Unusable(messages.FORMULA, value)
        return Unusable(messages.CELL_ERROR, value) if value in ERROR_CODES else value
    if value is None or isinstance(value, (int, float, date, time, timedelta)):
        return value
    # Array formulas and data tables come as objects of openpyxl.
    return Unusable(messages.FORMULA, "")
