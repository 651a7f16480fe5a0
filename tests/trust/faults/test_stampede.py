"""Two hundred people who open the same link at the same moment: the database answers once."""

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


def statements(said: list[bytes]) -> int:
    """How many statements that count cases clients sent."""
    return len(COUNTS.findall(b"".join(said)))


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
        settings = {
            "KRM_DATABASE_URL": loaded_url.set(port=way.port).render_as_string(hide_password=False),
            "KRM_CACHE_URL": redis_url if cache == "redis" else "",
        }
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
    print(f"{PEOPLE} people, {cache}: {statements(crowd)} statements, as many as for one alone")
