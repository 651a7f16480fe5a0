"""A deck of all cards in office programs."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from pptx import Presentation

from cards.registry import CARDS
from exports.card_file import CardFile
from exports.pptx import deck
from exports.slides.refresh import refresh
from exports.slides.upload import open_upload
from tests.office.conftest import ROOT
from tests.office.contact_sheet import contact_sheet

Cards = Callable[[str, str], CardFile]

YEAR, QUARTER = "von=2020-01&bis=2020-12", "von=2021-01&bis=2021-03"
SEVERAL_YEARS = "von=2018-01&bis=2020-12&kennzahl=fristquote&je=quartal&nach=thema"
LARGEST_SHEET = 1_000_000


@pytest.fixture(scope="module")
def content(card: Cards) -> bytes:
    """All cards of a year, those of an unfinished quarter, and those over several years in parts."""
    files = [card(slug, YEAR) for slug in CARDS]
    files += [card(slug, QUARTER) for slug in ("fristquote", "verlauf", "frist-status", "trichter", "beitraege")]
    files += [card(slug, SEVERAL_YEARS) for slug in ("verlauf", "verlauf-aufgeteilt", "regelkarte")]
    return deck(files)


def test_the_validator_finds_no_fault(content: bytes, tmp_path: Path, faults_of: Callable[[Path], list[str]]):
    path = tmp_path / "folien.pptx"
    path.write_bytes(content)
    assert faults_of(path) == []


def test_a_refreshed_deck_has_no_fault_either(card: Cards, tmp_path: Path, faults_of: Callable[[Path], list[str]]):
    before = deck([card(slug, YEAR.replace("2020", "2019")) for slug in CARDS])
    path = tmp_path / "aufgefrischt.pptx"
    new, report = refresh(
        open_upload(before), lambda figure: card(figure.karte, figure.auswahl.replace("2019", "2020"))
    )
    path.write_bytes(new)
    assert report.done
    assert faults_of(path) == []


def test_every_slide_is_a_printed_page_with_something_on_it(
    content: bytes,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    pdf_of: Callable[[Path], Path],
    page_count: Callable[[Path], int],
    pictures_of: Callable[[Path], list[Path]],
):
    path = tmp_path / "folien.pptx"
    path.write_bytes(content)
    printed = pdf_of(path)
    slides = Presentation(io.BytesIO(content)).slides
    assert page_count(printed) == len(slides)

    pictures = pictures_of(printed)
    assert len(pictures) == len(slides)
    for slide, picture in zip(slides, pictures, strict=True):
        with Image.open(picture) as page:
            body = page.convert("L").crop((0, page.height // 4, page.width, page.height * 9 // 10))
        drawn = sum(count for value, count in enumerate(body.histogram()) if value < 250)
        assert drawn > 300, slide.shapes.title.text_frame.text
    if request.config.getoption("--bilder"):
        sheet = ROOT / "docs" / "bilder" / "folien.jpg"
        contact_sheet(pictures, sheet)
        assert sheet.stat().st_size <= LARGEST_SHEET
