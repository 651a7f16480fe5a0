"""A PostgreSQL of our own, which may be killed, and houses over it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL

from tests.faults.house import House, house, loaded_database
from tests.services import PostgresServer, ephemeral_postgres


@pytest.fixture(scope="package")
def own_postgres() -> Iterator[PostgresServer]:
    with ephemeral_postgres() as server:
        yield server


@pytest.fixture(scope="package")
def loaded_url(own_postgres: PostgresServer) -> Iterator[URL]:
    """A database that holds the delivery; it outlives the faults."""
    with loaded_database(own_postgres) as url:
        yield url


@pytest.fixture
def big_house(loaded_url: URL, redis_url: str, tmp_path: Path) -> Iterator[House]:
    """The application with the limits that it has when nobody sets any."""
    with house(loaded_url, redis_url, tmp_path / "var") as opened:
        yield opened
