"""The audit log: what leaves the house is in it once, and nobody changes it unnoticed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, update

from app import create_app, create_cli
from app_data.database import AppDatabase
from app_data.protokoll import append, entries, first_broken, protokoll
from data_access.reference.generator import DATENSTAND, reference_delivery
from settings import Settings
from tests.api_server import load
from web.access.proxy import GROUPS, SECRET, USER

KEY, SHARED = "q7Wn2Zx8Vb4Ly6Tc1Rk9Mj3Hf5Gd0Ps-", "Zr8Kq1vN5tYw3Xc7Bm9Jd2Lf4Hs6Pg0a"
YEAR = "von=2020-01&bis=2020-12"


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[AppDatabase]:
    sqlite = f"sqlite:///{tmp_path / 'app.sqlite'}"
    opened = AppDatabase(sqlite if request.param == "sqlite" else str(request.getfixturevalue("postgres_url")))
    yield opened
    # Leaves no connection open.
    opened.prepare()


def broken(database: AppDatabase, key: str = KEY) -> int | None:
    with database.reading() as connection:
        return first_broken(connection, key)


def test_entries_of_many_at_once_form_one_chain(database: AppDatabase):
    database.prepare()

    def write(name: str) -> None:
        for number in range(8):
            append(database, KEY, name, "ausgabe", f"/{number}")

    threads = [threading.Thread(target=write, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as connection:
        found = list(entries(connection))
    assert [entry.nummer for entry in found] == list(range(1, 33))
    for name in "abcd":
        assert [e.gegenstand for e in found if e.kennung == name] == [f"/{number}" for number in range(8)]
    assert broken(database) is None
    assert broken(database, "another key") == 1


@pytest.mark.parametrize("column", ["zeit", "kennung", "vorgang", "gegenstand", "siegel"])
def test_a_changed_entry_is_found(database: AppDatabase, column: str):
    for number in range(4):
        append(database, KEY, "ida", "ausgabe", f"/{number}")
    with database.writing() as connection:
        connection.execute(update(protokoll).where(protokoll.c.nummer == 3).values({column: "0" * 20}))
    assert broken(database) == 3


def test_a_missing_entry_and_two_that_changed_places_are_found(database: AppDatabase):
    for number in range(5):
        append(database, KEY, "ida", "ausgabe", f"/{number}")
    with database.writing() as connection:
        connection.execute(delete(protokoll).where(protokoll.c.nummer == 2))
    assert broken(database) == 2
    with database.writing() as connection:
        for old, new in ((4, 9), (3, 4), (9, 3)):
            connection.execute(update(protokoll).where(protokoll.c.nummer == old).values(nummer=new))
    assert broken(database) == 2


def test_a_field_cannot_run_into_the_next(database: AppDatabase):
    append(database, KEY, "ida", "ausgabe", "/x")
    with database.writing() as connection:
        connection.execute(update(protokoll).values(kennung="id", vorgang="aausgabe"))
    assert broken(database) == 1


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Settings]:
    settings = Settings(
        var_dir=tmp_path_factory.mktemp("audit"),
        auth="proxy",
        proxy_peers="10.0.0.5",
        proxy_secret=SHARED,
        secret_key=KEY,
        rollen="QM=qualitaetsmanagement;Technik=technik",
    )
    load(settings, reference_delivery(), DATENSTAND, demo=True)
    return create_app(settings).server, settings


def ask(server: Any, path: str, group: str = "QM") -> int:
    headers = {USER: "ida", GROUPS: group, SECRET: SHARED}
    return server.test_client().get(path, headers=headers, environ_overrides={"REMOTE_ADDR": "10.0.0.5"}).status_code


def noted(settings: Settings) -> list[tuple[str, str, str]]:
    with AppDatabase(settings.app_url).reading() as connection:
        return [(entry.kennung, entry.vorgang, entry.gegenstand) for entry in entries(connection)]


def test_what_leaves_the_house_is_noted_once(house: tuple[Any, Settings]):
    server, settings = house
    before = len(noted(settings))
    assert ask(server, f"/herunterladen/eingaenge.xlsx?{YEAR}") == 200
    assert ask(server, f"/api/v1/karten/kanaele.csv?{YEAR}") == 200
    assert ask(server, f"/api/v1/karten/vorgaenge.json?{YEAR}") == 200
    assert ask(server, f"/api/v1/kennzahlen.json?{YEAR}") == 200
    assert ask(server, "/entwicklung") == 200
    assert ask(server, f"/herunterladen/kanaele.csv?{YEAR}", "Technik") == 403
    assert noted(settings)[before:] == [
        ("ida", "ausgabe", f"/herunterladen/eingaenge.xlsx?{YEAR}"),
        ("ida", "ausgabe", f"/api/v1/karten/kanaele.csv?{YEAR}"),
        ("ida", "vorgaenge", f"/api/v1/karten/vorgaenge.json?{YEAR}"),
        ("ida", "verweigert", f"/herunterladen/kanaele.csv?{YEAR}"),
    ]


def test_without_a_log_there_are_figures_but_no_files(house: tuple[Any, Settings]):
    _, settings = house
    nowhere = settings.model_dump() | {"app_database_url": "postgresql+psycopg://x:x@127.0.0.1:1/x"}
    server = create_app(Settings(**nowhere)).server
    assert ask(server, f"/herunterladen/eingaenge.xlsx?{YEAR}") == 503
    assert ask(server, f"/api/v1/karten/vorgaenge.json?{YEAR}") == 503
    assert ask(server, f"/api/v1/kennzahlen.json?{YEAR}") == 200


def test_the_command_line_says_whether_the_log_is_whole(house: tuple[Any, Settings], tmp_path: Path):
    server, settings = house
    ask(server, f"/herunterladen/eingaenge.csv?{YEAR}")
    runner, cli = CliRunner(), create_cli(settings).cli
    target = tmp_path / "protokoll.csv"
    whole = runner.invoke(cli, ["krm", "protokoll", "--nach", str(target)])
    count = len(noted(settings))
    assert whole.exit_code == 0
    assert f"Das Protokoll ist unverändert: {count} Einträge" in whole.output
    assert len(target.read_text(encoding="utf-8-sig").splitlines()) == count + 1
    with AppDatabase(settings.app_url).writing() as connection:
        connection.execute(update(protokoll).where(protokoll.c.nummer == 1).values(kennung="olga"))
    changed = runner.invoke(cli, ["krm", "protokoll"])
    assert changed.exit_code == 1
    assert "Die Kette bricht beim Eintrag 1." in changed.output
