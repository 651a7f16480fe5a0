"""Own events: written by the routes, joined with the imported ones, left alone by imports."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import create_app
from data_access.engine import writing_engine
from data_access.imports.run import run_import
from data_access.reference.generator import DATENSTAND, reference_delivery
from data_access.reference.writer import write_delivery
from settings import Settings
from tests.api_server import load

ROUTE = "/eintragen/ereignis"
EVENT = {
    "von": "2.3.2020",
    "bis": "2020-03-31",
    "titel": "  Umzug der\nEingangszone ",
    "kategorie": "Organisation",
    "bereich": "eingangszone",
    "kanal": "alle",
}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The reference data, and an own database of either kind."""
    own = ""
    if request.param == "postgresql":
        own = str(request.getfixturevalue("new_postgres_database")())
    settings = Settings(var_dir=tmp_path_factory.mktemp("own"), app_database_url=own)
    load(settings, reference_delivery(), DATENSTAND, demo=True)
    return settings


@pytest.fixture
def client(settings: Settings) -> Iterator[FlaskClient]:
    server = create_app(settings).server
    yield server.test_client()
    server.extensions["krm_app_database"].close()


def events(client: FlaskClient, query: str = "") -> list[list[Any]]:
    return list(client.get(f"/api/v1/karten/ereignisse.json?{query}").get_json()["zeilen"])


def own(client: FlaskClient) -> list[list[Any]]:
    return [row for row in events(client) if row[5] == "eigenes"]


def limits(client: FlaskClient, day: str) -> list[str]:
    answer = client.get(f"/api/v1/karten/regelkarte.json?von=2019-01&bis=2020-12&neu_ab={day}")
    return [note for note in answer.get_json()["hinweise"] if note.startswith("Neue Grenzen ab")]


def sentence(answer: TestResponse, status: int) -> str:
    assert answer.status_code == status, answer.text
    return str(answer.get_json()["fehler"])


def test_an_event_is_added_changed_and_removed_and_shows_wherever_events_do(client: FlaskClient, settings: Settings):
    imported = events(client)

    added = client.post(ROUTE, json=EVENT)

    nummer = added.get_json()["nummer"]
    assert added.get_json()["satz"] == "Das Ereignis „Umzug der Eingangszone“ ist eingetragen."
    row = ["Umzug der Eingangszone", "2020-03-02", "2020-03-31", "Organisation", "Bereich Eingangszone", "eigenes"]
    assert own(client) == [[*row, "ja"]]
    assert len(events(client)) == len(imported) + 1
    # Bound to a Bereich: not for another one.
    assert [one[6] for one in events(client, "bereich=arbeitsvermittlung") if one[5] == "eigenes"] == ["nein"]
    # Another process sees it at once, and limits begin anew where it says so.
    second = create_app(settings).server
    told = limits(second.test_client(), "2020-03-02")
    second.extensions["krm_app_database"].close()
    assert told == ["Neue Grenzen ab März 2020: Umzug der Eingangszone (02.03.2020)."]

    changed = client.post(f"{ROUTE}/{nummer}", json={**EVENT, "titel": "Umzug", "bis": "", "bereich": "alle"})

    assert changed.get_json()["satz"] == "Das Ereignis „Umzug“ ist geändert."
    assert own(client) == [["Umzug", "2020-03-02", None, "Organisation", "alles", "eigenes", "ja"]]

    removed = client.delete(f"{ROUTE}/{nummer}")

    assert removed.get_json()["satz"] == "Das Ereignis ist entfernt."
    assert events(client) == imported
    gone = "Dieses Ereignis hat inzwischen jemand entfernt."
    assert sentence(client.post(f"{ROUTE}/{nummer}", json=EVENT), 404) == gone
    assert sentence(client.delete(f"{ROUTE}/{nummer}"), 404) == gone


def test_every_field_that_cannot_stay_is_named_and_nothing_is_written(client: FlaskClient):
    wrong = {"von": "30.02.2020", "titel": "x" * 201, "kategorie": "a\u202eb", "bereich": "gibt_es_nicht"}

    answer = client.post(ROUTE, json=wrong)

    assert sentence(answer, 400).startswith("Noch nicht gespeichert")
    assert answer.get_json()["felder"] == {
        "von": "„30.02.2020“ ist kein Tag von 1990 bis 2100. Erwartet wird zum Beispiel 02.03.2020.",
        "titel": "Das sind 201 Zeichen; möglich sind höchstens 200.",
        "kategorie": "Darin stecken unsichtbare Zeichen. Bitte tippen Sie den Text neu.",
        "bereich": "Diesen Wert gibt es im geladenen Katalog nicht. Bitte wählen Sie einen anderen.",
    }
    assert client.post(ROUTE, json={**EVENT, "bis": "1.3.2020"}).get_json()["felder"] == {
        "bis": "Das Ende liegt vor dem Beginn."
    }
    assert set(client.post(ROUTE, json={"von": 7, "titel": None}).get_json()["felder"]) == {"von", "titel", "kategorie"}
    assert own(client) == []


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({"Origin": "https://boese.example"}, "{}", 403),
        ({"Sec-Fetch-Site": "cross-site"}, "{}", 403),
        ({"Sec-Fetch-Site": "same-site"}, "{}", 403),
        ({"Content-Type": "text/plain"}, "{}", 415),
        ({}, "[1]", 400),
        ({}, "{", 400),
        ({}, '{"titel": "' + "x" * 30_000 + '"}', 413),
    ],
)
def test_only_our_own_pages_may_write(client: FlaskClient, headers: dict[str, str], body: str, status: int):
    answer = client.post(ROUTE, data=body, headers={"Content-Type": "application/json", **headers})

    assert sentence(answer, status)
    assert own(client) == []


def test_an_import_leaves_own_events_alone(client: FlaskClient, settings: Settings, tmp_path: Path):
    nummer = client.post(ROUTE, json=EVENT).get_json()["nummer"]
    before = own(client)
    delivery = reference_delivery()
    delivery["ereignis"] = delivery["ereignis"][:3]
    write_delivery({name: delivery[name] for name in ("ereignis",)}, tmp_path)
    engine = writing_engine(settings.krm_url)

    result = run_import(engine, tmp_path, datenstand=DATENSTAND)

    engine.dispose()
    assert result.ok
    assert own(client) == before != []
    assert client.delete(f"{ROUTE}/{nummer}").status_code == 200


def test_figures_and_files_say_that_own_events_are_missing(settings: Settings):
    down = Settings(var_dir=settings.var_dir, app_database_url="postgresql+psycopg://krm@127.0.0.1:1/app")
    client = create_app(down).server.test_client()

    answer = client.get("/api/v1/karten/eingaenge.json?von=2020-01&bis=2020-12")

    assert answer.status_code == 200
    missing = "Eigene Ereignisse sind gerade nicht lesbar; zu sehen sind nur die importierten."
    assert missing in answer.get_json()["hinweise"]
    assert sentence(client.post(ROUTE, json=EVENT), 503).startswith("Die Datenbank für eigene Einträge")
