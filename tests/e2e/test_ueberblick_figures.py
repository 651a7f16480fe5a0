"""What the Überblick says: the published figures, periods that are not over, comparisons, empty selections."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.pages import card, cells, control, expected_tiles, open_page, show_tables, tiles

PUBLISHED_2020 = {
    "Kundenreaktionen": "1.068",
    "Anliegen": "2.145",
    "Beschwerden": "1.906",
    "Begründetenquote": "18,9\u00a0%",
    "Fristquote": "94,4\u00a0%",
    "Lob": "27",
}
EMPTY = "kanal=fax&thema=erstausstattung&ombudsstelle=ja"


def texts(page: Page, selector: str) -> list[str]:
    return page.locator(selector).all_inner_texts()


def test_the_page_opens_with_the_last_whole_year_and_its_published_figures(page: Page):
    open_page(page)

    assert page.title() == "Überblick – KRM-Statistik"
    assert page.locator("h1").inner_text() == "Überblick 2020"
    assert page.locator(".stand").inner_text() == "Datenstand 31.03.2021"
    assert page.locator(".banner").inner_text().startswith("Demodaten:")
    assert tiles(page) == PUBLISHED_2020
    assert texts(page, ".tile-change")[:4] == [
        "(−616; −36,6\u00a0%)",
        "(−1.791; −45,5\u00a0%)",
        "(−1.560; −45,0\u00a0%)",
        "(+0,2\u00a0Prozentpunkte)",
    ]
    assert texts(page, ".tile-past")[0] == "2019: 1.684"
    assert page.locator("nav [aria-current=page]").first.inner_text() == "Überblick"


def test_every_card_shows_the_published_figures_in_its_table(page: Page):
    open_page(page)
    show_tables(page)

    kanaele = {row[0]: row for row in cells(card(page, "kanaele").locator("table"))}
    assert kanaele["E-Mail"][1:5] == ["434", "40,6\u00a0%", "381", "22,6\u00a0%"]
    assert kanaele["Gesamt"][1] == "1.068"
    personenkreise = {row[0]: row[1] for row in cells(card(page, "personenkreise").locator("table"))}
    assert personenkreise["Corona (Sonderlage)"] == "21"
    months = cells(card(page, "eingaenge").locator("table"))
    assert len(months) == 1 + 12 + 1
    assert months[-1][:3] == ["Gesamt", "1.068", "1.684"]
    quota = cells(card(page, "fristquote").locator("table"))
    assert quota[-1][0:2] == ["Gesamt", "1.008"]
    matrix = cells(card(page, "bereiche-themen").locator("table"))
    grundsicherung = matrix[0].index("Grundsicherung")
    assert {row[0]: row[grundsicherung] for row in matrix}["Bearbeitungsdauer"] == "210"


def test_the_same_page_without_comparison_shows_no_differences(page: Page):
    open_page(page, "vergleich=ohne")
    show_tables(page)

    assert tiles(page) == PUBLISHED_2020
    assert set(texts(page, ".tile-change")) == set(texts(page, ".tile-past")) == {""}
    assert all("Differenz" not in heading for heading in texts(page, "thead th"))
    assert card(page, "kanaele").locator(".legend").count() == 0


def test_the_comparison_can_be_the_months_directly_before(page: Page, live_server: str):
    open_page(page, "von=2020-07&bis=2020-12&vergleich=vorperiode")

    assert tiles(page) == expected_tiles(live_server, "von=2020-07&bis=2020-12")
    before = expected_tiles(live_server, "von=2020-01&bis=2020-06")["Kundenreaktionen"]
    assert texts(page, ".tile-past")[0] == f"Januar bis Juni 2020: {before}"


def test_unfinished_months_are_shown_as_the_range_they_can_end_in(page: Page):
    open_page(page, "von=2021-01&bis=2021-03")

    figure = card(page, "fristquote")
    assert "noch offen: mögliche Spanne" in (figure.locator(".legend").text_content() or "")
    assert "sind noch in Frist; am Ende werden es zwischen" in figure.locator(".words").inner_text()
    figure.get_by_role("button", name="Tabelle").click()
    march = cells(figure.locator("table"))[3]
    assert march[0] == "März 2021"
    assert march[6] != march[7]


def test_a_period_that_is_not_over_says_so_and_is_compared_like_for_like(page: Page):
    open_page(page, "von=2021-01&bis=2021-06")

    notes = texts(page, ".period-notes p")
    assert "Der Zeitraum ist noch nicht zu Ende: Daten bis 31.03.2021." in notes
    assert "Verglichen wird bis 31.03.2020." in notes


@pytest.mark.parametrize(
    ("period", "sentence"),
    [
        ("von=2023-01&bis=2023-03", "Der Zeitraum liegt nach dem Datenstand 31.03.2021"),
        ("von=2015-01&bis=2015-12", "Die Daten beginnen am"),
    ],
)
def test_a_period_without_any_data_is_named_and_draws_nothing(page: Page, period: str, sentence: str):
    open_page(page, period)

    notes = " ".join(texts(page, ".period-notes p"))
    assert sentence in notes
    assert "liegen keine Daten vor" in notes
    assert tiles(page)["Kundenreaktionen"] == "0"
    assert tiles(page)["Fristquote"] == "–"
    assert page.locator(".js-plotly-plot:visible").count() == 0


def test_a_comparison_that_begins_before_the_data_is_called_incomplete(page: Page):
    open_page(page, "von=2018-01&bis=2021-03")

    assert any("reicht vor die ersten Daten zurück" in note for note in texts(page, ".period-notes p"))
    assert page.locator("h1").inner_text() == "Überblick Januar 2018 bis März 2021"


def test_an_empty_selection_says_so_instead_of_drawing_empty_boxes(page: Page):
    open_page(page, EMPTY)

    assert any("enthält keine Kundenreaktion" in note for note in texts(page, ".period-notes p"))
    assert page.locator(control("status")).inner_text() == "0 Kundenreaktionen, 3 Filter aktiv"
    assert list(tiles(page).values()) == ["0", "0", "0", "–", "–", "0"]
    assert page.locator(".js-plotly-plot:visible").count() == 0
    for slug, word in (("eingaenge", "Kundenreaktionen"), ("bereiche-themen", "Beschwerden")):
        expect(card(page, slug).locator(".words")).to_have_text(f"Keine {word} in dieser Auswahl.")


def test_charts_come_back_when_the_selection_is_no_longer_empty(page: Page):
    open_page(page, EMPTY)

    page.locator(".chip", has_text="Thema").click()

    expect(page.locator(".js-plotly-plot:visible")).to_have_count(5)
    assert page.locator("[data-card=kanaele] .main-svg").first.bounding_box()["width"] > 300  # type: ignore[index]
