"""Rows of the import contract: catalogues and other given tables, and the generated cases."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from data_access.reference.model import STORNIERT, Kundenreaktion
from domain.frist import Qualitaetsstandard

Row = dict[str, object]
# A delivery: the name of an import file -> its rows; a row maps the contract's columns to typed values.
Lieferung = dict[str, list[Row]]

FOLDER = Path(__file__).parent
REPORT_YEAR = 2020

CATALOGUE_COLUMNS = {
    "jobcenter": ("code", "name", "traegerform", "bundesland"),
    "bereich": ("code", "name", "uebergeordnet"),
    "thema": ("code", "name"),
    "kanal": ("code", "name"),
    "personenkreis": ("code", "name", "sonderlage"),
    "qualitaetsstandard": (
        "jobcenter",
        "gueltig_von",
        "gueltig_bis",
        "frist_tage",
        "tageart",
        "verschiebe_auf_werktag",
        "zielquote",
        "bezeichnung",
    ),
}


def catalogues() -> Lieferung:
    """The catalogues and the standards; a key that a row leaves out is None."""
    tables = tomllib.loads((FOLDER / "kataloge.toml").read_text(encoding="utf-8"))
    return {
        name: [{column: row.get(column) for column in columns} for row in tables[name]]
        for name, columns in CATALOGUE_COLUMNS.items()
    }


def standards(tables: Lieferung) -> list[Qualitaetsstandard]:
    """The standards as the deadline rules want them."""
    rows: list[dict[str, Any]] = tables["qualitaetsstandard"]
    return [
        Qualitaetsstandard(**{**row, "verschiebe_auf_werktag": bool(row["verschiebe_auf_werktag"])}) for row in rows
    ]


def ereignisse(jobcenter: str) -> list[Row]:
    """The dated events that the report names."""
    return [
        {
            "datum_von": date.fromisoformat(row["datum_von"]),
            "datum_bis": date.fromisoformat(row["datum_bis"]) if row["datum_bis"] else None,
            "titel": row["titel"],
            "kategorie": row["kategorie_vorschlag"],
            "jobcenter": jobcenter,
            "bereich": None,
            "kanal": None,
        }
        for row in _read("ereignisse.csv")
    ]


def berichtswerte(jobcenter: str) -> list[Row]:
    """The published statements that can be computed again; a change has ``vergleich=vorjahr`` in its selection."""
    return [
        {
            "jobcenter": jobcenter,
            "berichtsjahr": REPORT_YEAR,
            **row,
            "zaehler": int(row["zaehler"]) if row["zaehler"] else None,
            "nenner": int(row["nenner"]) if row["nenner"] else None,
        }
        for row in _read("berichtswerte.csv")
    ]


def _read(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def numbered(reactions: Iterable[Kundenreaktion]) -> Iterator[tuple[str, Kundenreaktion]]:
    """The reactions of one year in the order of their Eingang, with the Aktenzeichen they get."""
    in_order = sorted(reactions, key=lambda reaction: reaction.eingang_am)
    for number, reaction in enumerate(in_order, start=1):
        yield f"{reaction.eingang_am.year}-{number:06d}", reaction


def duplicate(reaction: Kundenreaktion) -> Kundenreaktion:
    """The same contact recorded a second time by mistake and cancelled on the same day."""
    first = replace(reaction.anliegen[0], bewertung=None)
    return replace(reaction, status=STORNIERT, erledigt_am=reaction.eingang_am, anliegen=[first])


def kundenreaktion_row(jobcenter: str, aktenzeichen: str, reaction: Kundenreaktion) -> Row:
    """One row of ``kundenreaktion``."""
    return {
        "jobcenter": jobcenter,
        "aktenzeichen": aktenzeichen,
        "eingang_am": reaction.eingang_am,
        "erledigt_am": reaction.erledigt_am,
        "status": reaction.status,
        "kanal": reaction.kanal,
        "art": reaction.art,
        "ombudsstelle": int(reaction.ombudsstelle),
        "personenkreis": reaction.personenkreis,
        "melder": reaction.melder,
        "beratungsstelle": reaction.beratungsstelle,
    }


def anliegen_rows(jobcenter: str, aktenzeichen: str, reaction: Kundenreaktion) -> list[Row]:
    """The rows of ``anliegen`` of one reaction."""
    return [
        {
            "jobcenter": jobcenter,
            "aktenzeichen": aktenzeichen,
            "lfd_nr": lfd_nr,
            "art": anliegen.art,
            "bereich": anliegen.bereich,
            "thema": anliegen.thema,
            "bewertung": anliegen.bewertung,
        }
        for lfd_nr, anliegen in enumerate(reaction.anliegen, start=1)
    ]
