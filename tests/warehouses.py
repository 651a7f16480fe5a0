"""Databases filled by real imports, and warehouses that answer from them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from flask import Flask
from flask_caching.backends.nullcache import NullCache
from sqlalchemy import event

from data_access.ahead import Ahead
from data_access.cache import RowCache, connect_cache
from data_access.engine import reading_engine, writing_engine
from data_access.imports import run_import
from data_access.in_memory.holder import Holder
from data_access.snapshot.build import write_snapshot
from data_access.snapshot.source import Snapshots
from data_access.sources import direct
from data_access.warehouse import Warehouse
from settings import Settings
from tests.random_data import Lieferung, write_delivery

STATEMENT_SECONDS = 15.0
SNAPSHOT_MEGABYTES = 256
HELD_ROWS = 1_000_000


def import_delivery(url: str, lieferung: Lieferung, datenstand: date) -> None:
    """Write the files of a delivery and import them; they must be accepted."""
    engine = writing_engine(url)
    try:
        with tempfile.TemporaryDirectory() as folder:
            write_delivery(lieferung, Path(folder))
            result = run_import(engine, Path(folder), datenstand=datenstand)
    finally:
        engine.dispose()
    assert result.ok, result.errors


@contextmanager
def uncached_warehouse(url: str, folder: Path) -> Iterator[Warehouse]:
    """A warehouse that asks the database anew for every row; ``folder`` is for its locks."""
    with _warehouse(url, RowCache(NullCache(), folder / "locks")) as warehouse:
        yield warehouse


@contextmanager
def snapshot_warehouse(url: str, folder: Path) -> Iterator[Warehouse]:
    """An uncached warehouse that reads a snapshot of the database; ``folder`` is for it and for locks."""
    with _of_snapshot(url, folder, None) as warehouse:
        yield warehouse


@contextmanager
def holding_snapshot_warehouse(url: str, folder: Path, rows_at_most: int = HELD_ROWS) -> Iterator[Warehouse]:
    """The same that holds the rows of the snapshot in memory; ``folder`` is for those as well."""
    with _of_snapshot(url, folder, Holder(rows_at_most, folder / "facts")) as warehouse:
        yield warehouse


@contextmanager
def prepared_snapshot_warehouse(url: str, folder: Path, rows_at_most: int = HELD_ROWS) -> Iterator[Warehouse]:
    """A warehouse of a snapshot that is not small: sums are held and, where they have room, all rows."""
    with _of_snapshot(url, folder, Holder(rows_at_most, folder / "facts", small=0)) as warehouse:
        warehouse.prepare()
        yield warehouse


@contextmanager
def holding_warehouse(url: str, folder: Path, rows_at_most: int = HELD_ROWS) -> Iterator[Warehouse]:
    """A warehouse that holds the rows of the database in memory; ``folder`` is for locks and for the rows."""
    holder = Holder(rows_at_most, folder / "facts")
    with _warehouse(url, RowCache(NullCache(), folder / "locks"), holder) as warehouse:
        yield warehouse


@contextmanager
def cached_warehouse(settings: Settings) -> Iterator[Warehouse]:
    """The warehouse of these settings, with their cache."""
    backend = connect_cache(Flask("krm_statistik", static_folder=None), settings)
    with _warehouse(settings.krm_url, RowCache(backend, settings.cache_dir / "locks")) as warehouse:
        yield warehouse


@contextmanager
def statements_that_count(warehouse: Warehouse) -> Iterator[list[str]]:
    """The statements that the warehouse sends meanwhile to count something, in their order."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if "sum(" in statement or "count(" in statement:
            seen.append(statement)

    engine = warehouse.sources().engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


@contextmanager
def _warehouse(url: str, cache: RowCache, holder: Holder | None = None) -> Iterator[Warehouse]:
    engine = reading_engine(url, STATEMENT_SECONDS)
    try:
        yield Warehouse(direct(engine), cache, holder=holder, ahead=Ahead(1))
    finally:
        engine.dispose()


@contextmanager
def _of_snapshot(url: str, folder: Path, holder: Holder | None) -> Iterator[Warehouse]:
    write_snapshot(url, folder / "snapshot", SNAPSHOT_MEGABYTES)
    snapshots = Snapshots(folder / "snapshot", SNAPSHOT_MEGABYTES, STATEMENT_SECONDS)
    yield Warehouse(snapshots, RowCache(NullCache(), folder / "locks"), holder=holder, ahead=Ahead(1))
    snapshots.release()
