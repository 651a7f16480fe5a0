"""Parts of the cluster die while figures are asked for: right numbers or one German sentence, and never a wait."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from app import create_app
from data_access.spark.parquet import holding_in
from data_access.statements import Query, RowKind
from data_access.warehouse import Warehouse
from domain.scope import LOCAL
from domain.selection import parse
from layouts import texts
from settings import Settings
from tests.spark.cluster import SparkCluster
from tests.spark.conftest import with_households
from tests.spark.stock import Stock, open_stock
from tests.warehouses import import_delivery

SIZE = 2_000
# What a statement of the server may take here; its request may take a little more.
STATEMENT_SECONDS = 10.0
REQUEST_SECONDS = 25.0
RECOVERY_SECONDS = 90.0
LATER = date(2021, 3, 31)
PERIOD = {"von": "2019-01", "bis": "2020-12"}


@pytest.fixture(scope="module")
def own(
    cluster: SparkCluster, new_postgres_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stock]:
    """A stock for the tests of this file, which change it one after the other."""
    folder: Path = tmp_path_factory.mktemp("own")
    with open_stock(with_households(5, SIZE), new_postgres_database(), cluster, folder) as opened:
        yield opened


@pytest.fixture
def client(own: Stock, tmp_path: Path) -> Iterator[FlaskClient]:
    """A server as people start it, with nothing in its cache."""
    settings = Settings(
        var_dir=tmp_path,
        database_url=own.url,
        analytics=own.address,
        statement_seconds=STATEMENT_SECONDS,
        request_seconds=REQUEST_SECONDS,
    )
    server = create_app(settings).server
    server.extensions["krm_app_database"].prepare()
    yield server.test_client()
    server.extensions["krm_analytics"].release()


def question(warehouse: Warehouse, kind: RowKind = RowKind.REAKTIONEN, *nach: str) -> list[list[Any]]:
    view = warehouse.view(LOCAL)
    selection, _ = parse(PERIOD.items(), view.catalog.vocabulary)
    return sorted(view.rows(Query(kind, selection, selection.zeitraum.span, nach)), key=repr)


def is_counted_by_spark(own: Stock) -> bool:
    with own.sent() as statements:
        assert question(own.spark) == question(own.direct) != []
    return any("sum(" in statement for statement in statements)


def figures(client: FlaskClient) -> Any:
    return client.get("/api/v1/kennzahlen.json", query_string=PERIOD)


def until(is_done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + RECOVERY_SECONDS
    while not is_done():
        assert time.monotonic() < deadline, "took too long"
        time.sleep(0.5)


@dataclass
class Asking:
    """Asks a question again and again in a thread of its own; notes from when to when, and whether it was right."""

    stock: Stock
    expected: list[list[Any]]

    def __post_init__(self) -> None:
        self.answers: list[tuple[float, float, bool]] = []
        self.errors: list[Exception] = []
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._ask)
        self._thread.start()

    def _ask(self) -> None:
        while not self._stopped.is_set():
            start = time.monotonic()
            try:
                right = question(self.stock.spark, RowKind.ANLIEGEN, "jobcenter", "thema", "art") == self.expected
            except Exception as error:
                self.errors.append(error)
            else:
                self.answers.append((start, time.monotonic(), right))

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join()


def test_a_worker_that_dies_during_a_statement_changes_no_number(own: Stock, cluster: SparkCluster):
    expected = question(own.direct, RowKind.ANLIEGEN, "jobcenter", "thema", "art")
    assert question(own.spark, RowKind.ANLIEGEN, "jobcenter", "thema", "art") == expected != []
    until(lambda: cluster.executors() == 2)
    asking = [Asking(own, expected) for _ in range(2)]
    try:
        until(lambda: all(len(one.answers) >= 2 for one in asking))
        killed = time.monotonic()
        cluster.kill("worker1")
        until(lambda: all(sum(start > killed for start, _, _ in one.answers) >= 2 for one in asking))
    finally:
        for one in asking:
            one.stop()

    answers = [answer for one in asking for answer in one.answers]
    assert [error for one in asking for error in one.errors] == []
    assert all(right for _, _, right in answers)
    # It was really in the middle of a statement.
    assert any(start < killed < end for start, end, _ in answers)
    assert cluster.alive_workers() == 1


def test_without_any_worker_there_is_a_sentence_in_time_and_with_one_the_numbers_again(
    own: Stock, cluster: SparkCluster, client: FlaskClient
):
    until(lambda: figures(client).status_code == 200)
    right = figures(client).get_json()["kennzahlen"]
    cluster.kill("worker2")
    other = {**PERIOD, "kanal": "mail"}

    start = time.monotonic()
    refused = client.get("/api/v1/kennzahlen.json", query_string=other)
    took = time.monotonic() - start

    assert refused.status_code == 503
    assert refused.get_json()["fehler"] in (texts.TOOK_TOO_LONG, texts.DATABASE_DOWN)
    assert took < REQUEST_SECONDS + STATEMENT_SECONDS
    # What was counted before is still there.
    assert figures(client).get_json()["kennzahlen"] == right
    cluster.start_worker(1)
    until(lambda: client.get("/api/v1/kennzahlen.json", query_string=other).status_code == 200)
    cluster.start_worker(2)
    assert question(own.spark) == question(own.direct) != []


def test_after_a_restart_of_the_thrift_server_the_tables_are_there_again(
    own: Stock, cluster: SparkCluster, client: FlaskClient
):
    cluster.kill("thrift")

    refused = figures(client)

    assert refused.status_code == 503
    assert refused.get_json()["fehler"] == texts.DATABASE_DOWN
    cluster.start_thrift_server()
    until(lambda: figures(client).status_code == 200)
    # The catalogue was empty, the sessions of this source were old ones.
    with own.sent() as statements:
        assert question(own.spark, RowKind.MELDER) == question(own.direct, RowKind.MELDER) != []
    assert any(statement.startswith("CREATE TABLE") for statement in statements)


def test_a_new_datenstand_is_counted_by_the_database_until_its_files_are_there(own: Stock):
    import_delivery(own.url, with_households(6, SIZE)[0], LATER)
    assert not is_counted_by_spark(own)

    own.write()

    until(lambda: is_counted_by_spark(own))


def test_files_of_which_some_are_missing_are_not_counted(own: Stock):
    import_delivery(own.url, with_households(7, SIZE)[0], LATER)
    own.write()
    holding = holding_in(own.parquet)
    assert holding is not None
    next((own.parquet / holding.name / "fact_anliegen").rglob("*.parquet")).unlink()

    assert not is_counted_by_spark(own)
