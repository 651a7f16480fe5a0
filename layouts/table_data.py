"""A table as compact data: German texts that the browser sets into a real ``<table>``."""

from __future__ import annotations

from typing import Any

from exports.german import cell_text
from exports.table import Kind, Table

_TEXT = (Kind.TEXT, Kind.MONAT)


def table_data(table: Table) -> dict[str, Any]:
    """Caption, headings, which columns are numbers, rows, total and notes; all cells as German text."""
    return {
        "titel": table.title,
        "kopf": [column.name for column in table.columns],
        "zahlen": [column.kind not in _TEXT for column in table.columns],
        "zeilen": [
            [cell_text(cell, table.kind(at, place)) for place, cell in enumerate(row)]
            for at, row in enumerate(table.rows)
        ],
        "summe": None
        if table.total is None
        else [cell_text(cell, column.kind) for cell, column in zip(table.total, table.columns, strict=True)],
        "hinweise": list(table.notes),
    }
