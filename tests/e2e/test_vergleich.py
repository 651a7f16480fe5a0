"""The page Vergleich in a browser: choices on their cards, B set piece by piece, accessibility of its states."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browser import axe_violations
from tests.e2e.looks import faults
from tests.e2e.pages import answered, card, cells, get, query, settle, show_tables

STATES = {
    "many outside": "kennzahl=ombudsquote&gruppe=kanal&anteil=zeile",
    "against the rest": "bereich=grundsicherung&gegen_zeitraum=gleich&gegen_bereich=alle_uebrigen&zaehlt=lob",
    "empty": "kanal=fax&thema=erstausstattung&ombudsstelle=ja",
    "unknown": "gruppe=sternzeichen&vergleich=ohne",
}


def open_vergleich(page: Page, text: str = "") -> None:
    """Open the page and wait until its figures stand."""
    page.goto(f"/vergleich?{text}")
    expect(card(page, "a-gegen-b").locator("tbody tr").first).to_be_visible()
    settle(page)


def choose(page: Page, name: str, value: str) -> None:
    with answered(page):
        page.select_option(f"#vergleich--{name}", value)


def test_choices_stand_on_the_card_that_they_belong_to(page: Page):
    open_vergleich(page)
    labels = {
        slug: card(page, slug).locator(".choices label:visible").all_inner_texts()
        for slug in ("trichter", "matrix", "a-gegen-b")
    }

    assert labels == {
        "trichter": ["Quote", "Vergleich nach"],
        "matrix": ["Gezählt", "Anteile"],
        "a-gegen-b": ["B: Zeitraum", "B: Bereich", "B: Thema", "B: Kanal", "B: Personenkreis"],
    }


def test_the_funnel_names_the_groups_outside_and_no_others(page: Page):
    open_vergleich(page)
    choose(page, "kennzahl", "ombudsquote")
    choose(page, "gruppe", "kanal")

    drawn = set(card(page, "trichter").locator(".textpoint text").all_text_contents())
    words = card(page, "trichter").locator(".words").inner_text()
    assert "telefonisch" in drawn
    assert all(f"{name} (" in words for name in drawn)
    assert card(page, "trichter").locator("h2").inner_text() == "Anteil der Ombudsstelle nach Kanal"
    assert query(page) == "von=2020-01&bis=2020-12&kennzahl=ombudsquote&gruppe=kanal"


def test_what_is_on_screen_is_what_the_interface_gives(page: Page, live_server: str):
    choices = {"trichter": "kennzahl=ombudsquote&gruppe=kanal", "matrix": "anteil=zeile", "a-gegen-b": ""}
    open_vergleich(page, "&".join(choices.values()))
    show_tables(page)
    for slug, own in choices.items():
        expected = get(live_server, f"karten/{slug}.json?{own}")
        shown = cells(card(page, slug).locator("table"))
        assert [row[0] for row in shown if row[0] in {row[0] for row in expected["zeilen"]}] == [
            row[0] for row in expected["zeilen"]
        ]
        if expected["summe"]:
            assert shown[-1][0] == expected["summe"][0]


def test_the_rest_of_a_filter_becomes_the_other_side(page: Page):
    open_vergleich(page, "kanal=email")
    choose(page, "gegen_zeitraum", "gleich")
    choose(page, "gegen_kanal", "alle_uebrigen")

    table = cells(card(page, "a-gegen-b").locator("table"))
    assert table[1][2:] == ["434", "634", "−200"]
    expect(card(page, "a-gegen-b").locator(".table-notes")).to_contain_text("B: Zeitraum 2020, Kanal außer E-Mail.")


def test_names_in_the_funnel_fit_at_every_width(page: Page):
    open_vergleich(page, STATES["many outside"])

    assert faults(page, charts=True) == []


@pytest.mark.parametrize("state", STATES)
def test_every_state_is_accessible_as_chart_and_as_table(page: Page, state: str):
    open_vergleich(page, STATES[state])
    drawn = axe_violations(page)
    show_tables(page)

    assert [*drawn, *axe_violations(page)] == []
