"""How many requests one person may send in a short time: enough for any reader, too few to empty the house.

Counted by all workers together where there is a Redis, else by each worker for itself. A counter that is down costs
nothing but its limit.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from time import time
from typing import Protocol

import structlog
from flask import Response
from limits import RateLimitItem, RateLimitItemPerMinute, RateLimitItemPerSecond
from limits.storage import MemoryStorage, RedisStorage, Storage
from limits.strategies import SlidingWindowCounterRateLimiter

from web import errors
from web.access import texts

log = structlog.get_logger(__name__)

CALLBACKS: RateLimitItem = RateLimitItemPerSecond(60, 3)
FILES: RateLimitItem = RateLimitItemPerMinute(60)
OTHERS: RateLimitItem = RateLimitItemPerSecond(120, 3)


class Rate(Protocol):
    """Says whether somebody asks too much."""

    def refused(self, limit: RateLimitItem, kennung: str) -> Response | None:
        """Count one request; an answer where it is one too many."""


class NoRate:
    """One person on one machine may ask as fast as they like."""

    def refused(self, limit: RateLimitItem, kennung: str) -> Response | None:
        """Nothing is refused."""
        return None


@dataclass(frozen=True)
class CountedRate:
    """Counts in a storage."""

    limiter: SlidingWindowCounterRateLimiter

    def refused(self, limit: RateLimitItem, kennung: str) -> Response | None:
        """Count one request; 429 with the seconds to wait where it is one too many."""
        try:
            if self.limiter.hit(limit, kennung):
                return None
            seconds = self.limiter.get_window_stats(limit, kennung).reset_time - time()
        except self.limiter.storage.base_exceptions as error:
            log.warning("rate_not_counted", error=type(error).__name__)
            return None
        response = errors.answer(texts.TOO_MANY, 429)
        response.headers["Retry-After"] = str(max(1, ceil(seconds)))
        return response


def counted_rate(cache_url: str) -> CountedRate:
    """Counts in the Redis of ``cache_url``, or in this process where it is empty."""
    storage: Storage = MemoryStorage()
    if cache_url:
        # Waiting for a counter must not cost more than counting saves.
        storage = RedisStorage(cache_url, socket_timeout=0.2, socket_connect_timeout=0.2)
    return CountedRate(SlidingWindowCounterRateLimiter(storage))
