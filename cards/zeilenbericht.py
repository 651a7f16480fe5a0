"""Zeilenbericht: what every import read and changed, table by table."""

from __future__ import annotations

from cards import wording
from cards.base import Card, CardKind, CardResult, Context
from cards.datenstaende import COUNTS, EVERYTHING
from data_access.holdings import importlaeufe
from exports.table import Cell, Column, Kind, Table

TITEL = "Zeilenbericht der Importe"
TABLES = {
    "jobcenter": "Jobcenter",
    "bereich": "Bereiche",
    "thema": "Themen",
    "kanal": "Kanäle",
    "personenkreis": "Personenkreise",
    "qualitaetsstandard": "Qualitätsstandards",
    "ereignis": "Ereignisse",
    "kundenreaktion": "Kundenreaktionen",
    "anliegen": "Anliegen",
    "petition_eingabe": "Petitionen und Eingaben",
    "manuelle_meldung": "Manuelle Meldungen",
    "bezugsgroesse": "Bezugsgrößen",
    "berichtswert": "Berichtswerte",
}
NOTES = (
    "Gelesene Zeilen sind neu, geändert oder unverändert; entfernt sind gespeicherte Zeilen, die eine Lieferung"
    " ersetzt hat.",
)


def _build(context: Context) -> CardResult:
    runs = importlaeufe(context.view)
    names = {"gelesen": "gelesen", **COUNTS}
    columns = (
        Column("Tabelle"),
        Column("Import Nr.", Kind.ANZAHL),
        Column("Datenstand", Kind.DATUM),
        *(Column(name, Kind.ANZAHL) for name in names.values()),
    )
    rows: list[tuple[Cell, ...]] = [
        (TABLES.get(table, table), run.nummer, run.datenstand, *(counts.get(name, 0) for name in names))
        for run in runs
        for table, counts in run.zaehlung.items()
    ]
    words = "Kein Import." if not rows else f"{wording.counted(len(rows), 'Tabelle', 'Tabellen')} in allen Importen."
    return CardResult(Table(TITEL, columns, tuple(rows), None, NOTES), words, auswahl=EVERYTHING)


CARD = Card("zeilenbericht", TITEL, "Zeilen", (), _build, wide=True, kind=CardKind.TABLE, cases=False)
