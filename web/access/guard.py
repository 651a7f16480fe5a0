"""Before anything else looks at a request: who sends it, and is that allowed? What is not listed is refused."""

from __future__ import annotations

from collections.abc import Callable

import orjson
import structlog
from flask import Flask, Response, g, request

from app_data.errors import AppDatabaseUnavailableError
from domain.rollen import Recht
from domain.scope import Scope
from web import errors
from web.access import texts
from web.access.audit import CASES, DENIED, OUT, Audit, kind
from web.access.matrix import Need, Needed, needed
from web.access.mode import Mode
from web.access.policy import scope_of
from web.access.principal import Principal
from web.access.rate import CALLBACKS, FILES, OTHERS, Rate
from web.same_origin import require_own_page

# Set by ourselves alone: what a client sends becomes HTTP_…, never a name of its own.
OWN_REQUEST = "krm.principal"

log = structlog.get_logger(__name__)


def install(server: Flask, mode: Mode, audit: Audit, rate: Rate) -> Callable[[], Scope]:
    """Guard every route of ``server``; returns the function that tells the scope of the current request."""

    @server.before_request
    def _guard() -> Response | None:
        output = _output() if request.endpoint == "/_dash-update-component" else ""
        card = str((request.view_args or {}).get("slug", ""))
        need = needed(request.endpoint, card, output)
        if need is Need.NOTHING:
            return None
        try:
            principal = g.principal = request.environ.get(OWN_REQUEST) or mode.principal()
        except AppDatabaseUnavailableError:
            return errors.answer(texts.SESSIONS_DOWN, 503)
        if principal is None:
            return _unknown(mode)
        if need is None or not _allowed(principal, need):
            log.warning("denied", endpoint=request.endpoint)
            audit.note(principal.kennung, DENIED)
            return errors.answer(texts.NOT_ALLOWED if principal.rechte else texts.NO_ROLE, 403)
        if request.method not in ("GET", "HEAD", "OPTIONS"):
            require_own_page()
        noted = kind(str(request.endpoint), need)
        limit = CALLBACKS if output else FILES if noted in (OUT, CASES) else OTHERS
        refused = rate.refused(limit, principal.kennung)
        return refused if refused or noted is None else audit.note(principal.kennung, noted)

    return current_scope


def current_scope() -> Scope:
    """Rows and exactness of whoever sends the current request; none outside of a guarded one."""
    principal: Principal | None = g.get("principal")
    return Scope() if principal is None else scope_of(principal)


def _output() -> str:
    """Which callback is asked for; empty where the body does not say so in a form that is looked at later."""
    try:
        body = orjson.loads(request.get_data())
    except (orjson.JSONDecodeError, RecursionError):
        return ""
    output = body.get("output") if isinstance(body, dict) else None
    return output if isinstance(output, str) else ""


def _allowed(principal: Principal, need: Needed) -> bool:
    if isinstance(need, Recht):
        return need in principal.rechte
    return bool(principal.rechte)


def _unknown(mode: Mode) -> Response:
    """Pages lead to the log-in, everything else is told in its own form."""
    asks_for_page = request.method == "GET" and request.accept_mimetypes.accept_html
    if asks_for_page and request.endpoint in ("/", "/<path:path>"):
        return mode.challenge()
    challenge = mode.challenge()
    return challenge if challenge.status_code in (401, 403) else errors.answer(texts.NOT_LOGGED_IN, 401)
