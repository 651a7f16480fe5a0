"""Engines: one that answers figures and cannot write, one that imports and migrates."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import DisconnectionError

from connections.postgres import bounded_engine
from safety import deadline

SQLITE_BUSY_SECONDS = 5.0
POSTGRES_CONNECT_SECONDS = 3
# An SQLite statement looks at the time after so many steps of its program: some thousand times a second.
_STEPS = 20_000


def reading_engine(address: str, statement_seconds: float, pool_size: int = 8) -> Engine:
    """Engine that can only read: SQLite opened ``mode=ro``, PostgreSQL with read-only transactions."""
    url = make_url(address)
    if url.get_backend_name() == "sqlite":
        return _sqlite(_read_only_sqlite(url), read_only=True, pool_size=pool_size)
    return bounded_engine(
        url,
        statement_seconds=statement_seconds,
        pool_size=pool_size,
        options="-c default_transaction_read_only=on",
        # One snapshot per connection use: the Datenstand that is checked is the one that is counted.
        isolation_level="REPEATABLE READ",
    )


def writing_engine(address: str) -> Engine:
    """Engine of imports and migrations; creates the folder of an SQLite file, and the file with the first use."""
    url = make_url(address)
    if url.get_backend_name() == "sqlite":
        engine = _sqlite(url, read_only=False, pool_size=1)
        if url.database and not url.database.startswith("file:"):
            _create_when_used(engine, Path(url.database))
        return engine
    # An import may take as long as it takes; it only does not wait for another one.
    arguments = {"connect_timeout": POSTGRES_CONNECT_SECONDS, "options": "-c lock_timeout=5s"}
    # What is written must not stand in any message.
    return create_engine(url, pool_pre_ping=True, hide_parameters=True, connect_args=arguments)


def _create_when_used(engine: Engine, path: Path) -> None:
    """The file is readable by its owner alone; so are those that SQLite lays beside it."""
    path.parent.mkdir(parents=True, exist_ok=True)

    @event.listens_for(engine, "do_connect")
    def _create(*_arguments: Any) -> None:
        if not path.exists():
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def _read_only_sqlite(url: URL) -> URL:
    # In a URI some letters of a path would mean something else.
    path = quote(str(Path(url.database or "").resolve()))
    return url.set(database=f"file:{path}").update_query_dict({"mode": "ro", "uri": "true"})


def _sqlite(url: URL, *, read_only: bool, pool_size: int) -> Engine:
    arguments: dict[str, Any] = {"timeout": SQLITE_BUSY_SECONDS, "check_same_thread": False}
    engine = create_engine(url, pool_size=pool_size, max_overflow=0, hide_parameters=True, connect_args=arguments)

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, record: Any) -> None:
        # The driver would commit before DDL; transactions are begun by us instead (see _begin).
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA trusted_schema=OFF")
        # Readers go on answering from the old state while an import writes the new one.
        cursor.execute("PRAGMA query_only=ON" if read_only else "PRAGMA journal_mode=WAL")
        cursor.close()
        if read_only:
            # What is attached would not be opened read-only, and could even be created.
            connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
            # A statement breaks off when the request that asks has no time left.
            connection.set_progress_handler(deadline.passed, _STEPS)
            record.info["file"] = _identity(url)

    @event.listens_for(engine, "checkout")
    def _same_file(_connection: Any, record: Any, _proxy: Any) -> None:
        # A file that was put in place of the old one is another database; the pool opens it anew.
        if read_only and record.info["file"] != _identity(url):
            raise DisconnectionError

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A writer takes its lock at once, so that a second one is told to wait before it has read anything.
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine


def _identity(url: URL) -> tuple[int, int] | None:
    """What tells one file from another under the same name; None where there is none."""
    try:
        found = Path(unquote((url.database or "").removeprefix("file:"))).stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
