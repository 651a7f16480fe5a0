"""Processes that are killed, renewed and stopped while people work, and connections that say nothing or stop halfway.

Every answer that comes meanwhile is compared with the right one.
"""

from __future__ import annotations

import io
import os
import random
import signal
import socket
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from domain.rollen import Rolle
from tests.e2e.server import krm
from tests.trust.load.client import Browser
from tests.trust.load.outcome import Outcome
from tests.trust.load.people import SETTINGS, Person, people
from tests.trust.load.reference import Alone, Table, reference_table
from tests.trust.load.users import Load
from tests.trust.load.walks import EXACT_TABLES, SELECTIONS, Question, Step
from tests.trust.servers import Gunicorn, gunicorn

USERS, SECONDS = 16, 12.0
PAUSE = (0.05, 0.3)
QUESTIONS = [
    *(Question("api", f"/api/v1/kennzahlen.json?{selection}") for selection in SELECTIONS),
    *(Question("api", f"/api/v1/tabelle.json?{table}&{SELECTIONS[0]}") for table in EXACT_TABLES),
]
OF_ALL_CARDS = "/herunterladen/seite/ueberblick.docx?von=2018-01&bis=2020-12"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a server that holds the reference data."""
    folder = tmp_path_factory.mktemp("haus")
    krm(folder, "demo", settings=SETTINGS)
    return folder


@pytest.fixture(scope="module")
def table(house: Path, tmp_path_factory: pytest.TempPathFactory) -> Table:
    """The right answers to all questions."""
    alone = Alone(f"sqlite:///{house / 'krm.sqlite'}", tmp_path_factory.mktemp("allein"))
    return reference_table(alone, ((Rolle.LEITUNG, question) for question in QUESTIONS))


@pytest.fixture
def server(house: Path) -> Iterator[Gunicorn]:
    """The server as it is shipped, with all rows in memory."""
    with gunicorn(house, SETTINGS) as running:
        yield running


@pytest.fixture
def larger_server(house: Path) -> Iterator[Gunicorn]:
    """The same where there are more rows than may be held in memory."""
    with gunicorn(house, {**SETTINGS, "KRM_MEMORY_ROWS": "0"}) as running:
        yield running


class Users:
    """People at work in the background; ``outcome`` is there when the block is over."""

    def __init__(self, server: Gunicorn, table: Table) -> None:
        self._load = Load(server.port, SECONDS, PAUSE, table)
        self._persons = [Person(person.number, Rolle.LEITUNG) for person in people(USERS, 1)]
        self.outcome = Outcome()

    def __enter__(self) -> Users:
        self._thread = threading.Thread(target=self._work)
        self._thread.start()
        time.sleep(SECONDS / 6)
        return self

    def __exit__(self, *_error: object) -> None:
        self._thread.join()

    def _work(self) -> None:
        self.outcome = self._load.run(self._persons, [_walk(person.number) for person in self._persons])


def _walk(number: int) -> list[Step]:
    return [(question,) for question in random.Random(number).sample(QUESTIONS, len(QUESTIONS))]


def wait_until(happens: object, seconds: float) -> bool:
    """Whether the function says so within the time."""
    assert callable(happens)
    deadline = time.monotonic() + seconds
    while not happens():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def pids(server: Gunicorn) -> set[int]:
    return {worker.pid for worker in server.workers}


def test_a_reload_under_load_loses_no_request(server: Gunicorn, table: Table):
    before = pids(server)
    with Users(server, table) as users:
        for _ in range(2):
            server.process.send_signal(signal.SIGHUP)
            time.sleep(SECONDS / 4)
    assert (users.outcome.errors, users.outcome.wrong) == ([], [])
    assert users.outcome.requests > 100
    assert len(pids(server)) == 2
    assert not pids(server) & before


@pytest.mark.parametrize("which", ["server", "larger_server"])
def test_a_worker_that_is_killed_takes_at_most_its_own_requests_along(
    request: pytest.FixtureRequest, table: Table, which: str
):
    server: Gunicorn = request.getfixturevalue(which)
    with Users(server, table) as users:
        killed = server.workers[0].pid
        os.kill(killed, signal.SIGKILL)
        back = wait_until(lambda: killed not in pids(server) and len(pids(server)) == 2, 3.0)
        answered = server.status("/readyz", seconds=3.0)
    assert (back, answered) == (True, 200)
    assert users.outcome.wrong == []
    # Each of them has one request under way; half of them, more or less, with the worker that died.
    assert len(users.outcome.errors) < USERS
    assert users.outcome.requests > 100


def test_a_server_that_is_told_to_stop_finishes_what_it_has_begun(house: Path):
    with gunicorn(house, SETTINGS) as server:
        browser, got = Browser(server.port, Person(1, Rolle.LEITUNG).headers), []
        asking = threading.Thread(target=lambda: got.append(browser.ask(OF_ALL_CARDS)))
        asking.start()
        time.sleep(0.05)
        server.process.send_signal(signal.SIGTERM)
        told = time.monotonic()
        asking.join()
        waited = time.monotonic() - told
        browser.close()
        assert server.process.wait(timeout=30) == 0
    assert got[0].status == 200
    with zipfile.ZipFile(io.BytesIO(got[0].body)) as document:
        assert document.testzip() is None
    assert waited > 0.05, "the request was over before the server was told to stop"
    assert server.status("/healthz") == 0


def connected(server: Gunicorn, said: bytes) -> socket.socket:
    opened = socket.create_connection(("127.0.0.1", server.port), timeout=30)
    opened.sendall(said)
    return opened


def test_two_hundred_connections_that_say_nothing_keep_nobody_waiting(server: Gunicorn):
    with ExitStack() as stack:
        for _ in range(200):
            stack.enter_context(connected(server, b""))
        begun = time.monotonic()
        assert [server.status("/readyz", seconds=5) for _ in range(10)] == [200] * 10
        assert time.monotonic() - begun < 5


def test_connections_that_stop_halfway_are_given_up(server: Gunicorn):
    with ExitStack() as stack:
        # As many as there are threads: until they are given up, nobody else has one.
        halfway = [stack.enter_context(connected(server, b"GET / HTTP/1.1\r\nHost: 127.0")) for _ in range(8)]
        assert server.status("/readyz", seconds=20) == 200
        assert [connection.recv(100) for connection in halfway] == [b""] * 8
