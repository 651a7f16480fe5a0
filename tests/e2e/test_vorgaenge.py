"""Vorgänge in a real browser: the way from a figure to its cases, pages of the list, keyboard, accessibility."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.browser import axe_violations
from tests.e2e.pages import answered, cells, settle

CARD = "[data-card=vorgaenge]"
TITLE = "#vorgaenge--vorgaenge--titel"


def open_list(page: Page, query: str = "") -> None:
    page.goto(f"/vorgaenge?{query}")
    expect(page.locator(f"{CARD} tbody tr").first).to_be_visible()
    settle(page)


def first_case(page: Page) -> str:
    return cells(page.locator(f"{CARD} table"))[1][0]


def test_a_card_leads_to_as_many_cases_as_its_figure_says(page: Page):
    page.goto("/?von=2020-01&bis=2020-12&thema=beratung")
    settle(page)
    count = page.locator(".tile-value").first.inner_text()

    page.locator("[data-card=eingaenge]").get_by_role("link", name="Vorgänge zeigen: Eingänge je Monat").click()

    expect(page.locator(TITLE)).to_have_text(f"{count} Vorgänge")
    assert page.url.endswith("/vorgaenge?von=2020-01&bis=2020-12&thema=beratung")
    assert page.title() == "Vorgänge – KRM-Statistik"


def test_a_row_and_a_bar_lead_to_their_cases_and_narrow_the_page(page: Page):
    page.goto("/?von=2020-01&bis=2020-12")
    settle(page)
    channels = page.locator("[data-card=kanaele]")
    channels.get_by_role("button", name="Tabelle").click()
    name, count = cells(channels.locator("table"))[2][:2]
    row, menu = channels.get_by_role("button", name=name, exact=True), page.get_by_role("group", name=name)

    row.press("Enter")
    expect(menu.get_by_role("button", name="Darauf filtern")).to_be_focused()
    assert axe_violations(page, "[data-card=kanaele]") == []
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(row).to_be_focused()
    row.press("Enter")
    with answered(page):
        page.keyboard.press("Enter")
    expect(page.locator(".chip")).to_have_text(f"Kanal: {name} ×")
    expect(page.locator(".tile-value").first).to_have_text(count)
    expect(page.locator("#ueberblick--weitere")).to_be_focused()

    bar = page.locator("[data-card=eingaenge] .bars .point path").nth(3)
    april = cells(page.locator("[data-card=eingaenge] table"))[4]
    bar.hover(force=True)
    expect(page.locator("[data-card=eingaenge] .hoverlayer text").first).to_be_visible()
    bar.click(force=True)
    page.get_by_role("group", name=april[0]).get_by_role("link", name="Vorgänge zeigen").click()
    expect(page.locator(TITLE)).to_have_text(f"{april[1]} Vorgänge")


def test_the_list_is_turned_by_keyboard_and_keeps_the_focus(page: Page):
    open_list(page)
    first = first_case(page)
    following = page.get_by_role("button", name="Nächste")
    following.focus()

    with answered(page):
        page.keyboard.press("Enter")

    expect(page.locator(".page-place")).to_have_text("Seite 2 von 22")
    assert first_case(page) != first
    expect(following).to_be_focused()
    assert "seite=2" in page.url
    expect(page.get_by_label("Seite", exact=True)).to_have_value("2")
    page.go_back()
    expect(page.locator(".page-place")).to_have_text("Seite 1 von 22")
    assert first_case(page) == first


def test_another_choice_starts_again_with_the_first_page(page: Page):
    open_list(page, "seite=4")
    expect(page.locator(".page-place")).to_have_text("Seite 4 von 22")

    with answered(page):
        page.select_option("#vorgaenge--zustand", "verspaetet")

    expect(page.locator(TITLE)).to_have_text("57 Vorgänge · Verspätet erledigt")
    expect(page.locator(".page-place")).to_have_text("Seite 1 von 2")
    assert "seite" not in page.url
    assert {row[6 - 1] for row in cells(page.locator(f"{CARD} table"))[1:]} == {"Verspätet erledigt"}


def test_a_page_can_be_typed_and_the_ends_lead_nowhere(page: Page):
    open_list(page)
    field = page.get_by_label("Seite", exact=True)
    field.fill("22")
    with answered(page):
        field.press("Enter")

    expect(page.locator(".page-place")).to_have_text("Seite 22 von 22")
    expect(page.get_by_role("button", name="Letzte")).to_have_attribute("aria-disabled", "true")
    assert len(cells(page.locator(f"{CARD} table"))) == 1 + 18


def test_a_selection_without_cases_says_so(page: Page):
    page.goto("/vorgaenge?kanal=fax&thema=erstausstattung&ombudsstelle=ja")

    expect(page.locator(f"{CARD} .words")).to_have_text("Keine Vorgänge in dieser Auswahl.")
    expect(page.locator(".page-turner")).to_have_count(0)
    assert axe_violations(page) == []
