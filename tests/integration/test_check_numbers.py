"""Check numbers: kept once on every way out, held against today's figure, and the reason for a difference."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import g
from flask.testing import FlaskClient
from sqlalchemy import select, update

from app import create_app
from app_data.database import AppDatabase
from app_data.pruefnummern import pruefnummer
from cards.registry import CARDS
from data_access.reference.generator import DATENSTAND, reference_delivery
from domain.rollen import Rolle
from domain.scope import LOCAL, Scope, Stufe
from domain.version import VERSION
from settings import Settings
from tests.api_server import api_server, load
from web.access.principal import Principal

YEAR = "von=2020-01&bis=2020-12"
STAND_2 = date(2021, 4, 30)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the reference data, to be copied."""
    settings = Settings(var_dir=tmp_path_factory.mktemp("loaded"))
    load(settings, reference_delivery(), DATENSTAND, demo=True)
    return settings.var_dir / "krm.sqlite"


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest, tmp_path: Path, loaded: Path) -> Settings:
    """An own database of either kind."""
    shutil.copy(loaded, tmp_path)
    own = str(request.getfixturevalue("postgres_url")) if request.param == "postgresql" else ""
    return Settings(var_dir=tmp_path, app_database_url=own)


@pytest.fixture
def settings(tmp_path: Path, loaded: Path) -> Settings:
    """The own database as it is without any settings."""
    shutil.copy(loaded, tmp_path)
    return Settings(var_dir=tmp_path)


@pytest.fixture
def client(settings: Settings) -> Iterator[FlaskClient]:
    server = create_app(settings).server
    yield server.test_client()
    server.extensions["krm_app_database"].close()


def number(client: FlaskClient, slug: str = "eingaenge", query: str = YEAR) -> str:
    """Let a figure leave the house; its check number."""
    answer = client.post(f"/pruefnummer/{slug}?{query}")
    assert answer.status_code == 200, answer.text
    return str(answer.get_json()["nummer"])


def checked(client: FlaskClient, nummer: str) -> Any:
    answer = client.get(f"/api/v1/pruefnummer/{nummer}.json")
    assert answer.status_code == 200, answer.text
    return answer.get_json()


def kept(settings: Settings) -> list[str]:
    database = AppDatabase(settings.app_url)
    with database.reading() as connection:
        found = list(connection.scalars(select(pruefnummer.c.nummer)))
    database.close()
    return found


def pretend(settings: Settings, **values: Any) -> None:
    """Change what is kept about all figures, as if it had been written under other circumstances."""
    database = AppDatabase(settings.app_url)
    with database.writing() as connection:
        connection.execute(update(pruefnummer).values(**values))
    database.close()


def changed_delivery() -> dict[str, list[dict[str, Any]]]:
    """One more Kundenreaktion of March 2020, and one that is another Kanal now."""
    delivery = reference_delivery()
    reaktionen = delivery["kundenreaktion"]
    march = next(row for row in reaktionen if row["eingang_am"] == date(2020, 3, 2))
    delivery["kundenreaktion"] = [{**march, "aktenzeichen": "NEU-1"}, {**march, "melder": "anonym"}]
    anliegen = next(row for row in delivery["anliegen"] if row["aktenzeichen"] == march["aktenzeichen"])
    own = [row for row in delivery["anliegen"] if row["aktenzeichen"] == march["aktenzeichen"]]
    delivery["anliegen"] = [{**anliegen, "aktenzeichen": "NEU-1", "lfd_nr": 1}, *own]
    return {name: delivery[name] for name in ("kundenreaktion", "anliegen")}


