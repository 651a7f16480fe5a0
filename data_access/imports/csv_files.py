"""CSV files as rows of text: encoding and separator are recognised, nothing is guessed silently."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from data_access.imports import messages
from data_access.imports.faults import UnreadableFileError
from data_access.imports.values import Cell

SEPARATORS = (";", ",")
CHUNK = 1 << 20
LONGEST_HEADER = 100_000

Records = Iterator[tuple[int, list[Cell]]]


@dataclass(frozen=True)
class CsvFile:
    """A CSV file whose encoding is known."""

    path: Path
    encoding: str

    def records(self, is_column: Callable[[str], bool]) -> Records:
        """Row number and cells of every record, the header first; ``is_column`` tells which separator gives columns."""
        number = 0
        with self.path.open(encoding=self.encoding, newline="") as lines:
            separator = _separator(_first_line(lines), is_column)
            lines.seek(0)
            try:
                # strict: a stray quotation mark is a fault, otherwise it could swallow whole rows unnoticed.
                for number, cells in enumerate(csv.reader(lines, delimiter=separator, strict=True), start=1):
                    yield number, cells
            except csv.Error as error:
                raise UnreadableFileError(messages.CSV_BROKEN, number + 1) from error


def open_csv(path: Path, largest_bytes: int) -> CsvFile:
    """The file, with the encoding in which it can be read: UTF-8, else cp1252. Raises UnreadableFileError."""
    try:
        if path.stat().st_size > largest_bytes:
            raise UnreadableFileError(messages.too_large(largest_bytes))
        with path.open("rb") as stream:
            if stream.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
                raise UnreadableFileError(messages.UTF16)
        if _decodes(path, "utf-8"):
            return CsvFile(path, "utf-8-sig")
        # The five bytes that cp1252 leaves undefined show that it is not cp1252 either.
        if _decodes(path, "cp1252"):
            return CsvFile(path, "cp1252")
    except OSError as error:
        raise UnreadableFileError(messages.FILE_NOT_READABLE) from error
    raise UnreadableFileError(messages.UNKNOWN_ENCODING)


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _first_line(lines: TextIO) -> str:
    while line := lines.readline(LONGEST_HEADER):
        if line.strip():
            return line
    return ""


def _separator(header: str, is_column: Callable[[str], bool]) -> str:
    def columns(separator: str) -> int:
        return sum(is_column(cell) for cell in next(csv.reader([header], delimiter=separator), []))

    return max(SEPARATORS, key=columns)
