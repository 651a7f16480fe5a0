"""Two imports into the same database exclude each other, from the migration to the last row."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, text

from data_access.imports import messages
from data_access.imports.faults import ImportRefusedError

WAIT_SECONDS = 5.0
POLL_SECONDS = 0.2
# Any number will do, as long as every version of the application uses the same one.
ADVISORY_KEY = 5_263_693_214


def import_lock(engine: Engine) -> AbstractContextManager[None]:
    """Hold the database for one import; after some seconds of waiting ImportRefusedError.

    The lock goes with its process, however that ends.
    """
    if engine.dialect.name != "sqlite":
        return _advisory_lock(engine)
    database = engine.url.database
    return _file_lock(Path(f"{database}.import.lock")) if database else nullcontext()


@contextmanager
def _file_lock(path: Path) -> Iterator[None]:
    lock = FileLock(path)
    try:
        lock.acquire(timeout=WAIT_SECONDS, poll_interval=POLL_SECONDS)
    except Timeout as error:
        raise ImportRefusedError(messages.OTHER_IMPORT) from error
    except OSError as error:
        raise ImportRefusedError(messages.DATABASE_FOLDER_NOT_WRITABLE) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _advisory_lock(engine: Engine) -> Iterator[None]:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        deadline = time.monotonic() + WAIT_SECONDS
        while not _acquired(connection):
            if time.monotonic() > deadline:
                raise ImportRefusedError(messages.OTHER_IMPORT)
            time.sleep(POLL_SECONDS)
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": ADVISORY_KEY})


def _acquired(connection: Connection) -> bool:
    return bool(connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": ADVISORY_KEY}))
