"""A cache that is down, silent or full of foreign bytes costs a line in the log, never an answer."""

from __future__ import annotations

import json
import pickle
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
import redis
from structlog.testing import capture_logs

from data_access.cache import LOCKS
from data_access.warehouse import View, Warehouse
from domain.scope import LOCAL
from domain.selection import Selection
from tests import oracle
from tests.integration.cache.places import ASKED, DATENSTAND, FIRST, Place, ask, chosen, expected, numbers
from tests.random_data import Lieferung
from tests.services import ephemeral_redis, free_port
from tests.warehouses import cached_warehouse, statements_that_count

QUERIES = 20
PATIENCE_SECONDS = 3.0


def twenty_selections(view: View) -> list[Selection]:
    """Selections that share no statement: one month each."""
    months = [f"{year}-{month:02}" for year in (2019, 2020) for month in range(1, 13)]
    return [chosen(view, f"von={month}&bis={month}&vergleich=ohne") for month in months[:QUERIES]]


@contextmanager
def silent_server() -> Iterator[str]:
    """A server that takes every connection and never says a word; its address as that of a Redis."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        taken: list[socket.socket] = []

        def take() -> None:
            while True:
                try:
                    taken.append(server.accept()[0])
                except OSError:
                    return

        thread = threading.Thread(target=take)
        thread.start()
        try:
            yield f"redis://127.0.0.1:{server.getsockname()[1]}/0"
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join()
            for connection in taken:
                connection.close()


def answers_in_time(warehouse: Warehouse, lieferung: Lieferung) -> None:
    """Twenty questions that no cache can answer: all right, soon, and with a line in the log."""
    with capture_logs() as logs:
        start = time.monotonic()
        found = warehouse.answer(LOCAL, lambda view: [numbers(view, s)[()] for s in twenty_selections(view)])
        taken = time.monotonic() - start

    months = [str(s.zeitraum.von) for s in warehouse.answer(LOCAL, twenty_selections)]
    for month, values in zip(months, found, strict=True):
        auswahl = {"von": month, "bis": month, "vergleich": "ohne"}
        werte = oracle.aggregate(lieferung, DATENSTAND, auswahl, ASKED, []).summe
        assert values == {code: werte[code].wert for code in ASKED}
    assert taken < PATIENCE_SECONDS
    assert "cache_unavailable" in [line["event"] for line in logs]
    # One line per pause, not one per question.
    assert len(logs) <= 2


def test_a_redis_that_stops_costs_a_line_in_the_log_and_no_answer(tmp_path, first_url):
    with ExitStack() as stack:
        with ephemeral_redis() as url:
            place = Place(tmp_path / "var", url)
            warehouse = stack.enter_context(cached_warehouse(place.settings(first_url)))
            assert ask(warehouse) == expected(FIRST)

        answers_in_time(warehouse, FIRST)
        assert ask(warehouse) == expected(FIRST)


def test_a_redis_that_is_not_there_when_the_server_starts_costs_no_answer(tmp_path, first_url):
    place = Place(tmp_path / "var", f"redis://127.0.0.1:{free_port()}/0")
    with cached_warehouse(place.settings(first_url)) as warehouse:
        answers_in_time(warehouse, FIRST)


def test_a_redis_that_takes_connections_and_never_answers_costs_no_answer(tmp_path, first_url):
    with silent_server() as url, cached_warehouse(Place(tmp_path / "var", url).settings(first_url)) as warehouse:
        answers_in_time(warehouse, FIRST)


def test_many_visitors_at_once_do_not_queue_up_before_a_silent_redis(tmp_path, first_url):
    with silent_server() as url, cached_warehouse(Place(tmp_path / "var", url).settings(first_url)) as warehouse:
        view = warehouse.view(LOCAL)
        start = time.monotonic()
        with ThreadPoolExecutor(QUERIES) as pool:
            found = list(pool.map(lambda selection: numbers(view, selection), twenty_selections(view)))

    assert len(found) == QUERIES
    assert time.monotonic() - start < PATIENCE_SECONDS


class Opened:
    """Creates a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (self.path,)


FOREIGN = {
    "nothing": b"",
    "one byte": b"\x00",
    "bytes that are no text": b"\xff\xfe\x00garbage",
    "half an answer": b'{"key": "1',
    "no object": b"[1, 2, 3]",
    "a number": b"17",
    "null": b"null",
    "another object": b'{"rows": [[999]]}',
    "another key": json.dumps({"key": "1", "rows": [[999]]}).encode(),
    "deep nesting": b"[" * 100_000,
}


@pytest.mark.parametrize("content", FOREIGN.values(), ids=FOREIGN)
def test_foreign_content_under_a_real_key_is_a_miss(place, first_url, content):
    with cached_warehouse(place.settings(first_url)) as warehouse:
        ask(warehouse)
        assert place.replace_every_entry(content) >= 4
        with statements_that_count(warehouse) as statements:
            assert ask(warehouse) == expected(FIRST)
        assert len(statements) >= 4
        with statements_that_count(warehouse) as statements:
            assert ask(warehouse) == expected(FIRST)
        assert statements == []


@pytest.mark.parametrize("prefix", [b"", b"!"])
def test_a_pickle_under_a_real_key_is_a_miss_and_never_opened(place, first_url, tmp_path, prefix):
    opened = tmp_path / "opened"
    payload = pickle.dumps(Opened(opened))
    with cached_warehouse(place.settings(first_url)) as warehouse:
        ask(warehouse)
        assert place.replace_every_entry(prefix + payload) >= 4

        assert ask(warehouse) == expected(FIRST)

    assert not opened.exists()
    pickle.loads(payload)
    assert opened.exists()


def test_content_that_lies_under_another_key_is_a_miss(place, first_url):
    with cached_warehouse(place.settings(first_url)) as warehouse:
        ask(warehouse)
        assert place.turn_round_entries() >= 4
        with statements_that_count(warehouse) as statements:
            assert ask(warehouse) == expected(FIRST)

    assert len(statements) >= 4


def test_keys_of_another_type_in_redis_cost_a_line_in_the_log_and_no_answer(tmp_path, first_url, redis_url):
    with cached_warehouse(Place(tmp_path / "var", redis_url).settings(first_url)) as warehouse:
        ask(warehouse)
        with redis.Redis.from_url(redis_url) as client:
            for key in client.keys("krm:*"):
                client.delete(key)
                client.rpush(key, "a", "list")
        with capture_logs() as logs:
            assert ask(warehouse) == expected(FIRST)

    assert [line["event"] for line in logs] == ["cache_unavailable"]


def test_a_cache_folder_that_vanishes_costs_no_answer(tmp_path, first_url):
    place = Place(tmp_path / "var")
    with cached_warehouse(place.settings(first_url)) as warehouse:
        ask(warehouse)
        shutil.rmtree(place.var_dir)

        assert ask(warehouse) == expected(FIRST)


def test_locks_that_cannot_be_taken_cost_a_line_in_the_log_and_no_answer(tmp_path, first_url):
    place = Place(tmp_path / "var")
    with cached_warehouse(place.settings(first_url)) as warehouse:
        for number in range(LOCKS):
            (place.var_dir / "cache" / "locks" / f"{number}.lock").mkdir()
        with capture_logs() as logs:
            assert ask(warehouse) == expected(FIRST)

    assert {line["event"] for line in logs} == {"cache_lock_unavailable"}
