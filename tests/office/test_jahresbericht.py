"""The annual report in another program: it opens, keeps its words, its tables and its charts, and becomes a PDF."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from data_access.reference.generator import DATENSTAND, reference_delivery
from settings import Settings
from tests.api_server import load
from tests.office.libreoffice import convert, pages
from web.report_files import write_report

SENTENCES = (
    "Im Jahr 2020 gingen 1.068 Kundenreaktionen mit insgesamt 2.145 Anliegen ein.",
    "Das sind 43,4\u00a0% aller Kundenreaktionen (464 von 1.068)",
    "[Bitte ergänzen: Welche Maßnahmen wurden ergriffen oder sind vorgesehen?]",
)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bericht")
    settings = Settings(var_dir=folder)
    load(settings, reference_delivery(), DATENSTAND, demo=True)
    return write_report(settings, "2020", "docx", folder / "bericht.docx", ())


def test_the_report_becomes_a_pdf_of_as_many_pages_as_it_has_matter_for(report: Path):
    assert 10 <= pages(convert(report, "pdf")) <= 18


def test_words_tables_headings_and_charts_are_read_as_what_they_are(report: Path):
    with zipfile.ZipFile(report) as package:
        written = [name for name in package.namelist() if name.startswith("word/charts/chart")]
    with zipfile.ZipFile(convert(report, "odt")) as package:
        content = package.read("content.xml").decode()
        charts = [name for name in package.namelist() if re.fullmatch(r"Object \d+/content\.xml", name)]
        drawn = [package.read(name).decode() for name in charts]
    told = re.sub(r"<[^>]+>", "", content)

    assert [sentence for sentence in SENTENCES if sentence not in told] == []
    assert len(charts) == len(written) == 6
    assert all("<chart:series" in chart for chart in drawn)
    assert content.count("<table:table-header-rows>") == content.count("<table:table ")
    assert len(re.findall(r'<text:h [^>]*text:outline-level="1"', content)) == 5
