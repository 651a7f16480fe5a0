"""SQLAlchemy over Spark SQL: the analytic statements of this application, which only read.

Spark takes standard SQL, so SQLAlchemy's own compiler does the work. What differs is here: names in backticks, types
and dates, which the Thrift server sends as text.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import Engine, create_engine, types
from sqlalchemy.dialects import registry
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.sql.compiler import GenericTypeCompiler, IdentifierPreparer

from data_access.spark.address import SparkAddress

NAME = "spark"
DRIVER = "thrift"
POOL_SECONDS = 10
# The Thrift server forgets a session that nobody uses after some hours.
RECYCLE_SECONDS = 900


def open_engine(address: SparkAddress, statement_seconds: float, pool_size: int) -> Engine:
    """Engine over the Thrift server; raises ModuleNotFoundError where the packages for it are not installed."""
    registry.register(f"{NAME}.{DRIVER}", __name__, SparkDialect.__name__)
    driver = SparkDialect.import_dbapi()
    return create_engine(
        f"{NAME}+{DRIVER}://",
        creator=lambda: driver.connect(address, statement_seconds),
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=POOL_SECONDS,
        pool_pre_ping=True,
        pool_recycle=RECYCLE_SECONDS,
    )


class _Date(types.Date):
    """A date, which comes as text."""

    def result_processor(self, dialect: Any, coltype: Any) -> Callable[[str | None], date | None]:
        return lambda value: None if value is None else date.fromisoformat(value)


class _TypeCompiler(GenericTypeCompiler):
    """Types as Spark calls them."""

    def visit_INTEGER(self, type_: Any, **_options: Any) -> str:  # noqa: N802 - named by SQLAlchemy
        return "INT"

    def visit_VARCHAR(self, type_: Any, **_options: Any) -> str:  # noqa: N802 - named by SQLAlchemy
        return "STRING"

    def visit_FLOAT(self, type_: Any, **_options: Any) -> str:  # noqa: N802 - named by SQLAlchemy
        # Its FLOAT has four bytes.
        return "DOUBLE"


class _Preparer(IdentifierPreparer):
    """Names in backticks."""

    def __init__(self, dialect: Any) -> None:
        super().__init__(dialect, initial_quote="`")


class SparkDialect(DefaultDialect):
    """What is asked of Spark: reading, without transactions."""

    name = NAME
    driver = DRIVER
    default_paramstyle = "pyformat"
    supports_statement_cache = True
    supports_native_boolean = True
    supports_native_decimal = True
    supports_sane_rowcount = False
    preparer: Any = _Preparer
    type_compiler_cls = _TypeCompiler
    colspecs: Any = {types.Date: _Date}  # noqa: RUF012 - declared by SQLAlchemy

    @classmethod
    def import_dbapi(cls) -> Any:
        """The driver, whose packages are installed only where Spark is used."""
        from data_access.spark import driver

        return driver

    def initialize(self, connection: Any) -> None:
        """Nothing is asked."""

    def do_ping(self, dbapi_connection: Any) -> bool:
        """Whether the session is alive, asked without a statement."""
        dbapi_connection.ping()
        return True

    def is_disconnect(self, e: Any, connection: Any, cursor: Any) -> bool:
        """Whether nothing can be asked over this connection any more."""
        return isinstance(e, self.import_dbapi().ConnectionLostError)
