"""Every route and every callback stands in the list of who may call what, and the list names nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from app import create_app
from domain.rollen import Recht
from layouts.pages.registry import PAGES
from settings import Settings
from web.access.matrix import ENDPOINTS, Need, callback_right, card_right, needed, page_right

OIDC: dict[str, Any] = {
    "auth": "oidc",
    "oidc_issuer": "http://127.0.0.1:1",
    "oidc_client_id": "krm",
    "oidc_client_secret": "Zr8Kq1vN5tYw3Xc7Bm9Jd2Lf4Hs6Pg0a",
    "public_url": "http://127.0.0.1",
    "secret_key": "q7Wn2Zx8Vb4Ly6Tc1Rk9Mj3Hf5Gd0Ps-",
    "rollen": "Haus=leitung",
}


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    return create_app(Settings(var_dir=tmp_path_factory.mktemp("matrix"), **OIDC))


def test_every_route_is_listed_and_no_other(app):
    assert {rule.endpoint for rule in app.server.url_map.iter_rules()} == set(ENDPOINTS)


def test_only_these_need_no_log_in():
    free = {endpoint for endpoint, need in ENDPOINTS.items() if need is Need.NOTHING}
    assert {name for name in free if not name.startswith("einbettung")} == {
        "healthz", "readyz", "anmelden", "anmelden_zurueck", "abmelden"
    }  # fmt: skip


def test_every_callback_of_a_page_needs_the_right_of_the_page(app):
    for output in app.callback_map:
        owners = [page.slug for page in PAGES.values() if output.removeprefix("..").startswith(f"{page.slug}--")]
        assert callback_right(output) == (page_right(owners[0]) if owners else Need.LOGIN)


def test_cases_and_data_are_not_for_everybody():
    assert page_right("vorgaenge") is card_right("vorgaenge") is Recht.VORGAENGE
    assert page_right("daten") is card_right("zeilenbericht") is Recht.DATEN
    assert needed("herunterladen", "vorgaenge", "") is needed("faellig", "", "") is Recht.VORGAENGE
    assert needed("/_dash-update-component", "", "..vorgaenge--titel.children...x.y..") is Recht.VORGAENGE


def test_what_is_not_listed_is_refused():
    assert needed("something-new", "", "") is None
