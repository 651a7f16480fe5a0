"""The page Veränderung erklären in a browser: one click splits further, the keyboard does the same, all its states."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser import axe_violations
from tests.e2e.looks import faults
from tests.e2e.pages import answered, card, cells, query, settle, show_tables

STATES = {
    "split by thema": "kennzahl=kundenreaktionen&nach=thema&posten=thema.beratung&weiter=kanal",
    "rate": "kennzahl=ombudsquote",
    "no comparison": "vergleich=ohne",
    "empty": "kanal=fax&thema=erstausstattung&ombudsstelle=ja",
    "unknown": "posten=kanal.brieftaube",
}


def open_erklaeren(page: Page, text: str = "") -> None:
    """Open the page and wait until its words stand."""
    page.goto(f"/erklaeren?{text}")
    expect(card(page, "ohne-posten").locator(".words")).not_to_be_empty()
    settle(page)


def title(page: Page, slug: str) -> str:
    return card(page, slug).locator("h2").inner_text()


def test_one_click_on_an_item_splits_it_further_and_tells_the_change_without_it(page: Page):
    open_erklaeren(page, "nach=bereich")
    card(page, "beitraege").locator("[data-show=tabelle]").click()
    with answered(page):
        card(page, "beitraege").get_by_role("button", name="Eingangszone: weiter aufteilen").click()

    assert title(page, "weiter-aufteilen").startswith("Bereich Eingangszone: Beschwerden nach ")
    assert title(page, "ohne-posten") == "Beschwerden ohne Bereich Eingangszone"
    assert page.input_value("#erklaeren--posten") == "bereich.eingangszone"
    assert "posten=bereich.eingangszone" in query(page)
    assert page.evaluate("document.activeElement.id") == "erklaeren--posten"


def test_a_dimension_is_chosen_from_the_ranking_with_the_keyboard(page: Page):
    open_erklaeren(page)
    button = card(page, "merkmale").get_by_role("button", name="Thema: danach erklären")
    button.focus()
    with answered(page):
        page.keyboard.press("Enter")

    assert title(page, "beitraege") == "Beschwerden: Beiträge nach Thema"
    assert page.evaluate("document.activeElement.id") == "erklaeren--nach"
    with answered(page):
        page.go_back()
    assert title(page, "beitraege") == "Beschwerden: Beiträge nach Kanal"


def test_the_waterfall_draws_what_the_table_holds(page: Page):
    open_erklaeren(page, "kennzahl=kundenreaktionen&nach=kanal")
    drawn = card(page, "beitraege").locator(".textpoint text").all_text_contents()
    show_tables(page)
    table = cells(card(page, "beitraege").locator("table"))

    assert [text.strip() for text in drawn] == ["1.684", *(row[3] for row in table[1:-1]), "1.068"]


def test_without_a_comparison_there_is_a_sentence_in_place_of_the_chart(page: Page):
    open_erklaeren(page)
    with answered(page):
        page.select_option("#erklaeren--vergleich", "ohne")

    expect(card(page, "beitraege").locator(".words")).to_contain_text("Bitte oben Vorjahr oder Vorperiode wählen")
    expect(card(page, "beitraege").locator(".chart")).to_be_hidden()


@pytest.mark.parametrize("state", ["split by thema", "rate"])
def test_waterfall_and_effects_fit_at_every_width(page: Page, state: str):
    open_erklaeren(page, STATES[state])

    assert faults(page, charts=True) == []


@pytest.mark.parametrize("state", STATES)
def test_every_state_is_accessible_as_chart_and_as_table(page: Page, state: str):
    open_erklaeren(page, STATES[state])
    drawn = axe_violations(page)
    show_tables(page)

    assert [*drawn, *axe_violations(page)] == []
