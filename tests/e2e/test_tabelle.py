"""The page Tabelle in a browser: choosing rows and columns, sorting by the column heads, files, accessibility."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.browser import axe_violations
from tests.e2e.pages import answered, card, cells, get, settle, share_menu

CARD = "kreuztabelle"
STATES = {
    "initial": "",
    "grouped": "zeilen=hauptart&kennzahl2=begruendetenquote&anteile=zeile&vergleichsspalten=ja",
    "empty": "kanal=fax&thema=erstausstattung&ombudsstelle=ja",
    "unknown": "zeilen=sternzeichen",
}


def open_table(page: Page, query: str = "") -> Locator:
    """The table of the page, once its figures stand."""
    page.goto(f"/tabelle?{query}")
    expect(card(page, CARD).locator("tfoot")).to_be_attached()
    settle(page)
    return card(page, CARD).locator("table")


def body(table: Locator) -> list[list[str]]:
    """The rows between headings and total."""
    rows: list[list[str]] = table.evaluate(
        "table => [...table.tBodies[0].rows].map(row => [...row.cells].map(cell => cell.textContent))"
    )
    return rows


def test_rows_columns_and_indicator_are_chosen_and_stay_in_the_address(page: Page):
    table = open_table(page)
    assert card(page, CARD).locator("h2").inner_text() == "Beschwerden nach Bereich und Quartal"
    with answered(page):
        page.select_option("#tabelle--zeilen", "kanal")
    with answered(page):
        page.select_option("#tabelle--spalten", "keine")
    with answered(page):
        page.select_option("#tabelle--kennzahl", "kundenreaktionen")

    assert dict(parse_qsl(page.evaluate("location.search.slice(1)"))) == {
        "von": "2020-01",
        "bis": "2020-12",
        "kennzahl": "kundenreaktionen",
        "zeilen": "kanal",
        "spalten": "keine",
    }
    assert cells(table)[0] == ["Kanal", "Kundenreaktionen"]
    assert cells(table)[-1] == ["Gesamt", "1.068"]
    assert ["E-Mail", "434"] in cells(table)


def test_what_is_on_screen_is_what_the_interface_gives(page: Page, live_server: str):
    query = "von=2019-01&bis=2020-12&zeilen=thema&spalten=jahr&kennzahl=begruendet"
    table = open_table(page, query)
    expected = get(live_server, f"karten/{CARD}.json?{query}")

    assert [[cell.replace(".", "") for cell in row] for row in body(table)] == [
        [str(cell) for cell in row] for row in expected["zeilen"]
    ]


def test_a_click_on_a_heading_sorts_numbers_as_numbers_and_keeps_the_total_below(page: Page):
    table = open_table(page, "zeilen=thema&spalten=keine&kennzahl=beschwerden&kennzahl2=begruendetenquote")
    given = body(table)
    heading = table.get_by_role("button", name="Begründetenquote")
    rates = [row[2] for row in given]
    told = [rate for rate in rates if rate != "–"]

    def number(text: str) -> float:
        part, _, whole = text.partition(" von ")
        value = float(part.replace(",", ".").split("\u00a0")[0])
        return 100 * value / float(whole) if whole else value

    heading.click()
    assert [row[2] for row in body(table)][: len(told)] == sorted(told, key=number, reverse=True)
    assert [row[2] for row in body(table)][len(told) :] == ["–"] * (len(rates) - len(told))
    assert table.locator("th[aria-sort]").count() == 1
    assert table.locator("th[aria-sort=descending]").inner_text() == "Begründetenquote"
    heading.click()
    assert [row[2] for row in body(table)][: len(told)] == sorted(told, key=number)
    assert cells(table)[-1][0] == "Gesamt"
    heading.click()
    assert body(table) == given
    assert table.locator("th[aria-sort]").count() == 0


def test_months_sort_by_time_and_names_in_german(page: Page):
    table = open_table(page, "zeilen=monat&zeilen2=kanal&spalten=keine")
    kanal, monat = table.get_by_role("button", name="Kanal"), table.get_by_role("button", name="Monat")

    kanal.click()
    names = [row[1] for row in body(table)]
    assert names == sorted(names, key=lambda name: name.lower().replace("ö", "o"))
    monat.click()
    assert [row[0] for row in body(table)][:1] == ["Januar 2020"]
    monat.click()
    assert [row[0] for row in body(table)][:1] == ["Dezember 2020"]


def test_headings_sort_from_the_keyboard(page: Page):
    table = open_table(page, "zeilen=kanal&spalten=keine")
    page.locator(".table-scroll").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Beschwerden"
    page.keyboard.press("Enter")

    counts = [int(row[1].replace(".", "")) for row in body(table)]
    assert counts == sorted(counts, reverse=True)
    assert page.evaluate("document.activeElement.textContent") == "Beschwerden"


def test_columns_that_belong_together_stand_below_their_heading(page: Page):
    table = open_table(page, "spalten=hauptart&kennzahl=kundenreaktionen&anteile=zeile")
    groups = table.locator("thead th[scope=colgroup]")

    assert groups.all_inner_texts()[0] == "Gesamt"
    assert {int(width) for width in groups.evaluate_all("all => all.map(one => one.colSpan)")} == {2}
    assert table.locator("thead tr").nth(1).locator("th").all_inner_texts()[:2] == ["Kundenreaktionen", "Anteil"]


def test_a_long_table_is_cut_on_screen_and_whole_in_its_file(page: Page, live_server: str):
    query = "von=2018-01&bis=2021-03&zeilen=monat&zeilen2=thema&spalten=keine"
    table = open_table(page, query)
    everything = get(live_server, f"karten/{CARD}.json?{query}")["zeilen"]

    assert len(body(table)) == 400 < len(everything)
    expect(card(page, CARD).locator(".table-notes")).to_contain_text("die Dateien enthalten alle")
    with page.expect_download() as download:
        share_menu(page, CARD).get_by_role("link", name="CSV").click()
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert lines.index("") == len(everything) + 2


@pytest.mark.parametrize("state", STATES)
def test_every_state_is_accessible_and_fits(page: Page, state: str):
    table = open_table(page, STATES[state])
    if state == "initial":
        table.locator("button").first.click()
    for _ in ("light", "dark"):
        for width in (360, 768, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            assert axe_violations(page) == [], width
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.locator("[data-theme-switch]").click()
