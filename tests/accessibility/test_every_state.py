"""Every page in every state, at three widths, light and dark: one load each, then the page goes from state to state.

``tests/e2e/test_accessibility.py`` looks at how every page begins, and at one page in these states.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from layouts.pages.registry import PAGES
from tests.e2e.browser import BrowserLog
from tests.e2e.looks import EVERY_WIDTH, OTHER_THEME, faults
from tests.e2e.pages import open_page
from tests.e2e.states import SEVERAL_YEARS, choose, closed, dead, drawer, empty, filtered, open_path, wide

ALL_LOOKS = (*EVERY_WIDTH, *OTHER_THEME)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_no_fault_in_any_state(page: Page, browser_log: BrowserLog, path: str):
    open_path(page, path)
    found = {"initial": faults(page, ALL_LOOKS, charts=True)}
    filtered(page)
    found["filtered, as tables"] = faults(page, ALL_LOOKS)
    drawer(page)
    found["drawer"] = faults(page, ALL_LOOKS, within=".offcanvas")
    closed(page)
    empty(page)
    found["empty"] = faults(page, ALL_LOOKS)
    dead(page, browser_log)
    found["error"] = faults(page, ALL_LOOKS, within="#stoerung")

    assert {state: wrong for state, wrong in found.items() if wrong} == {}


def test_several_years_have_no_fault(page: Page):
    wide(page)
    open_page(page)
    choose(page, SEVERAL_YEARS)

    assert faults(page, ALL_LOOKS, charts=True) == []
