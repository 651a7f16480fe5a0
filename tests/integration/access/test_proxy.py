"""Behind a web server that logs people in: its word counts only from its address, with the secret, said once."""

from __future__ import annotations

from typing import Any

import pytest

from app import create_app
from data_access.reference.generator import DATENSTAND, reference_delivery
from settings import Settings
from tests.api_server import load
from web.access.proxy import GROUPS, SECRET, USER

KEY, SHARED = "q7Wn2Zx8Vb4Ly6Tc1Rk9Mj3Hf5Gd0Ps-", "Zr8Kq1vN5tYw3Xc7Bm9Jd2Lf4Hs6Pg0a"
PEER = {"REMOTE_ADDR": "10.0.0.5"}
FIGURES = "/api/v1/kennzahlen.json?von=2020-01&bis=2020-12"
SAID = {USER: "ida", GROUPS: "Kantine; Haus", SECRET: SHARED}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Any:
    settings = Settings(
        var_dir=tmp_path_factory.mktemp("proxy"),
        auth="proxy",
        proxy_peers="10.0.0.5, 172.20.0.0/16",
        proxy_secret=SHARED,
        secret_key=KEY,
        rollen="Haus=leitung",
    )
    load(settings, reference_delivery(), DATENSTAND, demo=True)
    return create_app(settings).server


def status(server: Any, headers: Any, peer: dict[str, str] = PEER, path: str = FIGURES) -> int:
    return server.test_client().get(path, headers=headers, environ_overrides=peer).status_code


def test_the_word_of_the_web_server_counts(server: Any):
    assert status(server, SAID) == 200
    assert status(server, SAID, {"REMOTE_ADDR": "172.20.3.4"}) == 200
    assert status(server, {**SAID, GROUPS: "Kantine"}) == 403


@pytest.mark.parametrize("address", ["10.0.0.6", "127.0.0.1", "::1", "", "172.21.0.1"])
def test_the_word_of_others_does_not(server: Any, address: str):
    assert status(server, SAID, {"REMOTE_ADDR": address}) == 401


@pytest.mark.parametrize("secret", ["", SHARED[:-1], SHARED + "x", SHARED.lower(), "ä" * 32])
def test_without_the_secret_it_does_not(server: Any, secret: str):
    assert status(server, {**SAID, SECRET: secret}) == 401


@pytest.mark.parametrize("header", [USER, GROUPS, SECRET])
def test_a_header_that_comes_twice_is_none(server: Any, header: str):
    twice = [*SAID.items(), (header, SAID[header])]
    assert status(server, twice) == 401


def test_a_name_that_only_looks_like_the_header_is_none(server: Any):
    lookalike = {key: value for key, value in SAID.items() if key != USER} | {
        "Remote-User": "ida",
        "X-Remote-User": "i",
    }
    assert status(server, lookalike) == 401


def test_nobody_sees_more_than_whether_the_server_lives(server: Any):
    paths = [
        "/",
        "/entwicklung",
        "/_dash-layout",
        "/assets/30-krm.css",
        "/herunterladen/eingaenge.csv",
        "/gibt-es-nicht",
    ]
    assert {path: status(server, {}, path=path) for path in paths} == dict.fromkeys(paths, 401)
    assert status(server, {}, path="/healthz") == status(server, {}, path="/readyz") == 200
