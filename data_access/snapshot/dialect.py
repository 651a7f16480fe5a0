"""SQLAlchemy over the ``duckdb`` module: the statements of this application on a file that is only read.

DuckDB speaks PostgreSQL's SQL, so its compiler does the work. What differs is here: the names of the driver, types,
and that a file which nobody changes needs no transactions.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
from sqlalchemy import Dialect, Engine, create_engine, event, pool, types
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.base import PGDialect, PGTypeCompiler
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

from data_access.facts.clauses import OneInOrder
from safety import deadline

NAME = "duckdb"
DRIVER = "snapshot"
NO_LIMIT = math.inf
# Milliseconds that a statement may take; of all settings this one alone can be changed.
_LIMIT = "max_execution_time"
# Nothing but the one file is read, and nothing changes that any more.
_FENCE: dict[str, Any] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "enable_external_access": "false",
    "allowed_configs": f"['{_LIMIT}']",
    "lock_configuration": "true",
}


def dialect() -> Dialect:
    """The dialect alone, for the names of types."""
    return SnapshotDialect()


def open_file(path: Path, megabytes: int, statement_seconds: float = NO_LIMIT) -> Engine:
    """Engine over a file that exists, which is open from now until the engine is disposed of, even when it is removed.

    One thread per statement, because the processes of the server share the processors already; ``megabytes`` limits
    the memory of this engine, ``statement_seconds`` a statement. Raises ``duckdb.Error`` where the file cannot be read.
    """
    config = _FENCE | {"threads": "1", "memory_limit": f"{megabytes}MB"}
    database = duckdb.connect(str(path), read_only=True, config=config)
    engine = _engine(database, statement_seconds)

    @event.listens_for(engine, "engine_disposed")
    def _close(_engine: Engine) -> None:
        database.close()

    return engine


@contextmanager
def new_file(path: Path, megabytes: int) -> Iterator[tuple[duckdb.DuckDBPyConnection, Engine]]:
    """A file that does not exist yet, readable by its owner alone, and an engine over it; whole when the block ends.

    Arrays that are registered hold values as text, so that their type is never guessed.
    """
    config = _FENCE | {"threads": "1", "memory_limit": f"{megabytes}MB", "pandas_analyze_sample": "0"}
    with duckdb.connect(str(path), config=config) as database:
        path.chmod(0o600)
        yield database, _engine(database)
        database.execute("CHECKPOINT")


def _engine(database: duckdb.DuckDBPyConnection, statement_seconds: float = NO_LIMIT) -> Engine:
    registry.register(f"{NAME}.{DRIVER}", __name__, SnapshotDialect.__name__)
    address = f"{NAME}+{DRIVER}://"
    return create_engine(address, creator=database.cursor, poolclass=pool.NullPool, statement_seconds=statement_seconds)


# A bind without a type is an INTEGER to DuckDB, which then casts the column instead of the value and reads all of it.
class _SmallInteger(types.SmallInteger):
    render_bind_cast = True


class _Integer(types.Integer):
    render_bind_cast = True


class _BigInteger(types.BigInteger):
    render_bind_cast = True


class _Date(types.Date):
    render_bind_cast = True


class _Instant(types.DateTime):
    """A moment, in UTC without its zone in the file: DuckDB's own type for it needs a package that is not here."""

    def bind_processor(self, dialect: Any) -> Any:
        def stored(value: datetime | None) -> datetime | None:
            return value if value is None or value.tzinfo is None else value.astimezone(UTC).replace(tzinfo=None)

        return stored


class _TypeCompiler(PGTypeCompiler):
    """Types as DuckDB understands them."""

    def visit_FLOAT(self, type_: Any, **_options: Any) -> str:  # noqa: N802 - named by SQLAlchemy
        # Its FLOAT has four bytes.
        return "DOUBLE"

    def visit_TIMESTAMP(self, type_: Any, **_options: Any) -> str:  # noqa: N802 - named by SQLAlchemy
        return "TIMESTAMP"


