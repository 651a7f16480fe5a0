"""Writes every table of the KRM database into one DuckDB file, all of them as they are at one moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from sqlalchemy import Connection, Date, String, Table, inspect, select, type_coerce
from sqlalchemy.exc import DBAPIError

from data_access import schema
from data_access.catalog import Stand, read_stand
from data_access.engine import reading_engine
from data_access.facts.build import fill_by_year, years
from data_access.facts.rollups import ROLLUPS, fill_rollups
from data_access.imports.rows import Progress
from data_access.imports.run import no_progress
from data_access.snapshot.dialect import dialect, new_file, open_file
from data_access.snapshot.errors import SnapshotFailedError
from data_access.snapshot.files import alone_in, is_of, new_name, point_to, read_pointer, remove_others

PORTION = 50_000
MEGABYTES = 1_024
# A table is read in portions; this is for a single one of them.
STATEMENT_SECONDS = 3_600.0


def write_snapshot(
    address: str, folder: Path, megabytes: int = MEGABYTES, progress: Progress = no_progress
) -> tuple[Stand, bool]:
    """Bring the snapshot in ``folder`` to the newest Datenstand of the database: which one, and whether it was not.

    A failure leaves the snapshot before in its place. Raises ``NoDataError`` before the first import,
    ``SnapshotBusyError`` while another one is written all the time, ``SnapshotFailedError`` where the file fails and
    SQLAlchemyError where the database does.
    """
    with _failures(), alone_in(folder), _reading(address) as connection:
        stand = read_stand(connection)
        if _is_there(folder, stand, megabytes):
            return stand, False
        remove_others(folder)
        file = folder / new_name(stand)
        try:
            _write(connection, file, megabytes, progress)
            _open_once(file, megabytes)
            point_to(folder, stand, file)
        finally:
            # What the pointer does not name, an unfinished file included.
            remove_others(folder)
        return stand, True


@contextmanager
def _failures() -> Iterator[None]:
    try:
        yield
    except (OSError, duckdb.Error) as error:
        raise SnapshotFailedError from error
    except DBAPIError as error:
        # What is computed in the file fails through SQLAlchemy as well.
        if isinstance(error.orig, duckdb.Error):
            raise SnapshotFailedError from error
        raise


@contextmanager
def _reading(address: str) -> Iterator[Connection]:
    """One transaction for everything; limits that are meant for the figures of a page do not hold."""
    engine = reading_engine(address, STATEMENT_SECONDS, pool_size=1)
    try:
        with engine.connect() as connection:
            if engine.dialect.name == "postgresql":
                # It waits while a portion is being written.
                connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")
            yield connection
    finally:
        engine.dispose()


def _is_there(folder: Path, stand: Stand, megabytes: int) -> bool:
    pointer = read_pointer(folder)
    if pointer is None or not is_of(pointer, stand):
        return False
    try:
        _open_once(folder / pointer.file, megabytes)
    except duckdb.Error:
        return False
    return True


def _open_once(file: Path, megabytes: int) -> None:
    """Raises ``duckdb.Error`` where the file cannot be read."""
    open_file(file, megabytes).dispose()


def _write(connection: Connection, file: Path, megabytes: int, progress: Progress) -> None:
    computed = _computed(connection)
    with new_file(file, megabytes) as (target, engine):
        tables = schema.metadata.sorted_tables
        for place, table in enumerate(tables):
            progress(table.name, place, len(tables))
            target.execute(f"CREATE TABLE {table.name} ({_columns(table)})")
            if table not in computed:
                _copy(connection, table, target)
        progress(schema.fact_anliegen.name, len(tables), len(tables))
        with engine.connect() as facts:
            fill_by_year(facts)
            for rollup in ROLLUPS:
                target.execute(f"CREATE TABLE {rollup.table.name} ({_columns(rollup.table)})")
            for statement in fill_rollups(read_stand(facts).datenstand, years(facts)):
                facts.execute(statement)


def _computed(connection: Connection) -> set[Table]:
    """What is computed in the file: facts, because reading them takes many times longer, and what is not there.

    A database that consists of views has no numbers in place of codes.
    """
    is_there = inspect(connection).has_table(schema.schluessel.name)
    return {schema.fact_anliegen} if is_there else {schema.fact_anliegen, schema.schluessel}


def _columns(table: Table) -> str:
    """Names and types; what the rows must satisfy has been seen to by the database that they come from."""
    duck = dialect()
    return ", ".join(f"{column.name} {column.type.compile(duck)}" for column in table.columns)


def _copy(connection: Connection, table: Table, target: duckdb.DuckDBPyConnection) -> None:
    """All rows in the order of their key, by which statements find the few blocks that they need."""
    stored = _stored(table)
    # SQLite has days as text; they stay it on their way.
    columns = [type_coerce(c, String).label(c.name) if isinstance(c.type, Date) else c for c in table.columns]
    statement = select(*columns).order_by(*table.primary_key)
    target.execute("BEGIN")
    with connection.execution_options(yield_per=PORTION).execute(statement) as rows:
        for portion in rows.partitions():
            values = zip(*(map(stored, portion) if stored else portion), strict=True)
            arrays = {c.name: np.array(each, dtype=object) for c, each in zip(table.columns, values, strict=True)}
            target.register("portion", arrays)
            target.execute(f"INSERT INTO {table.name} SELECT * FROM portion")
            target.unregister("portion")
    target.execute("COMMIT")


def _stored(table: Table) -> Callable[[Any], list[Any]] | None:
    """How a row of the table becomes one of the file, where anything has to be done for that."""
    duck = dialect()
    processors = [column.type.dialect_impl(duck).bind_processor(duck) for column in table.columns]
    if not any(processors):
        return None
    return lambda row: [process(value) if process else value for process, value in zip(processors, row, strict=True)]
