"""New Datenstände come while people ask the server as it is shipped: every answer is right and of one stand."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.deliveries import write_folder
from tests.e2e.server import krm
from tests.integration.snapshot.stands import FIRST_DAY, delivery
from tests.trust.servers import Gunicorn, gunicorn

# Where numbers come from: by where they are asked for, and by whether all rows are held in memory.
SOURCES = [(analytics, rows) for analytics in ("direkt", "snapshot") for rows in (0, 400_000)]
NAMES = [f"{analytics}-{'held' if rows else 'asked'}" for analytics, rows in SOURCES]
ASKING = 6
STANDS = 5
SECONDS_BETWEEN = 3.0
SECONDS_TO_CLOSE = 30.0
QUESTION = "/api/v1/kennzahlen.json?von=2020-01&bis=2020-12&vergleich=ohne"

# The status of an answer, the Datenstand that it names and the one that its numbers are of.
Answer = tuple[int, int, int]


def bring(folder: Path, number: int, analytics: str) -> None:
    """Import the Datenstand of this number as people do, at the command line."""
    source = write_folder(delivery(number), folder / f"lieferung-{number}")
    day = FIRST_DAY.replace(day=1 + number)
    told = krm(folder, "import", str(source), "--datenstand", day.isoformat(), settings={"KRM_ANALYTICS": analytics})
    assert (f"Der Schnappschuss von Import Nr. {number}" in told) is (analytics == "snapshot")


def ask(connection: HTTPConnection) -> Answer:
    connection.request("GET", QUESTION)
    response = connection.getresponse()
    body = response.read()
    if response.status != 200:
        return response.status, -1, -1
    found = json.loads(body)
    named = int(found["datenstand"][-2:]) - 1
    return 200, named, found["kennzahlen"]["kundenreaktionen"]["wert"] - 3


@contextmanager
def people(server: Gunicorn, answers: list[Answer]) -> Iterator[None]:
    """Several ask all the time, each on a connection of his own; their answers are there when the block is over."""
    over = threading.Event()

    def work() -> list[Answer]:
        connection, found = HTTPConnection("127.0.0.1", server.port, timeout=30), []
        while not over.is_set():
            found.append(ask(connection))
        connection.close()
        return found

    with ThreadPoolExecutor(ASKING) as pool:
        working: list[Future[list[Answer]]] = [pool.submit(work) for _ in range(ASKING)]
        try:
            yield
        finally:
            over.set()
        answers += [answer for future in working for answer in future.result()]


def snapshots_open(server: Gunicorn) -> list[int]:
    """How many snapshots each process has open, removed ones included; the one that copies itself comes first."""
    counts = []
    for pid in (server.process.pid, *(worker.pid for worker in server.workers)):
        links = [link.readlink() for link in Path(f"/proc/{pid}/fd").iterdir() if link.is_symlink()]
        counts.append(len({link.name for link in links if ".duckdb" in link.name}))
    return counts


@pytest.mark.parametrize(("analytics", "rows"), SOURCES, ids=NAMES)
def test_no_answer_fails_or_mixes_while_imports_bring_new_datenstaende(tmp_path: Path, analytics: str, rows: int):
    bring(tmp_path, 1, analytics)
    answers: list[Answer] = []
    # The cache would answer in the place of what is behind it.
    settings = {"KRM_ANALYTICS": analytics, "KRM_MEMORY_ROWS": str(rows), "KRM_CACHE_SECONDS": "1"}
    with gunicorn(tmp_path, settings) as server:
        assert snapshots_open(server)[0] == 0
        with people(server, answers):
            for number in range(2, STANDS + 1):
                time.sleep(SECONDS_BETWEEN)
                bring(tmp_path, number, analytics)
            time.sleep(SECONDS_BETWEEN)
        wanted = 1 if analytics == "snapshot" else 0
        end = time.monotonic() + SECONDS_TO_CLOSE
        while max(snapshots_open(server)) > wanted and time.monotonic() < end:
            ask(HTTPConnection("127.0.0.1", server.port, timeout=30))
        left = snapshots_open(server)

    assert {status for status, _, _ in answers} == {200}
    assert {named for _, named, _ in answers} == set(range(1, STANDS + 1))
    assert [answer for answer in answers if answer[1] != answer[2]] == []
    assert (left[0], max(left)) == (0, wanted)
    # Only what the newest Datenstand needs stays.
    assert len(list((tmp_path / "snapshot").glob("*.duckdb"))) == wanted
    assert len(list((tmp_path / "cache" / "facts").glob("*.npz"))) == (1 if rows else 0)
