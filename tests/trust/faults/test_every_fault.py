"""PostgreSQL and Redis refuse, fall silent, lag, break off, talk rubbish, are killed: under eight visitors."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import URL

from tests.fault_proxy import REFUSED, SILENT, Fault
from tests.faults.breaking import FAULTS, Breaking, statements_slow
from tests.faults.house import MONTHS, House, faults_of, forget, house, recovered, together
from tests.faults.run import suffer
from tests.services import PostgresServer
from tests.trust.faults.conftest import MEMORY_ROWS

THREADS = 8
SECONDS = 8.0
# Faults during which even the newest Datenstand is not to be had.
TOLD = {
    "database-refused",
    "database-silent-to-new-connections",
    "database-silent-on-open-connections",
    "database-two-seconds-late",
    "answers-cut-with-a-reset",
    "answers-cut-without-a-word",
    "answers-replaced-by-rubbish",
    "tables-locked",
}
# A second connection may be ended as well, or not.
PERHAPS_TOLD = {"backends-terminated"}


@pytest.mark.parametrize("breaking", FAULTS, ids=lambda one: one.name)
def test_a_fault_leaves_right_numbers_or_a_sentence_and_is_over_when_it_is_over(big_house: House, breaking: Breaking):
    suffer(big_house, breaking, THREADS, SECONDS)


@pytest.mark.parametrize("breaking", FAULTS, ids=lambda one: one.name)
def test_a_house_that_holds_its_rows_in_memory_gives_right_numbers_all_the_time(
    holding_house: House, breaking: Breaking
):
    answers = suffer(holding_house, breaking, THREADS, SECONDS)

    told = any(answer.outdated for answer in answers)
    assert told is (breaking.name in TOLD) or breaking.name in PERHAPS_TOLD


@pytest.fixture
def killed(own_postgres: PostgresServer) -> Breaking:
    """The server of the database is killed, and started again when it is over."""

    @contextmanager
    def broken(_house: House) -> Iterator[None]:
        own_postgres.kill()
        try:
            yield
        finally:
            own_postgres.start()

    return Breaking("F8", "database-killed", broken)


def test_a_server_that_is_killed_and_started_again_under_load_is_used_again(big_house: House, killed: Breaking):
    suffer(big_house, killed, THREADS, SECONDS)


def test_a_server_that_is_killed_costs_a_house_that_holds_its_rows_in_memory_no_answer(
    holding_house: House, killed: Breaking
):
    answers = suffer(holding_house, killed, THREADS, SECONDS)

    assert any(answer.outdated for answer in answers)


@pytest.mark.parametrize("rows", [0, MEMORY_ROWS], ids=["asked", "held"])
@pytest.mark.parametrize("fault", [REFUSED, SILENT], ids=["refused", "silent"])
def test_a_database_that_is_not_there_at_the_start_is_told_and_used_as_soon_as_it_is(
    loaded_url: URL, redis_url: str, tmp_path: Path, fault: Fault, rows: int
):
    with house(loaded_url, redis_url, tmp_path / "var", memory_rows=rows) as started:
        with started.database.broken(fault):
            answers = [started.ask(month) for month in MONTHS[:5]]
            ready = started.server.test_client().get("/readyz")
            alive = started.server.test_client().get("/healthz")

        assert faults_of(answers, started.longest) == []
        assert [answer.status for answer in answers] == [503] * 5
        assert (ready.status_code, alive.status_code) == (503, 200)
        recovered(started, MONTHS[0])


@pytest.mark.parametrize("rows", [0, MEMORY_ROWS], ids=["asked", "held"])
def test_a_redis_that_is_not_there_at_the_start_costs_no_answer(
    loaded_url: URL, redis_url: str, tmp_path: Path, rows: int
):
    with house(loaded_url, redis_url, tmp_path / "var", memory_rows=rows) as started:
        with started.cache.broken(REFUSED):
            answers = [started.ask(month) for month in MONTHS]

        assert faults_of(answers, 2.0) == []
        assert all(answer.has_numbers for answer in answers)
        assert not any(answer.outdated for answer in answers)


def test_more_questions_than_connections_end_in_sentences_and_not_in_a_queue(big_house: House):
    """F11: twenty slow statements at once, and the pool has eight connections."""
    forget(big_house)
    recovered(big_house, MONTHS[0])
    months = iter(MONTHS[1:21])
    with statements_slow(big_house):
        start = time.monotonic()
        answers = together(20, lambda: big_house.ask(next(months)))
        taken = time.monotonic() - start

    assert faults_of(answers, big_house.longest) == []
    assert {answer.status for answer in answers} == {503}
    assert taken < big_house.longest
    recovered(big_house, MONTHS[1])
