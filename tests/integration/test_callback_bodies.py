"""Whatever is sent to the address of the callbacks is answered with a German sentence and 400, or as a page asks it."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from flask.testing import FlaskClient

from app import create_app
from data_access.reference.generator import DATENSTAND, reference_delivery
from layouts.texts import BAD_CALLBACK
from tests.api_server import load, settings_in

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


def test_every_callback_answers_any_value(client: FlaskClient, callbacks: list[dict[str, Any]]):
    chance = random.Random(1)
    assert len(callbacks) > 1

    for callback in callbacks:
        for _ in range(12):
            body = body_of(callback, lambda: chance.choice(VALUES))
            response = client.post(UPDATE, json=body)

            assert response.status_code in (200, 204, 400), (response.text, json.dumps(body)[-300:])


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
