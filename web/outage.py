"""Tells programs by a header that the database does not answer, and of when the numbers are."""

from __future__ import annotations

from datetime import datetime

from flask import Flask, Response, g, has_request_context

HEADER = "X-Krm-Letzter-Stand"


def note(seen: datetime) -> None:
    """The answer to the current request is of a Datenstand that the database confirmed last at ``seen`` (UTC)."""
    if has_request_context():
        g.outage = seen


def install(server: Flask) -> None:
    """Add the header to every answer that was made without the database."""

    @server.after_request
    def _tell(response: Response) -> Response:
        seen: datetime | None = g.get("outage")
        if seen is not None:
            response.headers[HEADER] = seen.strftime("%Y-%m-%dT%H:%M:%SZ")
        return response
