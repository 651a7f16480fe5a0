"""Scripts, links and formulas in every text that a delivery or a person brings: in Chromium they are letters."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, sync_playwright

from layouts.pages.plain import PLAIN_PAGES
from layouts.pages.registry import PAGES
from reports.jahresbericht.places import PLACES
from tests.e2e.browser import BrowserLog, launch_chromium, watched_context
from tests.e2e.pages import settle, show_tables
from tests.e2e.server import krm, running_server
from tests.planted import FOREIGN, PAYLOADS, write_planted

MARK = "window.__xss = 0; window.xss = () => { window.__xss += 1; };"
# Everything that a text could have become.
BECAME = """foreign => [
  ...[...document.querySelectorAll('img[src="x"], iframe, svg[onload], [onerror], base, form[action^="http"]')]
    .map(one => one.outerHTML.slice(0, 200)),
  ...[...document.querySelectorAll('script')].filter(one => one.textContent.includes('xss('))
    .map(one => 'script ' + one.textContent.slice(0, 100)),
  ...[...document.querySelectorAll('a, area')].map(one => one.getAttribute('href') ||
      one.getAttributeNS('http://www.w3.org/1999/xlink', 'href') || '')
    .filter(href => href.startsWith('javascript:') || new URL(href, location).host === foreign),
]"""
SHOWN = """() => [document.body.textContent, ...[...document.querySelectorAll('input, textarea, [title], [aria-label]')]
  .flatMap(one => [one.value, one.title, one.getAttribute('aria-label')])].filter(Boolean).join('\\n')"""


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Folder, period and texts of the delivery, imported as people import it."""
    folder = tmp_path_factory.mktemp("planted")
    datenstand, texts = write_planted(folder / "lieferung")
    krm(folder, "import", str(folder / "lieferung"), "--datenstand", datenstand.isoformat())
    return {"folder": folder, "year": datenstand.year - 1, "texts": texts}


@pytest.fixture(scope="module")
def server(planted: dict[str, Any]) -> Iterator[str]:
    """The running application, into which somebody has written what is as hostile as the delivery."""
    folder: Path = planted["folder"]
    with running_server(folder, {"KRM_QUELLE": PAYLOADS[0].format("quelle")}) as url:
        write(url, planted["year"])
        yield url


def write(url: str, year: int) -> None:
    """Events, texts of the report and embeds."""
    for number, payload in enumerate(PAYLOADS):
        event = {
            "von": f"{year}-{number % 12 + 1:02}-02",
            "titel": payload.format(f"eigenes{number}"),
            "kategorie": payload.format("kategorie"),
        }
        assert requests.post(f"{url}/eintragen/ereignis", json=event, timeout=30).status_code == 200
    for place, payload in zip(PLACES, PAYLOADS, strict=False):
        body: dict[str, Any] = {
            "jahr": str(year),
            "jobcenter": "",
            "stelle": place,
            "text": payload.format(place),
            "fassung": 0,
        }
        assert requests.post(f"{url}/berichte/jahresbericht/texte", json=body, timeout=30).status_code == 200
    for slug in ("kanaele", "matrix", "personenkreise"):
        answer = requests.post(f"{url}/einbetten/{slug}?von={year}-01&bis={year}-12", json={}, timeout=60)
        assert answer.status_code == 200, answer.text


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for the walk."""
    with sync_playwright() as playwright:
        browser = launch_chromium(playwright)
        yield browser
        browser.close()


@pytest.fixture
def watched(chromium: Browser, server: str) -> Iterator[tuple[Page, BrowserLog, list[str]]]:
    """A page on which scripts would be noticed, its log, and the dialogs that opened."""
    dialogs: list[str] = []

    def opened(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    with watched_context(chromium, server) as (context, log):
        context.add_init_script(MARK)
        page = _page(context)
        page.on("dialog", opened)
        yield page, log, dialogs


def _page(context: BrowserContext) -> Page:
    return context.new_page()


def looked_at(page: Page, planted: dict[str, Any], path: str, query: str) -> str:
    """All that the page shows after everything on it has been opened."""
    page.goto(f"{path}?{query}")
    if path in PAGES:
        settle(page)
        show_tables(page)
    else:
        page.wait_for_selector("[data-plain]")
        page.wait_for_load_state("networkidle")
    page.evaluate("() => document.querySelectorAll('details').forEach(one => { one.open = true; })")
    page.wait_for_timeout(200)
    return str(page.evaluate(SHOWN))


def queries(year: int) -> list[str]:
    """The whole house, and a selection that words every name of its filters."""
    whole = f"von={year}-01&bis={year}-12"
    return [
        whole,
        f"von={year - 1}-01&bis={year}-12&bereich=geld,ohne&thema=dauer,hoehe&kanal=mail,fax&vergleich=vorperiode",
    ]


def test_no_text_becomes_anything_but_letters_on_any_page(
    planted: dict[str, Any], watched: tuple[Page, BrowserLog, list[str]]
):
    page, log, dialogs = watched
    shown = ""
    for path in (*PAGES, *PLAIN_PAGES):
        for query in queries(planted["year"]) if path in PAGES else [""]:
            shown += looked_at(page, planted, path, query)
            assert page.evaluate(BECAME, FOREIGN) == [], (path, query)
            assert page.evaluate("window.__xss") == 0, (path, query)
    assert dialogs == []
    assert log.complaints() == []
    for column in ("bereich", "thema", "kanal", "personenkreis", "jobcenter"):
        texts = planted["texts"][column, "name"]
        assert [text for text in texts if text not in shown] == [], column
    for column in ("titel", "kategorie"):
        assert all(text in shown for text in planted["texts"]["ereignis", column])
    for text in (
        "eigenes0",
        "eigenes11",
        "qualitaetsstandard.bezeichnung",
        "berichtswert.aussage",
        "anliegen.aktenzeichen",
    ):
        assert text in shown, text


def test_no_text_becomes_anything_in_an_embed(
    planted: dict[str, Any], server: str, watched: tuple[Page, BrowserLog, list[str]]
):
    page, log, dialogs = watched
    issued = requests.get(f"{server}/einbettungen.json", timeout=30).json()["einbettungen"]
    assert len(issued) == 3
    for one in issued:
        for ending in ("", ".svg"):
            page.goto(f"{one['adresse']}{ending}")
            assert page.evaluate(BECAME, FOREIGN) == []
            assert page.evaluate("window.__xss") in (0, None)
    assert dialogs == []
    assert log.outside_requests == []


def test_a_script_that_runs_would_be_noticed(server: str, watched: tuple[Page, BrowserLog, list[str]]):
    page, _, dialogs = watched
    page.goto(f"{server}/berichte")
    page.evaluate(
        "() => { document.body.insertAdjacentHTML('beforeend', '<a href=\"http://boese.example/\">x</a>'); xss(); }"
    )
    assert page.evaluate("window.__xss") == 1
    assert page.evaluate(BECAME, FOREIGN) == ["http://boese.example/"]
    page.evaluate("() => setTimeout(() => alert('x'))")
    page.wait_for_timeout(300)
    assert dialogs == ["x"]
