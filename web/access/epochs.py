"""Whether somebody has logged out since a session began: asked of the application's own database with each request.

While that database does not answer, whoever was asked about in the last minutes keeps the session, so that a restart
of it disturbs nobody; everybody else has to wait. A log-out that cannot be written is not claimed to have happened.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

import structlog

from app_data.database import AppDatabase
from app_data.errors import AppDatabaseUnavailableError
from app_data.sitzungen import begin_epoch, read_epoch

GRACE_SECONDS = 300.0
_MOST_REMEMBERED = 5_000
NEVER = ""

log = structlog.get_logger(__name__)


class Epochs:
    """The epochs of everybody's sessions; shared by all threads of a process."""

    def __init__(self, database: AppDatabase, clock: Callable[[], float] = time.monotonic) -> None:
        self._database = database
        self._clock = clock
        self._remembered: dict[str, tuple[str | None, float]] = {}

    def of_new_session(self, kennung: str) -> str:
        """The epoch of a session that begins now; raises ``AppDatabaseUnavailableError``."""
        with self._database.reading() as connection:
            return read_epoch(connection, kennung) or NEVER

    def is_current(self, kennung: str, epoche: str) -> bool:
        """Whether no log-out has ended a session of this epoch; raises ``AppDatabaseUnavailableError``."""
        current = self._current(kennung)
        return current is None or current == epoche

    def end(self, kennung: str) -> None:
        """End all sessions of somebody, wherever they began; raises ``AppDatabaseUnavailableError``."""
        with self._database.writing() as connection:
            epoche = begin_epoch(connection, kennung, datetime.now(UTC))
        self._remember(kennung, epoche)

    def _current(self, kennung: str) -> str | None:
        try:
            with self._database.reading() as connection:
                epoche = read_epoch(connection, kennung)
        except AppDatabaseUnavailableError:
            found = self._remembered.get(kennung)
            if found is None or self._clock() - found[1] > GRACE_SECONDS:
                log.warning("session_not_checked")
                raise
            return found[0]
        self._remember(kennung, epoche)
        return epoche

    def _remember(self, kennung: str, epoche: str | None) -> None:
        now = self._clock()
        if len(self._remembered) >= _MOST_REMEMBERED:
            self._remembered = {
                who: (known, asked) for who, (known, asked) in self._remembered.items() if now - asked <= GRACE_SECONDS
            }
        self._remembered[kennung] = epoche, now
