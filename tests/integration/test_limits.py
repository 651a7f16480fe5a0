"""Nothing waits for ever: silent servers, slow statements, requests without end; files put in place of others."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url, text
from sqlalchemy.exc import OperationalError

from app import create_app
from connections.postgres import GRACE_SECONDS, SHORT_SECONDS
from data_access.engine import reading_engine
from data_access.errors import DatabaseUnavailableError, TookTooLongError
from safety import deadline
from settings import Settings
from tests.fault_proxy import SILENT, FaultProxy, fault_proxy
from tests.faults.breaking import statements_slow
from tests.faults.house import MONTHS, house, loaded_database, truth
from tests.integration.cache.places import DATENSTAND, FIRST, SECOND, ask, expected
from tests.services import PostgresServer
from tests.warehouses import import_delivery, uncached_warehouse

STATEMENT_SECONDS = 0.2
# Counts until somebody interrupts it.
ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"


@pytest.fixture
def way(postgres_url: str) -> Iterator[tuple[FaultProxy, str]]:
    """A way to PostgreSQL that can fall silent, and the address at its beginning."""
    url = make_url(postgres_url)
    with fault_proxy(str(url.host), int(url.port or 0)) as proxy:
        yield proxy, url.set(port=proxy.port).render_as_string(hide_password=False)


def one(engine: Engine, statement: str = "SELECT 1") -> int:
    with engine.connect() as connection:
        return int(connection.execute(text(statement)).scalar_one())


def test_a_server_that_falls_silent_during_a_statement_is_given_up_and_the_next_one_is_answered(way):
    proxy, address = way
    engine = reading_engine(address, STATEMENT_SECONDS)
    assert one(engine) == 1
    with engine.connect() as connection, proxy.broken(SILENT):
        start = time.monotonic()
        with pytest.raises(OperationalError) as given_up:
            connection.execute(text("SELECT 1"))
        taken = time.monotonic() - start

    assert given_up.value.connection_invalidated
    assert STATEMENT_SECONDS + GRACE_SECONDS - 0.1 < taken < STATEMENT_SECONDS + GRACE_SECONDS + SHORT_SECONDS
    assert one(engine) == 1
    engine.dispose()


def test_a_request_without_time_breaks_off_what_the_database_is_doing(way, tmp_path: Path):
    postgres = reading_engine(way[1], statement_seconds=30)
    with closing(sqlite3.connect(tmp_path / "krm.sqlite")):
        sqlite = reading_engine(f"sqlite:///{tmp_path / 'krm.sqlite'}", statement_seconds=30)
    for engine, statement in ((postgres, "SELECT 1 FROM pg_sleep(20)"), (sqlite, ENDLESS)):
        assert one(engine) == 1
        deadline.begin(0.3)
        start = time.monotonic()
        with pytest.raises(OperationalError):
            one(engine, statement)
        taken = time.monotonic() - start
        deadline.end()

        assert 0.2 < taken < 3
        assert one(engine) == 1
        engine.dispose()


def test_after_the_deadline_nothing_is_asked_any_more(tmp_path: Path):
    import_delivery(f"sqlite:///{tmp_path / 'krm.sqlite'}", FIRST, DATENSTAND)
    with uncached_warehouse(f"sqlite:///{tmp_path / 'krm.sqlite'}", tmp_path) as warehouse:
        deadline.begin(0)
        with pytest.raises(TookTooLongError):
            ask(warehouse)
        deadline.end()

        assert ask(warehouse) == expected(FIRST)


def test_a_request_that_takes_too_long_is_told_so_and_the_next_one_has_all_its_time(
    postgres_server: PostgresServer, redis_url: str, tmp_path: Path
):
    with (
        loaded_database(postgres_server) as url,
        house(url, redis_url, tmp_path, statement_seconds=30, request_seconds=1.0) as slow,
    ):
        # A month without cases has nothing to be slow about.
        full = max(MONTHS, key=lambda month: truth(month)["kundenreaktionen"] or 0)
        assert slow.ask("2019-01").has_numbers
        with statements_slow(slow):
            answer = slow.ask(full)

        assert (answer.status, answer.body["fehler"][:23]) == (503, "Das dauert zu lange und")
        assert 0.9 < answer.seconds < 4
        assert deadline.remaining() is None
        assert slow.ask(full).has_numbers


def test_a_file_that_was_put_in_place_of_another_is_read_and_a_damaged_one_is_told(tmp_path: Path):
    file, other, kept = (tmp_path / name for name in ("krm.sqlite", "other.sqlite", "kept.sqlite"))
    import_delivery(f"sqlite:///{file}", FIRST, DATENSTAND)
    import_delivery(f"sqlite:///{other}", SECOND, DATENSTAND)
    with uncached_warehouse(f"sqlite:///{file}", tmp_path) as warehouse:
        assert ask(warehouse) == expected(FIRST)
        shutil.copy(other, kept)
        other.replace(file)
        assert ask(warehouse) == expected(SECOND)

        damaged = tmp_path / "damaged.sqlite"
        damaged.write_bytes(b"no database at all, but long enough to look at" * 1000)
        damaged.replace(file)
        with pytest.raises(DatabaseUnavailableError):
            ask(warehouse)
    with uncached_warehouse(f"sqlite:///{kept}", tmp_path) as warehouse:
        assert ask(warehouse) == expected(SECOND)


def test_without_a_place_to_write_figures_are_answered_all_the_same(tmp_path: Path):
    url = f"sqlite:///{tmp_path / 'krm.sqlite'}"
    import_delivery(url, FIRST, DATENSTAND)
    # Below a file there is no folder, not even for root.
    nowhere = tmp_path / "krm.sqlite" / "var"
    secret = "Wd9Kq2vN6tYw4Xc8Bm0Jd3Lf5Hs7Pg1a"
    settings = Settings(var_dir=nowhere, database_url=url, secret_key=secret)

    client = create_app(settings).server.test_client()

    assert client.get("/api/v1/kennzahlen.json").status_code == 200
    assert client.get("/readyz").status_code == 200
