"""A snapshot holds what the database held at one moment; a failure leaves the one before."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
from sqlalchemy import Engine, select

from data_access import schema
from data_access.engine import reading_engine, writing_engine
from data_access.errors import NoDataError
from data_access.migrate import migrate
from data_access.snapshot.build import write_snapshot
from data_access.snapshot.dialect import open_file
from data_access.snapshot.errors import SnapshotFailedError
from data_access.snapshot.files import POINTER, read_pointer
from domain.scope import LOCAL
from tests.integration.snapshot.stands import counted, load_stand, number_of
from tests.warehouses import SNAPSHOT_MEGABYTES, STATEMENT_SECONDS

TYPES = {"jahr": "SMALLINT", "jobcenter": "SMALLINT", "eingang_am": "DATE", "reaktion": "INTEGER", "erst": "SMALLINT"}


def rows(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables in the order of their keys, moments in UTC."""
    with engine.connect() as connection:
        found = {
            table.name: connection.execute(select(table).order_by(*table.primary_key)).all()
            for table in schema.metadata.sorted_tables
        }
    return {name: [tuple(map(_in_utc, row)) for row in listed] for name, listed in found.items()}


def _in_utc(value: object) -> object:
    if isinstance(value, datetime) and value.tzinfo:
        return value.astimezone(UTC).replace(tzinfo=None)
    return value


def files(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.name.startswith("krm-")}


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_every_row_of_every_table_arrives_with_its_type(request, database, folder, engine):
    url = database(3) if engine == "sqlite" else request.getfixturevalue("postgres_url")
    if engine == "postgresql":
        load_stand(url, 1)

    stand, is_new = write_snapshot(url, folder, SNAPSHOT_MEGABYTES)

    (file,) = folder.glob("*.duckdb")
    source, snapshot = reading_engine(url, STATEMENT_SECONDS), open_file(file, SNAPSHOT_MEGABYTES)
    expected = rows(source)
    assert rows(snapshot) == expected
    assert [name for name, found in expected.items() if not found] == []
    assert (stand.nummer, is_new) == (3 if engine == "sqlite" else 1, True)
    with snapshot.connect() as connection:
        found = connection.exec_driver_sql(
            "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = 'fact_anliegen'"
        ).all()
    assert dict(map(tuple, found)).items() >= TYPES.items()
    source.dispose()
    snapshot.dispose()


def test_the_facts_lie_in_the_order_of_their_key(prepared):
    with duckdb.connect(str(prepared[3].snapshot), read_only=True) as file:
        found = file.execute("SELECT jahr, jobcenter, eingang_am, reaktion, lfd_nr FROM fact_anliegen").fetchall()

    assert found == sorted(found)
    assert len(found) == 7


def test_a_database_without_a_fact_table_is_enough(database, folder, warehouse, tmp_path):
    url = database(2)
    with closing(sqlite3.connect(tmp_path / "krm.sqlite")) as views, views:
        views.execute("DROP TABLE fact_anliegen")
        views.execute("DROP TABLE schluessel")

    write_snapshot(url, folder, SNAPSHOT_MEGABYTES)

    view = warehouse.view(LOCAL)
    assert (number_of(view), counted(view)) == (2, 2)


def test_only_the_owner_can_read_what_is_written(database, folder):
    write_snapshot(database(1), folder, SNAPSHOT_MEGABYTES)

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_what_is_there_is_not_written_again_and_what_is_new_replaces_it(database, folder):
    assert write_snapshot(database(1), folder)[1]
    first = files(folder)
    assert not write_snapshot(database(1), folder)[1]
    assert files(folder) == first

    stand, is_new = write_snapshot(database(2), folder)

    pointer = read_pointer(folder)
    assert pointer is not None
    assert (stand.nummer, is_new, pointer.nummer, pointer.datenstand) == (2, True, 2, "2020-12-03")
    assert files(folder) == {pointer.file}
    assert first.isdisjoint(files(folder))


def test_a_file_that_cannot_be_read_is_written_again(swap, database, folder, warehouse):
    broken = swap(1)
    broken.write_bytes(b"no database")

    assert write_snapshot(database(1), folder)[1]

    assert not broken.exists()
    assert warehouse.is_ready()


def test_half_a_file_and_what_lay_beside_it_are_removed_by_the_next_one(swap, folder):
    folder.mkdir()
    (folder / "krm-1-left-behind.duckdb").write_bytes(b"half")
    (folder / "krm-0-gone.duckdb.tmp").mkdir()
    (folder / "krm-0-gone.duckdb.tmp" / "spill").write_bytes(b"cases")

    file = swap(1)

    assert files(folder) == {file.name}


def test_what_a_statement_lays_beside_its_file_stays_as_long_as_the_file(swap, folder):
    file = swap(1)
    beside = folder / f"{file.name}.tmp"
    beside.mkdir()

    swap(2)
    assert beside.exists()

    swap(3)
    assert not beside.exists()


def test_a_failure_leaves_the_snapshot_before_and_nothing_else(swap, database, folder, warehouse, tmp_path):
    file = swap(1)
    url, pointer = database(2), (folder / POINTER).read_bytes()
    with closing(sqlite3.connect(tmp_path / "krm.sqlite")) as broken, broken:
        broken.execute("PRAGMA ignore_check_constraints = ON")
        broken.execute("UPDATE anliegen SET lfd_nr = 'viele' WHERE lfd_nr = 2")

    with pytest.raises(SnapshotFailedError):
        write_snapshot(url, folder, SNAPSHOT_MEGABYTES)

    assert (files(folder), (folder / POINTER).read_bytes()) == ({file.name}, pointer)
    view = warehouse.view(LOCAL)
    assert (number_of(view), counted(view)) == (1, 1)


def test_too_little_memory_for_the_facts_is_a_failure_of_the_file(database, folder):
    with pytest.raises(SnapshotFailedError):
        write_snapshot(database(1), folder, 2)

    assert files(folder) == set()


def test_without_an_import_there_is_nothing_to_write(tmp_path, folder):
    url = f"sqlite:///{tmp_path / 'krm.sqlite'}"
    engine = writing_engine(url)
    migrate(engine)
    engine.dispose()

    with pytest.raises(NoDataError):
        write_snapshot(url, folder)

    assert files(folder) == set()
