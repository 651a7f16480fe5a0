"""The row report as a CSV file for a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from data_access.imports import messages
from data_access.imports.faults import ImportFault

# A spreadsheet would take a cell that begins so for a formula; an apostrophe makes it text.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\0")


def write_error_csv(errors: Iterable[ImportFault], path: Path) -> None:
    """Write the German CSV (BOM, semicolon): one line per fault. OSError where the file cannot be written."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
        writer.writerow(messages.REPORT_COLUMNS)
        for error in errors:
            cells = (error.file, error.row, error.column, error.value, error.rule)
            writer.writerow([_safe("" if cell is None else str(cell)) for cell in cells])


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
