"""Caches of both kinds, and databases in front of which they stand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.integration.cache.places import DATENSTAND, FIRST, Place
from tests.warehouses import import_delivery


@pytest.fixture(params=["files", "redis"])
def place(request, tmp_path: Path) -> Place:
    return Place(tmp_path / "var", request.getfixturevalue("redis_url") if request.param == "redis" else "")


@pytest.fixture
def new_database(request, tmp_path: Path) -> Callable[[str], str]:
    """A function that gives the address of an empty database of a kind."""
    count = iter(range(100))

    def create(engine: str) -> str:
        if engine == "postgresql":
            return str(request.getfixturevalue("new_postgres_database")())
        return f"sqlite:///{tmp_path / f'{next(count)}.sqlite'}"

    return create


@pytest.fixture
def first_url(new_database: Callable[[str], str]) -> str:
    """An SQLite database that holds the first delivery."""
    url = new_database("sqlite")
    import_delivery(url, FIRST, DATENSTAND)
    return url
