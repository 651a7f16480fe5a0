"""Everything of an installation moves from SQLite to PostgreSQL and back, and every number stays the same."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from app import create_app, create_cli
from app_data.database import AppDatabase
from app_data.ereignisse import add_event, read_events
from app_data.protokoll import append, entries, first_broken
from cards.registry import CARDS
from domain.ereignis import Ereignis
from settings import Settings
from tests.api_server import load
from tests.random_data import random_delivery

KEY = "q7Wn2Zx8Vb4Ly6Tc1Rk9Mj3Hf5Gd0Ps-"
LIEFERUNG, DATENSTAND = random_delivery(11, size=250)
UMZUG = Ereignis(date(2020, 3, 2), None, "Umzug der Eingangszone", "Organisation", bereich=None)


def settings_in(folder: Path, **values: Any) -> Settings:
    return Settings(var_dir=folder, secret_key=KEY, **values)


def run(settings: Settings, *words: str) -> tuple[int, str]:
    done = CliRunner().invoke(create_cli(settings).cli, ["krm", *words])
    return done.exit_code, done.output


def numbers(settings: Settings) -> dict[str, Any]:
    """Every card and the headline figures, as the interface gives them."""
    server = create_app(settings).server
    client, query = server.test_client(), "von=2019-01&bis=2020-12"
    found = {slug: client.get(f"/api/v1/karten/{slug}.json?{query}").get_json() for slug in CARDS}
    found["kennzahlen"] = client.get(f"/api/v1/kennzahlen.json?{query}").get_json()
    # Neither leaves a connection open.
    server.extensions["krm_warehouse"].sources().engine.dispose()
    server.extensions["krm_app_database"].prepare()
    return found


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = settings_in(tmp_path_factory.mktemp("alt"))
    load(settings, LIEFERUNG, DATENSTAND)
    database = AppDatabase(settings.app_url)
    with database.writing() as connection:
        add_event(connection, UMZUG)
    for number in range(5):
        append(database, KEY, "ida", "ausgabe", f"/{number}")
    database.prepare()
    return settings


def rows_in(file: Path) -> int:
    with zipfile.ZipFile(file) as archive:
        return sum(archive.read(name).count(b"\n") for name in archive.namelist() if name.endswith(".jsonl"))


def own(settings: Settings) -> tuple[list[str], int, int | None]:
    """Titles of the own events, entries of the audit log, and where its chain is broken."""
    database = AppDatabase(settings.app_url)
    with database.reading() as connection:
        titles = [event.titel for event in read_events(connection)]
        found = titles, len(list(entries(connection))), first_broken(connection, KEY)
    database.prepare()
    return found


def goes_on(settings: Settings) -> None:
    """What is added afterwards collides with nothing that came along."""
    database = AppDatabase(settings.app_url)
    with database.writing() as connection:
        add_event(connection, UMZUG)
    append(database, KEY, "ida", "ausgabe", "/danach")
    database.prepare()
    assert own(settings) == ([UMZUG.titel] * 2, 6, None)
    reaction = {**LIEFERUNG["kundenreaktion"][0], "aktenzeichen": "neu-1"}
    anliegen = {**LIEFERUNG["anliegen"][0], "jobcenter": reaction["jobcenter"], "aktenzeichen": "neu-1"}
    load(settings, {**LIEFERUNG, "kundenreaktion": [reaction], "anliegen": [anliegen]}, DATENSTAND)


def test_from_sqlite_to_postgresql_and_back_every_number_is_the_same(house: Settings, new_postgres_database, tmp_path):
    urls = {"database_url": new_postgres_database(), "app_database_url": new_postgres_database()}
    postgres, back = settings_in(tmp_path / "neu", **urls), settings_in(tmp_path / "zurueck")
    before = numbers(house)
    for source, target, file in ((house, postgres, tmp_path / "hin.zip"), (postgres, back, tmp_path / "her.zip")):
        assert run(source, "umzug", "schreiben", str(file))[0] == 0
        assert run(target, "umzug", "lesen", str(file)) == (0, f"Übernommen: {rows_in(file)} Zeilen aus {file.name}.\n")
        assert numbers(target) == before
        assert own(target) == ([UMZUG.titel], 5, None)
    goes_on(postgres)
    goes_on(back)


def test_a_file_holds_no_secret_and_is_for_its_owner_alone(house: Settings, tmp_path: Path):
    secretive = settings_in(
        house.var_dir,
        proxy_secret="geheim-eins",
        cache_url="redis://:geheim-zwei@127.0.0.1/0",
        analytics="spark://krm:geheim-drei@127.0.0.1/srv/krm",
        quelle="Haus",
    )
    file = tmp_path / "a.zip"
    assert run(secretive, "sicherung", str(file))[0] == 0
    with zipfile.ZipFile(file) as archive:
        content = b"".join(archive.read(name) for name in archive.namelist())
    assert not [secret for secret in (KEY, "geheim-eins", "geheim-zwei", "geheim-drei") if secret.encode() in content]
    assert b'"KRM_QUELLE": "Haus"' in content
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]


def test_nothing_is_overwritten(house: Settings, tmp_path: Path):
    file = tmp_path / "a.zip"
    run(house, "sicherung", str(file))
    before = numbers(house)["kennzahlen"]
    code, said = run(house, "umzug", "lesen", str(file))
    assert (code, said) == (1, "Die Datenbanken hier sind nicht leer; ein Umzug überschreibt nichts.\n")
    assert numbers(house)["kennzahlen"] == before


def changed(file: Path, target: Path, name: str, content: bytes | None) -> Path:
    """A copy of the archive with one member changed or left out."""
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(target, "w") as new:
        for member in old.namelist():
            if member != name:
                new.writestr(member, old.read(member))
            elif content is not None:
                new.writestr(member, content)
    return target


def test_a_damaged_or_foreign_file_changes_nothing(house: Settings, tmp_path: Path):
    file = tmp_path / "a.zip"
    run(house, "sicherung", str(file))
    with zipfile.ZipFile(file) as archive:
        cases = archive.read("krm/anliegen.jsonl")
        about = archive.read("inhalt.json")
    (tmp_path / "text.zip").write_text("kein Archiv")
    (tmp_path / "half.zip").write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    faulty = [
        tmp_path / "text.zip",
        tmp_path / "half.zip",
        tmp_path / "gibt-es-nicht.zip",
        changed(file, tmp_path / "1.zip", "inhalt.json", None),
        changed(file, tmp_path / "2.zip", "inhalt.json", about.replace(b'"format": 1', b'"format": 9')),
        changed(file, tmp_path / "3.zip", "krm/anliegen.jsonl", None),
        changed(file, tmp_path / "4.zip", "krm/anliegen.jsonl", cases.split(b"\n", 1)[1]),
        changed(file, tmp_path / "5.zip", "krm/anliegen.jsonl", cases[:-9]),
        changed(file, tmp_path / "6.zip", "app/protokoll.jsonl", b'{"nummer": 1}\n'),
        changed(file, tmp_path / "7.zip", "krm/anliegen.jsonl", cases.replace(b'"beschwerde"', b'"klage"', 1)),
    ]
    target = settings_in(tmp_path / "leer")
    for path in faulty:
        code, said = run(target, "umzug", "lesen", str(path))
        assert (code, said.count("\n"), "Traceback" in said) == (1, 1, False), (path.name, said)
    assert run(target, "umzug", "lesen", str(file))[0] == 0
    assert numbers(target)["kennzahlen"] == numbers(house)["kennzahlen"]
