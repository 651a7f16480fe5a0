"""``oidc``: people log in at the organisation's own provider (OpenID Connect, code flow with PKCE and nonce).

Identity is issuer and subject, never an e-mail address. The issuer is pinned, every address it names must lie at its
own origin, and only asymmetric signatures count. See OpenID Connect Core 1.0, section 3.1.3.7, and RFC 7636.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import structlog
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth
from flask import Flask, Response, redirect, request
from joserfc.errors import JoseError
from requests import RequestException
from werkzeug.wrappers import Response as BaseResponse

from app_data.errors import AppDatabaseUnavailableError
from web import errors
from web.access import texts
from web.access.audit import LOGGED_IN, Audit
from web.access.matrix import SAME_FOR_ALL
from web.access.principal import Principal
from web.access.role_map import RoleMap, granted
from web.access.session import Session
from web.same_origin import require_own_page

ALGORITHMS = ("RS256", "ES256", "PS256")
LOGIN, RETURN, LOGOUT = "/anmelden", "/anmelden/zurueck", "/abmelden"
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
_PATIENCE_SECONDS = 5
_CLOCK_SECONDS = 60

log = structlog.get_logger(__name__)


class ProviderError(Exception):
    """The provider says of itself what must not be believed."""


@dataclass(frozen=True)
class Provider:
    """What is known of the provider before it is asked."""

    issuer: str
    client_id: str
    client_secret: str
    groups_claim: str
    public_url: str


class OidcMode:
    """Knows people by the session that a log-in began."""

    def __init__(self, provider: Provider, role_map: RoleMap, session: Session, audit: Audit) -> None:
        self._audit = audit
        self._provider = provider
        self._role_map = role_map
        self._session = session
        self._client: Any = None

    def register(self, server: Flask) -> None:
        """Add ``/anmelden``, its way back and ``/abmelden``."""
        self._client = OAuth(server).register(
            "anbieter",
            client_id=self._provider.client_id,
            client_secret=self._provider.client_secret,
            server_metadata_url=self._provider.issuer.rstrip("/") + "/.well-known/openid-configuration",
            client_kwargs={
                "scope": "openid profile",
                "code_challenge_method": "S256",
                "default_timeout": _PATIENCE_SECONDS,
            },
        )
        server.add_url_rule(LOGIN, "anmelden", self._answering(self._begin))
        server.add_url_rule(RETURN, "anmelden_zurueck", self._answering(self._finish))
        server.add_url_rule(LOGOUT, "abmelden", self._end, methods=["POST"])

    def principal(self) -> Principal | None:
        """The person of the session, with the roles that their groups have today."""
        person = self._session.person(same_for_all=request.endpoint in SAME_FOR_ALL)
        if person is None:
            return None
        rollen, bereiche = granted(self._role_map, person.groups)
        return Principal(person.kennung, person.name, rollen, bereiche)

    def challenge(self) -> Response:
        """Off to the log-in, and back to the same page afterwards."""
        self._session.remember_page(request.full_path.rstrip("?"))
        return _plain(redirect(LOGIN))

    def _begin(self) -> Response:
        self._checked_metadata()
        return _plain(self._client.authorize_redirect(self._provider.public_url.rstrip("/") + RETURN))

    def _finish(self) -> Response:
        self._checked_metadata()
        options = {
            "iss": {"essential": True, "value": self._provider.issuer},
            "aud": {"essential": True, "value": self._provider.client_id},
            "sub": {"essential": True},
            "exp": {"essential": True},
            "nonce": {"essential": True},
        }
        token = self._client.authorize_access_token(claims_options=options, leeway=_CLOCK_SECONDS)
        claims = token.get("userinfo")
        if not claims:
            raise ProviderError("no id_token")
        groups = claims.get(self._provider.groups_claim, ())
        named = [group for group in groups if isinstance(group, str)] if isinstance(groups, list) else []
        # Only groups with a meaning here are kept: a session cookie has little room.
        known = [group for group in named if group in self._role_map]
        kennung = f"{claims['iss']}|{claims['sub']}"
        page = self._session.begin(kennung, str(claims.get("name") or ""), known)
        self._audit.note(kennung, LOGGED_IN)
        return _plain(redirect(page))

    def _end(self) -> Response:
        require_own_page()
        try:
            self._session.log_out()
        except AppDatabaseUnavailableError:
            return Response(texts.LOGGED_OUT_HERE, status=503, mimetype="text/plain")
        return Response(texts.LOGGED_OUT, mimetype="text/plain")

    def _answering(self, step: Callable[[], Response]) -> Callable[[], Response]:
        """The step with a sentence for everything that can go wrong with a provider."""

        def answered() -> Response:
            try:
                return step()
            except AppDatabaseUnavailableError:
                return errors.answer(texts.SESSIONS_DOWN, 503)
            except RequestException as error:
                log.warning("provider_unavailable", error=type(error).__name__)
                return errors.answer(texts.PROVIDER_DOWN, 503)
            except (AuthlibBaseError, JoseError, ProviderError, ValueError, KeyError, TypeError) as error:
                log.warning("login_failed", error=type(error).__name__)
                self._session.end()
                return errors.answer(texts.LOGIN_FAILED, 401)

        return answered

    def _checked_metadata(self) -> None:
        """Hold what the provider says of itself against what the settings say. Raises ``ProviderError``."""
        metadata = self._client.load_server_metadata()
        if metadata.get("issuer") != self._provider.issuer:
            raise ProviderError("issuer")
        origin = _origin(self._provider.issuer)
        if any(_origin(str(metadata.get(name, ""))) != origin for name in _ENDPOINTS):
            raise ProviderError("endpoint")
        metadata["id_token_signing_alg_values_supported"] = list(ALGORITHMS)


def _origin(address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    return parts.scheme, parts.netloc


def _plain(response: BaseResponse) -> Response:
    """A redirect as Flask's own kind of response."""
    return Response(response.get_data(), response.status_code, response.headers)
