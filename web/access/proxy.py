"""``proxy``: a web server in front has logged people in and tells us who they are in headers.

Its word counts only from a known address, together with the shared secret, and where each header comes exactly once.
A header that comes twice reaches us joined by a comma: no value may hold one, groups are separated by semicolons.
"""

from __future__ import annotations

from collections.abc import Sequence
from hmac import compare_digest
from ipaddress import IPv4Network, IPv6Network, ip_address

from flask import Flask, Response, request

from web import errors
from web.access import texts
from web.access.principal import Principal
from web.access.role_map import RoleMap, granted

USER = "X-Krm-Benutzer"
NAME = "X-Krm-Name"
GROUPS = "X-Krm-Gruppen"
SECRET = "X-Krm-Geheimnis"
_LONGEST = 200


class ProxyMode:
    """Believes the headers of trusted peers."""

    def __init__(self, peers: Sequence[IPv4Network | IPv6Network], secret: str, role_map: RoleMap) -> None:
        self._peers = tuple(peers)
        self._secret = secret.encode()
        self._role_map = role_map

    def register(self, server: Flask) -> None:
        """Needs no routes: the web server in front logs in and out."""

    def principal(self) -> Principal | None:
        """Whom the web server in front names."""
        if not (self._from_peer(request.remote_addr) and self._knows_secret()):
            return None
        user, groups_said = _only(USER), _only(GROUPS)
        if not user or len(user) > _LONGEST or groups_said is None:
            return None
        groups = [group.strip() for group in groups_said.split(";")]
        rollen, bereiche = granted(self._role_map, groups)
        return Principal(user, (_only(NAME) or user)[:_LONGEST], rollen, bereiche)

    def challenge(self) -> Response:
        """Refused: logging in happens in front of us."""
        return errors.answer(texts.NOT_LOGGED_IN, 401)

    def _from_peer(self, address: str | None) -> bool:
        try:
            peer = ip_address(address or "")
        except ValueError:
            return False
        return any(peer in network for network in self._peers)

    def _knows_secret(self) -> bool:
        given = _only(SECRET)
        return given is not None and compare_digest(given.encode(errors="replace"), self._secret)


def _only(header: str) -> str | None:
    """The value of a header that comes exactly once, see above."""
    value = request.headers.get(header)
    return None if value is None or "," in value else value.strip()
