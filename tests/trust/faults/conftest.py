"""A PostgreSQL of our own, which may be killed, and houses over it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL

from settings import Settings
from tests.faults.house import House, house, loaded_database
from tests.services import PostgresServer, ephemeral_postgres

MEMORY_ROWS = Settings.model_fields["memory_rows"].default


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
    """The application with the limits that it has when nobody sets any, and more rows than it may hold in memory."""
    with house(loaded_url, redis_url, tmp_path / "var") as opened:
        yield opened


@pytest.fixture
def holding_house(loaded_url: URL, redis_url: str, tmp_path: Path) -> Iterator[House]:
    """The same with all rows in memory, as a single Jobcenter has them."""
    with house(loaded_url, redis_url, tmp_path / "var", memory_rows=MEMORY_ROWS) as opened:
        yield opened
