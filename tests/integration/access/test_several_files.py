"""Files of pages and collections hold only cards that whoever asks for them may see."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from app_data.protokoll import entries
from domain.rollen import RECHTE, Recht, Rolle
from tests.house import LED, PERIOD, open_house
from tests.unsafe import OTHER
from web.access.proxy import GROUPS, SECRET, USER


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    server: Flask = open_house(tmp_path_factory.mktemp("several")).server
    return server


@pytest.mark.parametrize("rolle", Rolle)
def test_files_of_pages_and_collections_hold_only_what_the_role_sees(server: Flask, rolle: Rolle):
    who: dict[str, Any] = {
        "headers": {USER: f"ida-{rolle.value}", GROUPS: rolle.value, SECRET: OTHER},
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


def test_a_collection_is_noted_with_its_figures_and_as_cases_where_it_lists_some(server: Flask):
    def ask(*cards: str) -> None:
        wanted = [{"karte": card, "auswahl": "von=2019-01&bis=2019-12", "titel": "privat"} for card in cards]
        answer = server.test_client().post(
            "/sammelmappe.xlsx",
            json={"abbildungen": wanted},
            headers={USER: "quentin", GROUPS: Rolle.QUALITAETSMANAGEMENT.value, SECRET: OTHER},
            environ_overrides={"REMOTE_ADDR": "10.0.0.5"},
        )
        assert answer.status_code == 200

    ask("kanaele", "verlauf")
    ask("kanaele", "vorgaenge")

    with server.extensions["krm_app_database"].reading() as connection:
        noted = [entry for entry in entries(connection) if entry.kennung == "quentin"]
    asked = "von=2019-01&bis=2019-12"
    assert [(entry.vorgang, entry.gegenstand) for entry in noted] == [
        ("ausgabe", f"/sammelmappe.xlsx kanaele?{asked} verlauf?{asked}"),
        ("vorgaenge", f"/sammelmappe.xlsx kanaele?{asked} vorgaenge?{asked}"),
    ]
