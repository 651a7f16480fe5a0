"""Daten in a real browser: what is wrong in print stands there, a choice narrows it, and the keyboard is enough."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.pages import answered, card, cells, settle

PRINTED_WRONG = [
    "8,2 % gedruckt, 8,3 % berechnet",
    "4,9 % gedruckt, 5,1 % berechnet",
    "42,7 % gedruckt, 43,4 % berechnet",
]


def test_the_page_tells_imports_quality_and_what_is_printed_otherwise(page: Page):
    page.goto("/daten")
    expect(page.locator("h1")).to_have_text("Daten 2020")
    settle(page)

    printed = card(page, "berichtswerte")
    words = printed.locator(".words").inner_text().replace("\u00a0", " ")
    assert [text for text in PRINTED_WRONG if text in words] == PRINTED_WRONG
    assert "47 von 50 veröffentlichten Zahlen stimmen" in words
    (newest,) = card(page, "datenstaende").locator("tbody tr").all_inner_texts()
    assert "31.03.2021" in newest
    assert "Alle 29 Prüfsummen stimmen." in card(page, "pruefsummen").locator(".words").inner_text()

    all_rows = len(cells(printed.locator("table")))
    verdict = page.locator("#daten--urteil")
    verdict.focus()
    with answered(page):
        verdict.select_option("falsch")
    few = cells(printed.locator("table"))
    assert 1 < len(few) < all_rows
    assert page.url.endswith("urteil=falsch")

    heading = printed.locator("thead button").first
    heading.press("Enter")
    heads = [row[0] for row in cells(printed.locator("table"))[1:]]
    assert heads == page.evaluate("all => [...all].sort(new Intl.Collator('de', {numeric: true}).compare)", heads)
    expect(heading).to_be_focused()
