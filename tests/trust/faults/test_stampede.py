"""Two hundred people who open the same link at the same moment: the database answers once, or has answered before."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from sqlalchemy import URL

from tests.fault_proxy import Fault, FaultProxy, fault_proxy
from tests.faults.house import MONTHS, Remote, faults_of, together
from tests.trust.servers import gunicorn

PEOPLE = 200
LONGEST_SECONDS = 60.0


# What counts cases; the catalogues, which every process reads once, do not.
COUNTS = re.compile(rb"SELECT [^\x00]*?sum\([^\x00]*? \nFROM (?:fact_anliegen|petition_eingabe)")
# What reads all rows, to hold them in memory.
READS = re.compile(
    rb"SELECT (?:fact_anliegen|petition_eingabe)\.(?:(?!sum\()[^\x00])*? \nFROM (fact_anliegen|petition_eingabe)"
)


def statements(said: list[bytes]) -> int:
    """How many statements that count cases clients sent."""
    return len(COUNTS.findall(b"".join(said)))


def whole_tables(said: list[bytes]) -> list[bytes]:
    """The tables of which clients read all rows, each as often as it was read."""
    return sorted(READS.findall(b"".join(said)))


def reached(way: FaultProxy, url: URL, cache_url: str) -> dict[str, str]:
    """Settings of a server that reaches the database by this way."""
    address = url.set(port=way.port).render_as_string(hide_password=False)
    return {"KRM_DATABASE_URL": address, "KRM_CACHE_URL": cache_url}


def wait_until_quiet(way: FaultProxy) -> None:
    """Every worker answers its first page to itself after it has started."""
    said = [b"something"]
    while said:
        with way.heard() as said:
            time.sleep(3)


@pytest.mark.parametrize("cache", ["redis", "files"])
def test_two_hundred_parallel_cold_questions_cost_one_computation(
    loaded_url: URL, redis_url: str, tmp_path: Path, cache: str
):
    with fault_proxy(str(loaded_url.host), int(loaded_url.port or 0)) as way:
        settings = reached(way, loaded_url, redis_url if cache == "redis" else "") | {"KRM_MEMORY_ROWS": "0"}
        with gunicorn(tmp_path, settings) as server:
            asked = Remote(server.port)
            wait_until_quiet(way)
            with way.heard() as alone:
                assert asked.ask(MONTHS[0]).fault(LONGEST_SECONDS) == ""
            # Slow enough for everybody to come before the first answer is there.
            way.fault = Fault(delay=0.05)
            with way.heard() as crowd:
                answers = together(PEOPLE, lambda: asked.ask(MONTHS[1]))
            workers = len(server.workers)

    assert workers == 2
    assert faults_of(answers, LONGEST_SECONDS) == []
    assert {answer.status for answer in answers} == {200}
    assert statements(crowd) == statements(alone) > 0
    assert whole_tables(alone + crowd) == []
    print(f"{PEOPLE} people, {cache}: {statements(crowd)} statements, as many as for one alone")


@pytest.mark.parametrize("cache", ["redis", "files"])
def test_two_hundred_who_come_first_of_all_have_the_rows_read_once_for_all_processes(
    loaded_url: URL, redis_url: str, tmp_path: Path, cache: str
):
    with fault_proxy(str(loaded_url.host), int(loaded_url.port or 0)) as way:
        settings = reached(way, loaded_url, redis_url if cache == "redis" else "")
        # Nobody has asked anything yet but whether it lives.
        with gunicorn(tmp_path, settings, ready="/healthz") as server:
            asked, months = Remote(server.port), iter(MONTHS * PEOPLE)
            way.fault = Fault(delay=0.05)
            with way.heard() as crowd:
                answers = together(PEOPLE, lambda: asked.ask(MONTHS[1]))
                # So many that both processes have answered some of them.
                answers += together(PEOPLE, lambda: asked.ask(next(months)))
            workers = len(server.workers)

    assert workers == 2
    assert faults_of(answers, LONGEST_SECONDS) == []
    assert {answer.status for answer in answers} == {200}
    assert whole_tables(crowd) == [b"fact_anliegen", b"petition_eingabe"]
    assert statements(crowd) == 0
