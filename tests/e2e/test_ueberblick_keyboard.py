"""The keyboard alone: everything is reached in order, every filter is set, the focus never gets lost."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.pages import answered, card, control, expected_tiles, open_page, query, settle

MOST_TABS = 80
REACHABLE = """() => {
  const all = 'a[href], button, select, input, summary, [tabindex="0"]';
  const seen = element => element.checkVisibility({visibilityProperty: true}) && !element.disabled;
  const found = [...document.querySelectorAll(all)].filter(seen);
  return found.map((element, at) => { element.dataset.step = at; return at; });
}"""
FOCUSED = """() => {
  const element = document.activeElement;
  const box = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  const on_top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return {
    step: element.dataset.step === undefined ? null : Number(element.dataset.step),
    outline: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth),
    shadow: style.boxShadow,
    uncovered: Boolean(on_top) && (element.contains(on_top) || on_top.contains(element)),
    name: element.outerHTML.slice(0, 120),
  };
}"""


def focused(page: Page) -> dict[str, Any]:
    return page.evaluate(FOCUSED)


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is on the element; fails if it is never reached."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"not reached by Tab: {selector}")


def press(page: Page, key: str) -> None:
    """Press a key that changes a filter, and wait for the answer."""
    with answered(page):
        page.keyboard.press(key)


def test_tab_reaches_everything_once_in_order_and_shows_where_it_is(page: Page):
    open_page(page)
    steps = page.evaluate(REACHABLE)
    assert len(steps) > 30

    walked = []
    for _ in steps:
        page.keyboard.press("Tab")
        walked.append(focused(page))

    assert [one["step"] for one in walked] == steps
    assert [one["name"] for one in walked if one["outline"] < 2 and one["shadow"] == "none"] == []
    assert [one["name"] for one in walked if not one["uncovered"]] == []


def test_the_first_tab_stop_jumps_to_the_content(page: Page):
    open_page(page)

    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.textContent") == "Zum Inhalt springen"
    expect(page.locator(".skip-link")).to_be_in_viewport()
    page.keyboard.press("Enter")

    assert page.evaluate("() => document.activeElement.id") == "inhalt"


def test_the_keyboard_alone_sets_every_filter(page: Page):
    open_page(page)

    tab_to(page, control("von"))
    press(page, "ArrowDown")
    tab_to(page, control("bis"))
    press(page, "ArrowDown")
    tab_to(page, control("vergleich"))
    press(page, "ArrowDown")
    for merkmal, key in (("bereich", "Enter"), ("thema", "Space")):
        tab_to(page, f"summary:has({control(f'{merkmal}-titel')})")
        page.keyboard.press(key)
        tab_to(page, f"{control(merkmal)} input")
        press(page, "Space")
        page.keyboard.press("Escape")
        assert page.evaluate("() => document.activeElement.tagName") == "SUMMARY"
        assert page.locator(".filter-row details[open]").count() == 0
    tab_to(page, control("weitere"))
    page.keyboard.press("Enter")
    expect(page.locator(".offcanvas.show")).to_be_visible()
    for merkmal in ("kanal", "personenkreis", "art", "hauptart", "ombudsstelle", "bewertung"):
        tab_to(page, f"{control(merkmal)} input")
        press(page, "Space")
    for switch in ("zeitbezug", "bewertungsbasis"):
        tab_to(page, f"{control(switch)} input")
        press(page, "ArrowDown")
    page.keyboard.press("Escape")
    expect(page.locator(".offcanvas")).to_have_count(0)

    chosen = dict(part.split("=") for part in query(page).split("&"))
    assert list(chosen) == [
        "von",
        "bis",
        "vergleich",
        "bereich",
        "thema",
        "kanal",
        "personenkreis",
        "art",
        "hauptart",
        "ombudsstelle",
        "bewertung",
        "zeitbezug",
        "bewertungsbasis",
    ]
    assert (chosen["von"], chosen["bis"], chosen["vergleich"]) == ("2019-12", "2020-11", "vorperiode")


def test_the_drawer_keeps_the_focus_and_gives_it_back(page: Page):
    open_page(page)
    button = page.locator(control("weitere"))

    for close in ("Escape", "Schließen"):
        button.focus()
        page.keyboard.press("Enter")
        drawer = page.locator(".offcanvas.show")
        expect(drawer).to_be_visible()
        expect(drawer).to_have_attribute("aria-modal", "true")
        inside = drawer.locator("button, input").count()
        for _ in range(inside + 3):
            page.keyboard.press("Tab")
            assert page.evaluate("() => Boolean(document.activeElement.closest('.offcanvas'))")
        if close == "Escape":
            page.keyboard.press("Escape")
        else:
            drawer.get_by_role("button", name=close).press("Enter")
        expect(page.locator(".offcanvas")).to_have_count(0)
        expect(button).to_be_focused()


def test_the_focus_stays_where_it_was_after_a_change(page: Page):
    open_page(page)

    page.focus(control("vergleich"))
    with answered(page):
        page.select_option(control("vergleich"), "ohne")
    expect(page.locator(control("vergleich"))).to_be_focused()
    page.click(control("thema-titel"))
    box = page.locator(f"{control('thema')} input").first
    box.focus()
    press(page, "Space")
    expect(box).to_be_focused()
    preset = page.get_by_role("button", name="Quartal")
    preset.focus()
    press(page, "Enter")
    expect(preset).to_be_focused()
    reset = page.get_by_role("button", name="Zurücksetzen")
    reset.focus()
    press(page, "Enter")
    expect(reset).to_be_focused()


def test_removing_a_chip_leaves_the_focus_in_the_filter_bar(page: Page):
    open_page(page, "kanal=email")

    page.locator(".chip").focus()
    press(page, "Enter")

    assert page.evaluate("() => Boolean(document.activeElement.closest('.filter-bar'))")


def test_view_and_definition_of_a_card_are_operated_by_keys(page: Page):
    open_page(page)
    figure = card(page, "kanaele")

    figure.get_by_role("button", name="Tabelle").press("Enter")
    expect(figure.locator("table")).to_be_visible()
    expect(figure.get_by_role("button", name="Tabelle")).to_have_attribute("aria-pressed", "true")
    figure.get_by_role("button", name="Diagramm").press("Space")
    expect(figure.locator(".js-plotly-plot")).to_be_visible()
    summary = figure.locator(".definition summary")
    summary.press("Enter")
    expect(figure.locator(".definition dl")).to_be_visible()
    page.keyboard.press("Escape")
    expect(figure.locator(".definition dl")).to_be_hidden()
    expect(summary).to_be_focused()


def test_the_new_count_is_said_once_per_change(page: Page, live_server: str):
    open_page(page)
    page.evaluate(
        """selector => {
          const place = document.querySelector(selector);
          window.said = [];
          new MutationObserver(() => said.push(place.textContent))
            .observe(place, {childList: true, characterData: true, subtree: true});
        }""",
        control("ansage"),
    )
    assert page.locator(control("ansage")).get_attribute("role") == "status"

    with answered(page):
        page.select_option(control("bis"), "2020-06")
    with answered(page):
        page.select_option(control("vergleich"), "ohne")
    settle(page)

    count = expected_tiles(live_server, "von=2020-01&bis=2020-06")["Kundenreaktionen"]
    assert page.evaluate("said") == [
        f"{count} Kundenreaktionen, kein Filter aktiv. Zeitraum Januar bis Juni 2020, Vergleich Vorjahr",
        f"{count} Kundenreaktionen, kein Filter aktiv. Zeitraum Januar bis Juni 2020, Vergleich ohne",
    ]
