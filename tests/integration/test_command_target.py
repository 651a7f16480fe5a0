"""Where typed commands lead, over the catalogues of the reference data."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest
from flask import Flask

from cards.base import read_query
from data_access.cache import RowCache, connect_cache
from data_access.sources import direct
from data_access.warehouse import View, Warehouse
from domain.scope import LOCAL
from layouts.command_target import Target, read_target
from layouts.pages.registry import PAGES, Page
from tests.api_server import ApiServer, settings_in


@pytest.fixture(scope="module")
def view(reference: ApiServer, tmp_path_factory: pytest.TempPathFactory) -> View:
    settings = settings_in(tmp_path_factory.mktemp("command"))
    cache = RowCache(connect_cache(Flask("command"), settings), settings.cache_dir / "locks")
    return Warehouse(direct(reference.engine), cache).view(LOCAL)


def target(view: View, text: str, path: str = "/", query: str = "") -> Target:
    page = PAGES[path]
    return read_target(text, read_query(query, page.options, view, "Quelle", 20)[0], page)


def parameters(found: Target) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(found.query).items()}


def test_a_breakdown_leads_to_the_table(view: View):
    found = target(view, "Beschwerden Leistungsgewährung 2020 nach Thema gegen Vorjahr")

    assert found.page is PAGES["/tabelle"]
    assert found.understood == (
        "Beschwerden",
        "Bereich: Leistungsgewährung",
        "Zeitraum 2020",
        "nach Thema",
        "Vergleich Vorjahr",
    )
    assert found.unknown == found.unused == ()
    assert parameters(found) == {
        "von": "2020-01",
        "bis": "2020-12",
        "bereich": "leistungsgewaehrung",
        "zeilen": "thema",
        "spalten": "keine",
    }


def test_two_dimensions_become_rows_and_columns_and_three_indicators_stand_side_by_side(view: View):
    found = target(view, "Lob Beschwerden Anliegen Ombudsquote nach Kanal nach Monat")

    assert parameters(found).items() >= {"kennzahl": "lob", "zeilen": "kanal", "spalten": "monat"}.items()
    assert parameters(found)["kennzahl3"] == "anliegen"
    assert found.unused == ("Anteil der Ombudsstelle",)


def test_an_indicator_alone_leads_to_its_course(view: View):
    found = target(view, "Fristquote 2019")

    assert found.page is PAGES["/entwicklung"]
    assert parameters(found) == {"von": "2019-01", "bis": "2019-12", "kennzahl": "fristquote"}


def test_a_selection_alone_stays_on_the_page_with_its_choices(view: View):
    found = target(view, "E-Mail", "/tabelle", "von=2019-01&bis=2019-12&zeilen=kanal")

    assert found.page is PAGES["/tabelle"]
    assert parameters(found) == {"von": "2019-01", "bis": "2019-12", "kanal": "email", "zeilen": "kanal"}
    assert found.selection == "Zeitraum 2019, Kanal E-Mail, Vergleich Vorjahr"


@pytest.mark.parametrize("page", PAGES.values(), ids=lambda page: page.slug)
def test_the_name_of_a_page_leads_there_and_keeps_the_selection(view: View, page: Page):
    found = target(view, f"{page.title.lower()} März 2020", query="kanal=email&von=2019-01&bis=2019-12")

    assert found.page is page
    assert parameters(found) == {"von": "2020-03", "bis": "2020-03", "kanal": "email"}
    assert found.understood[0] == f"Seite {page.title}"
    assert found.unknown == ()


def test_a_comparison_is_no_page(view: View):
    found = target(view, "Vergleich Vorperiode", "/entwicklung")

    assert found.page is PAGES["/entwicklung"]
    assert parameters(found)["vergleich"] == "vorperiode"


def test_what_a_page_cannot_show_is_named(view: View):
    found = target(view, "Vorgänge Lob nach Thema")

    assert found.page is PAGES["/vorgaenge"]
    assert found.unused == ("Lob", "nach Thema")


@pytest.mark.parametrize("text", ["xyz", "…", "und der die das", "%00 <script>", "a" * 200])
def test_what_means_nothing_leads_nowhere(view: View, text: str):
    found = target(view, text)

    assert found.page is None
    assert (found.understood, found.query) == ((), "")
