"""The sentences at the head of the pages, over the reference data, word for word."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from cards import headline
from cards.base import Context, read_query
from data_access.cache import RowCache, connect_cache
from data_access.sources import direct
from data_access.warehouse import View, Warehouse
from domain import formats
from domain.kennzahlen import KENNZAHLEN
from domain.scope import LOCAL
from layouts.pages.registry import PAGES, Page
from tests.api_server import ApiServer, settings_in

Y2020 = "von=2020-01&bis=2020-12"
EVENTS = (
    "Im Zeitraum begannen 26 Ereignisse, das erste im Februar 2020:"
    " Inkraftsetzung eines Pandemieplans durch die Geschäftsführung."
)
SELECTIONS = (
    Y2020,
    "von=2020-03&bis=2020-03&vergleich=vorperiode",
    "von=2021-01&bis=2021-12&kanal=fax,ohne&ombudsstelle=nein",
    "von=2018-01&bis=2020-12&vergleich=ohne&bereich=grundsicherung&zeitbezug=erledigung",
    "von=2017-01&bis=2017-12",
    "von=2022-01&bis=2022-06&bewertung=offen",
)
RAW = re.compile(r"[A-Za-z]_[a-z]|\d{4}-\d{2}|None|  ")


@pytest.fixture(scope="module")
def view(reference: ApiServer, tmp_path_factory: pytest.TempPathFactory) -> View:
    settings = settings_in(tmp_path_factory.mktemp("headline"))
    cache = RowCache(connect_cache(Flask("headline"), settings), settings.cache_dir / "locks")
    return Warehouse(direct(reference.engine), cache).view(LOCAL)


def context(view: View, query: str, page: Page = PAGES["/"]) -> Context:
    return read_query(query, page.options, view, "Quelle", 20)[0]


def told(view: View, query: str, code: str) -> list[str]:
    """The sentences with ordinary spaces."""
    return [text.replace(formats.NBSP, " ") for text in headline.sentences(context(view, query), code)]


def test_the_year_2020_has_fewer_reactions_and_a_signal(view: View):
    assert told(view, Y2020, "kundenreaktionen") == [
        "Im Jahr 2020 gingen 1.068 Kundenreaktionen ein, 616 weniger als im Jahr 2019 (−36,6 %).",
        "Signal: 9 Monate unter der unteren Grenze, zuletzt im Dezember 2020;"
        " außerdem 15 Monate in Folge unter dem Mittel, zuletzt im Dezember 2020.",
        "Größte Veränderung: 814 weniger beim Kanal persönlich, 198 mehr bei allem Übrigen.",
        EVENTS,
    ]


def test_the_share_of_founded_complaints_did_not_move(view: View):
    assert told(view, Y2020, "begruendetenquote") == [
        "Von den Beschwerden mit Eingang im Jahr 2020 waren 18,9 % begründet (360 von 1.906),"
        " 0,2 Prozentpunkte mehr als im Jahr 2019 (18,7 %).",
        "Kein Signal – übliche Schwankung.",
        EVENTS,
    ]


def test_across_another_deadline_rule_no_change_is_told(view: View):
    sentences = told(view, Y2020, "fristquote")

    assert sentences[0] == (
        "Von den fälligen Kundenreaktionen mit Eingang im Jahr 2020 wurden 94,4 % fristgerecht erledigt"
        " (1.008 von 1.068)."
    )
    assert sentences[1].startswith("Keine Veränderung über den Bruch der Reihe hinweg: 21 statt 14 Kalendertage")
    assert not any("2019" in text for text in sentences)


def test_a_segment_that_is_too_short_gives_no_verdict(view: View):
    assert "Für ein Urteil über Signale sind 12 Monate nötig, vorhanden sind 3." in told(
        view, "von=2020-03&bis=2020-03", "fristquote"
    )


def test_stocks_and_durations_are_not_checked_for_signals(view: View):
    for code in ("ueberfaellig", "offen_in_frist", "laufzeit_median", "anliegen_je_reaktion"):
        assert "Auf Signale wurde diese Auswahl nicht geprüft." in told(view, Y2020, code)


def test_a_dimension_of_which_one_value_is_chosen_contributes_nothing(view: View):
    sentences = told(view, f"{Y2020}&kanal=fax", "beschwerden")

    assert sentences[0].startswith("Im Jahr 2020 (Kanal Fax) gingen 21 Beschwerden ein")
    assert "Vom Rückgang um 17 entfallen 10 auf den Bereich Leistungsgewährung." in sentences


def test_events_that_all_indicators_share_are_told_once(view: View):
    first, second = headline.paragraphs(context(view, Y2020), ("kundenreaktionen", "beschwerden"))

    assert "26 Ereignisse" in first.replace(formats.NBSP, " ")
    assert "Ereignis" not in second


def test_what_paragraphs_share_beside_events_is_told_in_each(view: View):
    texts = headline.paragraphs(context(view, "von=2018-01&bis=2018-12"), ("kundenreaktionen", "beschwerden"))

    assert all(text.endswith("Kein Signal – übliche Schwankung.") for text in texts)


@pytest.mark.parametrize("query", SELECTIONS)
def test_every_indicator_is_told_in_whole_sentences_without_codes(view: View, query: str):
    for code in KENNZAHLEN:
        sentences = headline.sentences(context(view, query), code)

        assert 3 <= len(sentences) <= 6
        assert [text for text in sentences if not text.endswith(".") or not text[0].isupper()] == []
        assert [text for text in sentences if RAW.search(text)] == []


@pytest.mark.parametrize("path", [path for path, page in PAGES.items() if page.has_headline])
def test_the_indicator_of_a_page_is_one_that_can_be_told(view: View, path: str):
    page = PAGES[path]
    choices = next((option for option in page.options if option.name == page.told_choice), None)
    codes = choices.names(view.catalog) if choices else page.told

    assert set(codes) <= set(KENNZAHLEN)
    for paragraph in headline.paragraphs(context(view, Y2020, page), page.headline_of(context(view, Y2020, page))):
        assert paragraph.endswith(".")
        assert len(paragraph) > 100
