"""No change is told where the two values do not mean the same: across a break, undecided, from few cases."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from cards import headline, kennzahlen
from cards.base import Context, read_query
from cards.registry import CARDS
from data_access.cache import RowCache, connect_cache
from data_access.reference.generator import DATENSTAND, reference_delivery
from data_access.sources import direct
from data_access.warehouse import View, Warehouse
from domain import formats
from domain.scope import LOCAL
from layouts.pages.registry import PAGES
from tests.api_server import ApiServer, api_server, load, settings_in

Y2020 = {"von": "2020-01", "bis": "2020-12"}
Y2021 = {"von": "2021-01", "bis": "2021-12"}
BROKEN = "Keine Veränderung über den Bruch der Reihe hinweg: 21 statt 14 Kalendertage (ab 01.01.2020)."
UNDECIDED = "33 Kundenreaktionen sind noch in Frist. Verglichen wird erst, wenn alle entschieden sind."


@pytest.fixture(scope="module")
def view(reference: ApiServer, tmp_path_factory: pytest.TempPathFactory) -> View:
    settings = settings_in(tmp_path_factory.mktemp("comparable"))
    cache = RowCache(connect_cache(Flask("comparable"), settings), settings.cache_dir / "locks")
    return Warehouse(direct(reference.engine), cache).view(LOCAL)


def context(view: View, query: str) -> Context:
    return read_query(query, PAGES["/"].options, view, "Quelle", 20)[0]


def rows(card: Any) -> dict[str, dict[str, Any]]:
    """The rows of a card by their first cell, the total as ``Gesamt``; cells by the heading of their column."""
    names = [column["name"] for column in card["spalten"]]
    found = [*card["zeilen"], *([card["summe"]] if card["summe"] else [])]
    return {row[0]: dict(zip(names, row, strict=True)) for row in found}


def tiles(view: View, query: str) -> dict[str, kennzahlen.Tile]:
    return {tile.kennzahl.code: tile for tile in kennzahlen.tiles(context(view, query))}


def test_a_tile_tells_no_change_across_another_deadline_rule(reference: ApiServer, view: View):
    shown = tiles(view, "von=2020-01&bis=2020-12")
    card = reference.json("karten/kennzahlen.json", **Y2020)
    row = rows(card)["Fristquote"]

    assert shown["fristquote"].change == ""
    assert shown["fristquote"].text(shown["fristquote"].now) == f"94,4{formats.NBSP}%"
    assert shown["kundenreaktionen"].change.replace(formats.NBSP, " ") == "−616; −36,6 %"
    assert (row["2020"], row["Zähler"], row["Nenner"], row["Differenz"]) == (1008 / 1068, 1008, 1068, None)
    assert row["2019"] is not None
    assert rows(card)["Begründetenquote"]["Differenz"] == pytest.approx(360 / 1906 - 648 / 3466, abs=1e-12)
    assert [note for note in card["hinweise"] if note.startswith(f"Fristquote: {BROKEN}")]
    assert "Pro" not in card["worte"].split("Fristquote")[1].split(";")[0]


def test_a_tile_tells_no_change_while_cases_are_inside_their_deadline(reference: ApiServer, view: View):
    shown = tiles(view, "von=2021-01&bis=2021-12")
    card = reference.json("karten/kennzahlen.json", **Y2021)

    assert shown["fristquote"].change == ""
    assert rows(card)["Fristquote"]["Differenz"] is None
    assert f"Fristquote: {UNDECIDED}" in card["hinweise"]
    assert shown["beschwerden"].change != ""


def test_shares_of_few_cases_are_told_as_numbers_of_cases(reference: ApiServer, view: View):
    query = Y2020 | {"kanal": "fax", "thema": "beratung"}
    shown = tiles(view, "von=2020-01&bis=2020-12&kanal=fax&thema=beratung")
    for slug in ("kennzahlen", "fristquote", "kanaele"):
        card = reference.json(f"karten/{slug}.json", **query)
        kinds = [column["art"] for column in card["spalten"]]
        for row in [*card["zeilen"], *([card["summe"]] if card["summe"] else [])]:
            told = [cell for cell, kind in zip(row, kinds, strict=True) if kind in ("anteil", "prozentpunkte")]
            assert not [cell for cell in told if isinstance(cell, float)], (slug, row)
        assert "Anteile in Prozent erst ab 20 Fällen, darunter als Zahl der Fälle." in card["hinweise"]
        assert "%" not in card["worte"].replace("Die Achse des Diagramms beginnt bei 80\u00a0%", "")

    rate = shown["fristquote"]
    assert rate.now == f"{rate.werte.zaehler} von {rate.werte.nenner}"
    assert rate.change == ""


def test_months_that_can_still_change_have_a_range_and_no_difference(reference: ApiServer):
    card = reference.json("karten/fristquote.json", **Y2021)
    found = rows(card)

    assert found["2021-01"]["Differenz"] == pytest.approx(
        found["2021-01"]["Fristquote"] - found["2021-01"]["Fristquote 2020 bis 31.03.2020"], abs=1e-12
    )
    for row in (found["2021-03"], found["Gesamt"]):
        assert row["offen, in Frist"] == 33
        assert row["mindestens"] < row["höchstens"]
        assert row["Fristquote 2020 bis 31.03.2020"] is not None
        assert row["Differenz"] is None
    assert UNDECIDED in card["hinweise"]


@pytest.mark.parametrize(
    ("slug", "options"),
    [
        ("verlauf", {"kennzahl": "fristquote"}),
        ("verlauf", {"kennzahl": "verspaetet"}),
        ("verlauf-aufgeteilt", {"kennzahl": "fristquote", "nach": "kanal"}),
        ("kreuztabelle", {"kennzahl": "fristquote", "spalten": "keine", "vergleichsspalten": "ja"}),
        ("a-gegen-b", {}),
        ("beitraege", {"kennzahl": "fristquote"}),
    ],
)
def test_undecided_deadline_figures_are_nowhere_compared(reference: ApiServer, slug: str, options: dict[str, str]):
    card = reference.json(f"karten/{slug}.json", **Y2021, **options)
    told = [note for note in card["hinweise"] if note.endswith(UNDECIDED)]
    found = rows(card)

    assert told
    if slug == "beitraege":
        assert card["zeilen"] == []
    elif slug == "a-gegen-b":
        assert found["Fristquote"]["Differenz A − B"] is None
        assert found["Anliegen"]["Differenz A − B"] is not None
    elif slug == "verlauf":
        assert found["Gesamt"]["Differenz"] is None
        assert found["2021-03"]["Differenz"] is None
        assert found["2021-01"]["Differenz"] is not None
    else:
        assert {row["Differenz"] for row in found.values()} == {None}


def test_each_group_of_the_rate_is_compared_once_all_its_cases_are_decided(reference: ApiServer):
    found = rows(reference.json("karten/frist-merkmale.json", nach="kanal", **Y2021))
    decided = [name for name, row in found.items() if not row["noch in Frist"]]

    assert found["Gesamt"]["noch in Frist"] == 33
    for name, row in found.items():
        both = [row["Fristquote"], row["Fristquote 2020 bis 31.03.2020"]]
        told = name in decided and all(isinstance(cell, float) for cell in both)
        assert row["Differenz"] == (pytest.approx(both[0] - both[1], abs=1e-12) if told else None)


def test_the_head_of_the_page_tells_the_range_and_which_months_are_not_judged(view: View):
    def told(query: str) -> list[str]:
        sentences = headline.sentences(context(view, query), "fristquote")
        return [text.replace(formats.NBSP, " ") for text in sentences]

    assert told("von=2021-03&bis=2021-03") == [
        "Von den fälligen Kundenreaktionen mit Eingang im März 2021 wurden 98,1 % fristgerecht erledigt (53 von 54).",
        "Die Fristquote für den Eingang im März 2021 endet zwischen 60,9 % und 98,9 %;"
        " 33 von 87 Kundenreaktionen sind noch in Frist.",
        "Verglichen wird erst, wenn alle entschieden sind.",
        "Noch kein Urteil über Signale; nicht abgeschlossen: März 2021.",
        "Für diesen Zeitraum ist kein Ereignis eingetragen.",
    ]
    assert "Kein Signal – übliche Schwankung; nicht beurteilt: März 2021." in told("von=2020-01&bis=2021-03")
    assert "Kein Signal – übliche Schwankung." in told("von=2021-01&bis=2021-02")


def test_the_head_of_the_page_judges_as_the_control_chart_does(reference: ApiServer, view: View):
    for code in ("kundenreaktionen", "beschwerden", "begruendetenquote", "fristquote", "verspaetet"):
        for period in (Y2020, Y2021, {"von": "2018-01", "bis": "2021-03"}, {"von": "2020-03", "bis": "2020-05"}):
            card = reference.json("karten/regelkarte.json", kennzahl=code, **period)
            query = f"von={period['von']}&bis={period['bis']}"
            sentences = headline.sentences(context(view, query), code)
            told = first_sentence(card["worte"])

            assert told in sentences, (code, period)


def test_a_course_does_not_take_what_can_still_change_for_its_highest_value(reference: ApiServer):
    card = reference.json("karten/verlauf.json", kennzahl="fristquote", **Y2021)
    words = card["worte"].replace(formats.NBSP, " ")
    alone = reference.json("karten/verlauf.json", kennzahl="fristquote", von="2021-03", bis="2021-03")["worte"]

    assert "Höchster Wert: 92,3 % im Februar 2021; niedrigster Wert: 92,0 % im Januar 2021" in words
    assert "März" not in words
    assert "Noch nicht entschieden, die Werte können sich ändern: März 2021." in card["hinweise"]
    assert alone.replace(formats.NBSP, " ").startswith("Fristquote März 2021: 98,1 % (53 von 54).")
    assert "keinen Wert" not in alone


def test_notes_on_the_comparison_stand_only_where_one_is_shown(reference: ApiServer):
    early = {"von": "2018-01", "bis": "2018-12"}
    told = {slug: " ".join(reference.json(f"karten/{slug}.json", **early)["hinweise"]) for slug in CARDS}

    assert "liegen keine Daten vor" in told["verlauf"]
    for slug in ("frist-status", "frist-ziel", "frist-regelkarte", "regelkarte", "zu-und-abgaenge", "kreuztabelle"):
        assert "Vergleich" not in told[slug], slug


def first_sentence(words: str) -> str:
    """The first sentence of a chart's words."""
    return words.split(". ")[0].removesuffix(".") + "."


