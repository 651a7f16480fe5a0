"""When the database does not answer: nobody queues up before it, and its last known Datenstand goes on being shown."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import cast

from pydantic import TypeAdapter, ValidationError

from data_access.cache import RowCache
from data_access.catalog import Catalog
from data_access.errors import DatabaseUnavailableError, TookTooLongError

PAUSE_SECONDS = 5.0
# How often the other processes are told that the database still answers.
_TOLD_SECONDS = 60.0
_CATALOG = TypeAdapter(Catalog)


class Breaker:
    """After a failure the database is asked by one at a time, who tries; everybody else is told at once."""

    def __init__(self, pause_seconds: float = PAUSE_SECONDS) -> None:
        self._pause_seconds = pause_seconds
        self._guard = threading.Lock()
        self._failed = False
        self._paused_until = 0.0

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Around every question to the database; raises ``DatabaseUnavailableError`` while it need not be asked."""
        with self._guard:
            if time.monotonic() < self._paused_until:
                raise DatabaseUnavailableError
            if self._failed:
                self._pause()
        try:
            yield
        except TookTooLongError:
            raise
        except DatabaseUnavailableError:
            with self._guard:
                self._failed = True
                self._pause()
            raise
        self._failed, self._paused_until = False, 0.0

    def _pause(self) -> None:
        self._paused_until = time.monotonic() + self._pause_seconds


@dataclass(frozen=True)
class Known:
    """A Datenstand, and when the database last said (UTC) that it is the newest."""

    catalog: Catalog
    seen: datetime


def last_key(database: str) -> str:
    """Under which key the last known Datenstand of a database lies in the cache; its address holds a password."""
    return f"letzter Stand\n{blake2b(database.encode(), digest_size=20).hexdigest()}"


class LastKnown:
    """The newest Datenstand that any process has seen of a database: remembered here and kept in the cache.

    ``database`` tells databases apart that share a cache. After ``hours`` it is forgotten; 0: nothing is remembered.
    """

    def __init__(
        self,
        cache: RowCache,
        database: str,
        hours: float,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._cache = cache
        self._key = last_key(database)
        self._longest = timedelta(hours=hours)
        self._clock = clock
        self._known: Known | None = None
        self._told = 0.0

    def note(self, catalog: Catalog) -> None:
        """The database has just said that this is the newest Datenstand."""
        if not self._longest:
            return
        before, self._known = self._known, Known(catalog, self._clock())
        is_new = before is None or before.catalog.stand.version != catalog.stand.version
        if is_new or time.monotonic() > self._told + _TOLD_SECONDS:
            self._told = time.monotonic()
            content = _CATALOG.dump_json(catalog).decode()
            self._cache.keep(self._key, [[self._known.seen.isoformat(), content]])

    def recall(self) -> Known | None:
        """What is known, here or from another process; None where it is nothing or too old."""
        known = [one for one in (self._known, self._from_others()) if one is not None]
        newest = max(known, key=lambda one: one.seen, default=None)
        return newest if newest is not None and self._clock() - newest.seen < self._longest else None

    def _from_others(self) -> Known | None:
        try:
            [[seen, content]] = self._cache.kept(self._key) or [[None, None]]
            known = Known(_CATALOG.validate_json(content), datetime.fromisoformat(cast(str, seen)))
        except (TypeError, ValueError, ValidationError):
            return None
        # What stands in the cache may have been written by anybody.
        return known if known.seen.tzinfo is not None else None
