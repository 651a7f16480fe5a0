"""The cards of the page Daten over the reference data: what is loaded, what was printed wrong, what adds up."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask_caching.backends.nullcache import NullCache
from sqlalchemy import insert

from data_access import schema
from data_access.cache import RowCache
from data_access.consistency import check_parts
from data_access.engine import writing_engine
from data_access.holdings import importlaeufe
from data_access.published import berichtswerte
from data_access.reference.generator import DATENSTAND, reference_delivery
from data_access.sources import direct
from data_access.warehouse import Warehouse
from domain.scope import LOCAL, Faelle, Scope, Stufe
from domain.selection import parse_text
from tests.api_server import ApiServer, api_server, load, settings_in


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> ApiServer:
    """The reference data until the end of 2020, and then all of them: two Datenstände."""
    settings = settings_in(tmp_path_factory.mktemp("twice"))
    everything = reference_delivery()
    load(settings, until(everything, date(2020, 12, 31)), date(2020, 12, 31))
    load(settings, everything, DATENSTAND)
    return api_server(settings)


def until(lieferung: Any, day: date) -> Any:
    """A delivery as it was on an earlier day: nothing that came later, and what was finished later still open."""
    cases = [dict(row) for row in lieferung["kundenreaktion"] if row["eingang_am"] <= day]
    for row in cases:
        if row["erledigt_am"] is not None and row["erledigt_am"] > day:
            row |= {"erledigt_am": None, "status": "offen"}
    files = {row["aktenzeichen"] for row in cases}
    anliegen = [row for row in lieferung["anliegen"] if row["aktenzeichen"] in files]
    petitionen = [dict(row) for row in lieferung["petition_eingabe"] if row["eingang_am"] <= day]
    for row in petitionen:
        if row["erledigt_am"] is not None and row["erledigt_am"] > day:
            row["erledigt_am"] = None
    return lieferung | {"kundenreaktion": cases, "anliegen": anliegen, "petition_eingabe": petitionen}


def test_exactly_three_printed_figures_are_wrong(reference: ApiServer):
    rows = reference.json("karten/berichtswerte.json")["zeilen"]
    wrong = [row for row in rows if row[3] != "stimmt"]

    assert len(rows) == 50
    assert [(row[1], row[2], row[3], row[7]) for row in wrong] == [
        ("8,2 %", "8,3 %", "Rundung", "Kapitel 1 (F13)"),
        ("4,9 %", "5,1 %", "weicht ab", "Kapitel 1 (F33)"),
        ("42,7 %", "43,4 %", "weicht ab", "Kapitel 2 (F38)"),
    ]


def test_the_words_name_the_wrong_figures_and_a_choice_shows_them_alone(reference: ApiServer):
    card = reference.json("karten/berichtswerte.json", urteil="falsch")

    assert [row[1] for row in card["zeilen"]] == ["8,2 %", "4,9 %", "42,7 %"]
    assert card["worte"].startswith(
        "47 von 50 veröffentlichten Zahlen stimmen. Anders berechnet: 8,2 % gedruckt, 8,3 %"
    )


def test_published_figures_do_not_follow_the_selection(reference: ApiServer):
    filtered = reference.json("karten/berichtswerte.json", von="2019-03", bis="2019-04", kanal="fax")

    assert filtered["zeilen"] == reference.json("karten/berichtswerte.json")["zeilen"]
    assert filtered["untertitel"].endswith("alle Daten, unabhängig von der Auswahl")


def test_what_cannot_be_recomputed_is_said_to_be_so(tmp_path: Path):
    settings = settings_in(tmp_path)
    load(settings, reference_delivery(), DATENSTAND)
    engine = writing_engine(settings.krm_url)
    figures = [
        ("keine Kennzahl", None, "von=2020-01&bis=2020-12", None, "12"),
        ("keine Zahl", "lob", "von=2020-01&bis=2020-12", None, "wenige"),
        ("unbekannter Wert", "lob", "von=2020-01&bis=2020-12&kanal=taube", None, "12"),
        ("vor den Daten", "lob", "von=2010-01&bis=2010-12", None, "12"),
        ("nach den Daten", "lob", "von=2021-01&bis=2021-12", None, "12"),
        ("Anteil ohne Nenner", "lob", "von=2020-01&bis=2020-12", None, "1,3 %"),
        ("Unterschied", "kundenreaktionen", "von=2020-01&bis=2020-12&vergleich=vorjahr", None, "-616"),
        ("Punkte", "begruendetenquote", "von=2020-01&bis=2020-12&vergleich=vorjahr", None, "+0,2 Prozentpunkte"),
        ("Verhältnis", "anliegen_je_reaktion", "von=2020-01&bis=2020-12", None, "2,01"),
    ]
    keys = ("fundstelle", "kennzahl", "auswahl", "nenner", "veroeffentlicht")
    with engine.begin() as connection:
        for one in figures:
            values = dict(zip(keys, one, strict=True)) | {
                "aussage": one[0],
                "jobcenter": "dresden",
                "berichtsjahr": 2021,
            }
            connection.execute(insert(schema.berichtswert).values(values))
    engine.dispose()
    rows = api_server(settings).json("karten/berichtswerte.json")["zeilen"]

    assert {row[0]: row[3] for row in rows if row[6] == "2021"} == {
        "keine Kennzahl": "nicht prüfbar",
        "keine Zahl": "nicht prüfbar",
        "unbekannter Wert": "nicht prüfbar",
        "vor den Daten": "nicht prüfbar",
        "nach den Daten": "nicht prüfbar",
        "Anteil ohne Nenner": "nicht prüfbar",
        "Unterschied": "stimmt",
        "Punkte": "stimmt",
        "Verhältnis": "stimmt",
    }


def test_every_datenstand_is_listed_with_what_it_brought(twice: ApiServer):
    cases: Any = reference_delivery()["kundenreaktion"]
    late = sum(row["eingang_am"] > date(2020, 12, 31) for row in cases)
    later_finished = sum(
        row["eingang_am"] <= date(2020, 12, 31) < (row["erledigt_am"] or date(2020, 1, 1)) for row in cases
    )
    card = twice.json("karten/datenstaende.json")
    newest, oldest = card["zeilen"]

    assert newest[:2] == [2, "2021-03-31"]
    assert newest[5:] == [late, later_finished, len(cases) - late - later_finished, 0, len(cases)]
    assert oldest[:2] == [1, "2020-12-31"]
    assert oldest[5:] == [len(cases) - late, 0, 0, 0, len(cases) - late]
    assert card["worte"].startswith("2 Datenstände geladen. Der neueste, Nr. 2 vom 31.03.2021,")


def test_the_report_of_rows_tells_every_table_of_every_import(twice: ApiServer):
    rows = twice.json("karten/zeilenbericht.json")["zeilen"]
    first = {row[0]: row[3:] for row in rows if row[1] == 1}

    assert Counter(row[1] for row in rows) == {1: len(first), 2: len(first)}
    assert first["Berichtswerte"] == [50, 50, 0, 0, 0]
    for row in rows:
        assert row[3] == sum(row[4:7]), row


@pytest.mark.parametrize("query", ["", "von=2019-01&bis=2020-06&bereich=leistungsgewaehrung", "kanal=fax"])
def test_parts_make_the_whole_along_every_additive_dimension(reference: ApiServer, query: str):
    rows = reference.json("karten/pruefsummen.json", **dict(part.split("=") for part in query.split("&") if part))

    assert len(rows["zeilen"]) > 20
    assert {row[4] for row in rows["zeilen"]} == {"stimmt"}
    assert ["Kundenreaktionen", "Thema"] not in [row[:2] for row in rows["zeilen"]]
    assert ["Beschwerden", "Thema"] in [row[:2] for row in rows["zeilen"]]


def test_without_a_scope_nothing_of_it_is_read(twice: ApiServer, tmp_path: Path):
    warehouse = Warehouse(direct(twice.engine), RowCache(NullCache(), tmp_path / "locks"))
    view = warehouse.view(Scope(stufe=Stufe.GENAU, faelle=Faelle.ALLE))

    assert importlaeufe(view) == []
    assert berichtswerte(view) == []
    assert {check.gesamt for check in check_parts(view, parse_text("", view.catalog.vocabulary)[0])} == {0}
    assert len(importlaeufe(warehouse.view(LOCAL))) == 2
