"""The few German words that Word documents add of their own."""

from __future__ import annotations

from domain import formats

SEITE = "Seite"
VON = "von"
INHALT = "Inhalt"
ABBILDUNG = "Abbildung"
TABELLE = "Tabelle"
NUMMERN = "Nummern im Diagramm"
TO_FILL = "Bitte ergänzen:"
COLLECTION = "Abbildungen aus der KRM-Statistik"


def first_rows(shown: int, rows: int) -> str:
    """Not all rows of a table stand in the document."""
    return f"Die ersten {formats.number(shown)} von {formats.number(rows)} Zeilen; die Excel-Datei enthält alle."
