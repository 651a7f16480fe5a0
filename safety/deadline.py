"""Until when the current request must be answered; whatever waits for something outside asks here first."""

from __future__ import annotations

import time
from contextvars import ContextVar

_ends_at: ContextVar[float | None] = ContextVar("ends_at", default=None)


class DeadlinePassedError(Exception):
    """The time for this request is over."""


def begin(seconds: float) -> None:
    """From now on the current request has so many seconds."""
    _ends_at.set(time.monotonic() + seconds)


def end() -> None:
    """The request is over; what comes next has all the time."""
    _ends_at.set(None)


def remaining() -> float | None:
    """Seconds that are left, never below 0; None where nothing limits."""
    ends_at = _ends_at.get()
    return None if ends_at is None else max(ends_at - time.monotonic(), 0.0)


def passed() -> bool:
    """Whether the time is over."""
    return remaining() == 0.0


def shortened(seconds: float) -> float:
    """The given time, or what is left where that is less."""
    left = remaining()
    return seconds if left is None else min(seconds, left)
