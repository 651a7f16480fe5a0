"""Frist-Radar in a real browser: cards, the day of the backlog, files, keyboard, accessibility."""

from __future__ import annotations

import requests
from playwright.sync_api import Page, expect

from tests.e2e.browser import axe_violations
from tests.e2e.pages import answered, card, cells, get, settle, share_menu, show_tables


def open_radar(page: Page, query: str = "") -> None:
    page.goto(f"/radar?{query}")
    expect(card(page, "faellig-liste").locator("tbody tr").first).to_be_visible()
    settle(page)


def test_the_page_shows_the_open_cases_of_the_datenstand(page: Page, live_server: str):
    open_radar(page, "von=2018-01&bis=2018-01")
    expected = get(live_server, "karten/faellig-liste.json")

    assert len(cells(card(page, "faellig-liste").locator("table"))) == 1 + len(expected["zeilen"])
    title = card(page, "faellig-liste").locator("h2")
    expect(title).to_have_text(f"Fälligkeiten: {len(expected['zeilen'])} offene Vorgänge")
    for slug in ("offene-alter", "faellig-liste"):
        expect(card(page, slug).locator(".subtitle")).to_contain_text("unabhängig vom gewählten Zeitraum")
        expect(card(page, slug).locator(".subtitle")).not_to_contain_text("2018")
    assert page.locator(".js-plotly-plot:visible").count() == 3


def test_the_backlog_of_a_past_day_is_chosen_by_keyboard(page: Page, live_server: str):
    open_radar(page)
    day = page.get_by_label("Stichtag", exact=True)
    day.focus()

    with answered(page):
        page.keyboard.press("ArrowDown")

    expect(card(page, "bestand").locator("h2")).to_have_text("Bestand am 28.02.2021")
    assert page.url.endswith("stichtag=2021-02")
    expected = get(live_server, "karten/bestand.json?stichtag=2021-02")
    show_tables(page)
    assert axe_violations(page) == []
    assert cells(card(page, "bestand").locator("table"))[-1][1] == str(expected["summe"][1])


def test_the_calendar_holds_every_open_case_of_the_selection(page: Page, live_server: str):
    open_radar(page, "kanal=email")
    menu = share_menu(page, "faellig-liste")
    link = menu.get_by_role("link", name="Kalenderdatei: Fälligkeiten herunterladen")

    answer = requests.get(f"{live_server}{link.get_attribute('href')}", timeout=30)

    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="faellig-2021-03-31.ics"'
    listed = cells(card(page, "faellig-liste").locator("table"))[1:]
    text = answer.content.decode().replace("\r\n ", "")
    assert all(row[0] in text for row in listed)
    assert text.count("BEGIN:VEVENT") == len({row[3] for row in listed}) > 1


def test_a_selection_without_open_cases_says_so_and_its_calendar_too(page: Page, live_server: str):
    query = "kanal=fax&thema=erstausstattung&ombudsstelle=ja"
    page.goto(f"/radar?{query}")

    expect(card(page, "faellig-liste").locator(".words")).to_have_text("Kein Vorgang dieser Auswahl ist offen.")
    settle(page)
    assert page.locator(".js-plotly-plot:visible").count() == 0
    assert axe_violations(page) == []
    answer = requests.get(f"{live_server}/herunterladen/faellig.ics?{query}", timeout=30)
    assert answer.text.count("SUMMARY:KRM: Kein offener Vorgang") == 1
