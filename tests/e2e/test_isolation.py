"""Garbage at the address of the callbacks, over the wire: 400 with a German sentence, never a fault of the server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st

from layouts.texts import BAD_CALLBACK
from tests.e2e.pages import UPDATE

SCALAR = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
JSON = st.recursive(SCALAR, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8)
FIELDS = ("output", "outputs", "inputs", "state", "changedPropIds")
CALM = settings(max_examples=60, deadline=None, derandomize=True)
SELECTION = {"id": "ueberblick--auswahl", "property": "data"}


@pytest.fixture(scope="module")
def session() -> Iterator[requests.Session]:
    """One connection for all requests."""
    with requests.Session() as session:
        yield session


@pytest.fixture(scope="module")
def page_body(live_server: str, session: requests.Session) -> dict[str, Any]:
    """What the Überblick sends for its figures."""
    registered = session.get(f"{live_server}/_dash-dependencies", timeout=30).json()
    (callback,) = (
        one for one in registered if one["clientside_function"] is None and one["inputs"][0]["id"] == SELECTION["id"]
    )
    place, _, prop = callback["output"].rpartition(".")
    return {
        "output": callback["output"],
        "outputs": {"id": place, "property": prop},
        "inputs": [SELECTION | {"value": "von=2020-01&bis=2020-12"}],
        "state": [],
        "changedPropIds": ["ueberblick--auswahl.data"],
    }


def post(session: requests.Session, server: str, body: bytes) -> requests.Response:
    return session.post(f"{server}{UPDATE}", data=body, headers={"Content-Type": "application/json"}, timeout=30)


@CALM
@given(body=st.one_of(JSON.map(json.dumps).map(str.encode), st.binary(max_size=80)))
def test_what_no_page_sends_is_refused(live_server: str, session: requests.Session, body: bytes):
    response = post(session, live_server, body)

    assert (response.status_code, response.json()) == (400, {"fehler": BAD_CALLBACK})


@CALM
@given(field=st.sampled_from(FIELDS), value=JSON)
def test_the_body_of_a_page_with_one_field_spoilt_is_no_fault(
    live_server: str, session: requests.Session, page_body: dict[str, Any], field: str, value: Any
):
    response = post(session, live_server, json.dumps(page_body | {field: value}).encode())

    assert response.status_code in (200, 204, 400)
    if response.status_code == 400:
        assert response.json() == {"fehler": BAD_CALLBACK}


@CALM
@given(value=JSON)
def test_any_value_of_the_selection_gets_an_answer(
    live_server: str, session: requests.Session, page_body: dict[str, Any], value: Any
):
    def ask(one: Any) -> requests.Response:
        return post(session, live_server, json.dumps(page_body | {"inputs": [SELECTION | {"value": one}]}).encode())

    assert ask(value).status_code == 200
    assert "1.068" in ask("von=2020-01&bis=2020-12").text
