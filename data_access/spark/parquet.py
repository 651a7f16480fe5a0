"""Writes what Spark counts as Parquet files, from the columnar snapshot of the same Datenstand."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import duckdb
from filelock import FileLock, Timeout
from sqlalchemy import Table

from data_access.snapshot.errors import SnapshotBusyError, SnapshotFailedError
from data_access.snapshot.files import WAIT_SECONDS, read_pointer
from data_access.spark.store import NUMBERS, PARTITIONS, POINTER, TABLES, Holding, columns, name_of, read_holding

# Who still counts in the Datenstand before the newest one finds its files.
KEPT = 2
UNFINISHED = ".neu"


def write_parquet(snapshots: Path, folder: Path, megabytes: int) -> tuple[Holding, bool]:
    """Bring the files below ``folder`` to the snapshot in ``snapshots``, and tell what is there and whether it was not.

    A failure leaves what was there before. Raises ``SnapshotBusyError`` while somebody else writes all the time and
    ``SnapshotFailedError`` where a file cannot be read or written.
    """
    try:
        with _alone_in(folder):
            return _renew(snapshots, folder, megabytes)
    except (OSError, duckdb.Error) as error:
        raise SnapshotFailedError from error


def _renew(snapshots: Path, folder: Path, megabytes: int) -> tuple[Holding, bool]:
    pointer = read_pointer(snapshots)
    if pointer is None:
        raise SnapshotFailedError
    before = holding_in(folder)
    with _opened(snapshots / pointer.file, megabytes) as source:
        name = name_of(pointer.version, source.execute(str(NUMBERS)).fetchall())
        is_new = not (folder / name).is_dir()
        if is_new:
            _write(source, folder, name)
        rows = {str(table.name): _count(source, table) for table in TABLES}
    kept = tuple(dict.fromkeys((name, *(before.kept if before else ()))))[:KEPT]
    holding = Holding(name, pointer.nummer, pointer.datenstand, rows, kept)
    if holding != before:
        _point_to(folder, holding)
    _remove_others(folder, kept)
    return holding, holding != before


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Nobody else writes below the folder meanwhile; who may read it is for its owner to say."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o750)
    try:
        with FileLock(folder / ".lock", timeout=WAIT_SECONDS, mode=0o600):
            yield
    except Timeout as error:
        raise SnapshotBusyError from error


@contextmanager
def _opened(file: Path, megabytes: int) -> Iterator[duckdb.DuckDBPyConnection]:
    config: dict[str, Any] = {"threads": "1", "memory_limit": f"{megabytes}MB"}
    with duckdb.connect(str(file), read_only=True, config=config) as source:
        yield source


def holding_in(folder: Path) -> Holding | None:
    """What the pointer of a folder names; None where there is none to understand."""
    with suppress(OSError, ValueError):
        return read_holding((folder / POINTER).read_text(encoding="utf-8"))
    return None


def _write(source: duckdb.DuckDBPyConnection, folder: Path, name: str) -> None:
    unfinished = folder / f"{name}{UNFINISHED}"
    shutil.rmtree(unfinished, ignore_errors=True)
    try:
        for table in TABLES:
            (unfinished / table.name).mkdir(parents=True)
            _copy(source, table, unfinished / table.name)
        os.sync()
        unfinished.rename(folder / name)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise


def _copy(source: duckdb.DuckDBPyConnection, table: Table, folder: Path) -> None:
    """One file per partition, its rows in the order of the key.

    DuckDB's own way to write partitions mixes the rows of small ones up, so each is written by itself.
    """
    by = PARTITIONS.get(table.name, ())
    inside = ", ".join(column.name for column in columns(table) if column.name not in by)
    key = ", ".join(column.name for column in table.primary_key if column.name not in by)
    for values in source.execute(f"SELECT DISTINCT {', '.join(by)} FROM {table.name}").fetchall() if by else [()]:
        parts = [f"{name}={value}" for name, value in zip(by, values, strict=True)]
        target = folder.joinpath(*parts)
        target.mkdir(parents=True, exist_ok=True)
        where = f" WHERE {' AND '.join(parts)}" if parts else ""
        place = str(target / "daten.parquet").replace("'", "''")
        source.execute(
            f"COPY (SELECT {inside} FROM {table.name}{where} ORDER BY {key}) TO '{place}'"
            " (FORMAT parquet, COMPRESSION zstd)"
        )


def _count(source: duckdb.DuckDBPyConnection, table: Table) -> int:
    found = source.execute(f"SELECT count(*) FROM {table.name}").fetchone()
    return int(found[0]) if found else 0


def _point_to(folder: Path, holding: Holding) -> None:
    written = folder / f"{POINTER}{UNFINISHED}"
    written.write_bytes(holding.as_text())
    os.sync()
    written.replace(folder / POINTER)


def _remove_others(folder: Path, kept: tuple[str, ...]) -> None:
    for path in folder.glob("krm_*"):
        if path.name not in kept:
            shutil.rmtree(path, ignore_errors=True)
