"""The session of a logged-in person: a signed cookie with who they are, and nothing that a right depends on but that.

It ends after half an hour without a request and after ten hours in any case.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Flask, session

IDLE_SECONDS = 30 * 60
LONGEST_SECONDS = 10 * 60 * 60
_FRESH_SECONDS = 60


@dataclass(frozen=True)
class Person:
    """Who the provider said somebody is."""

    kennung: str
    name: str
    groups: tuple[str, ...]


class Session:
    """Reads and writes the cookie of the current request."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock

    def install(self, server: Flask, secure: bool) -> None:
        """Say how the cookie is kept: not readable by scripts, not sent by foreign pages."""
        server.config.update(
            SESSION_COOKIE_NAME="__Host-krm" if secure else "krm",
            SESSION_COOKIE_SECURE=secure,
            SESSION_COOKIE_HTTPONLY=True,
            SESSION_COOKIE_SAMESITE="Lax",
            SESSION_COOKIE_PATH="/",
        )

    def begin(self, kennung: str, name: str, groups: Sequence[str]) -> str:
        """A new session, whatever was before; returns the page somebody wanted to see."""
        page = session.get("page", "/")
        session.clear()
        now = int(self._clock())
        session.update(kennung=kennung, name=name, groups=list(groups), begun=now, seen=now)
        return page if _is_own(page) else "/"

    def person(self) -> Person | None:
        """Whose session it is; None where there is none or it has run out."""
        kennung, begun, seen = session.get("kennung"), session.get("begun"), session.get("seen")
        if not isinstance(kennung, str) or not isinstance(begun, int) or not isinstance(seen, int):
            return None
        now = self._clock()
        if not (begun - 1 <= now <= begun + LONGEST_SECONDS and now <= seen + IDLE_SECONDS):
            return None
        if now > seen + _FRESH_SECONDS:
            session["seen"] = int(now)
        return Person(kennung, str(session.get("name", "")), tuple(session.get("groups", ())))

    def remember_page(self, page: str) -> None:
        """The page to show after the log-in."""
        session["page"] = page if _is_own(page) else "/"

    def end(self) -> None:
        """Forget everything."""
        session.clear()


def _is_own(page: object) -> bool:
    """Whether an address is a path of ours; ``//other.example`` and ``/\\\\other.example`` lead elsewhere."""
    if not isinstance(page, str) or not page.startswith("/") or page[1:2] in ("/", "\\"):
        return False
    parts = urlsplit(page)
    return not parts.scheme and not parts.netloc and "\n" not in page and "\r" not in page
