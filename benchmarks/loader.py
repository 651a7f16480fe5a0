"""Brings generated cases into a database by the fastest way it has, past the import that real data take."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, insert, make_url, text

from benchmarks.catalogues import catalogue_rows
from benchmarks.generator import Cases
from benchmarks.scale import DATENSTAND
from benchmarks.tables import COLUMNS, Rows, case_rows
from data_access import schema
from data_access.engine import writing_engine
from data_access.facts.build import rebuild
from data_access.migrate import migrate

SOURCE = "Messdaten"
# Nothing of a generated database need survive a crash.
CARELESS = (
    "PRAGMA journal_mode=DELETE",
    "PRAGMA journal_mode=OFF",
    "PRAGMA synchronous=OFF",
    "PRAGMA locking_mode=EXCLUSIVE",
    "PRAGMA cache_size=-1000000",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA ignore_check_constraints=ON",
)


def load(url: str, cases: Cases, checksum: str) -> None:
    """Fill the empty database at ``url``; ``checksum`` becomes that of its only import."""
    _migrate(url)
    engine = _bulk_engine(url)
    try:
        with engine.begin() as connection, _without_indexes(connection):
            for name, rows in catalogue_rows(cases.scale).items():
                connection.execute(insert(schema.metadata.tables[name]), rows)
            for name, many in case_rows(cases).items():
                _write(connection, name, many)
            connection.execute(insert(schema.importlauf), _importlauf(checksum))
    finally:
        engine.dispose()


def build_facts(url: str) -> None:
    """Fill the fact table from the normalised tables, and gather the statistics of the planner."""
    engine = _bulk_engine(url)
    try:
        with engine.begin() as connection:
            rebuild(connection)
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE" if engine.dialect.name == "postgresql" else "ANALYZE"))
    finally:
        engine.dispose()


def _migrate(url: str) -> None:
    engine = writing_engine(url)
    migrate(engine)
    engine.dispose()


def _bulk_engine(url: str) -> Engine:
    engine = create_engine(url)
    if make_url(url).get_backend_name() == "sqlite":

        @event.listens_for(engine, "connect")
        def _set_up(connection: Any, _record: Any) -> None:
            for pragma in CARELESS:
                connection.execute(pragma)

    return engine


@contextmanager
def _without_indexes(connection: Connection) -> Iterator[None]:
    """Indexes that are built once over all rows cost a fraction of those that grow row by row."""
    indexes = [index for name in COLUMNS for index in schema.metadata.tables[name].indexes]
    for index in indexes:
        index.drop(connection)
    if connection.dialect.name == "postgresql":
        # The generator names no code that is not in its catalogues.
        connection.execute(text("SET session_replication_role = replica"))
    yield
    for index in indexes:
        index.create(connection)


def _write(connection: Connection, name: str, rows: Rows) -> None:
    columns = ", ".join(COLUMNS[name])
    cursor: Any = connection.connection.cursor()
    if connection.dialect.name == "postgresql":
        with cursor.copy(f"COPY {name} ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    else:
        places = ", ".join("?" * len(COLUMNS[name]))
        cursor.executemany(f"INSERT INTO {name} ({columns}) VALUES ({places})", rows)
    cursor.close()


def _importlauf(checksum: str) -> dict[str, Any]:
    return {
        "nummer": 1,
        "datenstand": DATENSTAND,
        "quelle": SOURCE,
        "demo": 0,
        "pruefsumme": checksum,
        "importiert_am": datetime.now(UTC),
        "zaehlung": {},
    }
