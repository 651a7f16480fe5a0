"""Every page in many states, light and dark, at three widths: no fault that axe finds, nothing scrolls sideways."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from layouts.pages.registry import PAGES
from tests.e2e.browser import BrowserLog, axe_violations
from tests.e2e.pages import control, open_page, select, settle, show_tables, tick

WIDTHS = (1440, 768, 360)
SMALLEST_TARGET = 24
EMPTY = "kanal=fax&thema=erstausstattung&ombudsstelle=ja"
LONG = "von=2019-02&bis=2020-11&kanal=email,persoenlich&thema=beratung,bescheide&zeitbezug=erledigung&farbe=blau"

SMALL_TARGETS = """smallest => {
  const all = 'a[href], button, select, summary, input, textarea, [tabindex="0"]';
  const seen = element => element.checkVisibility({visibilityProperty: true});
  const box = element => {
    const own = element.getBoundingClientRect();
    const labels = [...(element.labels ?? [])].map(label => label.getBoundingClientRect());
    const boxes = [own, ...labels];
    return {
      width: Math.max(...boxes.map(one => one.right)) - Math.min(...boxes.map(one => one.left)),
      height: Math.max(...boxes.map(one => one.bottom)) - Math.min(...boxes.map(one => one.top)),
    };
  };
  return [...document.querySelectorAll(all)].filter(seen).filter(element => element.type !== 'search')
    .map(element => [box(element), element.outerHTML.slice(0, 120)])
    .filter(([{width, height}]) => width < smallest || height < smallest)
    .map(([{width, height}, text]) => `${width} × ${height}: ${text}`);
}"""
SIDEWAYS = """() => document.documentElement.scrollWidth - document.documentElement.clientWidth"""
FITTED = """() => [...document.querySelectorAll('.js-plotly-plot')].filter(chart => chart.checkVisibility())
  .every(chart => Math.abs(chart.clientWidth - chart.querySelector('.main-svg').clientWidth) < 2)"""
CUT = """() => [...document.querySelectorAll('.main-svg text, .legendtext, .bartext')]
  .filter(text => text.textContent && text.checkVisibility())
  .filter(text => {
    const own = text.getBoundingClientRect(), chart = text.closest('.js-plotly-plot').getBoundingClientRect();
    return own.width && (own.left < chart.left - 1 || own.right > chart.right + 1);
  })
  .map(text => text.textContent)"""


def faults(page: Page, charts: bool = False) -> list[str]:
    """What is wrong with the page as it stands, at every width and in both themes.

    Only colours depend on the theme. Charts do not differ between the states: one state tries their insides.
    """
    without = "" if charts else ".js-plotly-plot"
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_function(FITTED)
        settle(page)
        found += [f"{width}: sideways by {over}" for over in [page.evaluate(SIDEWAYS)] if over > 0]
        found += [f"{width}: cut: {text}" for text in page.evaluate(CUT)]
        found += [f"{width}: small: {target}" for target in page.evaluate(SMALL_TARGETS, SMALLEST_TARGET)]
        for theme, rules in (("light", ()), ("dark", ("color-contrast",))):
            page.evaluate("theme => { document.documentElement.dataset.bsTheme = theme; }", theme)
            found += [f"{width} {theme}: {fault}" for fault in axe_violations(page, without=without, rules=rules)]
    return found


def as_it_opens(page: Page) -> None:
    open_page(page)


def with_many_filters(page: Page) -> None:
    open_page(page, LONG)


def over_several_years(page: Page) -> None:
    open_page(page, "von=2018-01&bis=2021-03")


def with_all_tables(page: Page) -> None:
    open_page(page, "von=2018-01&bis=2021-03")
    show_tables(page)


def without_data(page: Page) -> None:
    open_page(page, EMPTY)


def with_a_definition(page: Page) -> None:
    open_page(page)
    page.locator("[data-card=bereiche-themen] .definition summary").click()


def with_the_events(page: Page) -> None:
    open_page(page)
    page.locator(".events summary").first.click()


def with_a_dropdown(page: Page) -> None:
    open_page(page)
    page.click(control("thema-titel"))
    tick(page, "thema", "wohnungssuche")


def with_the_drawer(page: Page) -> None:
    open_page(page)
    page.click(control("weitere"))
    expect(page.locator(".offcanvas.show")).to_be_visible()


def with_a_failure(page: Page) -> None:
    open_page(page)
    page.route("**/_dash-update-component*", lambda route: route.fulfill(status=500, body="{}"))
    page.select_option(control("bis"), "2020-06")
    expect(page.get_by_role("alert")).to_be_visible()


STATES: tuple[Callable[[Page], None], ...] = (
    as_it_opens,
    with_many_filters,
    over_several_years,
    with_all_tables,
    without_data,
    with_a_definition,
    with_the_events,
    with_a_dropdown,
    with_the_drawer,
    with_a_failure,
)


@pytest.mark.parametrize("bring_about", STATES)
def test_the_ueberblick_has_no_fault(page: Page, browser_log: BrowserLog, bring_about: Callable[[Page], None]):
    if bring_about is with_a_failure:
        browser_log.expect("status of 500|update-component|Callback")
    bring_about(page)

    assert faults(page, charts=bring_about is as_it_opens) == []


@pytest.mark.parametrize("path", [path for path in PAGES if path != "/"])
def test_every_other_page_has_no_fault(page: Page, path: str):
    page.goto(f"{path}?von=2019-02&bis=2020-11&thema=beratung,bescheide")
    expect(page.locator(".chip")).to_have_count(2)
    settle(page)

    assert faults(page) == []


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
