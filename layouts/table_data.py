"""A table as compact data: German texts that the browser sets into a real ``<table>``."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from cards.base import CardResult, RowChoice, RowLink
from exports.german import cell_text, column_texts
from exports.table import Cell, Column, Kind, Table
from layouts import texts

MAX_ROWS = 400
MAX_COLUMNS = 60
# More cells would make an answer that a page has to wait for; the files hold all of them.
MAX_CELLS = 4_000

_TEXT = (Kind.TEXT, Kind.MONAT, Kind.QUARTAL)
# Columns whose German texts do not sort as what they mean.
_RANKED = (Kind.MONAT, Kind.QUARTAL, Kind.DATUM)


def result_data(result: CardResult) -> dict[str, Any]:
    """The table of a card, and in ``ziele`` where its rows lead.

    ``zeilen`` holds per row the parameters that narrow the page, and those that beside them make the list of cases;
    ``achse`` and ``gezeichnet`` on which axis of the chart how many of the rows are drawn; ``worte`` what to call it.
    """
    data = table_data(result.table, result.row_choice)
    links = [_target(link) for link in result.row_links[: len(data["zeilen"])]]
    if not any(links):
        return data
    axis, drawn = ("", 0) if result.drawn is None else (result.drawn.axis, result.drawn.rows)
    return data | {"ziele": {"worte": texts.ROW_ACTIONS, "zeilen": links, "achse": axis, "gezeichnet": drawn}}


def _target(link: RowLink | None) -> dict[str, Any] | None:
    return None if link is None else {"filter": link.filters, "faelle": link.cases}


def table_data(table: Table, choice: RowChoice | None = None) -> dict[str, Any]:
    """Caption, headings, which columns are numbers, rows, total and notes; all cells as German text.

    ``wahl`` holds what the heads of the rows choose, and what that does in words.
    ``gruppen`` holds (heading, width) above the columns, ``rang`` the order of columns that do not sort as texts.
    """
    width = _columns_shown(table.columns)
    columns = table.columns[:width]
    rows = table.rows[: min(MAX_ROWS, MAX_CELLS // max(width, 1))]
    groups = [(name, len(list(group))) for name, group in groupby(column.gruppe for column in columns)]
    # A heading over every single column is the heading of that column.
    grouped = any(name and size > 1 for name, size in groups)
    return {
        "titel": table.title,
        "gruppen": groups if grouped else None,
        "kopf": [column.name if grouped else column.gruppe or column.name for column in columns],
        "zahlen": [column.kind not in _TEXT for column in columns],
        "zeilen": [list(row) for row in zip(*(_texts(table, at, rows) for at in range(width)), strict=True)],
        "rang": {at: _ranks([row[at] for row in rows]) for at, column in enumerate(columns) if column.kind in _RANKED},
        "sortierbar": texts.SORTABLE if len(rows) > 1 else None,
        "summe": None
        if table.total is None
        else [cell_text(cell, column.kind) for cell, column in zip(table.total, columns, strict=False)],
        "hinweise": [*_cuts(table, len(rows), width), *table.notes],
        "wahl": None if choice is None else {"titel": choice.label, "zeilen": choice.rows[: len(rows)]},
    }


def _texts(table: Table, at: int, rows: Sequence[tuple[Cell, ...]]) -> list[str]:
    """The cells of a column of these first rows of the table."""
    cells, kind = [row[at] for row in rows], table.columns[at].kind
    if kind not in (Kind.WERT, Kind.WERT_DIFFERENZ):
        return column_texts(cells, kind)
    return [cell_text(cell, table.kind(row, at)) for row, cell in enumerate(cells)]


def _columns_shown(columns: Sequence[Column]) -> int:
    """As many columns as fit, never half a group."""
    if len(columns) <= MAX_COLUMNS:
        return len(columns)
    first_left_out = columns[MAX_COLUMNS].gruppe
    width = MAX_COLUMNS
    while first_left_out and width and columns[width - 1].gruppe == first_left_out:
        width -= 1
    return width


def _cuts(table: Table, rows: int, columns: int) -> list[str]:
    notes = [texts.rows_cut(rows, len(table.rows))] if rows < len(table.rows) else []
    return [*notes, texts.columns_cut(columns, len(table.columns))] if columns < len(table.columns) else notes


def _ranks(cells: Sequence[Cell]) -> list[int | None]:
    """Place of every cell in the order of its column: codes of time and ISO dates sort as their texts."""
    order = {text: rank for rank, text in enumerate(sorted({str(cell) for cell in cells}))}
    return [None if cell is None else order[str(cell)] for cell in cells]
