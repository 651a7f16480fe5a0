"""Embeds: who has the address sees the frozen figure, everybody else the same 404."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unicodedata import name

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import update

from app import create_app
from app_data.database import AppDatabase
from app_data.einbettungen import einbettung
from cards.registry import CARDS
from data_access.reference.generator import DATENSTAND, reference_delivery
from settings import Settings
from tests.api_server import load, settings_in
from tests.integration.test_protect import exact_numbers, numbers_in
from web.embed_page import LARGEST
from web.logs import redact

YEAR = "von=2020-01&bis=2020-12"
NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    own = settings_in(tmp_path_factory.mktemp("embeds"))
    load(own, reference_delivery(), DATENSTAND, demo=True)
    return own.model_copy(update={"frame_ancestors": "https://intranet.example"})


@pytest.fixture(scope="module")
def client(settings: Settings) -> FlaskClient:
    client: FlaskClient = create_app(settings).server.test_client()
    return client


@pytest.fixture(scope="module")
def database(settings: Settings) -> AppDatabase:
    return AppDatabase(settings.app_url)


def issue(client: FlaskClient, slug: str = "eingaenge", query: str = YEAR, **body: Any) -> dict[str, Any]:
    response = client.post(f"/einbetten/{slug}?{query}", json=body)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.get_json()
    return answer


def seen(client: FlaskClient, address: str) -> tuple[int, bytes, dict[str, str]]:
    """Status, body and headers of an address."""
    response = client.get(address)
    return response.status_code, response.data, dict(response.headers)


def test_page_and_pictures_carry_the_figure_and_nothing_else(client: FlaskClient):
    answer = issue(client)
    status, page, headers = seen(client, answer["adresse"])
    text = page.decode()

    assert status == 200
    assert len(page) <= LARGEST
    assert "<script" not in text
    assert "<td" in text
    assert "Eingänge je Monat" in text
    assert "Datenstand 31.03.2021" in text
    assert answer["pruefnummer"] in text
    assert f'src="{answer["adresse"]}.svg"' in text
    assert 'alt="1.070 Kundenreaktionen' in text
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "frame-ancestors https://intranet.example;" in policy
    assert policy.endswith("sandbox")
    assert "script" not in policy
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Robots-Tag"] == "noindex"
    for ending, kind in (("svg", "image/svg+xml"), ("png", "image/png")):
        status, picture, about = seen(client, f"{answer['adresse']}.{ending}")
        assert (status, about["Content-Type"]) == (200, kind)
        assert "Set-Cookie" not in about
        if ending == "png":
            assert Image.open(io.BytesIO(picture)).size == (1080, 624)
        else:
            drawn = picture.decode()
            assert all(part in drawn for part in ("Eingänge je Monat", answer["pruefnummer"], "Werte auf 5 gerundet"))
            assert "<script" not in drawn
    assert "Set-Cookie" not in headers


def test_every_flipped_bit_of_an_address_is_the_same_404(client: FlaskClient):
    token = issue(client, "kanaele")["adresse"].removeprefix("/e/")
    missing = client.get("/e/nothing")
    assert missing.status_code == 404
    tried = 0
    for at, character in enumerate(token):
        for bit in range(7):
            other = chr(ord(character) ^ (1 << bit))
            # What would be another address altogether, or no character at all, never reaches the token.
            if other in "?#%/\\" or not name(other, ""):
                continue
            tried += 1
            response = client.get(f"/e/{token[:at]}{other}{token[at + 1 :]}")
            assert (response.status_code, response.data) == (404, missing.data), (at, other)
    assert tried > 400
    for wrong in (token[:-1], token + "A", token.upper(), token.replace(".", "..", 1), f"{token}.gif", f"{token}/"):
        response = client.get(f"/e/{wrong}")
        assert (response.status_code, response.data) == (404, missing.data), wrong


def test_parameters_expiry_and_revocation_are_the_same_404(client: FlaskClient, database: AppDatabase):
    answer = issue(client, "personenkreise")
    address, missing = answer["adresse"], seen(client, "/e/nothing")
    assert seen(client, address)[0] == 200

    for parameter in ("von=2020-01", "bereich=grundsicherung", "stufe=genau", "x", "="):
        assert seen(client, f"{address}?{parameter}") == missing, parameter
    with database.writing() as connection:
        own = einbettung.c.kennung == answer["kennung"]
        connection.execute(update(einbettung).where(own).values(laeuft_ab_am=datetime.now(UTC) - timedelta(seconds=1)))
    assert [seen(client, address + ending) for ending in ("", ".svg", ".png")] == [missing] * 3
    other = issue(client, "personenkreise")
    assert client.delete(f"/einbettungen/{other['kennung']}").status_code == 200
    assert [seen(client, other["adresse"] + ending) for ending in ("", ".svg", ".png")] == [missing] * 3
    assert client.delete(f"/einbettungen/{other['kennung']}").status_code == 404
    states = {one["kennung"]: one["zustand"] for one in client.get("/einbettungen.json").get_json()["einbettungen"]}
    assert (states[answer["kennung"]], states[other["kennung"]]) == ("abgelaufen", "widerrufen")


def test_content_that_was_changed_behind_its_seal_is_not_shown(client: FlaskClient, database: AppDatabase):
    answer = issue(client, "fristquote")
    with database.writing() as connection:
        own = einbettung.c.kennung == answer["kennung"]
        connection.execute(update(einbettung).where(own).values(seite=b"<p>1068</p>"))

    assert seen(client, answer["adresse"]) == seen(client, "/e/nothing")


def test_no_exact_number_is_in_any_byte_of_any_embed(client: FlaskClient):
    canaries, issued, refused = exact_numbers(client), 0, 0
    for slug in CARDS:
        response = client.post(f"/einbetten/{slug}?{YEAR}&stufe=genau", json={})
        if response.status_code == 400:
            assert "geschützt nicht verfügbar" in response.get_json()["fehler"], slug
            refused += 1
            continue
        assert response.status_code == 200, (slug, response.text)
        issued += 1
        address = response.get_json()["adresse"]
        for ending in ("", ".svg"):
            status, body, _ = seen(client, address + ending)
            assert status in ((200,) if not ending else (200, 404)), slug
            assert numbers_in(body) & canaries == set(), slug
            assert len(body) <= LARGEST or ending, slug
    assert issued > 10
    assert refused > 10


def test_an_embed_stays_what_it_was_and_closer_ones_of_the_same_figure_are_refused(tmp_path: Path):
    own = settings_in(tmp_path)
    load(own, reference_delivery(), DATENSTAND, demo=True)
    client: FlaskClient = create_app(own).server.test_client()
    first = issue(client)
    before = seen(client, first["adresse"])[1]
    cases: dict[str, list[dict[str, Any]]] = reference_delivery()
    for row in cases["kundenreaktion"]:
        if row["eingang_am"].year == 2020 and row["eingang_am"].month < 4:
            row["kanal"] = "fax"
    load(own, cases, DATENSTAND + timedelta(days=7), demo=True)

    assert seen(client, first["adresse"])[1] == before
    refused = client.post(f"/einbetten/eingaenge?{YEAR}", json={})
    assert refused.status_code == 400
    assert "28 Tage" in refused.get_json()["fehler"]
    client.delete(f"/einbettungen/{first['kennung']}")
    issue(client)


@pytest.mark.parametrize("days", [0, 401, -1, "90", 1.5, None, True])
def test_other_lengths_of_time_are_refused(client: FlaskClient, days: object):
    response = client.post(f"/einbetten/eingaenge?{YEAR}", json={"tage": days})

    assert response.status_code == 400
    assert "1 bis 400 Tage" in response.get_json()["fehler"]


def test_only_our_own_pages_can_issue_and_revoke(client: FlaskClient):
    foreign = {"Sec-Fetch-Site": "cross-site", "Origin": "https://elsewhere.example"}
    kennung = issue(client)["kennung"]

    assert client.post(f"/einbetten/eingaenge?{YEAR}", json={}, headers=foreign).status_code == 403
    assert client.delete(f"/einbettungen/{kennung}", headers=foreign).status_code == 403
    assert client.post("/einbetten/nothing", json={}).status_code == 404
    assert client.post(f"/einbetten/eingaenge?{YEAR}", data="{}").status_code == 415
    assert client.get("/e/nothing", headers={"Host": "elsewhere.example"}).status_code == 400


def test_addresses_of_embeds_do_not_stand_in_the_log():
    line = redact(None, "", {"event": "denied", "path": "http://x/e/abc.1.def.svg?y", "anzahl": 3})

    assert line == {"event": "denied", "path": "http://x/e/…?y", "anzahl": 3}
