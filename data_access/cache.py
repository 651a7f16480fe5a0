"""Rows that were computed once: flask-caching in front of the database, one computation per key at a time.

A cache that is down, slow or full of foreign bytes costs a log line, never an answer.
"""

from __future__ import annotations

import threading
import time
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

from settings import Settings

Rows = list[list[Any]]

REDIS_SECONDS = 0.25
PAUSE_SECONDS = 5.0
LOCK_SECONDS = 20.0
_LOCKS = 64

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
            "retry": Retry(NoBackoff(), 0),
        }
    else:
        config |= {"CACHE_TYPE": "FileSystemCache", "CACHE_DIR": str(settings.cache_dir / "rows")}
        config["CACHE_THRESHOLD"] = settings.cache_entries
    cache = Cache()
    cache.init_app(server, config)
    # Used outside of requests as well, so the backend is taken out of the application context once.
    with server.app_context():
        return cast(BaseCache, cache.cache)


class RowCache:
    """``rows`` under a key: from the cache, from whoever is computing them right now, or computed."""

    def __init__(self, backend: BaseCache, lock_dir: Path) -> None:
        self._backend = backend
        self._lock_dir = lock_dir
        self._running: dict[str, Future[Rows]] = {}
        self._guard = threading.Lock()
        self._paused_until = 0.0
        lock_dir.mkdir(parents=True, exist_ok=True)

    def rows(self, key: str, compute: Callable[[], Rows]) -> Rows:
        """Rows for ``key``; ``compute`` runs at most once at a time per key on this machine."""
        cached = self._get(key)
        if cached is not None:
            return cached
        with self._guard:
            future = self._running.get(key)
            mine = future is None
            if future is None:
                future = self._running[key] = Future()
        if not mine:
            return future.result()
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
        number = int.from_bytes(blake2b(key.encode(), digest_size=2).digest()) % _LOCKS
        lock = FileLock(self._lock_dir / f"{number}.lock", timeout=LOCK_SECONDS)
        try:
            lock.acquire()
        except (Timeout, OSError) as error:
            log.warning("cache_lock_unavailable", error=type(error).__name__)
            return compute()
        try:
            cached = self._get(key)
            if cached is not None:
                return cached
            rows = compute()
            self._set(key, rows)
            return rows
        finally:
            lock.release()

    def _get(self, key: str) -> Rows | None:
        value = self._guarded("get", lambda: self._backend.get(_hashed(key)))
        # The key travels inside the value, so that a mixed-up entry is a miss and never a wrong number.
        if isinstance(value, dict) and value.get("key") == key and isinstance(value.get("rows"), list):
            return cast(Rows, value["rows"])
        return None

    def _set(self, key: str, rows: Rows) -> None:
        self._guarded("set", lambda: self._backend.set(_hashed(key), {"key": key, "rows": rows}))

    def _guarded(self, operation: str, call: Callable[[], Any]) -> Any:
        if time.monotonic() < self._paused_until:
            return None
        try:
            return call()
        except Exception as error:  # whatever a cache throws, the database still has the answer
            self._paused_until = time.monotonic() + PAUSE_SECONDS
            log.warning("cache_unavailable", operation=operation, error=type(error).__name__)
            return None


def _hashed(key: str) -> str:
    return blake2b(key.encode(), digest_size=20).hexdigest()
