"""The only connection to what people write in the application.

The schema is brought up to date before the first use, so that a database that was down at the start is used as soon as
it is back. While it does not answer, everybody is told so at once instead of waiting for it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property

import structlog
from alembic.util import CommandError
from filelock import Timeout
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from app_data.engine import WRITES, app_engine
from app_data.errors import AppDatabaseUnavailableError
from app_data.migrate import migrate

PAUSE_SECONDS = 5.0

log = structlog.get_logger(__name__)


class AppDatabase:
    """Reads and writes in one transaction each; shared by all threads of a process."""

    def __init__(self, address: str, pause_seconds: float = PAUSE_SECONDS) -> None:
        self._address = address
        self._pause_seconds = pause_seconds
        self._guard = threading.Lock()
        self._migrated = False
        self._paused_until = 0.0

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection to read with; raises ``AppDatabaseUnavailableError``."""
        with self._guarded(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction, kept where its block ends well.

        Raises ``AppDatabaseUnavailableError``; an IntegrityError (a key that exists already) is the caller's.
        """
        with (
            self._guarded(),
            self._engine.connect().execution_options(**{WRITES: True}) as connection,
            connection.begin(),
        ):
            yield connection

    def prepare(self) -> None:
        """Bring the schema up to date before the first use; a database that is down costs a log line.

        Leaves no connection open, so that the process may be copied afterwards.
        """
        try:
            with self.reading():
                pass
        except AppDatabaseUnavailableError:
            return
        self.close()

    def close(self) -> None:
        """Close the connections that are open; the next use opens new ones."""
        self._engine.dispose()

    @cached_property
    def _engine(self) -> Engine:
        return app_engine(self._address)

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        if time.monotonic() < self._paused_until:
            raise AppDatabaseUnavailableError
        try:
            self._migrate_once()
            yield
        except IntegrityError:
            raise
        except (SQLAlchemyError, CommandError, Timeout, OSError, ImportError) as error:
            self._paused_until = time.monotonic() + self._pause_seconds
            # What comes back may be another database: an older copy, or an empty file.
            self._migrated = False
            cause = getattr(error, "orig", None) or error
            log.warning("app_database_unavailable", error=type(cause).__name__)
            raise AppDatabaseUnavailableError from error

    def _migrate_once(self) -> None:
        with self._guard:
            if not self._migrated:
                migrate(self._engine)
                self._migrated = True
