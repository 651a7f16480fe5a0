"""Entwicklung in a real browser: measure, grain and split are chosen by keyboard, drawn and told as the table says."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from domain import formats
from tests.e2e.pages import answered, card, cells, get, settle, show_tables

YEAR = "von=2020-01&bis=2020-12"


def choose(page: Page, name: str, value: str) -> None:
    control = page.locator(f"#entwicklung--{name}")
    control.focus()
    with answered(page):
        control.select_option(value)
    expect(control).to_be_focused()


def test_an_indicator_is_split_and_every_part_is_that_of_the_interface(page: Page, live_server: str):
    page.goto(f"/entwicklung?{YEAR}")
    expect(page.locator("h1")).to_have_text("Entwicklung 2020")
    settle(page)
    parts = card(page, "verlauf-aufgeteilt")
    expect(parts.locator(".words")).to_contain_text("Keine Aufteilung gewählt")
    expect(parts.locator(".chart")).to_be_hidden()

    choose(page, "kennzahl", "beschwerden")
    choose(page, "nach", "bereich")
    choose(page, "je", "quartal")

    assert page.url.endswith(f"{YEAR}&kennzahl=beschwerden&je=quartal&nach=bereich")
    expect(card(page, "verlauf").locator("h2")).to_have_text("Beschwerden je Quartal")
    expect(parts.locator("h2")).to_have_text("Beschwerden nach Bereich")
    rows = get(live_server, f"tabelle.json?kennzahl=beschwerden&nach=bereich&{YEAR}")["zeilen"]
    assert parts.locator(".main-svg .xy, .main-svg .subplot").count() >= len(rows)
    show_tables(page)
    shown = {row[0]: row[1] for row in cells(parts.locator("table"))[1:-1]}
    assert sorted(shown.values()) == sorted(formats.number(row["wert"]) for row in rows)
    quarters = get(live_server, f"tabelle.json?kennzahl=beschwerden&nach=quartal&{YEAR}")["zeilen"]
    course = cells(card(page, "verlauf").locator("table"))[1:-1]
    assert [row[1] for row in course] == [formats.number(row["wert"]) for row in quarters]


def test_events_are_listed_and_limits_begin_anew_at_one(page: Page):
    page.goto(f"/entwicklung?{YEAR}")
    settle(page)
    chart = card(page, "regelkarte")
    events = card(page, "verlauf").locator(".events")
    events.locator("summary").press("Enter")
    expect(events.locator("li").first).to_be_visible()
    before = chart.locator(".words").inner_text()

    days = page.locator("#entwicklung--neu_ab option").evaluate_all("all => all.map(one => one.value)")
    choose(page, "neu_ab", days[len(days) // 2])

    assert f"neu_ab={days[len(days) // 2]}" in page.url
    assert chart.locator(".words").inner_text() != before
