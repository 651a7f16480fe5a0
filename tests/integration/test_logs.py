"""Lines of the log: JSON, and in none of them a person, a selection, a value or an address that opens something."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest
from flask import Flask
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from app import create_app
from app_data.berichtstexte import berichtstext
from app_data.database import AppDatabase
from settings import Settings
from web import errors, logs
from web.access.proxy import GROUPS, SECRET, USER

KEY, SHARED = "q7Wn2Zx8Vb4Ly6Tc1Rk9Mj3Hf5Gd0Ps-", "Zr8Kq1vN5tYw3Xc7Bm9Jd2Lf4Hs6Pg0a"
PERSON, WRITTEN = "ida.sommer", "Herr Winter hat sich beschwert"
PEER = {"REMOTE_ADDR": "10.0.0.5"}


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'app.sqlite'}"
    return str(request.getfixturevalue("postgres_url"))


def lines(text: str) -> list[dict[str, object]]:
    """The lines of the log, each of which must be JSON."""
    return [orjson.loads(line) for line in text.splitlines()]


def test_what_somebody_wrote_is_not_in_the_trace_of_an_error(url: str, capfd: pytest.CaptureFixture[str]):
    database, server = AppDatabase(url), Flask("x")
    logs.configure("INFO")
    errors.register(server)
    row = {"jahr": 2020, "jobcenter": "", "stelle": WRITTEN, "text": WRITTEN, "fassung": 1}
    row["geaendert_am"] = datetime.now(UTC)
    with database.writing() as connection:
        connection.execute(insert(berichtstext), row)

    @server.get("/")
    def twice() -> str:
        with database.writing() as connection:
            connection.execute(insert(berichtstext), row)
        return ""

    answer = server.test_client().get("/")
    database.close()
    (line,) = lines(capfd.readouterr().err)

    assert answer.status_code == 500
    assert (line["event"], line["level"]) == ("unexpected_error", "error")
    assert IntegrityError.__name__ in str(line["exception"])
    assert "Winter" not in str(line)
    assert str(line["number"]) in answer.text


def test_neither_who_asks_nor_what_for_is_in_the_log(tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    settings = Settings(
        var_dir=tmp_path,
        auth="proxy",
        proxy_peers="10.0.0.5",
        proxy_secret=SHARED,
        secret_key=KEY,
        rollen="Haus=leitung",
        database_url="postgresql+psycopg://krm:geheim@127.0.0.1:1/krm",
        log_level="DEBUG",
    )
    client = create_app(settings).server.test_client()
    headers = {USER: PERSON, GROUPS: "Haus", SECRET: SHARED}
    paths = [
        "/api/v1/kennzahlen.json?von=2020-01&bis=2020-12&bereich=eingangszone",
        "/api/v1/karten/vorgaenge.json?von=2020-01&bis=2020-12&bereich=eingangszone",
        "/metrics",
        "/e/einbettung.17.abcdef",
        "/herunterladen/eingaenge.csv?von=2020-01&bis=2020-12&bereich=eingangszone",
    ]
    for path in paths:
        client.get(path, headers=headers, environ_overrides=PEER)
    written = capfd.readouterr().err

    assert {line["event"] for line in lines(written)} >= {"database_unavailable", "denied"}
    for secret in (PERSON, "eingangszone", "2020-01", "einbettung.17", SHARED, "geheim"):
        assert secret not in written


def test_values_of_a_refused_row_and_addresses_of_embeds_are_left_out():
    said = {"exception": "duplicate key\nDETAIL:  Key (kennung)=(ida) already exists.\n", "path": "/e/abc.1.def?x=1"}

    assert logs.redact(None, "", said) == {"exception": "duplicate key\nDETAIL: …\n", "path": "/e/…?x=1"}
