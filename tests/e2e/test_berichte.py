"""The page Berichte: what is chosen there decides which file comes; every word of it is German."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from layouts import texts
from tests.e2e.test_language import english, foreign_numbers, read


def test_choices_decide_which_file_comes(page: Page, tmp_path: Path):
    page.goto("/")
    page.locator("#navigation .nav-line a", has_text=texts.REPORTS).click()
    expect(page.locator("h1")).to_have_text(texts.REPORTS)
    assert page.locator("#berichte--jahr").input_value() == "2020"
    assert page.locator("#berichte--stufe option:checked").inner_text() == texts.LEVEL_OWN
    page.locator("#berichte--jahr").select_option("2019")
    page.locator("#berichte--stufe").select_option("geschuetzt")

    with page.expect_download() as download:
        page.get_by_role("button", name=texts.FIXED_EVALUATION_BUTTON).click()
    download.value.save_as(tmp_path / "jahr.xlsx")
    with page.expect_download() as form:
        page.get_by_role("button", name=texts.RETURN_BUTTON).click()

    assert download.value.suggested_filename == "feste-auswertung-2019-dresden-geschuetzt.xlsx"
    assert load_workbook(tmp_path / "jahr.xlsx", data_only=True)["Zugangswege"]["B9"].value == 1685
    assert form.value.suggested_filename == "meldevorlage-dresden-2020-01-2020-12.xlsx"
    said = read(page)
    assert english(said) == set()
    assert foreign_numbers(said) == []


@pytest.mark.parametrize("slug", ["meldungen", "meldungen-je-jobcenter"])
def test_the_summary_of_returns_stands_on_the_page_of_the_data(page: Page, slug: str):
    page.goto("/daten?von=2020-01&bis=2020-12")

    expect(page.locator(f"[data-card={slug}]")).to_contain_text("Einzelfälle aus 1 von 1 Jobcenter")
    expect(page.locator(f"[data-card={slug}] tbody")).to_contain_text("1.068")
