"""A delivery whose every free text is a script, a link or a formula, and what must not become of it in files."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import openpyxl
from flask.testing import FlaskClient
from lxml import etree  # type: ignore[import-untyped]

from app import create_app
from data_access.engine import writing_engine
from data_access.imports import run_import
from data_access.imports.contract import TABLES, Column
from reports.jahresbericht.places import PLACES
from tests.api_server import Lieferung, settings_in
from tests.deliveries import write_folder
from tests.random_data import random_delivery

FOREIGN = "boese.example"
# Each holds a word that names its column, so that it is found again; ``{}`` is the place for it.
PAYLOADS = (
    '<img src=x onerror="xss()"> {}',
    '=HYPERLINK("http://boese.example/{}")',
    "<script>xss()</script> {}",
    '<a href="http://boese.example">{}</a>',
    "+1+cmd|'/c calc'!A0 {}",
    '"><svg onload=xss()> {}',
    "@SUM(A1:A9) {}",
    "javascript:xss() {}",
    "-2+3+cmd|' /C calc'!A0 {}",
    "http://boese.example/{}",
    "=1+1|{}",
    "</script><script>xss()</script> {}",
    "[{}](http://boese.example)",
    "{{{{7*7}}}}${{7*7}} {}",
    "&lt;script&gt;xss()&lt;/script&gt; {}",
    "%3Cscript%3Exss()%3C/script%3E {}",
    "'=1+1 {}",
    "<iframe src=http://boese.example> {}",
    '=DDE("cmd";"/c") {}',
    '=IMAGE("http://boese.example") {}',
)
# An address that is read, not any text.
UNDERSTOOD = {("berichtswert", "auswahl")}
FORMULA_STARTS = tuple("=+-@\t\r")
_NUMBER = re.compile(r"-?\d+([.,]\d+)?(e-?\d+)?")
_OFFICE_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def text_columns() -> set[tuple[str, str]]:
    """Every column of the import contract that takes any text, as (table, column)."""
    return {(table.name, column.name) for table in TABLES.values() for column in table.columns if _is_text(column)}


def _is_text(column: Column) -> bool:
    return column.parse.__qualname__.startswith("text.")


def planted_delivery(size: int = 300) -> tuple[Lieferung, date, dict[tuple[str, str], list[str]]]:
    """A delivery, its Datenstand, and what was planted in which column."""
    lieferung, datenstand = random_delivery(11, size)
    lieferung |= _rest(lieferung, datenstand)
    planted: dict[tuple[str, str], list[str]] = {}
    numbers = count()
    cases: dict[tuple[str, str], str] = {}
    for table, column in sorted(text_columns() - UNDERSTOOD):
        for row in lieferung[table]:
            if not row.get(column):
                continue
            number = next(numbers)
            text = PAYLOADS[number % len(PAYLOADS)].format(f"{table}.{column}.{number}")
            if column == "aktenzeichen":
                # The same in every file that names the case.
                text = cases.setdefault((row["jobcenter"], row[column]), text)
            row[column] = text
            planted.setdefault((table, column), []).append(text)
    return lieferung, datenstand, planted


def _rest(lieferung: Lieferung, datenstand: date) -> Lieferung:
    """The files of the contract that random deliveries do not have."""
    jobcenter, year = lieferung["jobcenter"][0]["code"], datenstand.year - 1
    bereich, kanal = lieferung["bereich"][0]["code"], lieferung["kanal"][0]["code"]
    months = [date(year, month, 1) for month in (2, 5, 9)]
    return {
        "ereignis": [
            {"datum_von": months[0], "titel": "t", "kategorie": "k"},
            {"datum_von": months[1], "datum_bis": months[2], "titel": "t", "kategorie": "k", "bereich": bereich},
            {"datum_von": months[2], "titel": "t", "kategorie": "k", "kanal": kanal, "jobcenter": jobcenter},
        ],
        "berichtswert": [
            {
                "jobcenter": jobcenter,
                "berichtsjahr": year,
                "fundstelle": f"F{number}",
                "aussage": "a",
                "kennzahl": kennzahl,
                "auswahl": f"von={year}-01&bis={year}-12",
                "zaehler": 3,
                "veroeffentlicht": "v",
            }
            for number, kennzahl in enumerate(("kundenreaktionen", "lob", None, "beschwerden"))
        ],
    }


def write_planted(folder: Path) -> tuple[date, dict[tuple[str, str], list[str]]]:
    """Write the files as they would be delivered."""
    lieferung, datenstand, planted = planted_delivery()
    write_folder(_as_delivered(lieferung), folder)
    return datenstand, planted


def _as_delivered(lieferung: Lieferung) -> Lieferung:
    def cell(value: Any) -> Any:
        return "|".join(value) if isinstance(value, tuple) else value

    return {
        table: [{name: cell(value) for name, value in row.items()} for row in rows] for table, rows in lieferung.items()
    }


def year() -> int:
    """The last whole year of the delivery."""
    return planted_delivery(20)[1].year - 1


def query() -> str:
    """That year as a selection."""
    return f"von={year()}-01&bis={year()}-12"


def planted_client(folder: Path) -> FlaskClient:
    """The application over the delivery; somebody has added an event and texts of a report, as hostile as it is."""
    datenstand, _ = write_planted(folder / "lieferung")
    own = settings_in(folder).model_copy(update={"quelle": PAYLOADS[1].format("quelle")})
    engine = writing_engine(own.krm_url)
    result = run_import(engine, folder / "lieferung", datenstand=datenstand)
    engine.dispose()
    assert result.ok, result.errors
    client: FlaskClient = create_app(own).server.test_client()
    event = {"von": f"{year()}-03-02", "titel": PAYLOADS[1].format("eigenes"), "kategorie": PAYLOADS[0].format("e")}
    assert client.post("/eintragen/ereignis", json=event).status_code == 200
    for place, payload in zip(PLACES, PAYLOADS, strict=False):
        body = {"jahr": str(year()), "jobcenter": "", "stelle": place, "text": f"{payload}\n{payload}", "fassung": 0}
        assert client.post("/berichte/jahresbericht/texte", json=body).status_code == 200
    return client


def faults(content: bytes, ending: str) -> list[str]:
    """Everything in a file that would compute, load or open something; empty for a harmless one."""
    return [*_FAULTS[ending](content)]


def texts_in(content: bytes, ending: str) -> str:
    """All text of a file as its readers see it."""
    if ending == "csv":
        return "\n".join(cell for row in _csv_rows(content) for cell in row)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [archive.read(name) for name in archive.namelist() if name.endswith(".xml")]
    return "\n".join("".join(etree.fromstring(part).itertext()) for part in parts)


def _csv_rows(content: bytes) -> list[list[str]]:
    text = content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";" if ";" in text.splitlines()[0] else ","))


def _csv_faults(content: bytes) -> Iterator[str]:
    for row in _csv_rows(content):
        yield from (cell for cell in row if cell.startswith(FORMULA_STARTS) and not _NUMBER.fullmatch(cell))


def _xlsx_faults(content: bytes) -> Iterator[str]:
    yield from _package_faults(content)
    book = openpyxl.load_workbook(io.BytesIO(content))
    for sheet in book.worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if cell.data_type == "f" and _is_planted(str(cell.value)):
                yield f"formula {cell.value}"
            if cell.hyperlink is not None and FOREIGN in str(cell.hyperlink.target):
                yield f"link {cell.hyperlink.target}"
    yield from (f"name {name}" for name in book.defined_names if _is_planted(name))


def _deck_faults(content: bytes) -> Iterator[str]:
    yield from _package_faults(content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.startswith("ppt/embeddings/"):
                yield from (f"{name}: {fault}" for fault in _xlsx_faults(archive.read(name)))


def _word_faults(content: bytes) -> Iterator[str]:
    yield from _package_faults(content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
    fields = [*body.iter(f"{_WORD}instrText"), *body.iter(f"{_WORD}fldSimple")]
    told = ["".join(one.itertext()) + one.get(f"{_WORD}instr", "") for one in fields]
    yield from (f"field {one}" for one in told if _is_planted(one))


def _package_faults(content: bytes) -> Iterator[str]:
    """Relationships that lead outside, programs, and parts that are no XML."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if re.search(r"vbaProject|activeX|externalLink", name, re.IGNORECASE):
                yield f"part {name}"
            if name.endswith(".xml"):
                etree.fromstring(archive.read(name))
            if name.endswith(".rels"):
                for one in etree.fromstring(archive.read(name)).iter(_OFFICE_REL):
                    if one.get("TargetMode") == "External":
                        yield f"{name} leads to {one.get('Target')}"


def _is_planted(text: str) -> bool:
    return any(word in text for word in (FOREIGN, "xss", "cmd", "1+1", "A1:A9", "DDE(", "IMAGE("))


_FAULTS: Mapping[str, Any] = {"csv": _csv_faults, "xlsx": _xlsx_faults, "pptx": _deck_faults, "docx": _word_faults}