def test_rare_events_are_not_judged(view: View):
    query = "von=2020-01&bis=2020-12&kanal=fax"

    assert "Auf Signale wurde diese Auswahl nicht geprüft." in headline.sentences(context(view, query), "lob")


def test_a_change_of_the_catalogue_breaks_what_is_split_or_filtered_by_it(tmp_path_factory: pytest.TempPathFactory):
    delivery: Any = dict(reference_delivery())
    change = dict.fromkeys(delivery["ereignis"][0]) | {
        "datum_von": DATENSTAND.replace(year=2020, month=1, day=1),
        "titel": "Neue Kanäle im Katalog",
        "kategorie": "Katalog",
    }
    delivery["ereignis"] = [*delivery["ereignis"], change]
    settings = settings_in(tmp_path_factory.mktemp("catalogue"))
    load(settings, delivery, DATENSTAND)
    server = api_server(settings)
    reason = "Keine Veränderung über den Bruch der Reihe hinweg: Neue Kanäle im Katalog (ab 01.01.2020)."

    def card(slug: str, **options: str) -> Any:
        return server.json(f"karten/{slug}.json", **Y2020, **options)

    broken = [
        card("kanaele"),
        card("personenkreise"),
        card("eingaenge", kanal="email"),
        card("kreuztabelle", zeilen="thema", spalten="keine", vergleichsspalten="ja"),
        card("verlauf-aufgeteilt", nach="kanal"),
    ]
    for one in broken:
        assert [note for note in one["hinweise"] if reason in note], one["karte"]
        assert {row["Differenz"] for row in rows(one).values()} == {None}
        assert {row["Veränderung"] for row in rows(one).values()} == {None}
        assert "gegenüber" not in one["worte"]
    assert rows(card("eingaenge"))["Gesamt"]["Differenz"] == 1068 - 1684
    assert card("beitraege", kennzahl="beschwerden", nach="thema")["worte"].startswith(reason)
    assert card("beitraege", kennzahl="kundenreaktionen", nach="hauptart")["summe"][3] == 1068 - 1684
    assert set(CARDS) > {one["karte"] for one in broken}