def test_every_way_out_keeps_the_figure_once(either: Settings):
    server = create_app(either).server
    client, settings = server.test_client(), either
    told = client.post(f"/pruefnummer/eingaenge?{YEAR}").get_json()

    assert told["titel"] == "Eingänge je Monat"
    assert told["aussage"].startswith("1.068 Kundenreaktionen")
    assert told["untertitel"].endswith("Zeitraum 2020, Vergleich Vorjahr")
    assert told["fusszeile"].endswith(told["nummer"])
    assert told["adresse"] == f"/?{YEAR}"
    for way in ("/herunterladen/eingaenge.csv", "/herunterladen/eingaenge.xlsx", "/api/v1/karten/eingaenge.csv"):
        assert client.get(f"{way}?{YEAR}").status_code == 200
    assert kept(settings) == [told["nummer"]]
    # Looking at a figure is no way out.
    assert client.get(f"/api/v1/karten/kanaele.json?{YEAR}").status_code == 200
    assert len(kept(settings)) == 1
    assert client.get(f"/herunterladen/kanaele.csv?{YEAR}").status_code == 200
    assert client.get(f"/herunterladen/seite/ueberblick.xlsx?{YEAR}").status_code == 200
    assert len(kept(settings)) == 6
    assert checked(client, told["nummer"])["gleich"] is True
    server.extensions["krm_app_database"].close()


def test_only_our_own_pages_may_have_a_figure_kept(client: FlaskClient, settings: Settings):
    foreign = client.post(f"/pruefnummer/eingaenge?{YEAR}", headers={"Sec-Fetch-Site": "cross-site"})

    assert foreign.status_code == 403
    assert client.post("/pruefnummer/gibt-es-nicht").status_code == 404
    assert kept(settings) == []


def test_every_card_is_found_again_unchanged(client: FlaskClient):
    for slug in CARDS:
        found = checked(client, number(client, slug))

        assert (found["karte"], found["gleich"], found["unterschiede"]) == (slug, True, []), slug
        assert found["worte"].startswith("Die Zahlen sind heute dieselben wie beim Export.")
        assert found["damals"]["zeilen"] == (
            found["heute"]["zeilen"] if found["damals"]["zeilen"] is not None else None
        )


def test_single_cases_are_not_copied_into_the_own_database(client: FlaskClient, settings: Settings):
    number(client, "vorgaenge")

    database = AppDatabase(settings.app_url)
    with database.reading() as connection:
        (table,) = connection.scalars(select(pruefnummer.c.tabelle))
    database.close()
    assert set(table) == {"spalten", "zeilenarten", "fingerabdruck"}


def test_after_an_import_the_numbers_of_then_and_now_stand_side_by_side(client: FlaskClient, settings: Settings):
    nummer, cases = number(client), number(client, "vorgaenge")
    unchanged = number(client, query="von=2019-01&bis=2019-12&vergleich=ohne")
    load(settings, changed_delivery(), STAND_2)

    found = checked(client, nummer.lower().replace("-", " "))

    assert (found["gleich"], found["gruende"]) == (False, ["datenstand"])
    march = next(row for row in found["damals"]["zeilen"] if row[0] == "2020-03")
    today = next(row for row in found["heute"]["zeilen"] if row[0] == "2020-03")
    assert today[1] == march[1] + 1
    changed = {(tuple(one["zeile"]), one["spalte"]) for one in found["unterschiede"]}
    assert {zeile for zeile, _ in changed} == {("2020-03",), ("Gesamt",)}
    assert found["damals"]["datenstand"] == "2021-03-31"
    assert found["heute"]["datenstand"] == "2021-04-30"
    assert found["worte"] == (
        f"{len(changed)} Stellen der Tabelle sind heute anders als beim Export."
        " Exportiert wurde sie mit dem Datenstand 31.03.2021 (Import Nr. 1);"
        " seitdem kam: Import Nr. 2, Datenstand 30.04.2021 (Kundenreaktionen: 1 neu, 1 geändert;"
        " Anliegen: 1 neu)."
    )
    assert checked(client, unchanged)["worte"] == (
        "Die Zahlen sind heute dieselben wie beim Export, obwohl seitdem andere Daten eingespielt wurden."
    )
    listed = checked(client, cases)
    assert (listed["gleich"], listed["damals"]["zeilen"], listed["heute"]["zeilen"]) == (False, None, None)


def test_other_reasons_are_told_apart(client: FlaskClient, settings: Settings):
    nummer = number(client, "ereignisse")
    event = {"von": "2.3.2020", "titel": "Umzug", "kategorie": "Organisation"}
    assert client.post("/eintragen/ereignis", json=event).status_code == 200

    found = checked(client, nummer)

    assert (found["gruende"], found["unterschiede"][0]["art"]) == (["ereignisse"], "nur_heute")
    pretend(settings, fassung="0.0.9", katalog="anders", stand_version="andere-datenbank:1")
    found = checked(client, nummer)
    assert found["gruende"] == ["datenbank", "katalog", "ereignisse", "fassung"]
    assert f"Exportiert hat sie die Fassung 0.0.9 des Programms, heute rechnet Fassung {VERSION}." in found["worte"]


