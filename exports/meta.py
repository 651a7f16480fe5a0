"""What travels with a table, as pairs of label and value in one order for all files."""

from __future__ import annotations

from domain import formats
from exports import labels
from exports.card_file import CardFile
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


def figure_pairs(file: CardFile) -> list[tuple[str, Cell]]:
    """The same for a figure, with its finding in words below the title."""
    (label, _), *rest = meta_pairs(file.table, file.meta)
    return [(label, file.titel), *_given((labels.AUSSAGE, file.aussage)), *rest]


def source_line(meta: Meta) -> str:
    """What stands below a figure wherever it goes: source, Datenstand, level of protection and check number."""
    return " · ".join(
        (
            f"{labels.QUELLE}: {meta.quelle}",
            f"{labels.DATENSTAND} {formats.day(meta.datenstand)}",
            *filter(None, (meta.schutzstufe, meta.pruefnummer)),
        )
    )


def _given(pair: tuple[str, str]) -> list[tuple[str, str]]:
    return [pair] if pair[1] else []
