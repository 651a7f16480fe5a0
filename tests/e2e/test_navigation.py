"""From page to page: the selection goes along, back and forward work, and narrow screens fold the list."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page as BrowserPage
from playwright.sync_api import Response, expect

from layouts import texts
from layouts.pages.plain import PLAIN_PAGES, PlainPage
from layouts.pages.registry import PAGES, Page
from tests.e2e.browser import axe_violations
from tests.e2e.pages import is_update, query, settle

SELECTION = "von=2020-01&bis=2020-12&kanal=email"
LARGEST_ANSWER = 60_000
ROWS = "all => new Set(all.filter(one => one.checkVisibility()).map(one => one.offsetTop)).size"


def shown(page: BrowserPage, expected: Page) -> None:
    """Wait until a page with its figures is on screen."""
    expect(page.locator(f"[data-page={expected.slug}]")).to_be_visible()
    expect(page.locator("h1")).to_contain_text(expected.title)
    expect(page.locator(".status")).not_to_be_empty()
    settle(page)


def link(page: BrowserPage, target: Page) -> None:
    page.locator(f".nav-line a[data-nav='{target.path}']").click()


def test_the_selection_goes_along_to_every_page_and_back(page: BrowserPage):
    pages = list(PAGES.values())
    page.goto(f"/?{SELECTION}")
    shown(page, pages[0])
    for target in pages[1:]:
        link(page, target)
        shown(page, target)
        assert page.title() == f"{target.title} – {texts.BRAND}"
        assert page.locator("[aria-current=page]:visible").all_inner_texts() == [target.title]
        assert query(page) == SELECTION
        assert page.locator(".chip").all_inner_texts() == ["Kanal: E-Mail ×"]
    for target in reversed(pages[:-1]):
        page.go_back()
        shown(page, target)
        assert page.title() == f"{target.title} – {texts.BRAND}"
        assert query(page) == SELECTION
    page.go_forward()
    shown(page, pages[1])


@pytest.mark.parametrize("target", PAGES.values(), ids=lambda target: target.slug)
def test_every_page_is_a_deep_link_with_answers_of_bounded_size(page: BrowserPage, target: Page):
    answers: list[Response] = []
    page.on("response", lambda response: answers.append(response) if is_update(response) else None)
    page.goto(f"{target.path}?{SELECTION}")
    shown(page, target)

    sizes = [len(answer.body()) for answer in answers if f"{target.slug}--" in answer.text()]
    assert sizes
    assert max(sizes) <= LARGEST_ANSWER
    assert page.locator(".headline-words p").count() == (max(1, len(target.told)) if target.has_headline else 0)


def test_the_list_of_pages_fits_every_width(page: BrowserPage):
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto("/")
    shown(page, PAGES["/"])
    links = page.locator(".nav-line a")
    assert links.evaluate_all(ROWS) == 1
    page.set_viewport_size({"width": 768, "height": 900})
    assert links.evaluate_all(ROWS) <= 2
    page.set_viewport_size({"width": 360, "height": 800})
    expect(links.first).not_to_be_visible()
    for width in (768, 360):
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_function("() => document.documentElement.scrollWidth <= innerWidth")


def test_on_a_narrow_screen_the_pages_unfold_by_keyboard(page: BrowserPage):
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(f"/?{SELECTION}")
    shown(page, PAGES["/"])
    fold = page.locator(".nav-fold details")
    fold.locator("summary").focus()
    page.keyboard.press("Enter")
    listed: list[Page | PlainPage] = [*PAGES.values(), *(plain for plain in PLAIN_PAGES.values() if plain.listed)]
    expect(fold.locator("a")).to_have_text([target.title for target in listed])
    assert fold.locator("[aria-current=page]").inner_text() == "Überblick"
    assert axe_violations(page, ".krm-header") == []
    page.keyboard.press("Escape")
    expect(fold.locator("a").first).not_to_be_visible()
    page.keyboard.press("Enter")
    fold.locator("a", has_text="Tabelle").focus()
    page.keyboard.press("Enter")

    shown(page, PAGES["/tabelle"])
    assert query(page) == SELECTION
    expect(fold.locator("a").first).not_to_be_visible()


def test_the_sentences_at_the_head_can_be_copied(page: BrowserPage):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/?von=2020-01&bis=2020-12")
    shown(page, PAGES["/"])
    sentences = page.locator(".headline-words p").all_inner_texts()
    page.locator("[data-copy]").press("Enter")

    expect(page.locator(".copy-status")).to_have_text(texts.COPIED)
    assert page.evaluate("navigator.clipboard.readText()") == "\n".join(sentences)
    assert sentences[0].startswith("Im Jahr 2020 gingen 1.068")
