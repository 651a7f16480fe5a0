"""The annual report and a collection of all cards as Word documents in office programs."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from cards.registry import CARDS
from data_access.reference.generator import DATENSTAND, reference_delivery
from exports.card_file import CardFile
from exports.word import document
from settings import Settings
from tests.api_server import load
from tests.office.conftest import ROOT
from tests.office.contact_sheet import contact_sheet
from web.report_files import write_report

YEAR = "von=2020-01&bis=2020-12"
LARGEST_SHEET = 1_000_000
SENTENCES = (
    "Im Jahr 2020 gingen 1.068 Kundenreaktionen mit insgesamt 2.145 Anliegen ein.",
    "Das sind 43,4 % aller Kundenreaktionen (464 von 1.068)",
    "[Bitte ergänzen: Welche Maßnahmen wurden ergriffen oder sind vorgesehen?]",
    "Abbildung 6: Fristquote je Monat",
)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report on 2020 from the reference data."""
    folder = tmp_path_factory.mktemp("bericht")
    settings = Settings(var_dir=folder)
    load(settings, reference_delivery(), DATENSTAND, demo=True)
    return write_report(settings, "2020", "docx", folder / "jahresbericht.docx", ())


def test_the_validator_finds_no_fault_in_the_report(report: Path, faults_of: Callable[[Path], list[str]]):
    assert faults_of(report) == []


def test_the_report_is_printed_with_its_words_on_as_many_pages_as_it_has_matter_for(
    report: Path,
    request: pytest.FixtureRequest,
    pdf_of: Callable[[Path], Path],
    page_count: Callable[[Path], int],
    pictures_of: Callable[[Path], list[Path]],
):
    printed = pdf_of(report)
    told = subprocess.run(["pdftotext", str(printed), "-"], check=True, capture_output=True, text=True).stdout
    words = " ".join(told.split())

    assert [sentence for sentence in SENTENCES if sentence not in words] == []
    pages = page_count(printed)
    assert 10 <= pages <= 18
    assert f"Seite {pages} von {pages}" in words
    if request.config.getoption("--bilder"):
        sheet = ROOT / "docs" / "bilder" / "jahresbericht.jpg"
        contact_sheet(pictures_of(printed), sheet)
        assert sheet.stat().st_size <= LARGEST_SHEET


def test_a_document_of_all_cards_has_no_fault_and_can_be_printed(
    card: Callable[[str, str], CardFile],
    tmp_path: Path,
    faults_of: Callable[[Path], list[str]],
    pdf_of: Callable[[Path], Path],
    page_count: Callable[[Path], int],
):
    path = tmp_path / "sammelmappe.docx"
    path.write_bytes(document([card(slug, YEAR) for slug in CARDS]))

    assert faults_of(path) == []
    assert page_count(pdf_of(path)) > len(CARDS) // 2
