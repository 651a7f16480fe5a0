"""Every page in every state, at three widths, light and dark: one load each, then the page goes from state to state."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from layouts.pages.plain import PLAIN_PAGES
from layouts.pages.registry import PAGES
from tests.e2e.browser import BrowserLog
from tests.e2e.looks import all_faults, faults
from tests.e2e.pages import answered, control, open_page, select, settle, show_tables, tick

NOISE = "status of 500|update-component|Callback"
FILTERED = "von=2019-10&bis=2020-09&kanal=email,persoenlich&thema=beratung,bescheide&zeitbezug=erledigung&farbe=blau"
EMPTY = "von=2020-01&bis=2020-12&kanal=fax&thema=erstausstattung&ombudsstelle=ja"
SEVERAL_YEARS = "von=2018-01&bis=2021-03"


def go(page: Page, query: str) -> None:
    """Choose a whole selection without loading the page anew."""
    with answered(page):
        page.evaluate("query => window.dash_clientside.krm.go(location.pathname, '?' + query)", query)
    expect(page.locator("[data-page] .status")).not_to_be_empty()
    settle(page)


def wide(page: Page) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_no_fault_in_any_state(page: Page, browser_log: BrowserLog, path: str):
    wide(page)
    page.goto(path)
    expect(page.locator("[data-page] .status")).not_to_be_empty()
    settle(page)
    found = {"initial": all_faults(page)}

    wide(page)
    go(page, FILTERED)
    show_tables(page)
    found["filtered, as tables"] = faults(page)

    wide(page)
    page.locator("[id$='--weitere']").click()
    expect(page.locator(".offcanvas.show")).to_be_visible()
    found["drawer"] = faults(page, within=".offcanvas")
    page.keyboard.press("Escape")
    expect(page.locator(".offcanvas")).to_have_count(0)

    wide(page)
    go(page, EMPTY)
    found["empty"] = faults(page)

    wide(page)
    browser_log.expect(NOISE)
    page.route("**/_dash-update-component*", lambda route: route.fulfill(status=500, body="{}"))
    page.locator("[id$='--bis']").select_option("2020-11")
    expect(page.locator("#stoerung")).to_be_visible()
    found["error"] = faults(page, within="#stoerung")

    assert {state: wrong for state, wrong in found.items() if wrong} == {}


def test_what_unfolds_on_a_page_has_no_fault(page: Page):
    open_page(page)
    page.locator(".events summary").first.click()
    page.locator("[data-card=bereiche-themen] .definition summary").click()
    found = {"definition and events": faults(page, within="main")}

    wide(page)
    page.click(control("thema-titel"))
    tick(page, "thema", "wohnungssuche")
    found["dropdown"] = faults(page, within=".filter-bar")

    wide(page)
    go(page, SEVERAL_YEARS)
    found["several years"] = faults(page)

    assert {state: wrong for state, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("path", PLAIN_PAGES)
def test_a_page_without_figures_has_no_fault(page: Page, path: str):
    page.goto(path)
    expect(page.locator("[data-plain] h1")).to_be_visible()
    settle(page)

    assert all_faults(page) == []


def test_an_unknown_page_has_no_fault(page: Page, browser_log: BrowserLog):
    browser_log.expect("status of 404")
    page.goto("/gibtesnicht")
    expect(page.locator("h1")).to_have_text("Diese Seite gibt es nicht.")

    assert faults(page) == []


def test_with_colours_of_the_system_texts_of_charts_stay_readable(page: Page):
    page.emulate_media(forced_colors="active", color_scheme="dark")
    open_page(page)

    fills = page.locator(".js-plotly-plot .xtick text").evaluate_all(
        "all => all.map(one => getComputedStyle(one).fill)"
    )
    assert set(fills) == {"rgb(255, 255, 255)"}


def test_nothing_moves_for_those_who_asked_for_less_motion(page: Page):
    page.emulate_media(reduced_motion="reduce")
    open_page(page)

    select(page, "bis", "2020-06")

    assert page.evaluate("() => document.getAnimations().length") == 0


def test_every_chart_has_a_name_and_words_that_tell_its_finding(page: Page):
    open_page(page)

    charts = page.locator(".chart[role=img]")
    assert charts.count() == 5
    for chart in charts.all():
        named, told = (
            page.locator(f"#{chart.get_attribute(f'aria-{kind}')}").inner_text()
            for kind in ("labelledby", "describedby")
        )
        assert len(named) > 5
        assert any(character.isdigit() for character in told)
