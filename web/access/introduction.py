"""How the current person is told who they are here, and which pages are offered to them."""

from __future__ import annotations

from flask import g, has_request_context

from domain.rollen import Recht, Rolle
from layouts.pages.plain import PLAIN_PAGES, PlainPage
from layouts.pages.registry import PAGES, Page
from layouts.who import Who
from web.access import texts
from web.access.matrix import page_right
from web.access.mode import Mode
from web.access.oidc import OidcMode
from web.access.principal import OWNER, Principal


def introduction(mode: Mode) -> Who:
    """What the frame says of whoever asks for it; outside of a request, of the owner."""
    principal: Principal = g.get("principal", OWNER) if has_request_context() else OWNER
    if principal.local:
        return Who(texts.LOCAL)
    names = [texts.ROLES[rolle] for rolle in Rolle if rolle in principal.rollen]
    pages: list[Page | PlainPage] = [*PAGES.values(), *PLAIN_PAGES.values()]
    hidden = frozenset(page.path for page in pages if page_right(page.slug) not in principal.rechte)
    sentence = texts.logged_in(principal.name or principal.kennung, names)
    may_write = Recht.SCHREIBEN in principal.rechte
    return Who(sentence, hidden, can_log_out=isinstance(mode, OidcMode), may_write=may_write)
