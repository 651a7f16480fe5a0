"""The pages as a person meets them: open one, choose something, read what stands there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import requests
from playwright.sync_api import Locator, Page, Request, Response, ViewportSize, expect

from domain import formats
from domain.kennzahlen import KENNZAHLEN, Einheit
from layouts.pages.registry import PAGES

SMALLEST_BASE = 20
UPDATE = "/_dash-update-component"
TILES = ("kundenreaktionen", "anliegen", "beschwerden", "begruendetenquote", "fristquote", "lob")
SETTLED = """() => {
  const main = document.getElementById('inhalt');
  return main?.getAttribute('aria-busy') === 'false' && main.classList.contains('drawn');
}"""
WIDE: ViewportSize = {"width": 1440, "height": 900}
GO = """([path, search]) => {
  document.documentElement.dataset.bsTheme = 'light';
  window.dash_clientside.krm.go(path, search);
}"""
DRAWN = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"


def control(name: str) -> str:
    """Selector of a control or part of the Überblick."""
    return f"#ueberblick--{name}"


def card(page: Page, slug: str) -> Locator:
    """One card of the page."""
    return page.locator(f"[data-card={slug}]")


def share_menu(page: Page, slug: str) -> Locator:
    """The opened menu of a card that gives its figure on."""
    menu = card(page, slug).locator("details.share")
    if not menu.evaluate("menu => menu.open"):
        menu.locator("summary").click()
    return menu


def is_update(traffic: Request | Response) -> bool:
    """Whether a request or response is one of a callback."""
    return UPDATE in traffic.url


def open_page(page: Page, query: str = "") -> None:
    """Open the Überblick for the text behind the question mark and wait until its figures stand."""
    page.goto(f"/?{query}" if query else "/")
    expect(page.locator(".tile")).to_have_count(len(TILES))
    settle(page)


def settle(page: Page) -> None:
    """Wait until nothing is being computed or drawn."""
    page.wait_for_function(SETTLED)
    page.evaluate(DRAWN)


@contextmanager
def answered(page: Page) -> Iterator[list[Response]]:
    """Do something that the server has to answer; at the end the page shows the answer."""
    responses: list[Response] = []
    with page.expect_response(is_update) as waiting:
        yield responses
    responses.append(waiting.value)
    settle(page)


def walk(page: Page, path: str, query: str = "") -> None:
    """Lead a page of the application to another place without loading it anew, as its own links do."""
    page.set_viewport_size(WIDE)
    with answered(page):
        page.evaluate(GO, [path, f"?{query}" if query else ""])
    expect(page.locator(f"[data-page={PAGES[path].slug}]")).to_be_visible()
    expect(page.locator("[data-page] .status")).not_to_be_empty()
    settle(page)


def tick(page: Page, merkmal: str, code: str) -> None:
    """Tick or untick one value of a filter that is on screen, and wait for the answer."""
    with answered(page):
        page.locator(f"{control(merkmal)} input[value='{code}']").click()


def select(page: Page, name: str, value: str) -> None:
    """Choose from one of the lists, and wait for the answer."""
    with answered(page):
        page.select_option(control(name), value)


def tiles(page: Page) -> dict[str, str]:
    """Name and value of every tile."""
    names, values = (page.locator(f".tile-{part}").all_inner_texts() for part in ("name", "value"))
    return dict(zip(names, values, strict=True))


def query(page: Page) -> str:
    """The text behind the question mark of the address."""
    return page.evaluate("() => location.search.replace(/^[?]/, '')")


def expected_tiles(server: str, query_text: str) -> dict[str, str]:
    """What the tiles must show for a selection, by the public interface."""
    answer = get(server, f"kennzahlen.json?{query_text}")
    return {KENNZAHLEN[code].name: tile_text(code, answer["kennzahlen"][code]) for code in TILES}


def tile_text(code: str, werte: dict[str, Any]) -> str:
    """What a tile shows; a share of a small base as its parts."""
    if KENNZAHLEN[code].einheit is Einheit.ANTEIL and 0 < werte["nenner"] < SMALLEST_BASE:
        return f"{werte['zaehler']} von {werte['nenner']}"
    return value_text(code, werte["wert"])


def value_text(code: str, value: float | None) -> str:
    """A value of the public interface as it stands on a tile."""
    if value is None:
        return formats.NONE
    return formats.percent(value) if KENNZAHLEN[code].einheit is Einheit.ANTEIL else formats.number(value)


def get(server: str, path: str) -> Any:
    """An answer of the public interface."""
    response = requests.get(f"{server}/api/v1/{path}", timeout=30)
    assert response.status_code == 200, response.text
    return response.json()


def show_tables(page: Page) -> None:
    """Switch every card to its table."""
    for button in page.locator("[data-show=tabelle]").all():
        button.click()


def cells(table: Locator) -> list[list[str]]:
    """The rows of a table as texts: heading, body and total."""
    return table.evaluate("table => [...table.rows].map(row => [...row.cells].map(cell => cell.textContent))")
