"""What users read is German: no left-over of a library, no code of a catalogue, no English number."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from layouts.pages.registry import PAGES
from tests.e2e.pages import control, get, settle, show_tables, walk

# Everything that can be read or is read out: texts, also those of charts, names, titles, hints.
READ = """() => {
  const texts = [document.title];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    if (!walk.currentNode.parentElement.closest('script, style, noscript')) texts.push(walk.currentNode.textContent);
  }
  for (const name of ['aria-label', 'aria-description', 'aria-valuetext', 'title', 'alt', 'placeholder']) {
    for (const element of document.querySelectorAll(`[${name}]`)) texts.push(element.getAttribute(name));
  }
  return texts.map(text => text.trim()).filter(Boolean);
}"""
ENGLISH = re.compile(
    r"\b(the|and|of|with|from|this|that|not|all|none|select|selected|search|clear|close|open|loading|updating|error|"
    r"failed|filters?|reset|apply|cancel|submit|download|export|share|zoom|pan|plot|chart|data|value|values|count|total|"
    r"previous|next|page|month|year|quarter|week|day|date|yes|no|unknown|undefined|null|nan|true|false|true|toggle|menu|"
    r"navigation menu|home|back|show|hide|more|less|dark|light|mode|channel|topic|complaints?|overview|dash|bootstrap|"
    r"double-click|hover|button|checkbox|options?)\b",
    re.IGNORECASE,
)
# German words and names that are spelled like English ones.
GERMAN = {"Filter", "Option", "Navigation", "Export", "Dash", "Zoom", "Total", "null", "Null", "No", "Page"}
GERMAN |= {"Menu", "Week"}
ENGLISH_NUMBER = re.compile(r"(?<![\d.])\d+\.\d{1,2}(?![\d.])|\d,\d{3}\b(?!\d)|\d%|\d\.\d{3}\.\d{1,2}\b|(?<=\s)-\d")
DATE_OR_TIME = re.compile(r"\d{2}\.\d{2}\.(\d{4})?|\d{2}\.\d{2}(-\d{2}\.\d{2})? Uhr")


def read(page: Page) -> list[str]:
    return page.evaluate(READ)


def english(texts: list[str]) -> set[str]:
    """Words that no German page should hold."""
    return {word.group() for text in texts for word in ENGLISH.finditer(text) if word.group() not in GERMAN}


def foreign_numbers(texts: list[str]) -> list[str]:
    """Texts with a decimal point, a thousands comma, a hyphen as minus or a percent sign without a space."""
    return [text for text in texts if ENGLISH_NUMBER.search(DATE_OR_TIME.sub("", text))]


def codes(server: str) -> set[str]:
    """Codes of the catalogues that could be mistaken for nothing else."""
    found = set()
    for merkmal in ("bereich", "thema", "personenkreis"):
        rows = get(server, f"tabelle.json?kennzahl=anliegen&nach={merkmal}&von=2018-01&bis=2021-03")["zeilen"]
        found |= {row[merkmal] for row in rows if "_" in row[merkmal]}
    return found


@pytest.mark.parametrize("path", list(PAGES))
def test_everything_on_a_page_is_german(walker: Page, live_server: str, path: str):
    page = walker
    walk(page, path, "von=2019-02&bis=2021-03&thema=beratung,hoehe_der_leistungen")
    expect(page.locator(".chip")).to_have_count(2)
    show_tables(page)
    page.locator("[id$='--weitere']").click()
    expect(page.locator(".offcanvas.show")).to_be_visible()

    texts = read(page)

    assert len(texts) > 100
    assert english(texts) == set()
    assert foreign_numbers(texts) == []
    known = codes(live_server)
    assert [text for text in texts if any(code in text for code in known)] == []
    assert [text for text in texts if re.search(r"[a-z]_[a-z]", text)] == []
    assert page.evaluate("document.documentElement.lang") == "de"
    page.keyboard.press("Escape")
    expect(page.locator(".offcanvas")).to_have_count(0)


def test_texts_that_appear_on_pointing_at_a_chart_are_german(page: Page):
    page.goto("/")
    expect(page.locator(".tile")).to_have_count(6)
    settle(page)
    bar = page.locator("[data-card=kanaele] .bars .point path").first
    bar.scroll_into_view_if_needed()

    bar.hover(force=True)

    shown = page.locator("[data-card=kanaele] .hoverlayer text")
    expect(shown.first).to_be_visible()
    assert shown.all_text_contents() == ["E-Mail2020: 434 (40,6\u00a0%)"]


def test_empty_selections_and_notices_are_german(page: Page):
    page.goto("/?kanal=fax&thema=erstausstattung&ombudsstelle=ja&farbe=blau&von=2020-01")
    expect(page.locator(".notice")).to_be_visible()
    settle(page)
    show_tables(page)

    assert english([text for text in read(page) if "farbe" not in text]) == set()
    assert page.locator(control("status")).inner_text() == "0 Kundenreaktionen, 3 Filter aktiv"


def test_the_search_for_english_finds_some():
    assert english(["Select all", "Wird geladen"]) == {"Select", "all"}
    assert foreign_numbers(["94.4 %", "1,068", "94,4%", "1.068", "31.03.2021", "94,4\u00a0%", "−3", "Wert -3"]) == [
        "94.4 %",
        "1,068",
        "94,4%",
        "Wert -3",
    ]
