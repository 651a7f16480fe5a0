"""Files of pages and collections hold only cards that whoever asks for them may see."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from app import create_app
from domain.rollen import RECHTE, Recht, Rolle
from settings import Settings
from tests.api_server import load
from tests.integration.access.test_roles import DATENSTAND, KEY, LED, LIEFERUNG, PERIOD, SHARED
from web.access.proxy import GROUPS, SECRET, USER


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    groups = ";".join(
        f"{rolle.value}={rolle.value}" + (f":{LED}" if rolle is Rolle.TEAMLEITUNG else "") for rolle in Rolle
    )
    folder = tmp_path_factory.mktemp("several")
    proxy = {"auth": "proxy", "proxy_peers": "10.0.0.5", "proxy_secret": SHARED, "secret_key": KEY, "rollen": groups}
    settings = Settings(var_dir=folder, **proxy)  # type: ignore[arg-type]
    load(settings, LIEFERUNG, DATENSTAND)
    app: Flask = create_app(settings).server
    return app


@pytest.mark.parametrize("rolle", Rolle)
def test_files_of_pages_and_collections_hold_only_what_the_role_sees(server: Flask, rolle: Rolle):
    who: dict[str, Any] = {
        "headers": {USER: f"ida-{rolle.value}", GROUPS: rolle.value, SECRET: SHARED},
        "environ_overrides": {"REMOTE_ADDR": "10.0.0.5"},
    }
    query = f"von=2019-01&bis=2019-12&bereich={LED}"
    wanted = {"abbildungen": [{"karte": "vorgaenge", "auswahl": query, "titel": ""}]}
    sees_cases = Recht.VORGAENGE in RECHTE[rolle]

    client = server.test_client()
    page = client.get("/herunterladen/seite/vorgaenge.xlsx", query_string={**PERIOD, "bereich": LED}, **who)
    collection = client.post("/sammelmappe.xlsx", json=wanted, **who)

    assert page.status_code == (200 if sees_cases else 403)
    if Recht.ZAHLEN not in RECHTE[rolle]:
        assert collection.status_code == 403
    elif sees_cases:
        assert collection.status_code == 200
    else:
        assert collection.get_json()["fehler"] == "Platz 1: Für „Vorgänge“ fehlt die Berechtigung."
