"""The public interface beside the pages, with the headers and the compression that every answer gets."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from app import create_app
from data_access.reference.generator import DATENSTAND, reference_delivery
from tests.api_server import ApiServer, load, settings_in

TABLE = "/api/v1/tabelle.json?kennzahl=lob&nach=monat,thema"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """The whole application over the reference data."""
    settings = settings_in(tmp_path_factory.mktemp("app"))
    load(settings, reference_delivery(), DATENSTAND, demo=True)
    client: FlaskClient = create_app(settings).server.test_client()
    return client


def test_the_app_answers_what_the_interface_answers_alone(client: FlaskClient, reference: ApiServer):
    assert client.get(TABLE).get_json() == reference.client.get(TABLE).get_json()


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/v1", "/api//v1/kennzahlen.json", "/api/v1/kennzahlen.json/"])
def test_no_address_below_the_interface_is_a_page(client: FlaskClient, path: str):
    response = client.get(path)

    assert (response.status_code, response.content_type) == (404, "application/json")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
@pytest.mark.parametrize("path", ["/api/v1/kennzahlen.json", "/api/v1/x", "/api/"])
def test_nothing_can_be_sent_to_the_interface(client: FlaskClient, method: str, path: str):
    response = client.open(path, method=method)

    assert (response.status_code, response.content_type) == (405, "application/json")


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_a_compressed_answer_that_is_unchanged_is_not_sent_twice(client: FlaskClient, encoding: str):
    first = client.get(TABLE, headers={"Accept-Encoding": encoding})

    again = client.get(TABLE, headers={"Accept-Encoding": encoding, "If-None-Match": first.headers["ETag"]})

    assert first.headers["Content-Encoding"] == encoding
    assert (again.status_code, again.data) == (304, b"")


def test_bytes_that_are_no_text_are_refused(client: FlaskClient):
    response = client.open("/api/v1/kennzahlen.json", environ_overrides={"QUERY_STRING": "kanal=\xff\xfe"})

    assert response.status_code == 400
    assert "„kanal“" in response.get_json()["fehler"]


def test_answers_carry_the_headers_of_the_house(client: FlaskClient):
    response = client.get(TABLE)

    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "private, no-cache"
