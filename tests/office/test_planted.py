"""Scripts, links and formulas in every text column: LibreOffice opens our files and finds text and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.office.libreoffice import convert
from tests.planted import FOREIGN, PAYLOADS, planted_client, query, year

# What LibreOffice itself says of a document, as one file of XML.
FLAT = {"xlsx": "fods", "docx": "fodt", "pptx": "fodp"}
FILES = {
    "vorgaenge.xlsx": "/herunterladen/seite/vorgaenge.xlsx",
    "ueberblick.docx": "/herunterladen/seite/ueberblick.docx",
    "ereignisse.pptx": "/herunterladen/seite/ereignisse.pptx",
    "feste-auswertung.xlsx": "/berichte/feste-auswertung.xlsx",
    "jahresbericht.docx": "/berichte/jahresbericht.docx",
}
FORMULA = re.compile(r'(?:table|text):formula="([^"]*)"')
LINK = re.compile(r'xlink:href="([^"]*)"')
WORDS = (FOREIGN, "xss", "cmd", "DDE", "HYPERLINK", "IMAGE")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return planted_client(tmp_path_factory.mktemp("planted"))


@pytest.mark.parametrize("name", FILES)
def test_libreoffice_finds_no_formula_link_or_script_of_others(client: FlaskClient, tmp_path: Path, name: str):
    file = tmp_path / name
    file.write_bytes(client.get(f"{FILES[name]}?{query()}&jahr={year()}").data)

    text = convert(file, FLAT[file.suffix.removeprefix(".")]).read_text(encoding="utf-8")

    assert [found for found in FORMULA.findall(text) if any(word in found for word in WORDS)] == []
    assert [found for found in LINK.findall(text) if FOREIGN in found or found.startswith("javascript")] == []
    assert any(payload.split("{}")[0].strip("<>=+-@\"'")[:12] in text for payload in PAYLOADS)
