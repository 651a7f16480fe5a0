"""The page "Zahl prüfen": a number that left the house is found again; what is no number gets a sentence."""

from __future__ import annotations

import requests
from playwright.sync_api import Page, expect

from tests.e2e.browser import BrowserLog, axe_violations
from tests.e2e.pages import settle

YEAR = "von=2020-01&bis=2020-12"
FIELD = "#pruefen-nummer"


def exported(server: str) -> str:
    """Check number of a figure that has just left as a file."""
    assert requests.get(f"{server}/herunterladen/eingaenge.csv?{YEAR}", timeout=30).status_code == 200
    card = requests.get(f"{server}/api/v1/karten/eingaenge.json?{YEAR}", timeout=30).json()
    return str(card["pruefnummer"])


def faults(page: Page) -> list[str]:
    found = []
    for width in (1440, 360):
        page.set_viewport_size({"width": width, "height": 900})
        over = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found += [f"{width}: sideways by {over}"] if over > 0 else []
        for theme in ("light", "dark"):
            page.evaluate("theme => { document.documentElement.dataset.bsTheme = theme; }", theme)
            found += [f"{width} {theme}: {fault}" for fault in axe_violations(page)]
    page.set_viewport_size({"width": 1440, "height": 900})
    return found


def test_a_number_is_typed_and_the_figure_is_found_again(page: Page, live_server: str, browser_log: BrowserLog):
    browser_log.expect("status of 404")
    nummer = exported(live_server)
    page.goto(f"/pruefen?{YEAR}")
    page.focus(FIELD)
    page.keyboard.type("KRM-123")
    page.keyboard.press("Enter")
    expect(page.locator("#pruefen-meldung")).to_contain_text("„KRM-123“ ist keine Prüfnummer")
    expect(page.locator(FIELD)).to_be_focused()
    expect(page.locator("#pruefen-antwort")).to_be_hidden()
    assert faults(page) == []

    page.fill(FIELD, nummer.lower().replace("-", ""))
    page.keyboard.press("Enter")

    expect(page.locator("#pruefen-titel")).to_be_focused()
    expect(page.locator("#pruefen-titel")).to_have_text("Eingänge je Monat")
    expect(page.locator("#pruefen-worte")).to_have_text("Die Zahlen sind heute dieselben wie beim Export.")
    expect(page.locator("#pruefen-damals tfoot tr")).to_contain_text("1.068")
    expect(page.locator("#pruefen-meldung")).to_be_empty()
    assert faults(page) == []

    # The number stays on this page; the selection goes along.
    page.locator(".nav-line [data-nav='/ereignisse']").click()
    expect(page.locator("#ereignisse--titel")).to_have_text("Ereignisse 2020")
    settle(page)
    assert page.evaluate("() => location.search") == f"?{YEAR}"


def test_a_link_to_a_number_is_answered_at_once_and_leads_to_the_live_figure(page: Page, live_server: str):
    nummer = exported(live_server)
    page.goto(f"/pruefen?nr={nummer}")
    expect(page.locator("#pruefen-titel")).to_have_text("Eingänge je Monat")
    assert page.input_value(FIELD) == nummer

    page.locator("#pruefen-verweis").click()

    expect(page.locator("#ueberblick--titel")).to_have_text("Überblick 2020")
