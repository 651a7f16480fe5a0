"""What every mode of access answers."""

from __future__ import annotations

from typing import Protocol

from flask import Flask, Response

from web.access.principal import Principal


class Mode(Protocol):
    """One of ``local``, ``proxy`` and ``oidc``."""

    def register(self, server: Flask) -> None:
        """Add the routes that the mode needs (log-in and log-out)."""

    def principal(self) -> Principal | None:
        """Who sends the current request; None where that is not known."""

    def challenge(self) -> Response:
        """The answer to a page asked for by somebody unknown."""
