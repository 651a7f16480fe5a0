"""Browsers and the running server for end-to-end tests."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from selenium.webdriver.chrome.options import Options

from tests.e2e.browser import CHROMIUM_ARGUMENTS, VIEWPORT, BrowserLog, launch_chromium, watched_context
from tests.e2e.pages import settle
from tests.e2e.server import copy_demo, krm, running_server

# A busy machine is no fault of a page.
PATIENCE = 20_000


def pytest_configure() -> None:
    """Keep Selenium from looking for drivers and sending statistics over the network; wait long enough."""
    expect.set_options(timeout=PATIENCE)
    os.environ.setdefault("SE_OFFLINE", "true")
    os.environ.setdefault("SE_AVOID_STATS", "true")


def pytest_setup_options() -> Options:
    """Chromium options of dash_duo."""
    options = Options()
    size = f"--window-size={VIEWPORT['width']},{VIEWPORT['height']}"
    for argument in ("--headless=new", "--lang=de-DE", size, *CHROMIUM_ARGUMENTS):
        options.add_argument(argument)
    options.binary_location = shutil.which("chromium") or ""
    return options


@pytest.fixture(scope="session")
def demo_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the reference data in an SQLite database, ``krm.sqlite``."""
    var_dir = tmp_path_factory.mktemp("var")
    krm(var_dir, "demo")
    return var_dir


@pytest.fixture(scope="session")
def live_server(demo_dir: Path) -> Iterator[str]:
    """The address of the running application with the reference data."""
    with running_server(demo_dir) as url:
        yield url


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for the whole run."""
    with sync_playwright() as playwright:
        browser = launch_chromium(playwright)
        yield browser
        browser.close()


@pytest.fixture
def _watched(chromium: Browser, live_server: str) -> Iterator[tuple[BrowserContext, BrowserLog]]:
    with watched_context(chromium, live_server) as (context, log):
        yield context, log
    assert log.complaints() == []


@pytest.fixture
def context(_watched: tuple[BrowserContext, BrowserLog]) -> BrowserContext:
    """A fresh German browser context for the running application; at the end nothing may have gone wrong."""
    return _watched[0]


@pytest.fixture
def browser_log(_watched: tuple[BrowserContext, BrowserLog]) -> BrowserLog:
    """What went wrong so far in the test's browser context."""
    return _watched[1]


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A fresh page of the running application."""
    return context.new_page()


@pytest.fixture(scope="module")
def walker(chromium: Browser, live_server: str) -> Iterator[Page]:
    """A page that the tests of a module lead from place to place by ``pages.walk``; nothing may go wrong meanwhile."""
    with watched_context(chromium, live_server) as (context, log):
        page = context.new_page()
        page.goto("/")
        settle(page)
        yield page
    assert log.complaints() == []


@pytest.fixture(scope="module")
def own_server(demo_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of the module's own, so that no other test meets what its tests write."""
    var_dir = tmp_path_factory.mktemp("own")
    copy_demo(demo_dir, var_dir)
    with running_server(var_dir) as url:
        yield url


@pytest.fixture
def watched(chromium: Browser, own_server: str) -> Iterator[tuple[Page, BrowserLog]]:
    """A fresh page of that server and what went wrong on it; at the end nothing may have."""
    with watched_context(chromium, own_server) as (context, log):
        yield context.new_page(), log
    assert log.complaints() == []
