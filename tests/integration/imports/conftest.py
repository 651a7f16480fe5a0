"""Databases to import into."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, select

from data_access import schema
from data_access.engine import writing_engine
from data_access.imports import ImportResult, run_import
from data_access.imports.contract import TABLES

Contents = dict[str, list[tuple[Any, ...]]]


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request, tmp_path) -> str:
    """The address of an empty database: an SQLite file that does not exist yet, then PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'var' / 'krm.sqlite'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def engine(database_url) -> Iterator[Engine]:
    """Writing engine of an empty database, SQLite and PostgreSQL in turn."""
    engine = writing_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def sqlite_engine(tmp_path) -> Iterator[Engine]:
    """Writing engine of an SQLite file that does not exist yet."""
    engine = writing_engine(f"sqlite:///{tmp_path / 'krm.sqlite'}")
    yield engine
    engine.dispose()


@pytest.fixture
def loaded(engine) -> Callable[..., ImportResult]:
    """Imports into the engine's database, which must take the delivery."""

    def load(*arguments: Any, **options: Any) -> ImportResult:
        result = run_import(engine, *arguments, **options)
        assert result.errors == ()
        return result

    return load


def contents(engine: Engine) -> Contents:
    """Every row of every table that an import writes, in a fixed order, surrogate keys left out."""
    reaktion = schema.kundenreaktion
    named = {reaktion.c.id: (reaktion.c.jobcenter, reaktion.c.aktenzeichen)}
    found: Contents = {}
    with engine.connect() as connection:
        for name in (*TABLES, "kundenreaktion_personenkreis", "importlauf"):
            table = schema.metadata.tables[name]
            columns = [c for c in table.columns if c.name not in ("id", "kundenreaktion_id", "importiert_am")]
            if "kundenreaktion_id" in table.columns:
                statement = select(*named[reaktion.c.id], *columns).select_from(table.join(reaktion))
            else:
                statement = select(*columns)
            found[name] = sorted((tuple(row) for row in connection.execute(statement)), key=repr)
    return found
