"""The two databases of an installation and their tables, in the order in which rows can be inserted."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from sqlalchemy import Connection, Engine, MetaData, Table

import app_data
from app_data.engine import WRITES, app_engine
from app_data.metadata import metadata as app_metadata
from app_data.migrate import migrate as migrate_app
from data_access import schema
from data_access.engine import writing_engine
from data_access.imports.lock import import_lock
from data_access.migrate import migrate as migrate_krm

KRM, APP = "krm", "app"


def tables() -> dict[str, list[Table]]:
    """All tables of both, each behind those that it refers to."""
    for module in pkgutil.iter_modules(app_data.__path__):
        # A module brings its table when it is imported.
        importlib.import_module(f"{app_data.__name__}.{module.name}")
    return {KRM: _ordered(schema.metadata), APP: _ordered(app_metadata)}


@contextmanager
def opened(krm_url: str, app_url: str) -> Iterator[dict[str, Connection]]:
    """A transaction in each of them, up to date and without an import meanwhile; kept where the block ends well.

    Raises ImportRefusedError while an import runs, SQLAlchemyError or OSError where one cannot be used.
    """
    with ExitStack() as stack:
        engines = {KRM: writing_engine(krm_url), APP: app_engine(app_url)}
        for engine in engines.values():
            stack.callback(engine.dispose)
        stack.enter_context(import_lock(engines[KRM]))
        migrate_krm(engines[KRM])
        migrate_app(engines[APP])
        yield {name: stack.enter_context(_transaction(engine)) for name, engine in engines.items()}


@contextmanager
def _transaction(engine: Engine) -> Iterator[Connection]:
    options = {WRITES: True} if engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    with engine.connect().execution_options(**options) as connection, connection.begin():
        yield connection


def _ordered(metadata: MetaData) -> list[Table]:
    return list(metadata.sorted_tables)
