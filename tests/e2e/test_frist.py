"""21-Tage-Standard in a real browser: the rate by any dimension and by both dates, as the interface says."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from domain import formats
from tests.e2e.pages import answered, card, cells, get, settle, show_tables

STATES = ("fristgerecht", "verspaetet", "ueberfaellig", "offen_in_frist")


def test_the_standard_is_told_by_month_and_by_dimension(page: Page, live_server: str):
    page.goto("/frist?von=2020-10&bis=2021-03")
    expect(page.locator("h1")).to_have_text("21-Tage-Standard Oktober 2020 bis März 2021")
    settle(page)
    assert page.locator(".krm-card:not(.without-chart) .chart:visible").count() >= 5
    expect(card(page, "frist-status").locator("h2")).to_have_text("Stand der Frist je Monat des Eingangs")

    dimension = page.locator("#frist--nach")
    dimension.focus()
    with answered(page):
        dimension.select_option("kanal")
    expect(card(page, "frist-merkmale").locator("h2")).to_have_text("Fristquote nach Kanal")
    show_tables(page)
    rows = get(live_server, "tabelle.json?kennzahl=fristquote&nach=kanal&von=2020-10&bis=2021-03")["zeilen"]
    due = {row[0]: row[1] for row in cells(card(page, "frist-merkmale").locator("table"))[1:-1]}
    assert sorted(due.values()) == sorted(formats.number(row["nenner"]) for row in rows)

    with answered(page):
        page.evaluate("() => window.dash_clientside.krm.go('/frist', '?von=2020-10&bis=2021-03&zeitbezug=erledigung')")
    title = card(page, "frist-status").locator("h2")
    expect(title).to_have_text("Stand der Frist je Monat der Erledigung")
    settle(page)
    totals = cells(card(page, "frist-status").locator("table"))[-1][1:5]
    answer = get(live_server, "kennzahlen.json?von=2020-10&bis=2021-03&zeitbezug=erledigung")["kennzahlen"]
    assert totals == [formats.number(answer[state]["wert"]) for state in STATES]
