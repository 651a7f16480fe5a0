"""The neighbours of a selection are asked for in advance: quietly, once, and without changing anything on the page."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Request

from tests.e2e.browser import watched_context
from tests.e2e.pages import answered, control, expected_tiles, open_page, query, select, tiles

YEAR = "von=2019-01&bis=2019-12"
NEXT = "von=2020-01&bis=2020-12"
IDLE = 1500
PATIENCE = 30_000
SEEN = "() => [document.title, document.querySelector('main').innerText, inhalt.getAttribute('aria-busy')]"


@pytest.fixture
def curious(chromium: Browser, live_server: str) -> Iterator[Page]:
    """A page in a browser that saves no data."""
    with watched_context(chromium, live_server, save_data=False) as (context, log):
        yield context.new_page()
    assert log.complaints() == []


def body(request: Request) -> str:
    return request.post_data or ""


def asked(requests: list[Request]) -> list[str]:
    """The selections that were asked for."""
    return [json.loads(body(request))["inputs"][0]["value"].removeprefix("?") for request in requests]


def noted(page: Page) -> list[Request]:
    """From now on every question for the figures of a page."""
    requests: list[Request] = []
    page.on("request", lambda request: requests.append(request) if "--auswahl" in body(request) else None)
    return requests


def test_the_years_before_and_after_are_asked_for_and_nothing_on_the_page_changes(curious: Page, live_server: str):
    done: list[Request] = []
    curious.on("requestfinished", lambda request: done.append(request) if "--auswahl" in body(request) else None)
    open_page(curious, YEAR)
    before = curious.evaluate(SEEN)
    for _ in range(PATIENCE // IDLE):
        if len(done) == 3:
            break
        curious.wait_for_timeout(IDLE)

    assert asked(done) == [YEAR, "von=2018-01&bis=2018-12", NEXT]
    assert curious.evaluate(SEEN) == before
    assert query(curious) == YEAR

    with answered(curious) as answers:
        curious.evaluate("() => window.dash_clientside.krm.narrow({von: '2020-01', bis: '2020-12'})")
    assert asked([answers[0].request]) == [NEXT]
    assert tiles(curious) == expected_tiles(live_server, NEXT)


def test_asking_ahead_waits_while_somebody_acts(curious: Page):
    curious.add_init_script("setInterval(() => document.dispatchEvent(new KeyboardEvent('keydown')), 100)")
    requests = noted(curious)
    open_page(curious, YEAR)
    curious.wait_for_timeout(2 * IDLE)
    select(curious, "bis", "2019-06")
    curious.wait_for_timeout(IDLE)

    assert asked(requests) == [YEAR, "von=2019-01&bis=2019-06"]


def test_who_saves_data_is_asked_for_nothing_in_advance(page: Page):
    open_page(page, YEAR)
    requests = noted(page)
    page.wait_for_timeout(2 * IDLE)
    page.locator("[data-von]").first.hover(force=True)
    page.wait_for_timeout(IDLE)

    assert asked(requests) == []
    assert page.locator(control("von")).input_value() == "2019-01"
