"""Parquet files as tables of Spark's catalogue: a database per Datenstand, made by whoever needs it first."""

from __future__ import annotations

import structlog
from sqlalchemy import Connection, Table, func, select
from sqlalchemy.exc import DBAPIError

from data_access.spark.store import PARTITIONS, POINTER, TABLES, Holding, columns, prefix_of, read_holding

_MADE = "krm_made"

log = structlog.get_logger(__name__)


def newest(connection: Connection, store: str) -> Holding | None:
    """What the pointer of the folder names, read by Spark itself; None where there is none to understand.

    Raises ``SQLAlchemyError`` where Spark does not answer.
    """
    statement = f"SELECT value FROM text.`{store}/{POINTER}`"
    try:
        lines = connection.exec_driver_sql(statement).scalars().all()
    except DBAPIError as error:
        if _is_not_found(connection, error):
            return None
        raise
    try:
        return read_holding("".join(lines))
    except ValueError:
        log.warning("parquet_pointer_unreadable")
        return None


def has_all_rows(connection: Connection, holding: Holding) -> bool:
    """Whether Spark finds exactly the rows that were written: half a copy of a folder would count too little."""
    for table in TABLES:
        found = connection.scalar(select(func.count()).select_from(table))
        if found != holding.rows.get(table.name):
            log.warning("parquet_incomplete", table=table.name, rows=found, written=holding.rows.get(table.name))
            return False
    return True


def use(connection: Connection, store: str, name: str) -> Connection:
    """The connection with the tables of this folder in the place of those of the KRM database.

    The tables are made once per session: a catalogue that lives in memory alone is empty after a restart of the
    server, and then all sessions are new ones.
    """
    made: set[str] = connection.info.setdefault(_MADE, set())
    if name not in made:
        for statement in (
            f"CREATE DATABASE IF NOT EXISTS {name}",
            *(_table(connection, store, name, t) for t in TABLES),
        ):
            connection.exec_driver_sql(statement)
        made.add(name)
    return connection.execution_options(schema_translate_map={None: name})


def forget_others(connection: Connection, installation: str, holding: Holding) -> None:
    """Take databases of the same installation out of the catalogue whose files are gone."""
    mine = prefix_of(installation)
    for name in connection.exec_driver_sql(f"SHOW DATABASES LIKE '{mine}*'").scalars().all():
        if name.startswith(mine) and name not in holding.kept:
            connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name} CASCADE")


def _table(connection: Connection, store: str, name: str, table: Table) -> str:
    typed = ", ".join(f"{column.name} {column.type.compile(connection.dialect)}" for column in columns(table))
    by = PARTITIONS.get(table.name)
    partitions = f" PARTITIONED BY ({', '.join(by)})" if by else ""
    return (
        f"CREATE TABLE IF NOT EXISTS {name}.{table.name} ({typed})"
        f" USING parquet{partitions} LOCATION '{store}/{name}/{table.name}'"
    )


def _is_not_found(connection: Connection, error: DBAPIError) -> bool:
    return isinstance(error.orig, connection.dialect.loaded_dbapi.NotFoundError)
