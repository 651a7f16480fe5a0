"""The engine that answers figures cannot write, and both engines are set up as the rest relies on."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, insert, inspect, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from data_access import schema
from data_access.engine import reading_engine, writing_engine
from data_access.errors import NoDataError
from data_access.imports.run import bring_up_to_date
from domain.scope import LOCAL
from settings import Settings
from tests.warehouses import uncached_warehouse

CHANGES = (
    "INSERT INTO kanal (code, name) VALUES ('post', 'Post')",
    "UPDATE kanal SET name = 'anders'",
    "DELETE FROM kanal",
    "CREATE TABLE neu (spalte INTEGER)",
    "CREATE VIEW sicht AS SELECT 1 AS eins",
    "CREATE INDEX verzeichnis ON kanal (name)",
    "ALTER TABLE kanal ADD COLUMN neu INTEGER",
    "DROP TABLE petition_eingabe",
)
ENGINE_CHANGES = {
    "sqlite": ("PRAGMA user_version = 7", "VACUUM", "REPLACE INTO kanal (code, name) VALUES ('email', 'x')"),
    "postgresql": (
        "TRUNCATE kanal CASCADE",
        "WITH gone AS (DELETE FROM kanal RETURNING code) SELECT * FROM gone",
        "SELECT setval('kundenreaktion_id_seq', 1000)",
        "CREATE SCHEMA neu",
        "COMMENT ON TABLE kanal IS 'neu'",
    ),
}


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path: Path) -> str:
    """The address of a database with all tables and one Kanal."""
    if request.param == "sqlite":
        address = f"sqlite:///{tmp_path / 'krm.sqlite'}"
    else:
        address = str(request.getfixturevalue("postgres_url"))
    engine = writing_engine(address)
    bring_up_to_date(engine)
    with engine.begin() as connection:
        connection.execute(insert(schema.kanal).values(code="email", name="E-Mail"))
    engine.dispose()
    return address


@pytest.fixture
def reader(url: str) -> Iterator[Engine]:
    engine = reading_engine(url, statement_seconds=5)
    yield engine
    engine.dispose()


@pytest.fixture
def writer(url: str) -> Iterator[Engine]:
    engine = writing_engine(url)
    yield engine
    engine.dispose()


def names(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.scalars(select(schema.kanal.c.name)))


@pytest.mark.parametrize("change", CHANGES)
def test_the_reading_engine_refuses_every_change(reader: Engine, writer: Engine, change: str):
    with pytest.raises(DBAPIError, match=r"readonly|read-only"), reader.begin() as connection:
        connection.execute(text(change))

    assert names(reader) == names(writer) == ["E-Mail"]


def test_the_reading_engine_refuses_what_only_its_database_knows(reader: Engine, writer: Engine):
    for change in ENGINE_CHANGES[reader.dialect.name]:
        with pytest.raises(DBAPIError), reader.begin() as connection:
            connection.execute(text(change))

    assert names(reader) == names(writer) == ["E-Mail"]


def test_the_writing_engine_would_have_done_it(writer: Engine):
    with writer.begin() as connection:
        for change in CHANGES:
            connection.execute(text(change))

    assert names(writer) == []


def test_an_sqlite_file_stays_read_only_even_where_a_statement_asks_to_write(tmp_path):
    url = f"sqlite:///{tmp_path / 'krm.sqlite'}"
    engine = writing_engine(url)
    bring_up_to_date(engine)
    engine.dispose()
    reader = reading_engine(url, statement_seconds=5)
    with reader.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only = OFF")
        with pytest.raises(OperationalError, match="readonly"):
            connection.execute(insert(schema.kanal).values(code="post", name="Post"))
    with pytest.raises(OperationalError, match="attached"), reader.connect() as connection:
        connection.exec_driver_sql(f"ATTACH DATABASE '{tmp_path / 'other.sqlite'}' AS other")
    reader.dispose()

    assert not (tmp_path / "other.sqlite").exists()


def test_a_missing_sqlite_file_is_not_created_by_reading(tmp_path):
    reader = reading_engine(f"sqlite:///{tmp_path / 'none.sqlite'}", statement_seconds=5)
    with pytest.raises(OperationalError):
        reader.connect()
    reader.dispose()

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["mit Leerzeichen", "Straße", "100%", "a%20b", "nr#1", "wo?", "a&b=c", "o'neil"])
def test_an_sqlite_file_may_lie_in_a_folder_of_any_name(tmp_path, name):
    url = Settings(var_dir=tmp_path / name).krm_url
    engine = writing_engine(url)
    bring_up_to_date(engine)
    engine.dispose()
    reader = reading_engine(url, statement_seconds=5)

    assert names(reader) == []
    with uncached_warehouse(url, tmp_path / name) as warehouse, pytest.raises(NoDataError):
        warehouse.view(LOCAL)
    reader.dispose()
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_one_connection_sees_one_state_however_long_it_asks(reader: Engine, writer: Engine):
    count = select(func.count()).select_from(schema.kanal)
    with reader.connect() as connection:
        before = connection.scalar(count)
        with writer.begin() as other:
            other.execute(insert(schema.kanal).values(code="brief", name="Brief"))
        during = connection.scalar(count)
    with reader.connect() as connection:
        after = connection.scalar(count)

    assert (before, during, after) == (1, 1, 2)


def test_foreign_keys_are_watched_while_writing(writer: Engine):
    with pytest.raises(IntegrityError), writer.begin() as connection:
        connection.execute(insert(schema.bereich).values(code="team", name="Team", uebergeordnet="gibt_es_nicht"))


def test_a_failed_transaction_leaves_nothing_not_even_tables(writer: Engine):
    def change() -> None:
        with writer.begin() as connection:
            connection.execute(text("CREATE TABLE neu (spalte INTEGER)"))
            connection.execute(insert(schema.kanal).values(code="brief", name="Brief"))
            connection.execute(insert(schema.kanal).values(code="email", name="doppelt"))

    with pytest.raises(IntegrityError):
        change()

    assert names(writer) == ["E-Mail"]
    assert "neu" not in inspect(writer).get_table_names()


def test_a_statement_that_takes_too_long_is_broken_off(postgres_url):
    reader = reading_engine(postgres_url, statement_seconds=0.2)
    start = time.monotonic()
    with pytest.raises(OperationalError), reader.connect() as connection:
        connection.execute(text("SELECT pg_sleep(20)"))
    reader.dispose()

    assert time.monotonic() - start < 5


def test_readers_of_an_sqlite_file_do_not_wait_for_a_writer(tmp_path):
    url = f"sqlite:///{tmp_path / 'krm.sqlite'}"
    writer, reader = writing_engine(url), reading_engine(url, statement_seconds=5)
    bring_up_to_date(writer)
    with writer.begin() as connection:
        connection.execute(insert(schema.kanal).values(code="email", name="E-Mail"))
        start = time.monotonic()
        assert names(reader) == []
        assert time.monotonic() - start < 2

    assert names(reader) == ["E-Mail"]
    writer.dispose()
    reader.dispose()


def test_the_folder_of_a_new_sqlite_file_is_made_for_writing(tmp_path):
    file = tmp_path / "a" / "b" / "krm.sqlite"
    engine = writing_engine(f"sqlite:///{file}")
    bring_up_to_date(engine)
    engine.dispose()

    assert file.exists()