@compiles(OneInOrder, NAME)
def _as_join(element: OneInOrder, compiler: SQLCompiler, **options: Any) -> str:
    """The values of a join lead the scan past whatever holds none of them; for those of a list it reads all rows."""
    _listed, *parts = element.clauses
    column, numbers = (compiler.process(part, **options) for part in parts)
    return f"{column} IN (SELECT unnest({numbers}))"


class StatementTimedOutError(duckdb.OperationalError):
    """A statement took longer than it may. ``sqlstate`` is PostgreSQL's for it (query_canceled)."""

    sqlstate = "57014"


class _Driver:
    """The ``duckdb`` module under the names by which SQLAlchemy asks for a driver."""

    apilevel = duckdb.apilevel
    threadsafety = duckdb.threadsafety
    paramstyle = "numeric_dollar"
    Error = duckdb.Error
    Warning = duckdb.Warning
    DatabaseError = duckdb.DatabaseError
    DataError = duckdb.DataError
    IntegrityError = duckdb.IntegrityError
    # The one that the standard of Python drivers has and this one has not.
    InterfaceError = duckdb.Error
    InternalError = duckdb.InternalError
    NotSupportedError = duckdb.NotSupportedError
    OperationalError = duckdb.OperationalError
    ProgrammingError = duckdb.ProgrammingError
    connect = staticmethod(duckdb.connect)


class SnapshotDialect(PGDialect):
    """PostgreSQL's compiler with DuckDB's types and driver."""

    name = NAME
    driver = DRIVER
    default_paramstyle = "numeric_dollar"
    supports_statement_cache = True
    supports_native_decimal = True
    supports_sane_rowcount = False
    use_native_hstore = False
    insert_returning = False
    type_compiler_cls = _TypeCompiler
    colspecs = {  # noqa: RUF012 - so it is declared above
        **PGDialect.colspecs,
        types.SmallInteger: _SmallInteger,
        types.Integer: _Integer,
        types.BigInteger: _BigInteger,
        types.Date: _Date,
        types.DateTime: _Instant,
    }

    def __init__(self, statement_seconds: float = NO_LIMIT, **options: Any) -> None:
        super().__init__(**options)  # type: ignore[no-untyped-call]
        self._statement_seconds = statement_seconds

    @classmethod
    def import_dbapi(cls) -> Any:
        """The driver."""
        return _Driver

    # Whose SQL DuckDB speaks; nothing is asked.
    server_version_info = (15, 0)
    default_schema_name = "main"
    _backslash_escapes = False

    def initialize(self, connection: Any) -> None:
        """Everything is known."""

    def on_connect(self) -> None:
        """Nothing is to be set on a connection."""

    def do_execute(self, cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:
        """Run a statement, and break it off when its time or that of the request is over."""
        seconds = deadline.shortened(self._statement_seconds)
        try:
            if seconds < NO_LIMIT:
                # 0 would be no limit.
                cursor.execute(f"SET SESSION {_LIMIT} = {max(1, int(seconds * 1000))}")
            cursor.execute(statement, parameters)
        except duckdb.InterruptException as error:
            raise StatementTimedOutError(str(error)) from error

    def do_begin(self, dbapi_connection: Any) -> None:
        """Every statement sees the same file."""

    def do_commit(self, dbapi_connection: Any) -> None:
        """Nothing was written."""

    def do_rollback(self, dbapi_connection: Any) -> None:
        """Nothing was written."""

    def get_default_isolation_level(self, dbapi_conn: Any) -> Any:
        """The only one that DuckDB has."""
        return "SNAPSHOT"

    def has_table(self, connection: Any, table_name: str, schema: str | None = None, **_options: Any) -> bool:
        """Whether the file holds a table of this name."""
        found = connection.exec_driver_sql("SELECT 1 FROM duckdb_tables() WHERE table_name = $1", (table_name,))
        return found.first() is not None
