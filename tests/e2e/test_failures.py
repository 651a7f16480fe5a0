"""When something fails the page says so in German, keeps what it has, and recovers by itself."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.e2e.browser import axe_violations, watched_context
from tests.e2e.pages import answered, control, expected_tiles, is_update, open_page, query, settle, tiles
from tests.e2e.server import krm, running_server

UPDATES = "**/_dash-update-component*"
NOISE = "status of (400|404|429|500|503)|ERR_FAILED|update-component|Callback|Failed to fetch"
OLD = "Zu sehen ist noch die vorige"


def failing(status: int):
    """Answers every callback with an error."""
    return lambda route: route.fulfill(status=status, content_type="application/json", body='{"fehler": "x"}')


def dropped(route: Route) -> None:
    """The connection breaks."""
    route.abort()


@pytest.mark.parametrize(
    ("handler", "sentence"),
    [
        (failing(400), "Die Auswahl konnte nicht berechnet werden."),
        (failing(503), "Die Auswahl konnte nicht berechnet werden."),
        (dropped, "Der Server ist nicht erreichbar."),
    ],
    ids=["400", "503", "dropped"],
)
def test_a_failed_change_is_told_and_the_next_success_ends_it(
    page: Page, live_server: str, browser_log, handler, sentence: str
):
    browser_log.expect(NOISE)
    open_page(page)
    before = tiles(page)
    alert = page.locator("#stoerung")
    assert alert.is_hidden()

    page.route(UPDATES, handler)
    page.select_option(control("bis"), "2020-06")

    expect(alert).to_be_visible()
    assert alert.get_attribute("role") == "alert"
    assert sentence in alert.inner_text()
    assert OLD in alert.inner_text()
    assert tiles(page) == before
    assert page.evaluate("() => [inhalt.getAttribute('aria-busy'), inhalt.className]") == ["false", "outdated"]
    page.unroute(UPDATES)
    with answered(page):
        page.select_option(control("bis"), "2020-05")
    expect(alert).to_be_hidden()
    assert page.evaluate("() => inhalt.className") == ""
    assert tiles(page) == expected_tiles(live_server, query(page))


def test_trying_again_asks_for_the_selection_that_failed(page: Page, live_server: str, browser_log):
    browser_log.expect(NOISE)
    open_page(page)
    page.route(UPDATES, dropped)
    page.select_option(control("bis"), "2020-06")
    expect(page.locator("#stoerung")).to_be_visible()
    page.unroute(UPDATES)

    with answered(page):
        page.get_by_role("button", name="Noch einmal versuchen").click()

    expect(page.locator("#stoerung")).to_be_hidden()
    assert query(page) == "von=2020-01&bis=2020-06"
    assert tiles(page) == expected_tiles(live_server, query(page))


def test_a_page_whose_first_answer_fails_can_be_tried_again(page: Page, browser_log):
    browser_log.expect(NOISE)
    page.route(UPDATES, failing(500))
    page.goto("/?kanal=email")
    expect(page.locator("#stoerung")).to_be_visible()
    page.unroute(UPDATES)

    page.get_by_role("button", name="Noch einmal versuchen").click()

    expect(page.locator(".tile-value").first).to_have_text("434")
    expect(page.locator("#stoerung")).to_be_hidden()


def test_when_dash_itself_cannot_load_a_german_sentence_stands_there(page: Page, browser_log):
    browser_log.expect(NOISE)
    page.route("**/_dash-layout", lambda route: route.fulfill(status=500, body=""))

    page.goto("/")

    expect(page.locator(".load-failure")).to_be_visible()
    assert "Error" not in page.locator("body").inner_text()


@pytest.fixture(scope="module")
def demo_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the reference data, to be copied."""
    var_dir = tmp_path_factory.mktemp("demo")
    krm(var_dir, "demo")
    return var_dir


