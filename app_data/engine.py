"""The engine of the application's own database: one that may write."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL

from connections.postgres import bounded_engine

SQLITE_BUSY_SECONDS = 5.0
STATEMENT_SECONDS = 5.0
POOL_SIZE = 4
# Option of a connection whose transaction is going to write.
WRITES = "krm_writes"


def app_engine(address: str) -> Engine:
    """Engine for the address. Raises SQLAlchemyError or ImportError where it is none."""
    url = make_url(address)
    if url.get_backend_name() == "sqlite":
        return _sqlite(url)
    return bounded_engine(
        url, statement_seconds=STATEMENT_SECONDS, pool_size=POOL_SIZE, options="-c lock_timeout=5s -c timezone=UTC"
    )


def create_file(url: URL) -> None:
    """Create the file of an SQLite database that does not exist yet, readable by its owner alone."""
    if url.get_backend_name() != "sqlite" or not url.database:
        return
    path = Path(url.database)
    path.parent.mkdir(parents=True, exist_ok=True)
    # The files that SQLite lays beside it take their rights from this one.
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def _sqlite(url: URL) -> Engine:
    arguments = {"timeout": SQLITE_BUSY_SECONDS, "check_same_thread": False}
    engine = create_engine(
        url,
        pool_size=POOL_SIZE,
        max_overflow=0,
        pool_timeout=3,
        # What people write, and who they are, must not stand in any message.
        hide_parameters=True,
        connect_args=arguments,
    )

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: Any) -> None:
        # The driver would commit before DDL; transactions are begun by us instead (see _begin).
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA trusted_schema=OFF")
        # Readers need not wait for somebody who writes.
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A writer takes its lock at once, so that a second one is told to wait before it has read anything.
        writes = connection.get_execution_options().get(WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
