"""Rows that were computed once: flask-caching in front of the database, one computation per key at a time.

A cache that is down, slow or full of foreign bytes costs a log line, never an answer. What this process has answered
last it also remembers itself, for the moment in which neither the cache nor the database knows it.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from hashlib import blake2b
from pathlib import Path
from typing import IO, Any, cast

import orjson
import structlog
from cachelib.serializers import JSONSerializer
from filelock import FileLock, Timeout
from flask import Flask
from flask_caching import Cache
from flask_caching.backends.base import BaseCache
from redis.backoff import NoBackoff
from redis.retry import Retry

from data_access.errors import TookTooLongError
from safety import deadline
from settings import Settings

Rows = list[list[Any]]
# Told what came of each question: "hit", "miss"; and "error" where the cache did not answer.
Note = Callable[[str], None]

REDIS_SECONDS = 0.25
PAUSE_SECONDS = 5.0
LOCK_SECONDS = 20.0
# So many that two questions hardly ever meet at one; who waits looks again so soon.
LOCKS = 1_024
_POLL_SECONDS = 0.005
# About 64 MB of small integers and short texts, or as many bytes of long ones.
_REMEMBERED_CELLS, _BYTES = 1_000_000, 64

log = structlog.get_logger(__name__)


class RowSerializer(JSONSerializer):
    """JSON in and out; what is no JSON counts as not there."""

    def dump(self, value: Any, f: IO[bytes], *_args: Any, **_options: Any) -> None:
        f.write(orjson.dumps(value))

    def load(self, f: IO[bytes], *_args: Any, **_options: Any) -> Any:
        return self.loads(f.read())

    def dumps(self, value: Any, *_args: Any, **_options: Any) -> bytes:
        return orjson.dumps(value)

    def loads(self, bvalue: Any, *_args: Any, **_options: Any) -> Any:
        try:
            return None if bvalue is None else orjson.loads(bvalue)
        except orjson.JSONDecodeError:
            return None


def connect_cache(server: Flask, settings: Settings) -> BaseCache:
    """The cache of the settings: Redis where an address is given, files otherwise."""
    config: dict[str, Any] = {
        "CACHE_SERIALIZER": RowSerializer,
        "CACHE_DEFAULT_TIMEOUT": settings.cache_seconds,
        "CACHE_KEY_PREFIX": "krm:",
    }
    if settings.cache_url:
        config |= {"CACHE_TYPE": "RedisCache", "CACHE_REDIS_URL": settings.cache_url}
        config["CACHE_OPTIONS"] = {
            "socket_timeout": REDIS_SECONDS,
            "socket_connect_timeout": REDIS_SECONDS,
            # Once more at once: a machine may be busy for a quarter of a second. A silent one is not asked longer.
            "retry": Retry(NoBackoff(), 1),
        }
    else:
        config |= {"CACHE_TYPE": "data_access.cache_files.RowFiles", "CACHE_DIR": str(settings.cache_dir / "rows")}
        config["CACHE_THRESHOLD"] = settings.cache_entries
    cache = Cache()
    try:
        cache.init_app(server, config)
    except OSError as error:
        # Nothing can be written here; without a cache everything is a little slower.
        log.warning("cache_unavailable", operation="open", error=type(error).__name__)
        cache.init_app(server, {"CACHE_TYPE": "NullCache", "CACHE_NO_NULL_WARNING": True})
    # Used outside of requests as well, so the backend is taken out of the application context once.
    with server.app_context():
        return cast(BaseCache, cache.cache)


def lock_number(key: str) -> int:
    """Which of the locks stands for a key."""
    return int.from_bytes(blake2b(key.encode(), digest_size=2).digest()) % LOCKS


class RowCache:
    """``rows`` under a key: from the cache, from whoever is computing them right now, or computed."""

    def __init__(self, backend: BaseCache, lock_dir: Path, note: Note = lambda _outcome: None) -> None:
        self._backend = backend
        self._lock_dir = lock_dir
        self._note = note
        self._running: dict[str, Future[Rows]] = {}
        self._locked: set[int] = set()
        self._guard = threading.Lock()
        self._paused_until = 0.0
        self._memory = _Memory()
        try:
            lock_dir.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            log.warning("cache_lock_unavailable", error=type(error).__name__)

    def rows(self, key: str, compute: Callable[[], Rows]) -> Rows:
        """Rows for ``key``; ``compute`` runs at most once at a time per key on this machine.

        Raises what ``compute`` raises, and ``TookTooLongError`` where others compute longer than the request may take.
        """
        rows = self.kept(key)
        if not self._is_paused():
            self._note("miss" if rows is None else "hit")
        elif rows is None:
            rows = self._memory.get(key)
        while rows is None:
            rows = self._computed(key, compute)
        return rows

    def kept(self, key: str) -> Rows | None:
        """What lies under ``key``; None where there is nothing."""
        rows = self._get(key)
        if rows is not None:
            self._memory.put(key, rows)
        return rows

    def keep(self, key: str, rows: Rows) -> None:
        """Lay ``rows`` under ``key``, also for other processes."""
        self._memory.put(key, rows)
        self._set(key, rows)

    def remembered(self, key: str) -> Rows | None:
        """What this process has last seen under ``key``, should the cache have lost it."""
        return self._memory.get(key)

    def _computed(self, key: str, compute: Callable[[], Rows]) -> Rows | None:
        """Rows from whoever computes them first; None where they ran out of time and this request did not."""
        with self._guard:
            future = self._running.get(key)
            mine = future is None
            if future is None:
                future = self._running[key] = Future()
        if not mine:
            return _awaited(future)
        try:
            future.set_result(self._compute_alone(key, compute))
        except BaseException as error:
            future.set_exception(error)
        finally:
            with self._guard:
                del self._running[key]
        return future.result()

    def _compute_alone(self, key: str, compute: Callable[[], Rows]) -> Rows:
        """Other processes wait for a lock and then find the rows in the cache."""
        number = lock_number(key)
        # Where the cache is gone they would not find them, and only queue up.
        if self._is_paused() or not self._takes(number):
            return self._compute_and_keep(key, compute)
        try:
            return self._compute_locked(key, number, compute)
        finally:
            with self._guard:
                self._locked.remove(number)

    def _takes(self, number: int) -> bool:
        """Whether this process may wait for a lock: one that it has for another question would stop it by itself."""
        with self._guard:
            is_free = number not in self._locked
            self._locked.add(number)
            return is_free

    def _compute_locked(self, key: str, number: int, compute: Callable[[], Rows]) -> Rows:
        lock = FileLock(
            self._lock_dir / f"{number}.lock",
            timeout=deadline.shortened(LOCK_SECONDS),
            poll_interval=_POLL_SECONDS,
        )
        try:
            lock.acquire()
        except (Timeout, OSError) as error:
            if deadline.passed():
                raise TookTooLongError from error
            log.warning("cache_lock_unavailable", error=type(error).__name__)
            return compute()
        try:
            cached = self.kept(key)
            return self._compute_and_keep(key, compute) if cached is None else cached
        finally:
            lock.release()

    def _compute_and_keep(self, key: str, compute: Callable[[], Rows]) -> Rows:
        rows = compute()
        self.keep(key, rows)
        return rows

    def _get(self, key: str) -> Rows | None:
        value = self._guarded("get", lambda: self._backend.get(_hashed(key)))
        # The key travels inside the value, so that a mixed-up entry is a miss and never a wrong number.
        if isinstance(value, dict) and value.get("key") == key and isinstance(value.get("rows"), list):
            return cast(Rows, value["rows"])
        return None

    def _set(self, key: str, rows: Rows) -> None:
        self._guarded("set", lambda: self._backend.set(_hashed(key), {"key": key, "rows": rows}))

    def _guarded(self, operation: str, call: Callable[[], Any]) -> Any:
        if self._is_paused():
            return None
        try:
            return call()
        except Exception as error:  # whatever a cache throws, the database still has the answer
            self._paused_until = time.monotonic() + PAUSE_SECONDS
            self._note("error")
            log.warning("cache_unavailable", operation=operation, error=type(error).__name__)
            return None

    def _is_paused(self) -> bool:
        return time.monotonic() < self._paused_until


class _Memory:
    """The rows that a process has seen last, as many as there is room for."""

    def __init__(self) -> None:
        self._rows: OrderedDict[str, Rows] = OrderedDict()
        self._cells = 0
        self._guard = threading.Lock()

    def put(self, key: str, rows: Rows) -> None:
        """Remember rows, and forget those that nobody has asked for the longest."""
        with self._guard:
            before = self._rows.pop(key, None)
            self._cells += _cells(rows) - (0 if before is None else _cells(before))
            self._rows[key] = rows
            while self._cells > _REMEMBERED_CELLS:
                self._cells -= _cells(self._rows.popitem(last=False)[1])

    def get(self, key: str) -> Rows | None:
        """The rows, None where they are not remembered."""
        with self._guard:
            return self._rows.get(key)


def _cells(rows: Rows) -> int:
    """Roughly how much room rows take; an empty answer takes some as well."""
    if not rows:
        return 1
    # Whole columns are spelled in one text each.
    texts = sum(len(row[-1]) for row in rows) if isinstance(rows[0][-1], str) else 0
    return 1 + len(rows) * (len(rows[0]) + 1) + texts // _BYTES


def _awaited(future: Future[Rows]) -> Rows | None:
    """The result of somebody else, as long as there is time; None where only theirs was over."""
    try:
        return future.result(deadline.remaining())
    except TimeoutError as error:
        raise TookTooLongError from error
    except TookTooLongError:
        if deadline.passed():
            raise
        return None


def _hashed(key: str) -> str:
    return blake2b(key.encode(), digest_size=20).hexdigest()