@pytest.fixture
def own_server(demo_dir: Path, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A server with a copy of the reference data, and the file of its database."""
    var_dir = tmp_path / "var"
    shutil.copytree(demo_dir, var_dir, ignore=shutil.ignore_patterns("cache"))
    with running_server(var_dir) as url:
        yield url, var_dir / "krm.sqlite"


def test_before_the_first_import_the_page_says_what_to_do(chromium: Browser, tmp_path: Path):
    with (
        running_server(tmp_path, ready="/healthz") as url,
        watched_context(chromium, url) as (context, log),
    ):
        page = context.new_page()
        page.goto("/")
        expect(page.locator("h1")).to_have_text("Noch keine Daten")
        assert "krm import" in page.locator("main").inner_text()
        assert axe_violations(page) == []
    assert log.complaints() == []


def test_a_database_that_disappears_leaves_a_message_and_the_figures(chromium: Browser, own_server: tuple[str, Path]):
    url, database = own_server
    with watched_context(chromium, url) as (context, log):
        page = context.new_page()
        open_page(page)
        before = tiles(page)
        for file in database.parent.glob("krm.sqlite*"):
            file.rename(file.with_name(f"weg-{file.name}"))

        with answered(page) as responses:
            page.select_option(control("bis"), "2020-06")

        assert responses[0].status == 200
        notice = page.locator(".notice")
        expect(notice).to_be_visible()
        assert "vorige Auswahl" in notice.inner_text()
        assert tiles(page) == before
        assert page.locator("h1").count() == 1
        assert axe_violations(page, without=".js-plotly-plot") == []
        page.reload()
        expect(page.locator(".message")).to_be_visible()
        for file in database.parent.glob("weg-*"):
            file.rename(file.with_name(file.name.removeprefix("weg-")))
        open_page(page)
        assert tiles(page) == before
    assert log.complaints() == []


def test_figures_dim_only_when_the_answer_takes_its_time(page: Page):
    open_page(page)
    held: list[Route] = []
    page.route(UPDATES, lambda route: held.append(route))
    state = "() => [inhalt.getAttribute('aria-busy'), inhalt.classList.contains('waiting')]"
    opacity = "() => getComputedStyle(document.querySelector('.tiles')).opacity"
    # Taken in the browser, so that a busy machine does not blur it.
    page.evaluate(
        """() => {
          window.seen = {};
          new MutationObserver(() => {
            const now = performance.now();
            if (inhalt.getAttribute('aria-busy') === 'true') seen.busy ??= now;
            if (inhalt.classList.contains('waiting')) seen.waiting ??= now;
          }).observe(inhalt, {attributes: true});
        }"""
    )

    page.select_option(control("bis"), "2020-06")
    page.wait_for_function("() => seen.waiting")

    assert page.evaluate(state) == ["true", True]
    assert page.evaluate("() => seen.waiting - seen.busy") >= 295
    assert float(page.evaluate(opacity)) < 0.6
    assert page.locator(".tile-value").first.inner_text() == "1.068"
    assert page.locator(".skeleton").count() == 0
    page.unroute(UPDATES)
    held[0].continue_()
    expect(page.locator("h1")).to_have_text("Überblick Januar bis Juni 2020")
    settle(page)
    assert page.evaluate(state) == ["false", False]
    assert page.evaluate(opacity) == "1"


def test_a_quick_answer_dims_nothing(page: Page):
    open_page(page)
    page.evaluate(
        """() => {
          window.dimmed = 0;
          new MutationObserver(() => { dimmed += inhalt.classList.contains('waiting'); })
            .observe(inhalt, {attributes: true, attributeFilter: ['class']});
        }"""
    )
    # An answer from the cache: the same selection a second time, held back by nothing.
    body: list[bytes] = []
    page.on("response", lambda response: body.append(response.body()) if is_update(response) else None)
    with answered(page):
        page.select_option(control("bis"), "2020-06")
    page.wait_for_function("() => true")
    page.evaluate("() => { dimmed = 0; }")
    page.route(UPDATES, lambda route: route.fulfill(status=200, content_type="application/json", body=body[-1]))

    with answered(page):
        page.select_option(control("bis"), "2020-07")

    assert page.evaluate("dimmed") == 0


def test_skeletons_stand_only_while_the_page_loads(page: Page):
    held: list[Route] = []
    page.route(UPDATES, lambda route: held.append(route))
    page.goto("/", wait_until="commit")

    expect(page.locator(".skeleton").first).to_be_visible()
    page.wait_for_function("() => inhalt.getAttribute('aria-busy') === 'true'")
    page.unroute(UPDATES)
    held[0].continue_()
    expect(page.locator(".tile")).to_have_count(6)
    settle(page)

    assert page.locator(".skeleton").count() == 0


def test_nothing_jumps_on_loading_and_on_filtering(page: Page):
    page.add_init_script(
        """window.shift = 0;
        new PerformanceObserver(list => list.getEntries().forEach(entry => { window.shift += entry.value; }))
          .observe({type: 'layout-shift', buffered: true});"""
    )

    open_page(page)
    assert page.evaluate("shift") < 0.1

    for month in ("2020-06", "2020-12"):
        page.evaluate("() => { window.shift = 0; }")
        with answered(page):
            page.select_option(control("bis"), month)
        assert page.evaluate("shift") < 0.1
