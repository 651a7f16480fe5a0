"""What is noted of a request: files, single cases, entries, log-ins and refusals. Browsing through figures is not.

What leaves the house without being noted does not leave it: while the log cannot be written, there are no files.
"""

from __future__ import annotations

from typing import Protocol

import structlog
from flask import Response, request

from app_data.database import AppDatabase
from app_data.errors import AppDatabaseUnavailableError
from app_data.protokoll import append
from domain.rollen import Recht
from web import errors
from web.access import texts
from web.access.matrix import Needed, card_right, page_right
from web.collected import collected_cards

OUT, WRITTEN, CASES, DENIED, LOGGED_IN = "ausgabe", "eintrag", "vorgaenge", "verweigert", "anmeldung"
# Asked for by machines and by the page itself; what is in it is not kept by anybody.
_ONLY_SHOWN = frozenset(
    {
        "api.kennzahlen", "api.pruefnummer", "pruefen", "berichtstexte", "pruefnummer", "einbettungen",
        "metrics", "healthz_deep",
    }
)  # fmt: skip

# What the pages show while somebody browses.
_ON_PAGES = frozenset({"/_dash-update-component", "sammelmappe_abbildung"})

# What they answer is a file, although they are asked by POST.
_FILES_BY_POST = frozenset({"sammelmappe_datei", "folien_auffrischen"})

log = structlog.get_logger(__name__)


class Audit(Protocol):
    """Notes what happens."""

    def note(self, kennung: str, vorgang: str) -> Response | None:
        """Note the current request; a response where it must not go on without being noted."""


class NoAudit:
    """One person on one machine watches over nobody."""

    def note(self, kennung: str, vorgang: str) -> Response | None:
        """Nothing is noted."""
        return None


class AuditLog:
    """Notes in the application's own database."""

    def __init__(self, database: AppDatabase, key: str) -> None:
        self._database = database
        self._key = key

    def note(self, kennung: str, vorgang: str) -> Response | None:
        """Note the current request; figures go on without, what leaves the house does not."""
        try:
            append(self._database, self._key, kennung, vorgang, _subject())
        except AppDatabaseUnavailableError:
            log.error("not_noted", event_kind=vorgang)
            if vorgang in (OUT, WRITTEN, CASES):
                return errors.answer(texts.NOT_NOTED, 503)
        return None


def kind(endpoint: str, need: Needed) -> str | None:
    """What is noted of a request that is allowed; None: nothing."""
    if endpoint in _ONLY_SHOWN or not isinstance(need, Recht):
        return None
    if need is Recht.VORGAENGE or _holds_cases(endpoint):
        return CASES
    if endpoint in _ON_PAGES:
        return None
    return OUT if request.method == "GET" or endpoint in _FILES_BY_POST else WRITTEN


def _holds_cases(endpoint: str) -> bool:
    """Whether the file of a page or of a collection lists single cases."""
    if endpoint == "seite":
        return page_right(str((request.view_args or {}).get("slug"))) is Recht.VORGAENGE
    return endpoint == "sammelmappe_datei" and any(
        card_right(karte) is Recht.VORGAENGE for karte, _ in collected_cards()
    )


def _subject() -> str:
    """Which address with which selection; never what somebody wrote, and of a log-in not its code."""
    if request.endpoint == "anmelden_zurueck":
        return request.path
    if request.endpoint == "sammelmappe_datei":
        return " ".join((request.path, *(f"{karte}?{auswahl}" for karte, auswahl in collected_cards())))
    query = request.query_string.decode(errors="replace")
    return f"{request.path}?{query}" if query else request.path
