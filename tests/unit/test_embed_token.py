"""Addresses of embeds: one genuine text for one embed until its last second, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.embed_token import EmbedKey

KEY = EmbedKey("a" * 40)
KENNUNG, UNTIL = "ab" * 16, datetime(2026, 5, 1, 12, tzinfo=UTC)
BEFORE = UNTIL - timedelta(seconds=1)
TOKEN = f"{KENNUNG}.1777636800.mUgg0LM_gXwRmjKGrb5VVoPWcQ5kZfRvFc62JTu31hs"
SEAL = "99f5e3c522b11e7bce6c16d0981bf63de45e6400d1eca8f5ca7c10e3804f34c0"


def test_what_was_given_away_opens_with_every_version():
    assert KEY.token(KENNUNG, UNTIL) == TOKEN
    assert KEY.token(KENNUNG, UNTIL + timedelta(microseconds=999_999)) == TOKEN
    assert KEY.seal(KENNUNG, (b"x", b"y")) == SEAL


def test_a_token_opens_one_embed_until_its_last_second_under_one_key():
    assert KEY.read(TOKEN, BEFORE) == KENNUNG
    assert KEY.read(TOKEN, UNTIL) is None
    assert KEY.read(TOKEN, UNTIL + timedelta(days=1)) is None
    assert EmbedKey("b" * 40).read(TOKEN, BEFORE) is None


def test_parts_of_two_tokens_make_none():
    other = KEY.token("cd" * 16, UNTIL + timedelta(days=1))
    parts = list(zip(TOKEN.split("."), other.split("."), strict=True))
    mixed = {".".join((a, b, c)) for a in parts[0] for b in parts[1] for c in parts[2]} - {TOKEN, other}
    assert len(mixed) == 6
    assert {KEY.read(token, BEFORE) for token in mixed} == {None}


@pytest.mark.parametrize(
    "token",
    [
        "",
        ".",
        "..",
        "...",
        "a.b",
        f"{TOKEN}.",
        f".{TOKEN}",
        f"{TOKEN}.{TOKEN}",
        "ä.ö.ü",
        "\ud800.1.x",
        "x.\ud800.x",
        "x.1.\ud800",
    ],
)
def test_what_is_no_token_opens_nothing(token: str):
    assert KEY.read(token, BEFORE) is None


@given(st.integers(0, len(TOKEN) - 1), st.characters())
def test_one_changed_character_opens_nothing(at: int, character: str):
    changed = TOKEN[:at] + character + TOKEN[at + 1 :]
    assert (KEY.read(changed, BEFORE) == KENNUNG) == (changed == TOKEN)


def test_a_seal_is_that_of_one_content_of_one_embed_under_one_key():
    seals = [
        KEY.seal(KENNUNG, (b"x", b"y")),
        KEY.seal(KENNUNG, (b"y", b"x")),
        KEY.seal(KENNUNG, (b"xy",)),
        KEY.seal(KENNUNG, (b"xy", b"")),
        KEY.seal("cd" * 16, (b"x", b"y")),
        EmbedKey("b" * 40).seal(KENNUNG, (b"x", b"y")),
    ]
    assert len(set(seals)) == len(seals)
