"""The application's own database: made at the first use, safe against starts at once, and no condition for figures."""

from __future__ import annotations

import importlib
import pkgutil
import stat
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError

import app_data
from app_data.database import AppDatabase
from app_data.engine import app_engine
from app_data.ereignisse import add_event, eigenes_ereignis, own_events, read_events
from app_data.errors import AppDatabaseUnavailableError
from app_data.metadata import metadata
from domain.ereignis import Ereignis
from tests.docs.markdown import ROOT

UMZUG = Ereignis(date(2020, 3, 2), None, "Umzug", "Organisation", bereich="eingangszone")
CHILD = """
import sys
from app_data.database import AppDatabase
AppDatabase(sys.argv[1]).prepare()
print("da")
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database that nobody has used."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'neu' / 'app.sqlite'}"
    return str(request.getfixturevalue("postgres_url"))


def test_the_migrations_make_exactly_the_tables_of_the_modules(url: str):
    for module in pkgutil.iter_modules(app_data.__path__):
        importlib.import_module(f"app_data.{module.name}")
    AppDatabase(url).prepare()

    engine = app_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": "app_alembic_version"})
        differences = [entry for entry in compare_metadata(context, metadata) if entry[0] != "remove_table"]
        tables = set(inspect(connection).get_table_names())
    engine.dispose()
    assert differences == []
    assert tables == {*metadata.tables, "app_alembic_version"}


def test_processes_that_start_together_make_the_schema_once(url: str):
    started = [subprocess.Popen([sys.executable, "-c", CHILD, url], cwd=ROOT, stdout=subprocess.PIPE) for _ in range(3)]

    assert [process.communicate(timeout=60)[0].strip() for process in started] == [b"da"] * 3
    engine = app_engine(url)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM app_alembic_version")) == 1
    engine.dispose()


def add_twice(database: AppDatabase, nummer: int) -> None:
    with database.writing() as connection:
        add_event(connection, UMZUG)
        connection.execute(eigenes_ereignis.insert().values(id=nummer))


def test_what_is_written_stays_and_what_breaks_off_does_not(url: str):
    database, again = AppDatabase(url), AppDatabase(url)
    with database.writing() as connection:
        nummer = add_event(connection, UMZUG)
    with pytest.raises(IntegrityError):
        add_twice(database, nummer)

    with again.reading() as connection:
        (stored,) = read_events(connection)
    database.close()
    again.close()
    assert stored == Ereignis(date(2020, 3, 2), None, "Umzug", "Organisation", bereich="eingangszone", nummer=nummer)


def test_the_file_belongs_to_its_owner_alone(tmp_path: Path):
    database = AppDatabase(f"sqlite:///{tmp_path / 'app.sqlite'}")
    with database.writing() as connection:
        add_event(connection, UMZUG)
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()}

    assert modes.keys() >= {"app.sqlite", "app.sqlite-wal"}
    assert set(modes.values()) == {0o600}


def test_a_file_of_a_newer_version_is_left_alone(tmp_path: Path):
    address = f"sqlite:///{tmp_path / 'app.sqlite'}"
    AppDatabase(address).prepare()
    engine = app_engine(address)
    with engine.begin() as connection:
        connection.execute(text("UPDATE app_alembic_version SET version_num = '9999'"))
    engine.dispose()

    with pytest.raises(AppDatabaseUnavailableError), AppDatabase(address).reading():
        pass


@pytest.mark.parametrize(
    "address", ["postgresql+psycopg://krm:geheim@127.0.0.1:1/app", "keine Adresse", "nichts://x", "sqlite:////proc/x/y"]
)
def test_a_database_that_is_down_costs_one_line_in_the_log_and_no_waiting(
    address: str, capfd: pytest.CaptureFixture[str]
):
    database = AppDatabase(address)

    assert own_events(database) is None
    with pytest.raises(AppDatabaseUnavailableError), database.writing():
        pass
    written = capfd.readouterr()
    assert (written.out + written.err).count("app_database_unavailable") == 1
    assert "geheim" not in written.out + written.err


def test_a_database_that_comes_back_is_used_without_a_restart(tmp_path: Path):
    blocked = tmp_path / "ordner"
    blocked.write_text("im Weg", encoding="utf-8")
    database = AppDatabase(f"sqlite:///{blocked / 'app.sqlite'}", pause_seconds=0)
    assert own_events(database) is None

    blocked.unlink()

    assert own_events(database) == ()
