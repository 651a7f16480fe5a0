"""Fixtures shared by all tests: databases and cache servers of their own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url

from tests import sizes
from tests.services import (
    PostgresServer,
    empty_redis_database,
    ephemeral_postgres,
    ephemeral_redis,
    flush_redis_database,
)

sizes.register()

TESTS = Path(__file__).parent
# Several processes take file after file: the longest first, so that none is still busy when nothing is left for others.
LONGEST = (
    "e2e/test_accessibility.py",
    "e2e/test_duo.py",
    "e2e/test_ueberblick_filters.py",
    "e2e/test_language.py",
    "e2e/test_navigation.py",
    "e2e",
    "integration",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first; within them everything stays as it stands."""
    items.sort(key=lambda item: _turn(item.path.relative_to(TESTS).as_posix()))


def _turn(file: str) -> int:
    return next((turn for turn, name in enumerate(LONGEST) if file.startswith(name)), len(LONGEST))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """One PostgreSQL server for the whole run: TEST_DATABASE_URL if given, else an own instance."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield PostgresServer(make_url(given))
        return
    with ephemeral_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def new_postgres_database(postgres_server: PostgresServer) -> Iterator[Callable[[], str]]:
    """A function that creates an empty PostgreSQL database and returns its address; all go at the end."""
    created: list[str] = []

    def create() -> str:
        created.append(postgres_server.new_database())
        return created[-1]

    yield create
    for url in created:
        postgres_server.drop_database(url)


@pytest.fixture
def postgres_url(new_postgres_database: Callable[[], str]) -> str:
    """The address of an empty PostgreSQL database for one test."""
    return new_postgres_database()


@pytest.fixture(scope="session")
def redis_server_url() -> Iterator[str]:
    """One Redis server for the whole run: an empty database of TEST_REDIS_URL if given, else an own instance."""
    given = os.environ.get("TEST_REDIS_URL")
    if given:
        worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
        workers = os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")
        yield empty_redis_database(given, int(worker), int(workers))
        return
    with ephemeral_redis() as url:
        yield url


@pytest.fixture
def redis_url(redis_server_url: str) -> Iterator[str]:
    """The address of an empty Redis database for one test."""
    # Whoever shares the server for a whole module leaves its keys to the next test.
    flush_redis_database(redis_server_url)
    yield redis_server_url
    flush_redis_database(redis_server_url)
