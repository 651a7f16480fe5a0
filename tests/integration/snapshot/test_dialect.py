"""The dialect: typed binds, a fence around the one file, and statements that end."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, Float, cast, func, literal, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError

from data_access import schema
from data_access.facts.clauses import among
from data_access.facts.selection import Among
from data_access.snapshot.dialect import StatementTimedOutError, dialect, open_file
from data_access.warehouse import STATEMENT_TIMED_OUT
from safety import deadline
from tests.warehouses import SNAPSHOT_MEGABYTES

ENDLESS = text("SELECT count(*) FROM range(1000000000000) a(x) WHERE x % 7 = 3")
FORBIDDEN = (
    "INSERT INTO thema VALUES ('neu', 'Neu')",
    "DELETE FROM thema",
    "DROP TABLE thema",
    "COPY thema TO '{folder}/thema.csv'",
    "SELECT * FROM read_csv('/etc/passwd')",
    "ATTACH '{folder}/other.duckdb' AS other",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET enable_external_access = true",
    "SET threads = 8",
    "SET allowed_configs = ['threads']",
    "EXPORT DATABASE '{folder}/all'",
)


@pytest.fixture(scope="module")
def path(prepared, tmp_path_factory) -> Path:
    """A snapshot, alone in its folder."""
    return Path(shutil.copy(prepared[2].snapshot, tmp_path_factory.mktemp("dialect")))


@pytest.fixture(scope="module")
def file(path: Path) -> Iterator[Engine]:
    engine = open_file(path, SNAPSHOT_MEGABYTES, 0.3)
    yield engine
    engine.dispose()


@pytest.mark.parametrize(
    ("numbers", "snapshot", "others"),
    [
        ((2,), "= $1::SMALLINT", "= 2"),
        ((2, 3, 4), "BETWEEN $1::SMALLINT AND $2::SMALLINT", "BETWEEN 2 AND 4"),
        ((1, 3, 4), "IN (SELECT unnest($1))", "IN (1, 3, 4)"),
    ],
)
def test_a_scan_is_led_past_the_rows_of_other_jobcenter(numbers: tuple[int, ...], snapshot: str, others: str):
    statement = select(1).where(among(Among("jobcenter", numbers)), schema.fact_anliegen.c.jahr == 2020)
    options = {"literal_binds": True, "render_postcompile": True}

    said = [str(statement.compile(dialect=dialect()))]
    said += [str(statement.compile(dialect=other.dialect(), compile_kwargs=options)) for other in (sqlite, postgresql)]

    shown = [" ".join(sql.partition("jobcenter ")[2].rpartition(" AND ")[0].split()) for sql in said]
    assert shown == [snapshot, others, others]


@pytest.mark.parametrize("numbers", [(1, 3), (2, 4), (1, 2, 999), (998, 1_000)])
def test_and_finds_just_those_that_a_list_finds(file: Engine, numbers: tuple[int, ...]):
    column = schema.fact_anliegen.c.jobcenter
    statement = select(column).order_by(column)
    with file.connect() as connection:
        rows = connection.scalars(statement).all()
        found = connection.scalars(statement.where(among(Among("jobcenter", numbers)))).all()

    assert {*rows} == {1, 2}
    assert found == [number for number in rows if number in numbers]


def test_values_are_sent_with_the_type_of_their_column():
    fact = schema.fact_anliegen.c
    statement = select(func.sum(fact.erst)).where(
        fact.jobcenter.in_([1, 2]), fact.jahr == 2020, fact.eingang_am >= date(2020, 1, 1)
    )

    sql = str(statement.compile(dialect=dialect(), compile_kwargs={"render_postcompile": True}))

    assert re.findall(r"\$\d::(\w+)", sql) == ["SMALLINT", "SMALLINT", "SMALLINT", "DATE"]


def test_a_fraction_keeps_all_its_digits(file):
    with file.connect() as connection:
        assert connection.scalar(select(cast(literal(1), Float) / 3)) == 1 / 3


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_nothing_but_reading_the_file_is_possible(file, path, statement):
    with file.connect() as connection, pytest.raises(DBAPIError):
        connection.exec_driver_sql(statement.format(folder=path.parent))

    assert {found.name for found in path.parent.iterdir()} == {path.name}


def test_a_statement_that_takes_too_long_is_broken_off(file):
    begin = time.monotonic()

    with file.connect() as connection, pytest.raises(DBAPIError) as broken_off:
        connection.execute(ENDLESS)

    assert time.monotonic() - begin < 10
    assert isinstance(broken_off.value.orig, StatementTimedOutError)
    assert broken_off.value.orig.sqlstate == STATEMENT_TIMED_OUT


def test_a_request_that_has_no_time_left_breaks_its_statement_off(path):
    engine = open_file(path, SNAPSHOT_MEGABYTES)
    deadline.begin(0.2)
    try:
        with engine.connect() as connection, pytest.raises(DBAPIError):
            connection.execute(ENDLESS)
    finally:
        deadline.end()
        engine.dispose()


def test_a_connection_goes_on_after_a_statement_was_broken_off(file):
    with file.connect() as connection:
        with pytest.raises(DBAPIError):
            connection.execute(ENDLESS)
        assert connection.scalar(select(func.count()).select_from(schema.thema)) == 2
