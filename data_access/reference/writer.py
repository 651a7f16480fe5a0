"""Writes a delivery as the CSV files of the import contract."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from pathlib import Path

SEPARATOR = "|"


def write_delivery(lieferung: Mapping[str, list[dict[str, object]]], folder: Path) -> None:
    """Write one CSV file per table (semicolon, UTF-8, ISO dates) into the folder; the same rows give the same bytes.

    The columns are those of a table's first row; a table without rows gets no file, as an absent file changes nothing.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in lieferung.items():
        if rows:
            _write_table(folder / f"{name}.csv", rows)


def _write_table(path: Path, rows: list[dict[str, object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";", lineterminator="\n")
        writer.writeheader()
        writer.writerows({column: _text(value) for column, value in row.items()} for row in rows)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return SEPARATOR.join(value)
    return str(value)
