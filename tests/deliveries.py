"""A small valid delivery to spoil in tests, and ways to write a delivery as CSV files or as a workbook."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook

Row = dict[str, Any]
Lieferung = dict[str, list[Row]]


def small_delivery() -> Lieferung:
    """Two organisations, three Kundenreaktionen, every file of the contract; nothing in it is wrong."""
    return {
        "jobcenter": [
            {"code": "nord", "name": "Nord", "traegerform": "gE", "bundesland": "SN"},
            {"code": "sued", "name": "Süd", "traegerform": "zkT", "bundesland": "BY"},
        ],
        "bereich": [
            {"code": "team", "name": "Team", "uebergeordnet": "geld"},
            {"code": "geld", "name": "Geld", "uebergeordnet": None},
        ],
        "thema": [{"code": "dauer", "name": "Dauer"}, {"code": "hoehe", "name": "Höhe"}],
        "kanal": [{"code": "email", "name": "E-Mail"}, {"code": "brief", "name": "Brief"}],
        "personenkreis": [
            {"code": "familien", "name": "Familien", "sonderlage": 0},
            {"code": "umzug", "name": "Umzug", "sonderlage": 1},
        ],
        "qualitaetsstandard": [standard(), standard(jobcenter="sued", frist_tage=3, tageart="Arbeitstage")],
        "ereignis": [
            {"datum_von": date(2020, 3, 13), "titel": "Schließung", "kategorie": "Pandemie", "jobcenter": "nord"},
            {"datum_von": date(2020, 5, 4), "datum_bis": date(2020, 5, 8), "titel": "Woche", "kategorie": "Aktion"},
        ],
        "kundenreaktion": [
            reaktion("A-1", personenkreis="umzug|familien", kanal="email", melder="kunde", ombudsstelle=1),
            reaktion("A-2", status="offen", erledigt_am=None, beratungsstelle="Beratung Elbe"),
            reaktion("A-1", jobcenter="sued", eingang_am=date(2020, 10, 28), erledigt_am=date(2020, 11, 2)),
        ],
        "anliegen": [
            anliegen("A-1", bereich="team", thema="dauer", bewertung="begruendet"),
            anliegen("A-1", lfd_nr=2, art="lob"),
            anliegen("A-2", bereich="geld"),
            anliegen("A-1", jobcenter="sued"),
        ],
        "petition_eingabe": [
            {
                "jobcenter": "nord",
                "kennung": "P-1",
                "art": "petition",
                "adressat": "Landtag",
                "eingang_am": date(2020, 6, 1),
                "erledigt_am": date(2020, 7, 1),
                "aktenzeichen": "A-1",
            }
        ],
        "manuelle_meldung": [
            {
                "jobcenter": "nord",
                "zeitraum_von": date(2018, 1, 1),
                "zeitraum_bis": date(2018, 12, 31),
                "kennzahl": "kundenreaktionen",
                "merkmal": "kanal",
                "auspraegung": "email",
                "wert": 12,
            }
        ],
        "bezugsgroesse": [{"jobcenter": "nord", "monat": "2020-03", "art": "bedarfsgemeinschaften", "wert": "23.5"}],
        "berichtswert": [
            {
                "jobcenter": "nord",
                "berichtsjahr": 2020,
                "fundstelle": "Kapitel 1",
                "aussage": "Zwei Kundenreaktionen",
                "kennzahl": "kundenreaktionen",
                "auswahl": "von=2020-01&bis=2020-12",
                "zaehler": 2,
                "veroeffentlicht": "2",
            }
        ],
    }


def standard(**other: Any) -> Row:
    """14 calendar days for all from 2020 on."""
    return {
        "jobcenter": None,
        "gueltig_von": date(2020, 1, 1),
        "gueltig_bis": None,
        "frist_tage": 14,
        "tageart": "Kalendertage",
        "verschiebe_auf_werktag": 0,
        "zielquote": "0.9",
        "bezeichnung": "Standard",
    } | other


def reaktion(aktenzeichen: str, **other: Any) -> Row:
    """A finished Kundenreaktion of ``nord``."""
    return {
        "jobcenter": "nord",
        "aktenzeichen": aktenzeichen,
        "eingang_am": date(2020, 3, 2),
        "erledigt_am": date(2020, 3, 16),
        "status": "erledigt",
        "kanal": None,
        "art": "beschwerde",
        "ombudsstelle": None,
        "personenkreis": None,
        "melder": None,
        "beratungsstelle": None,
    } | other


def anliegen(aktenzeichen: str, **other: Any) -> Row:
    """The first Anliegen of a Kundenreaktion of ``nord``."""
    return {
        "jobcenter": "nord",
        "aktenzeichen": aktenzeichen,
        "lfd_nr": 1,
        "art": "beschwerde",
        "bereich": None,
        "thema": None,
        "bewertung": None,
    } | other


def write_folder(lieferung: Lieferung, folder: Path, *, separator: str = ";", encoding: str = "utf-8") -> Path:
    """Write every table as a CSV file of the folder, which is created where it is missing; returns the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for table, rows in lieferung.items():
        columns = columns_of(rows)
        with (folder / f"{table}.csv").open("w", encoding=encoding, newline="") as stream:
            writer = csv.writer(stream, delimiter=separator)
            writer.writerow(columns)
            writer.writerows([as_text(row.get(column)) for column in columns] for row in rows)
    return folder


def write_workbook(lieferung: Lieferung, path: Path) -> Path:
    """Write every table as a sheet, dates and numbers as such; returns the path."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for table, rows in lieferung.items():
        sheet = book.create_sheet(table)
        columns = columns_of(rows)
        sheet.append(columns)
        for row in rows:
            sheet.append([row.get(column) for column in columns])
    book.save(path)
    return path


def columns_of(rows: Iterable[Row]) -> list[str]:
    """Every column that some row has, in the order of their first appearance."""
    return list(dict.fromkeys(column for row in rows for column in row))


def as_text(value: Any) -> str:
    return "" if value is None else str(value)
