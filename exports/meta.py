"""What travels with a table, as pairs of label and value in one order for all files."""

from __future__ import annotations

from exports import labels
from exports.table import Cell, Meta, Table


def meta_pairs(table: Table, meta: Meta) -> list[tuple[str, Cell]]:
    """Title, selection, unit, Datenstand, source, definitions and notes; the Datenstand is a date."""
    return [
        (labels.TITEL, table.title),
        (labels.AUSWAHL, meta.auswahl),
        (labels.EINHEIT, meta.einheit),
        (labels.DATENSTAND, meta.datenstand),
        (labels.QUELLE, meta.quelle),
        *_given((labels.SCHUTZSTUFE, meta.schutzstufe)),
        *_given((labels.PRUEFNUMMER, meta.pruefnummer)),
        *_given((labels.ADRESSE, meta.adresse)),
        *meta.definitionen,
        *((labels.HINWEIS, note) for note in dict.fromkeys((*table.notes, *meta.hinweise))),
    ]


def _given(pair: tuple[str, str]) -> list[tuple[str, str]]:
    return [pair] if pair[1] else []
