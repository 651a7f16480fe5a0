"""When something is slow or fails the page says so in German, keeps what it has, jumps nowhere and recovers."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.e2e.browser import BrowserLog, axe_violations, watched_context
from tests.e2e.pages import DRAWN, answered, control, expected_tiles, open_page, query, settle, tiles
from tests.e2e.server import copy_demo, running_server

UPDATES = "**/_dash-update-component*"
NOISE = "status of (400|500)|ERR_FAILED|update-component|Callback|Failed to fetch|body stream already read"
# Milliseconds in which an answer would surely stand on the page.
SHOWN = 400
STATE = "() => [inhalt.getAttribute('aria-busy'), inhalt.classList.contains('waiting')]"
# Questions to the server wait in the browser until somebody lets them go.
HOLD = """
const send = window.fetch;
window.held = [];
window.holding = false;
window.fetch = (target, options) => {
  if (!String(target.url ?? target).includes('update-component') || !holding) return send(target, options);
  window.asked = performance.now();
  return new Promise(go => held.push(() => go(send(target, options))));
};
"""
SHIFTS = """
window.shift = 0;
new PerformanceObserver(list => list.getEntries().forEach(entry => { window.shift += entry.value; }))
  .observe({type: 'layout-shift', buffered: true});
"""
# When the figures began to be computed, and when they dimmed: taken inside, so that a busy machine blurs nothing.
WATCH = """() => {
  window.seen = {};
  new MutationObserver(() => {
    if (inhalt.getAttribute('aria-busy') === 'true') seen.busy ??= performance.now();
    if (inhalt.classList.contains('waiting')) seen.waiting ??= performance.now();
  }).observe(inhalt, {attributes: true});
}"""


def refused(route: Route) -> None:
    """The server answers with an error."""
    route.fulfill(status=400, content_type="application/json", body='{"fehler": "x"}')


def dropped(route: Route) -> None:
    """The connection breaks."""
    route.abort()


def let_go(page: Page) -> None:
    """Let the question pass that waits in the browser."""
    page.wait_for_function("() => held.length === 1")
    page.evaluate("() => { held.shift()(); }")


@pytest.mark.parametrize(
    ("handler", "sentence"),
    [(refused, "Die Auswahl konnte nicht berechnet werden."), (dropped, "Der Server ist nicht erreichbar.")],
    ids=["400", "dropped"],
)
def test_a_failed_change_is_told_and_trying_again_asks_for_it(
    page: Page, live_server: str, browser_log: BrowserLog, handler, sentence: str
):
    browser_log.expect(NOISE)
    open_page(page)
    before = tiles(page)
    alert = page.get_by_role("alert")
    assert alert.count() == 0

    page.route(UPDATES, handler)
    page.select_option(control("bis"), "2020-06")

    expect(alert).to_contain_text(sentence)
    expect(alert).to_contain_text("Zu sehen ist noch die vorige")
    assert tiles(page) == before
    assert page.evaluate("() => [inhalt.getAttribute('aria-busy'), inhalt.className]") == ["false", "drawn outdated"]
    page.unroute(UPDATES)
    with answered(page):
        page.get_by_role("button", name="Noch einmal versuchen").click()
    expect(alert).to_have_count(0)
    assert page.evaluate("() => inhalt.className") == "drawn"
    assert query(page) == "von=2020-01&bis=2020-06"
    assert tiles(page) == expected_tiles(live_server, query(page))


def test_a_page_whose_first_answer_fails_can_be_tried_again(page: Page, browser_log: BrowserLog):
    browser_log.expect(NOISE)
    page.route(UPDATES, refused)
    page.goto("/?kanal=email")
    expect(page.get_by_role("alert")).to_be_visible()
    page.unroute(UPDATES)

    page.get_by_role("button", name="Noch einmal versuchen").click()

    expect(page.locator(".tile-value").first).to_have_text("434")
    expect(page.get_by_role("alert")).to_have_count(0)


def test_an_answer_that_comes_after_a_later_one_is_never_shown(page: Page, live_server: str):
    page.add_init_script(HOLD)
    open_page(page)
    page.evaluate("() => { holding = true; }")
    page.select_option(control("von"), "2020-05")
    # As Dash asks for pages that were just laid out.
    page.evaluate("() => dash_clientside.set_props('ueberblick--auswahl', {data: '?von=2020-06&bis=2020-12'})")
    page.wait_for_function("() => held.length === 2")
    page.select_option(control("von"), "2020-07")
    page.wait_for_function("() => held.length === 3")

    for _ in range(3):
        with page.expect_response(UPDATES):
            page.evaluate("() => { held.pop()(); }")
        page.wait_for_timeout(SHOWN)
    settle(page)

    assert page.locator("h1").inner_text() == "Überblick Juli bis Dezember 2020"
    assert tiles(page) == expected_tiles(live_server, query(page))


def test_when_dash_itself_cannot_load_a_german_sentence_stands_there(page: Page, browser_log: BrowserLog):
    browser_log.expect(NOISE)
    page.route("**/_dash-layout", lambda route: route.fulfill(status=500, body=""))

    page.goto("/")

    expect(page.locator(".load-failure")).to_be_visible()
    assert "Error" not in page.locator("body").inner_text()


def test_the_page_tells_what_becomes_of_the_database(chromium: Browser, demo_dir: Path, tmp_path: Path):
    with (
        running_server(tmp_path, ready="/healthz") as url,
        watched_context(chromium, url) as (context, log),
    ):
        page = context.new_page()
        page.goto("/")
        expect(page.locator("h1")).to_have_text("Noch keine Daten")
        assert "krm import" in page.locator("main").inner_text()
        assert axe_violations(page) == []

        copy_demo(demo_dir, tmp_path)
        open_page(page)
        before = tiles(page)
        for file in tmp_path.glob("krm.sqlite*"):
            file.rename(file.with_name(f"weg-{file.name}"))
        with answered(page) as responses:
            page.select_option(control("bis"), "2020-06")

        assert responses[0].status == 200
        expect(page.locator(".notice")).to_contain_text("vorige Auswahl")
        assert tiles(page) == before
        assert page.locator("h1").count() == 1
        assert axe_violations(page, without=".js-plotly-plot") == []
        page.reload()
        expect(page.locator(".message")).to_be_visible()
        for file in tmp_path.glob("weg-*"):
            file.rename(file.with_name(file.name.removeprefix("weg-")))
        open_page(page)
        assert tiles(page) == before
    assert log.complaints() == []


def test_an_outline_stands_while_the_page_loads_and_nothing_jumps(page: Page):
    outline, heading = page.locator(".skeleton").first, page.locator("h1")
    page.add_init_script(f"{HOLD} holding = true; {SHIFTS}")
    page.goto("/")

    expect(outline).to_be_visible()
    let_go(page)
    expect(page.locator("[data-page]")).to_be_attached()
    page.evaluate(DRAWN)
    expect(heading).to_be_hidden()
    let_go(page)
    expect(heading).to_have_text("Überblick 2020")
    expect(heading).to_be_visible()
    expect(outline).to_be_hidden()
    settle(page)
    assert page.evaluate("shift") < 0.1

    page.evaluate("() => { holding = false; shift = 0; }")
    with answered(page):
        page.select_option(control("bis"), "2020-06")
    assert page.evaluate("shift") < 0.1


def test_figures_dim_when_the_answer_takes_its_time_and_only_then(page: Page):
    opacity = "() => getComputedStyle(document.querySelector('.tiles')).opacity"
    page.add_init_script(HOLD)
    open_page(page)
    page.evaluate(f"() => {{ ({WATCH})(); holding = true; }}")

    page.select_option(control("bis"), "2020-06")
    page.wait_for_function("() => seen.waiting")

    assert page.evaluate(STATE) == ["true", True]
    assert page.evaluate("() => seen.waiting - asked") >= 299
    assert float(page.evaluate(opacity)) < 0.6
    assert page.locator(".tile-value").first.inner_text() == "1.068"
    expect(page.locator(".skeleton").first).to_be_hidden()
    let_go(page)
    expect(page.locator("h1")).to_have_text("Überblick Januar bis Juni 2020")
    settle(page)
    assert page.evaluate(STATE) == ["false", False]
    assert page.evaluate(opacity) == "1"

    # What was answered does not dim afterwards either.
    page.evaluate("() => { seen = {}; holding = false; }")
    with answered(page):
        page.select_option(control("bis"), "2020-07")
    page.wait_for_function("() => performance.now() - seen.busy > 400")
    assert page.evaluate(STATE) == ["false", False]
