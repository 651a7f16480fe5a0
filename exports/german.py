"""Cells as German text, the same on screen and in text files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from domain import formats
from exports.table import Cell, Kind

_TEXTS: dict[Kind, Callable[[Any], str]] = {
    Kind.TEXT: str,
    Kind.MONAT: str,
    Kind.DATUM: formats.day,
    Kind.ANZAHL: formats.number,
    Kind.ANTEIL: formats.percent,
    Kind.TAGE: formats.days,
    Kind.VERHAELTNIS: lambda value: formats.number(value, 2),
    Kind.DIFFERENZ: formats.signed,
    Kind.PROZENTPUNKTE: lambda value: formats.percentage_points(value, short=True),
    Kind.VERAENDERUNG: formats.percent_change,
}


def cell_text(cell: Cell, kind: Kind) -> str:
    """The cell as people read it; an en dash where there is none."""
    if cell is None:
        return formats.NONE
    if isinstance(cell, str | date) and kind not in (Kind.TEXT, Kind.MONAT, Kind.DATUM):
        return str(cell)
    return _TEXTS[kind](cell)
