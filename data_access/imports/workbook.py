"""XLSX workbooks as rows of cells, after the archive has been found harmless.

The archive is unpacked once for counting before anything parses it: headers can lie about sizes, bytes cannot.
"""

from __future__ import annotations

import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, time, timedelta
from pathlib import Path, PurePosixPath
from typing import Any

import openpyxl
from openpyxl.cell.cell import ERROR_CODES

from data_access.imports import messages
from data_access.imports.faults import ImportRefusedError, UnreadableFileError
from data_access.imports.values import Cell, Unusable, is_empty

LARGEST_UNPACKED = 200 * 1_000_000
LARGEST_RATIO = 100
MOST_MEMBERS = 1_000
MOST_ROWS = 500_000
# A sheet of Excel has no more; a row number beyond would make the reader invent millions of empty rows.
LAST_SHEET_ROW = 1_048_576
MOST_COLUMNS = 200
CHUNK = 1 << 16

FOLDERS = frozenset({"xl", "docProps", "_rels", "customXml", "docMetadata"})
CONTENT_TYPES = "[Content_Types].xml"
MEMBER_NAME = re.compile(r"[A-Za-z0-9_.,() /-]+")
MACRO = re.compile(r"vbaproject|macrosheets|activex", re.IGNORECASE)
ENCRYPTED = 0x1

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
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            _check_members(members)
            _count_bytes(archive, members)
    except OSError as error:
        raise ImportRefusedError(messages.FILE_NOT_READABLE) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise ImportRefusedError(messages.NOT_A_WORKBOOK) from error


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MOST_MEMBERS:
        raise ImportRefusedError(messages.ARCHIVE_SUSPICIOUS)
    names = [member.filename for member in members]
    if any(MACRO.search(name) for name in names):
        raise ImportRefusedError(messages.MACROS)
    if len(set(names)) != len(names) or not all(_is_expected(name) for name in names):
        raise ImportRefusedError(messages.ARCHIVE_SUSPICIOUS)
    if any(member.flag_bits & ENCRYPTED for member in members):
        raise ImportRefusedError(messages.NOT_A_WORKBOOK)
    if sum(member.file_size for member in members) > LARGEST_UNPACKED:
        raise ImportRefusedError(messages.ARCHIVE_SUSPICIOUS)
    if any(member.file_size > LARGEST_RATIO * max(member.compress_size, 1) for member in members):
        raise ImportRefusedError(messages.ARCHIVE_SUSPICIOUS)


def _is_expected(name: str) -> bool:
    if name == CONTENT_TYPES:
        return True
    parts = PurePosixPath(name).parts
    return MEMBER_NAME.fullmatch(name) is not None and ".." not in parts and parts[0] in FOLDERS


def _count_bytes(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    unpacked = 0
    for member in members:
        with archive.open(member) as stream:
            while chunk := stream.read(CHUNK):
                unpacked += len(chunk)
                if unpacked > LARGEST_UNPACKED:
                    raise ImportRefusedError(messages.ARCHIVE_SUSPICIOUS)


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
