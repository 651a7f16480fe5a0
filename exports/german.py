"""Cells as German text, the same on screen and in text files."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from domain import formats
from domain.zeitraum import Monat
from exports.table import Cell, Kind


def _month(code: str) -> str:
    """``2020-03`` as ``März 2020``; a total's name stays as it is."""
    month = Monat.parse(code)
    return code if month is None else formats.monat(month.jahr, month.monat)


def _quarter(code: str) -> str:
    """``2020-Q1`` as ``1. Quartal 2020``; a total's name stays as it is."""
    year, dash, quarter = code.partition("-Q")
    return f"{quarter}. Quartal {year}" if dash else code


_TEXTS: dict[Kind, Callable[[Any], str]] = {
    Kind.TEXT: str,
    Kind.MONAT: _month,
    Kind.QUARTAL: _quarter,
    Kind.DATUM: formats.day,
    Kind.ANZAHL: formats.number,
    Kind.ANTEIL: formats.percent,
    Kind.TAGE: formats.days,
    Kind.VERHAELTNIS: lambda value: formats.number(value, 2),
    Kind.DIFFERENZ: formats.signed,
    Kind.TAGE_DIFFERENZ: lambda value: formats.signed(value, 1) + formats.NBSP + "Tage",
    Kind.VERHAELTNIS_DIFFERENZ: lambda value: formats.signed(value, 2),
    Kind.PROZENTPUNKTE: lambda value: formats.percentage_points(value, short=True),
    Kind.VERAENDERUNG: formats.percent_change,
}
# Kinds of cells that are no numbers.
_NAMES = (Kind.TEXT, Kind.MONAT, Kind.QUARTAL, Kind.DATUM)


def cell_text(cell: Cell, kind: Kind) -> str:
    """The cell as people read it; an en dash where there is none."""
    return column_texts([cell], kind)[0]


def column_texts(cells: Iterable[Cell], kind: Kind) -> list[str]:
    """Cells of one kind as people read them; an en dash where there is none."""
    write = _TEXTS[kind]
    if kind in _NAMES:
        return [formats.NONE if cell is None else write(cell) for cell in cells]
    return [
        formats.NONE if cell is None else str(cell) if isinstance(cell, str | date) else write(cell) for cell in cells
    ]
