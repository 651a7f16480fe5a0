"""The page Ereignisse: an event is added, shows as a flag, is changed and removed; what is wrong stays in the form."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.browser import BrowserLog, axe_violations
from tests.e2e.pages import card, settle

YEAR = "von=2020-01&bis=2020-12"
WIDTHS = (1440, 360)


def open_events(page: Page) -> None:
    page.goto(f"/ereignisse?{YEAR}")
    expect(page.locator("#ereignisse--status")).to_contain_text("Kundenreaktionen")
    settle(page)


def focused(page: Page) -> str:
    """Id or accessible name of what has the focus."""
    return page.evaluate("() => document.activeElement.id || document.activeElement.getAttribute('aria-label') || ''")


def said(page: Page) -> str:
    return page.locator("#ereignis-meldung").inner_text()


def faults(page: Page) -> list[str]:
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        settle(page)
        over = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found += [f"{width}: sideways by {over}"] if over > 0 else []
        for theme in ("light", "dark"):
            page.evaluate("theme => { document.documentElement.dataset.bsTheme = theme; }", theme)
            found += [f"{width} {theme}: {fault}" for fault in axe_violations(page)]
    page.set_viewport_size({"width": 1440, "height": 900})
    return found


def flags(page: Page, path: str, slug: str) -> str:
    """The folded list of events below a chart."""
    page.goto(f"{path}?{YEAR}")
    expect(card(page, slug).locator("details.events")).to_be_attached()
    return card(page, slug).locator("details.events").text_content() or ""


def test_what_is_wrong_stays_in_the_form_and_is_put_right_by_keyboard(watched: tuple[Page, BrowserLog]):
    page, log = watched
    log.expect("status of 400")
    open_events(page)
    page.focus("#ereignis-von")
    page.keyboard.type("31.02.2020")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("Umzug der Eingangszone")

    page.keyboard.press("Enter")

    fault = page.locator("#ereignis-von-fehler")
    expect(fault).to_contain_text("„31.02.2020“ ist kein Tag")
    assert focused(page) == "ereignis-von"
    assert said(page).startswith("Noch nicht gespeichert")
    assert page.input_value("#ereignis-von") == "31.02.2020"
    assert page.input_value("#ereignis-titel") == "Umzug der Eingangszone"
    assert page.get_attribute("#ereignis-von", "aria-invalid") == "true"
    assert "ereignis-von-fehler" in (page.get_attribute("#ereignis-von", "aria-describedby") or "")
    assert faults(page) == []

    page.fill("#ereignis-von", "02.03.2020")
    page.fill("#ereignis-kategorie", "Organisation")
    expect(fault).to_be_hidden()
    page.focus("#ereignis-kategorie")
    page.keyboard.press("Enter")

    expect(page.locator("#ereignis-meldung")).to_have_text("Das Ereignis „Umzug der Eingangszone“ ist eingetragen.")
    expect(page.locator(".own-events li")).to_have_count(1)
    expect(card(page, "ereignisse").locator("tbody tr", has_text="Umzug der Eingangszone")).to_contain_text("eigenes")
    assert page.input_value("#ereignis-titel") == ""
    assert faults(page) == []


def test_an_event_is_a_flag_until_it_is_changed_or_removed(watched: tuple[Page, BrowserLog]):
    page, _ = watched
    open_events(page)
    page.fill("#ereignis-von", "4.5.2020")
    page.fill("#ereignis-titel", "Neue Software")
    page.fill("#ereignis-kategorie", "Technik")
    page.select_option("#ereignis-kanal", "online")
    page.click("#ereignis-formular [type=submit]")
    entry = page.locator(".own-events li", has_text="Neue Software")
    expect(entry).to_contain_text("04.05.2020 Neue Software · Technik · gilt für Kanal online")

    assert "Neue Software" in flags(page, "/", "eingaenge")
    assert "Neue Software" in flags(page, "/entwicklung", "verlauf")

    open_events(page)
    page.get_by_role("button", name="Ändern: Neue Software").click()
    assert focused(page) == "ereignis-titel"
    assert page.input_value("#ereignis-kanal") == "online"
    page.fill("#ereignis-titel", "Neue Software im Haus")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Ändern: Neue Software im Haus")).to_be_focused()
    assert said(page) == "Das Ereignis „Neue Software im Haus“ ist geändert."

    page.get_by_role("button", name="Entfernen: Neue Software im Haus").click()
    expect(page.get_by_role("button", name="Behalten")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Entfernen: Neue Software im Haus")).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Endgültig entfernen: Neue Software im Haus").click()
    expect(page.locator(".own-events li", has_text="Neue Software")).to_have_count(0)
    assert said(page) == "Das Ereignis ist entfernt."
    assert focused(page) == "ereignis-titel-der-tafel"
    assert "Neue Software" not in flags(page, "/", "eingaenge")


def test_a_server_that_does_not_answer_costs_no_words(watched: tuple[Page, BrowserLog]):
    page, log = watched
    log.expect("net::ERR_FAILED")
    open_events(page)
    page.route("**/eintragen/**", lambda route: route.abort())
    page.fill("#ereignis-titel", "Bleibt stehen")

    page.click("#ereignis-formular [type=submit]")

    expect(page.locator("#ereignis-meldung")).to_contain_text("Der Server ist nicht erreichbar")
    assert page.input_value("#ereignis-titel") == "Bleibt stehen"
