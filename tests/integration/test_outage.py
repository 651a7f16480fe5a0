"""While the database does not answer: what is known is shown and dated, what is not is told, nothing is mixed up."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_caching.backends.simplecache import SimpleCache
from sqlalchemy import make_url

from app import create_app
from data_access.cache import RowCache, connect_cache
from data_access.engine import reading_engine
from data_access.errors import DatabaseUnavailableError, NotProtectableError
from data_access.outage import Breaker, LastKnown, last_key
from data_access.sources import direct
from data_access.warehouse import Warehouse
from domain.scope import LOCAL, Scope, Stufe
from tests.fault_proxy import REFUSED, fault_proxy
from tests.faults.house import DATENSTAND, MONTHS, House, faults_of, forget, house, loaded_database, recovered
from tests.integration.cache.places import FIRST, SECOND, Place, ask, chosen, expected, numbers
from tests.integration.test_callback_bodies import body_of
from tests.services import PostgresServer
from tests.warehouses import import_delivery
from web.outage import HEADER

KNOWN, UNKNOWN = "von=2019-03&bis=2019-03&vergleich=ohne", "von=2018-04&bis=2018-04&vergleich=ohne"
SENTENCE = "die Datenbank ist derzeit nicht erreichbar"


@pytest.fixture(scope="module")
def opened(
    postgres_server: PostgresServer, redis_server_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    with (
        loaded_database(postgres_server) as url,
        house(url, redis_server_url, tmp_path_factory.mktemp("house")) as opened,
    ):
        yield opened


def page(server: Flask, query: str) -> dict[str, Any]:
    """What the callback of the Überblick answers."""
    client = server.test_client()
    place = "ueberblick--antwort"
    (callback,) = [one for one in client.get("/_dash-dependencies").get_json() if one["output"] == f"{place}.data"]
    response = client.post("/_dash-update-component", json=body_of(callback, lambda: f"?{query}"))
    assert response.status_code == 200
    return dict(response.get_json()["response"][place]["data"])


def words(answer: dict[str, Any], card: str) -> str:
    return str(answer[f"ueberblick--{card}--worte"]["children"])


def test_a_page_shows_what_is_known_and_tells_the_rest_card_by_card(opened: House):
    forget(opened)
    recovered(opened, "2020-01")
    client = opened.server.test_client()
    before = page(opened.server, KNOWN)
    assert HEADER not in client.get(f"/api/v1/karten/kanaele.json?{UNKNOWN}").headers

    with opened.database.broken(REFUSED):
        known, partly = page(opened.server, KNOWN), page(opened.server, UNKNOWN)
        csv = client.get(f"/herunterladen/kanaele.csv?{KNOWN}")
        report = client.get("/berichte/feste-auswertung.xlsx?jahr=2019")

    assert SENTENCE in json.dumps(known["ueberblick--hinweis"], ensure_ascii=False)
    assert {name: known[name] for name in known if name != "ueberblick--hinweis"} == {
        name: before[name] for name in before if name != "ueberblick--hinweis"
    }
    assert "erreichbar" not in words(partly, "kanaele")
    assert words(partly, "eingaenge").startswith("Die Datenbank ist gerade nicht erreichbar.")
    assert SENTENCE in csv.get_data(as_text=True)
    seen = datetime.strptime(csv.headers[HEADER], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert timedelta(0) <= datetime.now(UTC) - seen < timedelta(minutes=5)
    assert report.status_code == 503
    recovered(opened, "2020-01")
    assert page(opened.server, KNOWN) == before


def test_a_house_that_holds_its_rows_in_memory_answers_everything_and_tells_the_outage(
    postgres_server: PostgresServer, redis_server_url: str, tmp_path: Path
):
    with (
        loaded_database(postgres_server) as url,
        house(url, redis_server_url, tmp_path, memory_rows=10_000) as small,
    ):
        assert small.ask("2019-03").has_numbers
        with small.database.broken(REFUSED):
            answers = [small.ask(month) for month in MONTHS]
            # And a process that begins only now finds all the rows where the others have laid them.
            renewed = replace(small, server=create_app(small.settings).server)
            answers += [renewed.ask(month) for month in MONTHS]
        renewed.server.extensions["krm_warehouse"].sources().engine.dispose()

    assert faults_of(answers, small.longest) == []
    assert {(answer.status, answer.outdated) for answer in answers} == {(200, True)}


def test_rights_are_those_of_the_moment_and_never_those_of_the_cache(opened: House):
    warehouse: Warehouse = opened.server.extensions["krm_warehouse"]
    recovered(opened, "2020-01")
    warehouse.answer(LOCAL, numbers)
    with opened.database.broken(REFUSED):
        assert warehouse.answer(LOCAL, numbers) == expected(FIRST)
        with pytest.raises(DatabaseUnavailableError):
            warehouse.answer(Scope(stufe=Stufe.GENAU), numbers)
        with pytest.raises(NotProtectableError):
            warehouse.answer(Scope(all_rows=True), lambda view: view.read(lambda _connection: None))


@contextmanager
def process(address: str, folder: Path) -> Iterator[Warehouse]:
    """The warehouse of a process, with a cache that it shares with others of the same folder."""
    settings = Place(folder).settings(address)
    rows = RowCache(connect_cache(Flask("krm_statistik", static_folder=None), settings), folder / "locks")
    engine = reading_engine(address, settings.statement_seconds)
    yield Warehouse(direct(engine), rows, last_known=LastKnown(rows, address, 24))
    engine.dispose()


def test_numbers_of_an_older_datenstand_are_never_joined_by_newer_ones(postgres_url: str, tmp_path: Path):
    import_delivery(postgres_url, FIRST, DATENSTAND)
    url = make_url(postgres_url)
    with fault_proxy(str(url.host), int(url.port or 0)) as way:
        address = url.set(port=way.port).render_as_string(hide_password=False)
        with process(address, tmp_path) as one, process(address, tmp_path) as other:
            assert [ask(one), ask(other)] == [expected(FIRST)] * 2
            import_delivery(postgres_url, SECOND, DATENSTAND)
            assert ask(other) == expected(SECOND)
            old = one.view(LOCAL)
            with way.broken(REFUSED):
                # The newest that anybody has seen, and all of it.
                assert [ask(one), ask(other)] == [expected(SECOND)] * 2
                view = one.view(LOCAL)
                assert view.outdated is not None
                with pytest.raises(DatabaseUnavailableError):
                    numbers(view, chosen(view, "von=2019-01&bis=2019-01&vergleich=ohne"))
    assert old.outdated is None


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def rows_in(folder: Path) -> RowCache:
    return RowCache(SimpleCache(), folder)


@pytest.mark.parametrize(
    ("jump", "known"),
    [
        (timedelta(hours=1), True),
        (timedelta(hours=-1), True),
        (timedelta(hours=23, minutes=59), True),
        (timedelta(days=1), False),
        (timedelta(days=-1), True),
    ],
)
def test_a_clock_that_jumps_makes_the_last_datenstand_too_old_at_worst(
    opened: House, tmp_path: Path, jump: timedelta, known: bool
):
    catalog = opened.server.extensions["krm_warehouse"].view(LOCAL).catalog
    clock = Clock()
    last = LastKnown(rows_in(tmp_path), "postgresql://krm", 24, clock)
    last.note(catalog)
    seen, clock.now = clock.now, clock.now + jump

    recalled = last.recall()

    assert (recalled is not None) is known
    if recalled is not None:
        assert (recalled.seen, recalled.catalog) == (seen, catalog)


def test_another_process_knows_it_too_but_not_of_another_database(opened: House, tmp_path: Path):
    catalog = opened.server.extensions["krm_warehouse"].view(LOCAL).catalog
    rows = rows_in(tmp_path)
    LastKnown(rows, "postgresql://krm", 24).note(catalog)

    recalled = LastKnown(rows, "postgresql://krm", 24).recall()

    assert recalled is not None
    assert recalled.catalog == catalog
    assert LastKnown(rows, "postgresql://other", 24).recall() is None
    assert LastKnown(rows, "postgresql://krm", 0).recall() is None


@pytest.mark.parametrize(
    "rows",
    [[], [[1]], [["2026-03-29T00:30:00+00:00", "{"]], [["heute", "{}"]], [["2026-03-29T00:30:00", None]], [[{}, []]]],
)
def test_a_foreign_entry_is_no_datenstand(tmp_path: Path, rows: list[list[Any]]):
    cache = rows_in(tmp_path)
    cache.keep(last_key("postgresql://krm"), rows)

    assert LastKnown(cache, "postgresql://krm", 24).recall() is None


def test_after_a_failure_one_tries_and_the_others_are_told_at_once():
    breaker = Breaker(pause_seconds=0.2)
    trying, tell = threading.Event(), threading.Event()

    def fail() -> None:
        with pytest.raises(DatabaseUnavailableError), breaker.asking():
            raise DatabaseUnavailableError

    def try_slowly() -> None:
        with breaker.asking():
            trying.set()
            tell.wait(10)

    fail()
    with pytest.raises(DatabaseUnavailableError), breaker.asking():
        raise AssertionError("asked during the pause")
    assert not trying.wait(0.25)
    prober = threading.Thread(target=try_slowly)
    prober.start()
    assert trying.wait(5)
    with pytest.raises(DatabaseUnavailableError), breaker.asking():
        raise AssertionError("a second one tried")
    tell.set()
    prober.join()
    with breaker.asking():
        pass
