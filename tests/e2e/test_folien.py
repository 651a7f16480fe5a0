"""The page Folien auffrischen: a deck goes in, a report and a new deck come out, every word of it is German."""

from __future__ import annotations

from pathlib import Path

import requests
from playwright.sync_api import Page, expect
from pptx import Presentation

from layouts import texts
from tests.e2e.browser import BrowserLog, axe_violations
from tests.e2e.test_language import english, foreign_numbers, read

SELECTION = "von=2020-01&bis=2020-12&stufe=genau"
OWN_WORDS = "Unsere Überschrift"


def test_an_edited_deck_comes_back_with_a_report(page: Page, browser_log: BrowserLog, live_server: str, tmp_path: Path):
    browser_log.expect("status of 400")
    edited = tmp_path / "bearbeitet.pptx"
    edited.write_bytes(requests.get(f"{live_server}/herunterladen/eingaenge.pptx?{SELECTION}", timeout=30).content)
    deck = Presentation(str(edited))
    deck.slides[0].shapes.title.text_frame.text = OWN_WORDS
    deck.save(str(edited))

    page.goto("/sammelmappe")
    page.get_by_role("link", name=texts.REFRESH).click()
    expect(page.locator("h1")).to_have_text(texts.REFRESH)
    field, button = page.locator("input[type=file]"), page.get_by_role("button", name=texts.REFRESH_BUTTON)
    status = page.locator(".slide-status")
    button.click()
    expect(status).to_have_text(texts.REFRESH_SENTENCES["keine"])
    field.set_input_files({"name": "brief.pptx", "mimeType": "text/plain", "buffer": b"kein Foliensatz"})
    button.click()
    expect(status).to_have_text(texts.REFRESH_REFUSED["NO_DECK"])

    field.set_input_files(str(edited))
    button.click()
    expect(status).to_contain_text("1 Abbildung erneuert")
    expect(page.locator(".slide-report li")).to_have_text(["Folie 1, Eingänge je Monat: die Zahlen sind dieselben"])
    with page.expect_download() as download:
        page.get_by_role("link", name=texts.REFRESH_DOWNLOAD).click()
    assert download.value.suggested_filename == "folien-2021-03-31.pptx"
    download.value.save_as(tmp_path / "neu.pptx")
    assert Presentation(str(tmp_path / "neu.pptx")).slides[0].shapes.title.text_frame.text == OWN_WORDS

    assert axe_violations(page) == []
    said = read(page)
    assert english(said) == set()
    assert foreign_numbers(said) == []
