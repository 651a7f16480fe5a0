"""Whatever is sent to the address of the callbacks is answered with a German sentence and 400, or as a page asks it."""

from __future__ import annotations

import json
from time import process_time
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from app import create_app
from data_access.reference.generator import DATENSTAND, reference_delivery
from domain.selection import PARAMETER
from layouts.texts import BAD_CALLBACK
from tests.api_server import load, settings_in
from tests.sizes import examples

UPDATE = "/_dash-update-component"
UNREADABLE = {
    "nothing": b"",
    "null": b"null",
    "a list": b"[]",
    "broken": b'{"output":',
    "no UTF-8": b"\xff\xfe",
    "lists in lists": b"[" * 5_000 + b"]" * 5_000,
    "objects in objects": b'{"a":' * 5_000 + b"1" + b"}" * 5_000,
    "an unknown callback": b'{"output":"x.y"}',
    "no name": b'{"output":NaN}',
}
VALUES = [
    *(None, 0, -1, 1e308, True, "", "x", [], {}, ["x"], [None], {"a": 1}, "\0", "2020-01"),
    *("?von=2020-01&bis=2020-12", "?von=x&kanal=%FF", "?" + "a" * 10_000, "/", [["von", "2020-01"]]),
    {"pfad": "/", "suche": "?von=2020-01"},
    {"pfad": 7, "suche": []},
]
TEXT = st.text(st.characters(codec="utf-8"), max_size=60)
LEAVES = (
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | TEXT
)
ANY_VALUE = st.one_of(
    st.sampled_from(VALUES),
    st.builds("?{}={}".format, st.sampled_from([*PARAMETER, "kennzahl", "nach", "je", "seite"]), TEXT),
    st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4)),
)
# Seconds of work; how long that takes is up to the machine.
HANGS = 5


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """The whole application over the reference data."""
    settings = settings_in(tmp_path_factory.mktemp("callbacks"))
    load(settings, reference_delivery(), DATENSTAND, demo=True)
    client: FlaskClient = create_app(settings).server.test_client()
    return client


@pytest.fixture(scope="module")
def callbacks(client: FlaskClient) -> list[dict[str, Any]]:
    """The callbacks that the server answers, as it tells them to the browser."""
    registered = client.get("/_dash-dependencies").get_json()
    return [callback for callback in registered if callback["clientside_function"] is None]


@pytest.mark.parametrize("content_type", ["application/json", "application/json; charset=none", "text/plain"])
@pytest.mark.parametrize("body", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_a_body_that_no_page_sends_is_refused_in_german(client: FlaskClient, body: bytes, content_type: str):
    response = client.post(UPDATE, data=body, content_type=content_type)

    assert (response.status_code, response.get_json()) == (400, {"fehler": BAD_CALLBACK})


def test_half_a_character_is_refused_by_every_callback(client: FlaskClient, callbacks: list[dict[str, Any]]):
    for callback in callbacks:
        response = client.post(UPDATE, json=body_of(callback, lambda: "?kanal=\ud800"))

        assert (response.status_code, response.get_json()) == (400, {"fehler": BAD_CALLBACK}), callback["output"][:80]


@examples(80, 5_000, 100_000)
@given(data=st.data())
def test_every_callback_answers_any_value(client: FlaskClient, callbacks: list[dict[str, Any]], data: st.DataObject):
    callback = data.draw(st.sampled_from(callbacks))
    body = body_of(callback, lambda: data.draw(ANY_VALUE))

    assert_answered(client, body)


@examples(80, 5_000, 100_000)
@given(data=st.data())
def test_a_body_that_is_nearly_right_is_answered_or_refused(
    client: FlaskClient, callbacks: list[dict[str, Any]], data: st.DataObject
):
    body = body_of(data.draw(st.sampled_from(callbacks)), lambda: "?von=2020-01&bis=2020-12")
    for _ in range(data.draw(st.integers(1, 3))):
        name = data.draw(st.sampled_from([*body, "output", "inputs", "state", "outputs", "changedPropIds"]))
        body[name] = data.draw(ANY_VALUE | st.sampled_from([body.get("inputs"), body.get("outputs"), ["a"], ["a.b"]]))

    assert_answered(client, body)


def assert_answered(client: FlaskClient, body: dict[str, Any]) -> None:
    """The page's answer or the sentence of a refusal, without work that never ends."""
    started = process_time()
    response = client.post(UPDATE, json=body)

    assert response.status_code in (200, 204, 400), (response.text, json.dumps(body)[-300:])
    assert process_time() - started < HANGS, json.dumps(body)[-300:]


def body_of(callback: dict[str, Any], value: Any) -> dict[str, Any]:
    """What the browser would send for the callback, with ``value()`` in every input and state."""
    output = callback["output"]
    names = [_property(name) for name in output.strip(".").split("...")]
    return {
        "output": output,
        "outputs": names if output.startswith("..") else names[0],
        "inputs": [{**_plain(one), "value": value()} for one in callback["inputs"]],
        "state": [{**_plain(one), "value": value()} for one in callback["state"]],
        "changedPropIds": [],
    }


def _property(name: str) -> dict[str, Any]:
    identity, _, prop = name.rpartition(".")
    return {"id": identity, "property": prop}


def _plain(dependency: dict[str, Any]) -> dict[str, Any]:
    return {"id": dependency["id"], "property": dependency["property"]}


@pytest.mark.parametrize("path", ["none/x.js", "dash/none.js", "dash/../../app.py"])
def test_a_script_that_is_none_is_not_found(client: FlaskClient, path: str):
    response = client.get(f"/_dash-component-suites/{path}")

    assert (response.status_code, response.content_type) == (404, "application/json")
