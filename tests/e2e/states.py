"""The states that a page with figures can be in, one leading to the next."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.browser import BrowserLog
from tests.e2e.pages import answered, settle, show_tables

NOISE = "status of 500|update-component|Callback"
FILTERED = "von=2019-10&bis=2020-09&kanal=email,persoenlich&thema=beratung,bescheide&zeitbezug=erledigung&farbe=blau"
EMPTY = "von=2020-01&bis=2020-12&kanal=fax&thema=erstausstattung&ombudsstelle=ja"
SEVERAL_YEARS = "von=2018-01&bis=2021-03"


def wide(page: Page) -> None:
    """The width at which everything can be reached."""
    page.set_viewport_size({"width": 1440, "height": 900})


def open_path(page: Page, path: str) -> None:
    """Open a page with figures and wait until they stand."""
    wide(page)
    page.goto(path)
    expect(page.locator("[data-page] .status")).not_to_be_empty()
    settle(page)


def choose(page: Page, query: str) -> None:
    """Choose a whole selection without loading the page anew."""
    wide(page)
    with answered(page):
        page.evaluate("query => window.dash_clientside.krm.go(location.pathname, '?' + query)", query)
    expect(page.locator("[data-page] .status")).not_to_be_empty()
    settle(page)


def filtered(page: Page) -> None:
    """Several filters and a notice, every card as a table."""
    choose(page, FILTERED)
    show_tables(page)


def drawer(page: Page) -> None:
    """The drawer with the other filters is open."""
    wide(page)
    page.locator("[id$='--weitere']").click()
    expect(page.locator(".offcanvas.show")).to_be_visible()


def closed(page: Page) -> None:
    """It is closed again."""
    page.keyboard.press("Escape")
    expect(page.locator(".offcanvas")).to_have_count(0)


def empty(page: Page) -> None:
    """A selection without a case."""
    choose(page, EMPTY)


def dead(page: Page, browser_log: BrowserLog) -> None:
    """The server has failed to answer a change."""
    wide(page)
    browser_log.expect(NOISE)
    page.route("**/_dash-update-component*", lambda route: route.fulfill(status=500, body="{}"))
    page.locator("[id$='--bis']").select_option("2020-11")
    expect(page.locator("#stoerung")).to_be_visible()
