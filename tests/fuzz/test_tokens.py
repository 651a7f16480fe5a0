"""Addresses of embeds and cookies of sessions: a single other bit opens nothing."""

from __future__ import annotations

from base64 import urlsafe_b64decode
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import pytest
from flask import Flask, session
from hypothesis import given
from hypothesis import strategies as st

from app import create_app
from settings import Settings
from tests.sizes import examples, size
from tests.unsafe import GOOD, OIDC
from web.access.epochs import Epochs
from web.access.session import Session
from web.embed_token import EmbedKey

NOW = datetime(2026, 3, 1, tzinfo=UTC)
KEY = EmbedKey(GOOD)
PERSON = "https://anmeldung.example|u"
PAGE = "/einbettungen.json"


def flipped(token: str) -> list[str]:
    """The token with one bit of one byte turned, for every bit there is; bytes above 127 as a server reads them."""
    content = token.encode()
    found = []
    for place, bit in product(range(len(content)), range(8)):
        other = bytearray(content)
        other[place] ^= 1 << bit
        found.append(other.decode("latin-1"))
    return found


def a_token(chance: Random) -> str:
    return KEY.token(f"{chance.getrandbits(128):032x}", NOW + timedelta(days=chance.randint(1, 400)))


def test_no_flipped_bit_of_an_embed_opens_it():
    for seed in range(size(2, 20, 200)):
        token = a_token(Random(seed))
        assert KEY.read(token, NOW) == token.partition(".")[0]
        turned = flipped(token)
        assert len(turned) == 8 * len(token) > 600
        assert [one for one in turned if KEY.read(one, NOW) is not None] == []


@examples(80, 20_000, 200_000)
@given(given_token=st.text(max_size=120) | st.lists(st.text(max_size=50), min_size=3, max_size=3).map(".".join))
def test_nothing_that_was_not_signed_opens_an_embed(given_token: str):
    assert KEY.read(given_token, NOW) is None


@examples(100, 5_000, 50_000)
@given(seeds=st.lists(st.integers(0, 1000), min_size=2, max_size=2, unique=True), which=st.integers(0, 6))
def test_parts_of_two_addresses_open_neither(seeds: list[int], which: int):
    one, other = (a_token(Random(seed)).split(".") for seed in seeds)
    mixed = [other[at] if which >> at & 1 else one[at] for at in range(3)]
    if mixed not in (one, other):
        assert KEY.read(".".join(mixed), NOW) is None


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application with sessions; its provider is never asked."""
    return application(tmp_path_factory.mktemp("cookies"))


def application(folder: Path, **other: Any) -> Flask:
    """The application in a folder of its own, its own database made."""
    made: Flask = create_app(Settings(var_dir=folder, **{**OIDC, **other})).server
    made.extensions["krm_app_database"].prepare()
    return made


def cookie(server: Flask, number: int = 0) -> str:
    """The session of somebody who has just logged in, as the server signs it."""
    with server.test_request_context("/", base_url="https://localhost"):
        Session(Epochs(server.extensions["krm_app_database"])).begin(f"{PERSON}{number}", "Ida Beispiel", ["Haus"])
        values = dict(session)
    signer: Any = server.session_interface.get_signing_serializer(server)  # type: ignore[attr-defined]
    return str(signer.dumps(values))


def status(server: Flask, value: str) -> int:
    name = server.config["SESSION_COOKIE_NAME"]
    client = server.test_client(use_cookies=False)
    return client.get(
        PAGE, environ_overrides={"HTTP_COOKIE": f"{name}={value}"}, base_url="https://localhost"
    ).status_code


def signature(value: str) -> bytes:
    """The bytes of the signature; two bits of its last letter stand for nothing."""
    last = value.rpartition(".")[2]
    try:
        return urlsafe_b64decode(last + "=" * (-len(last) % 4))
    except ValueError:
        return b""


def test_no_flipped_bit_of_a_session_is_anybody(server: Flask):
    step = size(5, 1, 1)
    for number in range(size(1, 20, 60)):
        value = cookie(server, number)
        assert status(server, value) == 200
        payload = value.rpartition(".")[0]
        for other in flipped(value)[::step]:
            same = other.rpartition(".")[0] == payload and signature(other) == signature(value)
            assert (status(server, other) == 200) is same, other


@examples(60, 5_000, 100_000)
@given(value=st.text(st.characters(min_codepoint=33, max_codepoint=255, exclude_characters=';,"\\'), max_size=200))
def test_no_made_up_session_is_anybody(server: Flask, value: str):
    assert status(server, value) in (302, 401)


def test_a_session_of_another_key_is_nobody(server: Flask, tmp_path: Path):
    assert status(server, cookie(application(tmp_path, secret_key=GOOD[::-1]))) != 200
    assert status(server, cookie(server)) == 200
