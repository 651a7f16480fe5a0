"""One delivery in databases of all kinds, read and never changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date

import pytest

from data_access.warehouse import Warehouse
from tests.integration.in_memory.places import even_delivery
from tests.random_data import Lieferung
from tests.warehouses import import_delivery, snapshot_warehouse, uncached_warehouse


@dataclass(frozen=True)
class Loaded:
    """A delivery, its databases by the name of their engine, and the address of the SQLite file."""

    lieferung: Lieferung
    datenstand: date
    warehouses: Mapping[str, Warehouse]
    url: str


@pytest.fixture(scope="session")
def even(new_postgres_database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    """A delivery whose Jobcenter have equally many rows; nothing is held of it."""
    folder = tmp_path_factory.mktemp("even")
    lieferung, datenstand = even_delivery()
    sqlite, postgresql = f"sqlite:///{folder / 'krm.sqlite'}", new_postgres_database()
    for url in (sqlite, postgresql):
        import_delivery(url, lieferung, datenstand)
    with ExitStack() as stack:
        warehouses = {
            "sqlite": stack.enter_context(uncached_warehouse(sqlite, folder / "sqlite")),
            "postgresql": stack.enter_context(uncached_warehouse(postgresql, folder / "postgresql")),
            "snapshot": stack.enter_context(snapshot_warehouse(sqlite, folder / "snapshot")),
        }
        yield Loaded(lieferung, datenstand, warehouses, sqlite)
