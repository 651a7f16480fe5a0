"""Two kinds of CSV: the plain one of the API, and the German one that a double click opens in Excel.

Numbers are written unrounded with an ASCII minus and without thousands separators, dates as ISO dates.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from exports.meta import meta_pairs
from exports.safe import safe_cell
from exports.table import Cell, Column, Kind, Meta, Table

BOM = "\ufeff"


def plain_csv(table: Table) -> bytes:
    """UTF-8 without BOM, comma, decimal point: the column names and the rows, nothing else."""
    rows = ([_plain(cell) for cell in row] for row in table.rows)
    return _written([_heading(table.columns), *rows], ",").encode()


def german_csv(table: Table, meta: Meta) -> bytes:
    """UTF-8 with BOM, semicolon, decimal comma; below rows and total, after an empty line, what travels with them.

    Shares and changes stay fractions between 0 and 1, so that nothing is lost to rounding.
    """
    rows = [_german_row(table.columns, row) for row in table.rows]
    if table.total is not None:
        rows.append(_german_row(table.columns, table.total))
    below = [[safe_cell(label), _german(value)] for label, value in meta_pairs(table, meta)]
    return (BOM + _written([_heading(table.columns), *rows, [], *below], ";")).encode()


def _written(rows: Iterable[Sequence[str]], delimiter: str) -> str:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    return stream.getvalue()


def _heading(columns: Sequence[Column]) -> list[str]:
    return [safe_cell(column.heading) for column in columns]


def _german_row(columns: Sequence[Column], row: Sequence[Cell]) -> list[str]:
    return [
        f"{cell:%Y-%m}" if column.kind is Kind.MONAT and isinstance(cell, date) else _german(cell)
        for column, cell in zip(columns, row, strict=True)
    ]


def _plain(cell: Cell) -> str:
    return _text(cell, str)


def _german(cell: Cell) -> str:
    return _text(cell, lambda number: str(number).replace(".", ","))


def _text(cell: Cell, number_text: Callable[[int | float], str]) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    return safe_cell(cell) if isinstance(cell, str) else number_text(cell)
