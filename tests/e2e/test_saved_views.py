"""Named views: saved, opened, deleted and chosen as the start, in the browser and by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from layouts import ids, texts
from layouts.pages.registry import PAGES
from tests.e2e.browser import axe_violations
from tests.e2e.pages import open_page, query
from tests.e2e.test_navigation import shown

EMAIL = "von=2020-01&bis=2020-12&kanal=email"


def menu(page: Page) -> Locator:
    return page.locator(f"#{ids.VIEWS}")


def unfold(page: Page) -> None:
    menu(page).locator("summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"#{ids.VIEW_NAME}")).to_be_visible()


def save(page: Page, name: str) -> None:
    unfold(page)
    field = page.locator(f"#{ids.VIEW_NAME}")
    field.press_sequentially(name)
    field.press("Enter")


def says(page: Page, code: str, name: str = "") -> None:
    expected = texts.VIEW_SENTENCES[code].replace("{name}", name)
    expect(menu(page).locator("[role=status]")).to_have_text(expected)


def press(page: Page, name: str) -> None:
    menu(page).get_by_role("button", name=name, exact=True).press("Enter")


def open_table(page: Page) -> None:
    page.goto(f"/tabelle?{EMAIL}")
    shown(page, PAGES["/tabelle"])


def test_a_view_is_saved_opened_and_deleted(page: Page):
    open_table(page)
    save(page, "E-Mail <b>2020</b>")
    says(page, "gespeichert", "E-Mail <b>2020</b>")
    page.goto("/")
    shown(page, PAGES["/"])
    unfold(page)
    menu(page).get_by_role("link", name="E-Mail <b>2020</b>").press("Enter")
    shown(page, PAGES["/tabelle"])
    assert query(page) == EMAIL
    unfold(page)
    press(page, "Löschen: E-Mail <b>2020</b>")

    says(page, "geloescht", "E-Mail <b>2020</b>")
    expect(menu(page)).to_contain_text(texts.VIEW_SENTENCES["keine"])


def test_the_start_view_opens_for_the_plain_address_only(page: Page):
    open_table(page)
    save(page, "Mein Blick")
    press(page, "Meine Startansicht: Mein Blick")
    says(page, "startet", "Mein Blick")
    page.goto("/")
    shown(page, PAGES["/tabelle"])
    assert query(page) == EMAIL
    open_page(page, "von=2019-01&bis=2019-12")
    assert query(page) == "von=2019-01&bis=2019-12"
    unfold(page)
    press(page, texts.VIEW_STANDARD)
    says(page, "standard")

    open_page(page)
    assert query(page) == ""


def test_a_name_is_needed_and_the_same_name_replaces(page: Page):
    open_table(page)
    save(page, " ")
    says(page, "ohne_name")
    page.keyboard.type("Blick")
    page.keyboard.press("Enter")
    says(page, "gespeichert", "Blick")
    page.keyboard.type("Blick")
    page.keyboard.press("Enter")
    says(page, "ersetzt", "Blick")

    expect(menu(page).locator("li")).to_have_count(1)


@pytest.mark.parametrize(
    "kept", ["{", "[1]", '{"liste": 3}', '{"liste": [{"name": "x", "adresse": "//b"}], "start": "x"}']
)
def test_what_is_stored_may_be_anything(page: Page, kept: str):
    page.add_init_script(f"localStorage.setItem('krm-ansichten', {kept!r})")
    open_page(page)
    unfold(page)

    expect(menu(page)).to_contain_text(texts.VIEW_SENTENCES["keine"])


@pytest.mark.parametrize("width", [1440, 360])
def test_the_open_menu_has_no_fault(page: Page, width: int):
    page.set_viewport_size({"width": width, "height": 900})
    open_table(page)
    save(page, "Ein Blick mit einem recht langen Namen für eine Ansicht")
    press(page, "Meine Startansicht: Ein Blick mit einem recht langen Namen für eine Ansicht")

    assert axe_violations(page, ".krm-header") == []
    page.wait_for_function("() => document.documentElement.scrollWidth <= innerWidth")
