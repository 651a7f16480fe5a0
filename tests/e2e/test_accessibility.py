"""How every page begins, at three widths, light and dark; one page as it unfolds, empty, failed.

Every page in all of these states: ``make test-barrierefrei``.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from layouts.pages.plain import PLAIN_PAGES
from layouts.pages.registry import PAGES
from tests.e2e.browser import BrowserLog
from tests.e2e.looks import all_faults, faults
from tests.e2e.pages import control, open_page, select, settle, tick, walk
from tests.e2e.states import closed, dead, drawer, empty, filtered, wide


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_no_fault_as_it_begins(walker: Page, path: str):
    walk(walker, path)

    assert all_faults(walker) == []


def test_a_page_has_no_fault_in_any_state(page: Page, browser_log: BrowserLog):
    open_page(page)
    page.locator(".events summary").first.click()
    page.locator("[data-card=bereiche-themen] .definition summary").click()
    found = {"definition and events": faults(page, within="main")}
    wide(page)
    page.click(control("thema-titel"))
    tick(page, "thema", "wohnungssuche")
    found["dropdown"] = faults(page, within=".filter-bar")
    filtered(page)
    found["filtered, as tables"] = faults(page)
    drawer(page)
    found["drawer"] = faults(page, within=".offcanvas")
    closed(page)
    empty(page)
    found["empty"] = faults(page)
    dead(page, browser_log)
    found["error"] = faults(page, within="#stoerung")

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