def test_what_is_not_possible_any_more_is_shown_as_it_was(client: FlaskClient, settings: Settings):
    nummer = number(client)
    pretend(settings, auswahl=f"{YEAR}&thema=abgeschafft")
    found = checked(client, nummer)
    assert (found["gleich"], found["heute"], found["adresse"]) == (None, None, None)
    assert found["damals"]["summe"][:2] == ["Gesamt", 1068]
    assert found["worte"].startswith("Ihre Auswahl nennt, was es im heutigen Katalog oder Programm nicht mehr gibt:")

    pretend(settings, karte="abgeschafft")
    assert checked(client, nummer)["worte"].startswith("Diese Abbildung gibt es in der heutigen Fassung")


@pytest.mark.parametrize("typed", ["", "KRM", "KRM-7F3A-2K9Q-X4CN", "x" * 5_000, "%00", "<b>"])
def test_what_is_no_number_gets_a_sentence(client: FlaskClient, typed: str):
    answer = client.get("/pruefen.json", query_string={"nr": typed})

    assert answer.status_code == 404
    assert "ist keine Prüfnummer" in answer.get_json()["fehler"]


def test_a_right_number_that_nobody_knows_gets_a_sentence(client: FlaskClient):
    answer = client.get("/api/v1/pruefnummer/KRM-0000-0000-0000.json")

    assert answer.status_code == 404
    assert "richtig geschrieben, aber hier nicht bekannt" in answer.get_json()["fehler"]


def test_the_page_gets_german_texts(client: FlaskClient, settings: Settings):
    nummer = number(client)
    load(settings, changed_delivery(), STAND_2)

    shown = client.get("/pruefen.json", query_string={"nr": nummer}).get_json()

    assert ["Prüfnummer", nummer] in shown["angaben"]
    assert shown["unterschiede"]["kopf"] == ["Zeile", "Spalte", "damals", "heute"]
    assert shown["unterschiede"]["zeilen"][-1][0] == "Gesamt"
    assert shown["damals"]["zeilen"][0][0] == shown["heute"]["zeilen"][0][0] == "Januar 2020"
    assert shown["adresse"] == f"/?{YEAR}"


def test_nobody_sees_more_through_a_number_than_on_the_pages(settings: Settings, client: FlaskClient):
    exact, cases = number(client), number(client, "vorgaenge")
    protected = number(client, query=f"{YEAR}&stufe=geschuetzt")
    scope: list[Scope] = [LOCAL]
    who: list[Principal] = []
    api = api_server(settings, lambda: scope[0])

    @api.server.before_request
    def known() -> None:
        g.principal = who[0] if who else None

    def status(nummer: str) -> int:
        return api.client.get(f"/api/v1/pruefnummer/{nummer}.json").status_code

    assert (status(exact), status(protected)) == (200, 200)
    scope[0] = replace(LOCAL, stufe=Stufe.GESCHUETZT)
    assert (status(exact), status(protected)) == (403, 200)

    who.append(Principal("leitung", "", frozenset({Rolle.LEITUNG})))
    scope[0] = LOCAL
    assert (status(exact), status(cases)) == (200, 403)
    api.server.extensions["krm_app_database"].close()
    api.engine.dispose()


def test_a_database_that_is_down_costs_a_line_in_the_log_and_not_the_file(
    settings: Settings, capfd: pytest.CaptureFixture[str]
):
    down = Settings(var_dir=settings.var_dir, app_database_url="postgresql+psycopg://krm@127.0.0.1:1/app")
    client = create_app(down).server.test_client()

    assert client.get(f"/herunterladen/eingaenge.csv?{YEAR}").status_code == 200
    assert '"event": "check_numbers_not_kept"' in capfd.readouterr().err
    answer = client.get("/pruefen.json?nr=KRM-0000-0000-0000")
    assert answer.status_code == 503
    assert answer.get_json()["fehler"].startswith("Die Datenbank für eigene Einträge")
