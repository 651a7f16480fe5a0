"""A bad day: one fault after the other, at random, while people go on asking.

``TRUST_FAULT_SECONDS`` says how long (90), ``TRUST_FAULT_SEED`` repeats a run.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path

import pytest
import redis
from sqlalchemy import URL, create_engine, make_url

from domain.formats import number, percent
from tests.fault_proxy import REFUSED, SILENT, FaultProxy, fault_proxy
from tests.faults.breaking import TERMINATE
from tests.faults.house import MONTHS, Remote, asking, faults_of, recovered
from tests.services import PostgresServer
from tests.trust.faults.conftest import MEMORY_ROWS
from tests.trust.servers import gunicorn

SECONDS = float(os.environ.get("TRUST_FAULT_SECONDS", "90"))
SEED = int(os.environ.get("TRUST_FAULT_SEED", "0")) or random.SystemRandom().randrange(1, 10**9)
PEOPLE = 8
LONGEST_SECONDS = 19.0
# By how many rows a process may hold in memory: none, as where there are too many of them, or all.
ANSWERED = {0: 0.99, MEMORY_ROWS: 1.0}

Faults = Mapping[str, Callable[[], AbstractContextManager[None]]]


@contextmanager
def killed(server: PostgresServer) -> Iterator[None]:
    server.kill()
    try:
        yield
    finally:
        server.start()


@contextmanager
def terminated(url: URL) -> Iterator[None]:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(TERMINATE)
    engine.dispose()
    yield


@contextmanager
def flushed(redis_url: str) -> Iterator[None]:
    with redis.Redis.from_url(redis_url) as client:
        client.flushdb()
    yield


def bad_day(faults: Faults, draw: random.Random) -> list[str]:
    """Break one thing after the other until the time is over; returns what it was."""
    broken: list[str] = []
    end = time.monotonic() + SECONDS
    while (left := end - time.monotonic()) > 10:
        time.sleep(min(draw.uniform(5, 15), left - 5))
        broken.append(draw.choice(sorted(faults)))
        with faults[broken[-1]]():
            time.sleep(draw.uniform(2, 10))
    time.sleep(max(end - time.monotonic(), 0))
    return broken


@pytest.mark.parametrize("rows", ANSWERED, ids=["asked", "held"])
def test_on_a_bad_day_nearly_everything_is_answered_and_nothing_is_wrong(
    own_postgres: PostgresServer,
    loaded_url: URL,
    redis_url: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    rows: int,
):
    draw = random.Random(SEED)
    redis_address = make_url(redis_url)
    with (
        fault_proxy(str(loaded_url.host), int(loaded_url.port or 0)) as database,
        fault_proxy(str(redis_address.host), int(redis_address.port or 0)) as cache,
    ):
        faults = {
            "database killed": partial(killed, own_postgres),
            "database refused": partial(database.broken, REFUSED),
            "database silent": partial(database.broken, SILENT),
            "connections terminated": partial(terminated, loaded_url),
            "cache refused": partial(cache.broken, REFUSED),
            "cache silent": partial(cache.broken, SILENT),
            "cache flushed": partial(flushed, redis_url),
        }
        settings = {
            "KRM_DATABASE_URL": _by(loaded_url, database),
            "KRM_CACHE_URL": _by(redis_address, cache),
            "KRM_MEMORY_ROWS": str(rows),
        }
        with gunicorn(tmp_path, settings) as server:
            asked = Remote(server.port)
            with asking(asked, MONTHS, PEOPLE) as answers:
                broken = bad_day(faults, draw)
            back_after = recovered(asked, MONTHS[0])

    answered = sum(answer.has_numbers for answer in answers) / len(answers)
    with capsys.disabled():
        print(
            f"seed {SEED}, {rows} rows held, {number(SECONDS)} s, {len(broken)} faults ({', '.join(broken)}):"
            f" {len(answers)} answers, {percent(answered, 2)} with numbers,"
            f" {sum(answer.outdated for answer in answers)} outdated,"
            f" slowest {number(max(answer.seconds for answer in answers), 1)} s, back after {number(back_after, 1)} s"
        )
    assert faults_of(answers, LONGEST_SECONDS) == []
    assert answered >= ANSWERED[rows]
    assert len(broken) >= 2


def _by(url: URL, proxy: FaultProxy) -> str:
    return url.set(port=proxy.port).render_as_string(hide_password=False)
