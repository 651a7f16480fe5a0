"""The dialog for typed commands: opened, understood, followed and closed by keyboard alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from layouts import ids, texts
from layouts.pages.registry import PAGES
from tests.e2e.browser import axe_violations
from tests.e2e.pages import open_page, query
from tests.e2e.test_navigation import shown

FIELD, ANSWER = f"#{ids.COMMAND_TEXT}", f"#{ids.COMMAND_ANSWER}"


def ask(page: Page, text: str) -> None:
    page.keyboard.press("Control+k")
    expect(page.locator(FIELD)).to_be_focused()
    page.keyboard.type(text)


def test_a_command_is_shown_as_it_is_understood_and_enter_goes_there(page: Page):
    open_page(page, "von=2019-01&bis=2019-12&kanal=email")
    ask(page, "Beschwerden 2020 nach Thema Blumen")

    expect(page.locator(ANSWER)).to_contain_text("Verstanden: Beschwerden · Zeitraum 2020 · nach Thema")
    expect(page.locator(ANSWER)).to_contain_text("Nicht verstanden: „Blumen“")
    expect(page.locator(ANSWER)).to_contain_text("Auswahl: Zeitraum 2020, Kanal E-Mail, Vergleich Vorjahr")
    expect(page.locator(f"{ANSWER} a")).to_have_text(texts.open_page("Tabelle"))
    page.keyboard.press("Enter")
    shown(page, PAGES["/tabelle"])
    assert query(page) == "von=2020-01&bis=2020-12&kanal=email&zeilen=thema&spalten=keine"
    expect(page.locator(FIELD)).to_have_count(0)
    expect(page.locator("#inhalt")).to_be_focused()
    page.go_back()
    shown(page, PAGES["/"])
    assert query(page) == "von=2019-01&bis=2019-12&kanal=email"


def test_enter_before_the_answer_is_followed_when_it_is_there(page: Page):
    open_page(page)
    ask(page, "vorgänge märz 2020")
    page.keyboard.press("Enter")

    shown(page, PAGES["/vorgaenge"])
    assert query(page) == "von=2020-03&bis=2020-03"


def test_what_means_nothing_leads_nowhere_and_escape_gives_the_focus_back(page: Page):
    open_page(page)
    opener = page.locator("[data-command]")
    opener.focus()
    page.keyboard.press("Enter")
    expect(page.locator(FIELD)).to_be_focused()
    page.keyboard.type("Blumen")
    expect(page.locator(ANSWER)).to_contain_text(texts.NOTHING_UNDERSTOOD)
    page.keyboard.press("Enter")
    expect(page.locator(FIELD)).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.locator(FIELD)).to_have_count(0)
    expect(opener).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(FIELD)).to_have_value("")
    expect(page.locator(ANSWER)).to_be_empty()


@pytest.mark.parametrize("width", [1440, 360])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_open_dialog_has_no_fault(page: Page, width: int, theme: str):
    page.set_viewport_size({"width": width, "height": 900})
    open_page(page)
    page.evaluate("theme => { document.documentElement.dataset.bsTheme = theme; }", theme)
    ask(page, "Beschwerden 2020 nach Thema Blumen")
    expect(page.locator(f"{ANSWER} a")).to_be_visible()

    assert axe_violations(page) == []
