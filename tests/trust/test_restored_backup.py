"""A backup as the page on operation describes it, taken from a running house, brings every number back."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url

from app import create_app
from app_data.database import AppDatabase
from app_data.ereignisse import add_event, read_events
from app_data.protokoll import append, entries, first_broken
from cards.registry import CARDS
from domain.ereignis import Ereignis
from settings import Settings
from tests.api_server import load
from tests.random_data import random_delivery
from tests.services import postgres_program

KEY = "q7Wn2Zx8Vb4Ly6Tc1Rk9Mj3Hf5Gd0Ps-"
LIEFERUNG, DATENSTAND = random_delivery(35, size=250)
PERIOD = "von=2019-01&bis=2020-12"
EVENT = Ereignis(date(2020, 3, 2), None, "Umzug der Eingangszone", "Organisation", bereich=None)

Urls = dict[str, Any]


def everything(settings: Settings) -> dict[str, Any]:
    """Every card and headline figure, the own events, and the log of what went out with its chain."""
    server = create_app(settings).server
    client = server.test_client()
    found = {slug: client.get(f"/api/v1/karten/{slug}.json?{PERIOD}").get_json() for slug in CARDS}
    found["kennzahlen"] = client.get(f"/api/v1/kennzahlen.json?{PERIOD}").get_json()
    with server.extensions["krm_app_database"].reading() as connection:
        found["own"] = [event.titel for event in read_events(connection)]
        found["log"] = list(entries(connection))
        found["broken"] = first_broken(connection, KEY)
    server.extensions["krm_app_database"].close()
    server.extensions["krm_warehouse"].sources().engine.dispose()
    return found


def filled(folder: Path, urls: Urls) -> Settings:
    """A house with cases, an own event and entries in its log."""
    settings = Settings(var_dir=folder, secret_key=KEY, **urls)
    load(settings, LIEFERUNG, DATENSTAND)
    database = AppDatabase(settings.app_url)
    with database.writing() as connection:
        add_event(connection, EVENT)
    for number in range(5):
        append(database, KEY, "ida", "ausgabe", f"/{number}")
    database.close()
    return settings


def test_files_copied_while_the_house_is_open_bring_every_number_back(tmp_path: Path):
    house = filled(tmp_path / "haus", {})
    before = everything(house)
    restored = tmp_path / "zurueck"
    restored.mkdir()
    for name in ("krm.sqlite", "app.sqlite"):
        # What the command .backup of the page does, while somebody else writes.
        with (
            closing(sqlite3.connect(house.var_dir / name)) as source,
            closing(sqlite3.connect(house.var_dir / name)) as other,
            closing(sqlite3.connect(restored / name)) as target,
        ):
            other.execute("BEGIN IMMEDIATE")
            source.backup(target)
            other.rollback()
    assert before["broken"] is None
    assert len(before["log"]) == 5
    assert everything(Settings(var_dir=restored, secret_key=KEY)) == before


@pytest.fixture
def two_databases(new_postgres_database: Callable[[], str]) -> Callable[[], Urls]:
    """A function that makes two empty databases and names them as settings."""
    return lambda: {"database_url": new_postgres_database(), "app_database_url": new_postgres_database()}


def run(program: str, *words: str) -> None:
    done = subprocess.run([postgres_program(program), *words], capture_output=True, text=True, env=dict(os.environ))
    assert done.returncode == 0, done.stderr


def test_dumps_of_postgresql_bring_every_number_back(two_databases: Callable[[], Urls], tmp_path: Path):
    urls, others = two_databases(), two_databases()
    before = everything(filled(tmp_path / "haus", urls))
    for name, url in urls.items():
        dump = str(tmp_path / f"{name}.dump")
        run("pg_dump", "--format=custom", "--no-owner", f"--file={dump}", libpq(url))
        run("pg_restore", "--clean", "--if-exists", "--no-owner", f"--dbname={libpq(others[name])}", dump)
    assert before["kennzahlen"]["kennzahlen"]["kundenreaktionen"]["wert"] > 0
    assert everything(Settings(var_dir=tmp_path / "zurueck", secret_key=KEY, **others)) == before


def libpq(url: str) -> str:
    """The address as PostgreSQL's own programs write it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
