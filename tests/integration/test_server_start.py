"""What the server makes of its settings: names it answers to, and values that cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app, read_settings
from settings import Settings


def client(folder: Path, hosts: str = "") -> FlaskClient:
    server: Flask = create_app(Settings(var_dir=folder, hosts=hosts)).server
    return server.test_client()


@pytest.mark.parametrize("path", ["/", "/healthz", "/_dash-layout", "/api/v1/kennzahlen.json"])
def test_a_request_under_a_foreign_name_gets_a_sentence_and_nothing_else(tmp_path: Path, path: str):
    answer = client(tmp_path).get(path, headers={"Host": "boese.example:8050"})

    assert answer.status_code == 400
    assert answer.get_json() == {
        "fehler": "Unter diesem Namen antwortet die KRM-Statistik nicht; die Einstellung KRM_HOSTS nennt weitere."
    }


@pytest.mark.parametrize("host", ["127.0.0.1:8050", "localhost", "krm.example", "krm.example:443"])
def test_the_own_names_are_answered_on_any_port(tmp_path: Path, host: str):
    assert client(tmp_path, "krm.example, andere.example").get("/healthz", headers={"Host": host}).status_code == 200


def test_a_name_that_only_begins_like_an_own_one_is_foreign(tmp_path: Path):
    answer = client(tmp_path, "krm.example").get("/healthz", headers={"Host": "krm.example.boese.example"})

    assert answer.status_code == 400


def test_every_setting_that_cannot_be_used_is_named_in_a_sentence(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("KRM_CACHE_SECONDS", "viele")
    monkeypatch.setenv("KRM_LOG_LEVEL", "laut")

    with pytest.raises(SystemExit) as stopped:
        read_settings()

    sentence = "Die Einstellung {} hat keinen brauchbaren Wert; docs/betrieb.md nennt, was erlaubt ist."
    assert str(stopped.value).splitlines() == [
        sentence.format("KRM_CACHE_SECONDS"),
        sentence.format("KRM_LOG_LEVEL"),
    ]


def test_the_level_of_the_log_may_be_written_in_small_letters(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("KRM_LOG_LEVEL", "warning")

    assert read_settings().log_level == "WARNING"


def test_a_smallest_base_of_nothing_is_a_base_of_one(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("KRM_SMALLEST_BASE", "0")

    assert read_settings().smallest_base == 1


def test_a_database_that_does_not_answer_leaves_a_line_in_the_log(tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    nowhere = "postgresql+psycopg://krm:geheim@127.0.0.1:1/krm"
    server = create_app(Settings(var_dir=tmp_path, database_url=nowhere)).server

    answer = server.test_client().get("/api/v1/kennzahlen.json")

    written = capfd.readouterr().err
    assert answer.status_code == 503
    assert '"event": "database_unavailable"' in written
    assert "geheim" not in written
