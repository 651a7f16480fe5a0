"""``local``: one person on one machine. Whoever comes from this machine owns the data; nobody else is answered."""

from __future__ import annotations

from ipaddress import ip_address

from flask import Flask, Response, request

from web import errors
from web.access import texts
from web.access.principal import OWNER, Principal


class LocalMode:
    """Knows its one person by the loopback address."""

    def register(self, server: Flask) -> None:
        """Needs no routes."""

    def principal(self) -> Principal | None:
        """The owner of the data, or nobody."""
        return OWNER if is_loopback(request.remote_addr) else None

    def challenge(self) -> Response:
        """Refused: there is nothing to log in with."""
        return errors.answer(texts.LOCAL_ONLY, 403)


def is_loopback(address: str | None) -> bool:
    """Whether an address is this machine itself; a missing one is a socket file, which only this machine has."""
    if not address:
        return True
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    mapped = getattr(parsed, "ipv4_mapped", None)
    return (mapped or parsed).is_loopback
