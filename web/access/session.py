"""The session of a logged-in person: a signed cookie with who they are, and nothing that a right depends on but that.

It ends after half an hour without a request, after ten hours in any case, and with a log-out: the cookie holds the
epoch in which it began, and a copy of it is worth nothing once the person's epoch is another one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Flask, session

from web.access.epochs import Epochs

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
    """Reads and writes the cookie of the current request.

    Where the epoch is asked for, ``AppDatabaseUnavailableError`` says that it cannot be told.
    """

    def __init__(self, epochs: Epochs, clock: Callable[[], float] = time.time) -> None:
        self._epochs = epochs
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
        page: object = session.get("page")
        session.clear()
        epoche, now = self._epochs.of_new_session(kennung), int(self._clock())
        session.update(kennung=kennung, name=name, groups=list(groups), epoche=epoche, begun=now, seen=now)
        return _own(page)

    def person(self, same_for_all: bool = False) -> Person | None:
        """Whose session it is; None where there is none, or it has run out or been ended.

        What is the ``same_for_all`` who are logged in is given without asking for the epoch.
        """
        kennung, epoche = session.get("kennung"), session.get("epoche")
        if not isinstance(kennung, str) or not isinstance(epoche, str) or not self._is_in_time():
            return None
        if not (same_for_all or self._epochs.is_current(kennung, epoche)):
            return None
        return Person(kennung, session.get("name", ""), tuple(session.get("groups", ())))

    def _is_in_time(self) -> bool:
        begun, seen, now = session.get("begun"), session.get("seen"), self._clock()
        if not isinstance(begun, int) or not isinstance(seen, int):
            return False
        if not (begun - 1 <= now <= begun + LONGEST_SECONDS and now <= seen + IDLE_SECONDS):
            return False
        if now > seen + _FRESH_SECONDS:
            session["seen"] = int(now)
        return True

    def remember_page(self, page: str) -> None:
        """The page to show after the log-in."""
        session["page"] = _own(page)

    def end(self) -> None:
        """Forget everything that this browser has; copies of its cookie stay what they are."""
        session.clear()

    def log_out(self) -> None:
        """End every session of the person, here and in any other browser; nothing where nobody is logged in."""
        try:
            person = self.person()
            if person is not None:
                self._epochs.end(person.kennung)
        finally:
            self.end()


def _own(page: object) -> str:
    """The address where it is a path of ours, as ``//x.example`` and ``/\\x.example`` are not; or the first page."""
    if not isinstance(page, str) or not page.startswith("/") or page[1:2] in ("/", "\\"):
        return "/"
    # Browsers leave out line breaks and tabs before they look, and so does this.
    return "/" if urlsplit(page).netloc or "\n" in page or "\r" in page else page
