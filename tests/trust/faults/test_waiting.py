"""What is waited for some seconds and then given up: too long for every test run."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import make_url

from app_data.database import AppDatabase
from app_data.ereignisse import own_events
from connections.postgres import SHORT_SECONDS
from data_access.errors import DatabaseUnavailableError
from tests.fault_proxy import SILENT, fault_proxy
from tests.integration.cache.places import DATENSTAND, FIRST, ask, expected
from tests.warehouses import import_delivery, uncached_warehouse


def test_an_sqlite_file_that_another_program_keeps_for_itself_is_told_in_time(tmp_path: Path):
    file = tmp_path / "krm.sqlite"
    import_delivery(f"sqlite:///{file}", FIRST, DATENSTAND)
    with uncached_warehouse(f"sqlite:///{file}", tmp_path) as warehouse:
        with closing(sqlite3.connect(file)) as owner:
            owner.execute("PRAGMA locking_mode=EXCLUSIVE")
            owner.execute("BEGIN EXCLUSIVE")
            start = time.monotonic()
            with pytest.raises(DatabaseUnavailableError):
                ask(warehouse)
            taken = time.monotonic() - start
        time.sleep(5.1)

        assert taken < 8
        assert ask(warehouse) == expected(FIRST)


def test_a_silent_database_of_own_entries_is_not_waited_for(postgres_url: str):
    url = make_url(postgres_url)
    with fault_proxy(str(url.host), int(url.port or 0)) as proxy:
        database = AppDatabase(url.set(port=proxy.port).render_as_string(hide_password=False))
        assert own_events(database) == ()
        with proxy.broken(SILENT):
            start = time.monotonic()
            assert own_events(database) is None
            taken = time.monotonic() - start
            # The next one is told at once.
            assert own_events(database) is None
        database.close()

    assert taken < 2 * SHORT_SECONDS + 2
    assert time.monotonic() - start < taken + 1
