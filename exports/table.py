"""A table as people see it: typed columns, rows of plain values, and what must travel with them into every file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

Cell = str | int | float | date | None


class Kind(Enum):
    """What a column holds; it decides the German text, the Excel format and the alignment."""

    TEXT = "text"
    MONAT = "monat"
    QUARTAL = "quartal"
    DATUM = "datum"
    ANZAHL = "anzahl"
    ANTEIL = "anteil"
    TAGE = "tage"
    VERHAELTNIS = "verhaeltnis"
    DIFFERENZ = "differenz"
    TAGE_DIFFERENZ = "tagedifferenz"
    VERHAELTNIS_DIFFERENZ = "verhaeltnisdifferenz"
    PROZENTPUNKTE = "prozentpunkte"
    VERAENDERUNG = "veraenderung"
    # Another kind in every row, see ``Table.row_kinds``.
    WERT = "wert"
    WERT_DIFFERENZ = "wertdifferenz"


_DIFFERENCES = {
    Kind.ANTEIL: Kind.PROZENTPUNKTE,
    Kind.TAGE: Kind.TAGE_DIFFERENZ,
    Kind.VERHAELTNIS: Kind.VERHAELTNIS_DIFFERENZ,
}


def difference_kind(kind: Kind) -> Kind:
    """Kind of the difference of two such cells."""
    return _DIFFERENCES.get(kind, Kind.DIFFERENZ)


@dataclass(frozen=True)
class Column:
    """A column: German heading and kind. Shares and changes are fractions, points are differences of fractions.

    ``gruppe`` is the heading above neighbouring columns that belong together; files write both in one cell.
    """

    name: str
    kind: Kind = Kind.TEXT
    gruppe: str = ""

    @property
    def heading(self) -> str:
        """The whole heading in one line."""
        return f"{self.gruppe}: {self.name}" if self.gruppe else self.name


@dataclass(frozen=True)
class Table:
    """Rows in the order shown; None is an empty cell, which is not a zero. ``total`` is a last row of totals."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] | None = None
    notes: tuple[str, ...] = ()
    row_kinds: tuple[Kind, ...] = ()

    def kind(self, row: int, column: int) -> Kind:
        """Kind of a cell; ``row`` counts the rows without the total."""
        kind = self.columns[column].kind
        if kind is Kind.WERT:
            return self.row_kinds[row]
        if kind is Kind.WERT_DIFFERENZ:
            return difference_kind(self.row_kinds[row])
        return kind


@dataclass(frozen=True)
class Meta:
    """What every file carries beside its numbers; all texts in German.

    ``pruefnummer`` finds the figure again, ``adresse`` opens it; both are empty where there is no card behind a table.
    """

    auswahl: str
    einheit: str
    definitionen: Sequence[tuple[str, str]]
    datenstand: date
    quelle: str
    hinweise: Sequence[str] = field(default_factory=tuple)
    schutzstufe: str = ""
    pruefnummer: str = ""
    adresse: str = ""
