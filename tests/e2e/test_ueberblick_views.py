"""Cards: chart or table, definitions, nothing that sends charts away, nothing that opens windows."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from domain.kennzahlen import KENNZAHLEN
from tests.e2e.pages import answered, card, control, open_page, select, show_tables

WATCH_WINDOWS = "window.opened = []; window.open = (...given) => { window.opened.push(given); return null; };"


def test_the_switch_shows_a_real_table_and_the_chart_again(page: Page):
    open_page(page)

    for figure in page.locator("[data-card]").all():
        first = figure.locator("[data-view=diagramm]")
        figure.get_by_role("button", name="Tabelle").click()
        table = figure.locator("table")
        expect(table).to_be_visible()
        expect(first).to_be_hidden()
        assert table.locator("caption").inner_text()
        assert table.locator("thead th:not([scope=col])").count() == 0
        assert table.locator("tbody tr > :first-child:not(th[scope=row])").count() == 0
        figure.get_by_role("button", name=first.locator("..").locator("[data-show=diagramm]").inner_text()).click()
        expect(table).to_be_hidden()
        expect(first).to_be_visible()


def test_a_table_stays_a_table_when_the_selection_changes(page: Page):
    open_page(page)
    show_tables(page)

    select(page, "bis", "2020-03")

    months = card(page, "eingaenge").locator("tbody th").all_inner_texts()
    assert months == ["Januar 2020", "Februar 2020", "März 2020"]
    expect(card(page, "kanaele").locator("table")).to_be_visible()


def test_every_definition_opens_and_names_its_indicators(page: Page):
    open_page(page)

    for figure in page.locator("[data-card]").all():
        figure.locator(".definition summary").click()
        expect(figure.locator(".definition dl")).to_be_visible()
        page.locator("h1").click()
        expect(figure.locator(".definition dl")).to_be_hidden()
    card(page, "fristquote").locator(".definition summary").click()
    assert KENNZAHLEN["fristquote"].definition in card(page, "fristquote").locator(".definition dl").inner_text()


def test_the_events_of_the_period_are_listed_under_their_numbers(page: Page):
    open_page(page)
    figure = card(page, "eingaenge")

    figure.locator(".events summary").click()

    entries = figure.locator(".events li").all_inner_texts()
    assert len(entries) == int(figure.locator(".events summary").inner_text().split()[0])
    flags = figure.locator(".textpoint text").all_text_contents()
    assert {entry.split(" · ")[0] for entry in entries} == set(flags)
    with answered(page):
        page.select_option(control("vergleich"), "ohne")
    expect(figure.locator(".events li").first).to_be_visible()


def test_no_chart_has_a_tool_bar_or_a_way_out(page: Page):
    page.add_init_script(WATCH_WINDOWS)
    open_page(page)

    page.locator("[data-card=kanaele] .js-plotly-plot").hover()
    for button in page.locator(".tools button").all():
        button.click()

    assert page.locator(".modebar-btn, .modebar-container *").count() == 0
    content = page.content()
    assert "sendChartToCloud" not in content
    assert "plotly.com" not in content
    assert "Share" not in content
    settings = page.locator(".js-plotly-plot").evaluate_all(
        "all => all.map(({_context: {displayModeBar, showSendToCloud, plotlyServerURL}}) =>"
        " [displayModeBar, showSendToCloud, plotlyServerURL])"
    )
    assert settings == [[False, False, ""]] * 5
    assert page.evaluate("opened") == []


def test_charts_take_no_drag_and_no_wheel_from_the_page(page: Page):
    open_page(page)
    chart = page.locator("[data-card=eingaenge] .js-plotly-plot")
    chart.scroll_into_view_if_needed()
    before = page.locator("[data-card=eingaenge] .xtick text").all_text_contents()
    box = chart.bounding_box()
    assert box is not None

    page.mouse.move(box["x"] + 300, box["y"] + 200)
    page.mouse.down()
    page.mouse.move(box["x"] + 600, box["y"] + 200)
    page.mouse.up()
    page.mouse.dblclick(box["x"] + 300, box["y"] + 200)
    offset = page.evaluate("scrollY")
    page.mouse.wheel(0, 200)

    page.wait_for_function("offset => scrollY > offset", arg=offset)
    assert page.locator("[data-card=eingaenge] .xtick text").all_text_contents() == before


def test_the_theme_follows_the_system_until_somebody_chooses(page: Page):
    page.emulate_media(color_scheme="dark")
    open_page(page)
    theme = "() => document.documentElement.dataset.bsTheme"
    assert page.evaluate(theme) == "dark"
    ink = page.locator("[data-card=kanaele] .ytick text").first.evaluate("text => getComputedStyle(text).fill")

    page.get_by_role("button", name="Hell/Dunkel").click()
    assert page.evaluate(theme) == "light"
    assert page.locator("[data-card=kanaele] .ytick text").first.evaluate("text => getComputedStyle(text).fill") != ink
    open_page(page)

    assert page.evaluate(theme) == "light"
