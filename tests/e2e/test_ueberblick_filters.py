"""Every control of the filter bar changes figures and address, by one small request."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.pages import (
    answered,
    control,
    expected_tiles,
    get,
    is_update,
    open_page,
    query,
    select,
    settle,
    tick,
    tiles,
)

LARGEST_ANSWER = 60_000
YEAR = "von=2020-01&bis=2020-12"
IN_THE_DRAWER = (
    ("kanal", "telefon"),
    ("personenkreis", "fluechtlinge_asyl"),
    ("art", "lob"),
    ("hauptart", "beschwerde"),
    ("ombudsstelle", "ja"),
    ("bewertung", "begruendet"),
)


def open_drawer(page: Page) -> None:
    page.click(control("weitere"))
    expect(page.locator(".offcanvas.show")).to_be_visible()


def labels(page: Page, merkmal: str) -> dict[str, str]:
    """Value and label of every option of a filter that is on screen."""
    return page.locator(f"{control(merkmal)} .form-check").evaluate_all(
        "all => Object.fromEntries(all.map(one => [one.querySelector('input').value, one.textContent]))"
    )


@pytest.mark.parametrize(
    ("name", "value", "address"),
    [
        ("von", "2020-04", "von=2020-04&bis=2020-12"),
        ("bis", "2020-09", "von=2020-01&bis=2020-09"),
        ("vergleich", "ohne", f"{YEAR}&vergleich=ohne"),
    ],
)
def test_the_lists_change_figures_and_address(page: Page, live_server: str, name: str, value: str, address: str):
    open_page(page)
    before = page.locator(".tiles").inner_text()

    select(page, name, value)

    assert query(page) == address
    assert tiles(page) == expected_tiles(live_server, address)
    assert page.locator(".tiles").inner_text() != before


@pytest.mark.parametrize(("merkmal", "code"), [("bereich", "grundsicherung"), ("thema", "bescheide")])
def test_the_everyday_filters_change_figures_address_and_their_own_label(
    page: Page, live_server: str, merkmal: str, code: str
):
    open_page(page)
    page.click(control(f"{merkmal}-titel"))

    tick(page, merkmal, code)

    assert query(page) == f"{YEAR}&{merkmal}={code}"
    assert tiles(page) == expected_tiles(live_server, query(page))
    assert page.locator(control(f"{merkmal}-titel")).inner_text().endswith(code.capitalize())
    assert page.locator("details.dropdown-filter[open]").count() == 1


def test_every_filter_of_the_drawer_changes_figures_and_address(page: Page, live_server: str):
    open_page(page)
    open_drawer(page)

    for at, (merkmal, code) in enumerate(IN_THE_DRAWER, start=1):
        tick(page, merkmal, code)
        chosen = [f"{name}={value}" for name, value in IN_THE_DRAWER[:at]]
        assert query(page) == "&".join((YEAR, *chosen))
        assert tiles(page) == expected_tiles(live_server, query(page))
        assert page.locator(".chip").count() == at
        assert page.locator(control("weitere")).inner_text() == f"Weitere Filter ({at})"


def test_the_two_bases_of_counting_change_figures_and_address(page: Page, live_server: str):
    open_page(page)
    open_drawer(page)

    tick(page, "bewertungsbasis", "bewertete")
    assert query(page) == f"{YEAR}&bewertungsbasis=bewertete"
    assert tiles(page) == expected_tiles(live_server, query(page))
    tick(page, "bewertungsbasis", "alle")
    assert query(page) == YEAR
    tick(page, "zeitbezug", "erledigung")
    assert query(page) == f"{YEAR}&zeitbezug=erledigung"
    assert tiles(page) == expected_tiles(live_server, query(page))
    assert page.locator(control("weitere")).inner_text() == "Weitere Filter (1)"


def test_several_values_of_one_filter_are_joined_by_or(page: Page, live_server: str):
    open_page(page)
    page.click(control("thema-titel"))

    tick(page, "thema", "bescheide")
    tick(page, "thema", "beratung")

    assert query(page) == f"{YEAR}&thema=beratung,bescheide"
    assert tiles(page) == expected_tiles(live_server, query(page))
    assert page.locator(control("thema-titel")).inner_text() == "Thema (2)"


def test_options_carry_the_number_that_choosing_them_would_give(page: Page, live_server: str):
    open_page(page, f"{YEAR}&ombudsstelle=ja")
    open_drawer(page)

    rows = get(live_server, f"tabelle.json?kennzahl=kundenreaktionen&nach=kanal&{YEAR}&ombudsstelle=ja")["zeilen"]
    shown = labels(page, "kanal")
    assert {row["kanal"]: row["wert"] for row in rows if row["wert"]} == {
        code: int(label.rsplit("(", 1)[1].strip(")").replace(".", ""))
        for code, label in shown.items()
        if "(0)" not in label
    }
    # The filter's own choice does not act on its own counts.
    assert labels(page, "ombudsstelle")["nein"] == "nein (604)"


def test_counts_of_the_options_follow_the_other_filters(page: Page, live_server: str):
    open_page(page)
    open_drawer(page)
    assert labels(page, "kanal")["email"] == "E-Mail (434)"

    tick(page, "hauptart", "lob")

    praise = get(live_server, f"kennzahlen.json?{YEAR}&hauptart=lob&kanal=email")["kennzahlen"]["kundenreaktionen"]
    assert labels(page, "kanal")["email"] == f"E-Mail ({praise['wert']})"


def test_a_parent_bereich_counts_with_everything_below_it(page: Page):
    open_page(page)
    page.click(control("bereich-titel"))

    shown = labels(page, "bereich")

    assert shown["kommunale_leistungen"].startswith("\u00a0")
    assert not shown["leistungsgewaehrung"].startswith("\u00a0")
    assert list(shown).index("grundsicherung") == list(shown).index("leistungsgewaehrung") + 1


def test_periods_in_words_end_with_the_last_whole_month(page: Page, live_server: str):
    open_page(page)
    expected = {
        "Monat": "von=2021-03&bis=2021-03",
        "Quartal": "von=2021-01&bis=2021-03",
        "12 Monate": "von=2020-04&bis=2021-03",
        "Alles": "von=2018-01&bis=2021-03",
        "Jahr": YEAR,
    }

    for name, address in expected.items():
        with answered(page):
            page.locator(".presets").get_by_role("button", name=name, exact=True).click()
        assert query(page) == address
        assert [page.locator(control(end)).input_value() for end in ("von", "bis")] == [
            part.split("=")[1] for part in address.split("&")
        ]
        assert tiles(page) == expected_tiles(live_server, address)


def test_a_reversed_period_is_put_right_by_moving_the_other_month(page: Page):
    open_page(page)

    select(page, "von", "2021-02")
    assert query(page) == "von=2021-02&bis=2021-02"
    select(page, "bis", "2019-05")
    assert query(page) == "von=2019-05&bis=2019-05"
    assert page.locator(control("von")).input_value() == "2019-05"


def test_chips_name_every_active_filter_and_remove_it(page: Page):
    open_page(page, f"{YEAR}&thema=beratung,bescheide&kanal=email&zeitbezug=erledigung&bewertungsbasis=bewertete")
    assert page.locator(".chip").all_inner_texts() == [
        "Thema: Beratung ×",
        "Thema: Bescheide ×",
        "Kanal: E-Mail ×",
        "Zeitbezug: nach Erledigung ×",
        "Basis der Begründetenquote: nur bewertete ×",
    ]

    for left in ("thema=bescheide&kanal=email", "kanal=email", ""):
        with answered(page):
            page.locator(".chip").first.click()
        assert query(page).startswith("&".join(filter(None, (YEAR, left))))
    with answered(page):
        page.locator(".chip", has_text="Zeitbezug").click()
    with answered(page):
        page.locator(".chip").click()

    assert query(page) == YEAR
    assert page.locator(".chips").inner_text() == ""


def test_resetting_brings_back_the_first_view(page: Page):
    open_page(page)
    first = tiles(page)
    open_page(page, "von=2019-01&bis=2020-03&vergleich=ohne&thema=beratung&kanal=email&zeitbezug=erledigung")

    with answered(page):
        page.get_by_role("button", name="Zurücksetzen").click()

    assert tiles(page) == first
    assert query(page) == ""
    assert page.locator(".chip").count() == 0
    assert [page.locator(control(name)).input_value() for name in ("von", "bis", "vergleich")] == [
        "2020-01",
        "2020-12",
        "vorjahr",
    ]
    assert page.locator(control("thema-titel")).inner_text() == "Thema: alle"


def choose_by_list(page: Page) -> None:
    page.select_option(control("bis"), "2020-06")


def choose_by_preset(page: Page) -> None:
    page.get_by_role("button", name="12 Monate").click()


def choose_in_dropdown(page: Page) -> None:
    page.locator(f"{control('thema')} input[value=beratung]").evaluate("input => input.click()")


def choose_reversed(page: Page) -> None:
    page.select_option(control("von"), "2021-02")


def choose_by_chip(page: Page) -> None:
    page.locator(".chip").first.click()


def choose_by_reset(page: Page) -> None:
    page.get_by_role("button", name="Zurücksetzen").click()


def go_back(page: Page) -> None:
    page.go_back()


def test_every_change_is_one_request_with_one_small_answer(page: Page):
    open_page(page, "von=2018-01&bis=2021-03&kanal=email")
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url) if not request.url.startswith("data:") else None)
    ways: tuple[Callable[[Page], None], ...] = (
        choose_in_dropdown,
        choose_by_list,
        choose_by_preset,
        choose_reversed,
        choose_by_chip,
        choose_by_reset,
        go_back,
    )

    for way in ways:
        requests.clear()
        with answered(page) as responses:
            way(page)
        page.wait_for_timeout(150)
        assert len(requests) == 1, (way.__name__, requests)
        assert is_update(responses[0])
        assert len(responses[0].body()) <= LARGEST_ANSWER, way.__name__


def test_the_largest_page_is_answered_in_a_small_answer(page: Page):
    with page.expect_response(lambda response: is_update(response) and b"kacheln" in response.body()) as waiting:
        open_page(page, "von=2018-01&bis=2021-03")

    assert len(waiting.value.body()) <= LARGEST_ANSWER


def test_only_the_last_of_quick_changes_stays(page: Page, live_server: str):
    open_page(page)

    for month in ("2020-05", "2020-06", "2020-07"):
        page.select_option(control("von"), month)
    expect(page.locator("h1")).to_have_text("Überblick Juli bis Dezember 2020")
    settle(page)

    assert query(page) == "von=2020-07&bis=2020-12"
    assert tiles(page) == expected_tiles(live_server, query(page))


def test_with_one_jobcenter_there_is_nothing_to_choose_of_it(page: Page):
    open_page(page)

    assert page.locator(control("jobcenter")).count() == 1
    assert not page.locator(control("jobcenter")).is_visible()
    assert "Jobcenter" not in page.locator(".filter-bar").inner_text()


def test_a_page_from_before_an_import_with_other_names_is_laid_out_again(page: Page, live_server: str):
    open_page(page, YEAR)
    page.click(control("thema-titel"))
    known = labels(page, "thema")
    place = page.evaluate("() => document.querySelector('[data-page]').id")
    page.evaluate("() => { document.querySelector('[data-page]').dataset.names = 'before' }")

    tick(page, "thema", "beratung")
    page.wait_for_function("place => !document.getElementById(place)", arg=place)
    settle(page)

    assert query(page) == f"{YEAR}&thema=beratung"
    assert tiles(page) == expected_tiles(live_server, query(page))
    page.click(control("thema-titel"))
    assert labels(page, "thema") == known
    assert page.locator(f"{control('thema')} input:checked").get_attribute("value") == "beratung"

    # Where another server still does not know of the import, the page stays, without numbers of other names.
    place = page.evaluate("() => document.querySelector('[data-page]').id")
    page.evaluate("() => { document.querySelector('[data-page]').dataset.names = 'before' }")
    tick(page, "thema", "bescheide")
    expect(page.locator(f"{control('thema')} label[for$=beratung]")).to_have_text("Beratung")
    assert page.locator(f"[id='{place}']").count() == 1
    assert [label for label in labels(page, "thema").values() if label.endswith(")")] == []
