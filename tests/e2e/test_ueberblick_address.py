"""Address = state: reload, deep link, back and forward restore everything; what is unknown is named."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.pages import answered, control, expected_tiles, open_page, query, select, settle, tick, tiles

DEEP_LINK = (
    "von=2019-04&bis=2020-03&vergleich=vorperiode&bereich=grundsicherung&thema=beratung,bescheide&kanal=email"
    "&zeitbezug=erledigung&bewertungsbasis=bewertete"
)


def state(page: Page) -> dict[str, Any]:
    """Everything that the address stands for: controls, chips, heading, figures."""
    return {
        "heading": page.locator("h1").inner_text(),
        "lists": [page.locator(control(name)).input_value() for name in ("von", "bis", "vergleich")],
        "chips": page.locator(".chip").all_inner_texts(),
        "labels": page.locator(".filter-row .dropdown-filter > summary").all_inner_texts(),
        "more": page.locator(control("weitere")).inner_text(),
        "ticked": page.locator(".dropdown-panel input:checked").evaluate_all("all => all.map(one => one.value)"),
        "tiles": tiles(page),
        "words": page.locator(".words").all_inner_texts(),
        "downloads": page.locator(".downloads a").evaluate_all("all => all.map(one => one.search)"),
    }


def test_a_deep_link_sets_every_control_and_every_figure(page: Page, live_server: str):
    open_page(page, DEEP_LINK)

    shown = state(page)
    assert shown["heading"] == "Überblick April 2019 bis März 2020"
    assert shown["lists"] == ["2019-04", "2020-03", "vorperiode"]
    assert shown["ticked"] == ["grundsicherung", "beratung", "bescheide"]
    assert shown["labels"] == ["Bereich: Grundsicherung", "Thema (2)"]
    assert shown["more"] == "Weitere Filter (3)"
    assert len(shown["chips"]) == 6
    assert shown["tiles"] == expected_tiles(live_server, DEEP_LINK)
    assert set(shown["downloads"]) == {f"?{DEEP_LINK}"}
    page.click(control("weitere"))
    # The drawer is filled when it opens.
    expect(page.locator(f"{control('kanal')} input:checked")).to_have_value("email")
    expect(page.locator(f"{control('zeitbezug')} input:checked")).to_have_value("erledigung")


def test_reload_back_and_forward_restore_the_page(page: Page):
    open_page(page)
    seen = [(query(page), state(page))]
    select(page, "bis", "2020-06")
    seen.append((query(page), state(page)))
    page.click(control("thema-titel"))
    tick(page, "thema", "bescheide")
    seen.append((query(page), state(page)))
    with answered(page):
        page.locator(".presets").get_by_role("button", name="Quartal").click()
    seen.append((query(page), state(page)))
    assert len({address for address, _ in seen}) == 4

    for expected in reversed(seen[:-1]):
        with answered(page):
            page.go_back()
        assert (query(page), state(page)) == expected
    for expected in seen[1:]:
        with answered(page):
            page.go_forward()
        assert (query(page), state(page)) == expected
    page.reload()
    expect(page.locator(".chip")).to_have_count(1)
    settle(page)
    assert (query(page), state(page)) == seen[-1]


def test_after_going_back_controls_go_on_from_what_they_show(page: Page, live_server: str):
    open_page(page)
    select(page, "bis", "2020-06")
    page.click(control("thema-titel"))
    tick(page, "thema", "bescheide")
    with answered(page):
        page.go_back()

    select(page, "vergleich", "ohne")

    assert query(page) == "von=2020-01&bis=2020-06&vergleich=ohne"
    assert tiles(page) == expected_tiles(live_server, query(page))


def test_unknown_parts_of_the_address_are_named_and_the_rest_works(page: Page, live_server: str):
    open_page(page, "von=2020-01&bis=2020-06&kanal=email,taube&farbe=blau&vergleich=gestern&bereich=%3Cb%3Ex")

    notice = page.locator(".notice")
    assert notice.get_attribute("role") == "alert"
    said = notice.inner_text()
    for part in ("„taube“", "„farbe“", "„gestern“", "„<b>x“"):
        assert part in said
    assert tiles(page) == expected_tiles(live_server, "von=2020-01&bis=2020-06&kanal=email")
    select(page, "bis", "2020-07")
    assert notice.count() == 0
    assert query(page) == "von=2020-01&bis=2020-07&kanal=email"
    with answered(page):
        page.go_back()
    assert notice.inner_text() == said


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("von=2020-03", "Zum Zeitraum fehlt „bis“"),
        ("von=2020-09&bis=2020-03", "Der Zeitraum ist verkehrt herum"),
        ("von=2020-13&bis=2020-14", "ist kein Monat"),
    ],
)
def test_half_a_period_or_a_reversed_one_is_named_and_the_usual_one_shown(page: Page, given: str, sentence: str):
    open_page(page, f"{given}&kanal=email")

    assert sentence in page.locator(".notice").inner_text()
    assert page.locator("h1").inner_text() == "Überblick 2020"
    assert [page.locator(control(name)).input_value() for name in ("von", "bis")] == ["2020-01", "2020-12"]
    assert page.locator(".chip").all_inner_texts() == ["Kanal: E-Mail ×"]


def test_a_page_that_does_not_exist_leads_back(page: Page, browser_log: Any):
    browser_log.expect("status of 404")
    page.goto("/gibtesnicht?kanal=email")

    expect(page.locator("h1")).to_have_text("Diese Seite gibt es nicht.")
    page.get_by_role("link", name="Zum Überblick").click()
    expect(page.locator(".tile-value").first).to_have_text("434")
    settle(page)
    assert query(page) == "kanal=email"
    with page.expect_navigation(url="**/gibtesnicht*"):
        page.go_back()
    expect(page.locator("h1")).to_have_text("Diese Seite gibt es nicht.")
