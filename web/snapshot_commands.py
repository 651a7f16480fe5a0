"""``krm snapshot``, and the files that imports bring with them where pages read such: a snapshot, or Parquet for Spark.

The modules behind it are imported where they are used: they bring a database engine that other commands start faster
without.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from data_access.catalog import Stand
from data_access.errors import NoDataError
from data_access.imports import messages
from data_access.imports.faults import printable
from data_access.imports.rows import Progress
from data_access.snapshot.errors import SnapshotBusyError, SnapshotFailedError
from data_access.spark.address import read_address
from data_access.spark.errors import SparkAddressError
from settings import SNAPSHOT, SPARK, Settings
from web import texts

DUCKDB, PARQUET = FORMATS = ("duckdb", "parquet")


class SnapshotRefusedError(Exception):
    """A German sentence says why there is no new snapshot."""


def write(settings: Settings, ending: str, folder: Path | None, progress: Progress) -> str:
    """Bring the files in ``folder``, or where the server looks for them, to the newest Datenstand; what to tell.

    Raises ``SnapshotRefusedError``, ``NoDataError`` and SQLAlchemyError.
    """
    if ending == DUCKDB:
        return _write_snapshot(settings, folder, progress)
    target = folder or _parquet_folder(settings)
    if target is None:
        raise SnapshotRefusedError(messages.PARQUET_WHERE)
    _write_snapshot(settings, None, progress)
    return _write_parquet(settings, target)


def _write_snapshot(settings: Settings, folder: Path | None, progress: Progress) -> str:
    from data_access.snapshot.build import write_snapshot

    target = folder or settings.snapshot_dir
    try:
        stand, is_new = write_snapshot(settings.krm_url, target, settings.snapshot_megabytes, progress)
    except SnapshotBusyError as error:
        raise SnapshotRefusedError(messages.SNAPSHOT_BUSY) from error
    except SnapshotFailedError as error:
        raise SnapshotRefusedError(messages.snapshot_failed(printable(target))) from error
    sentence = messages.snapshot_written if is_new else messages.snapshot_there
    return sentence(stand.nummer, stand.datenstand)


def _write_parquet(settings: Settings, target: Path) -> str:
    from data_access.spark.parquet import write_parquet

    try:
        holding, is_new = write_parquet(settings.snapshot_dir, target, settings.snapshot_megabytes)
    except SnapshotBusyError as error:
        raise SnapshotRefusedError(messages.PARQUET_BUSY) from error
    except SnapshotFailedError as error:
        raise SnapshotRefusedError(messages.parquet_failed(printable(target))) from error
    sentence = messages.parquet_written if is_new else messages.parquet_there
    return sentence(holding.nummer, date.fromisoformat(holding.datenstand))


def _parquet_folder(settings: Settings) -> Path | None:
    """Where Spark looks for the files, if that is a folder of this machine as well."""
    if not settings.analytics.startswith(SPARK):
        return None
    try:
        return read_address(settings.analytics).folder
    except SparkAddressError as error:
        raise SnapshotRefusedError(texts.SETTING_INVALID.format(name="KRM_ANALYTICS")) from error


def _ending_of(settings: Settings) -> str | None:
    """The files that the server reads; None where it reads none that lie on this machine."""
    if settings.analytics == SNAPSHOT:
        return DUCKDB
    return PARQUET if _parquet_folder(settings) else None


def write_after_import(settings: Settings, progress: Progress) -> str | None:
    """The same after an import, which stands whatever happens here; None where pages read no files.

    Raises ``SnapshotRefusedError`` alone.
    """
    ending = _ending_of(settings)
    if ending is None:
        return None
    not_renewed = messages.snapshot_not_renewed if ending == DUCKDB else messages.parquet_not_renewed
    try:
        return write(settings, ending, None, progress)
    except SnapshotRefusedError as error:
        raise SnapshotRefusedError(not_renewed(str(error))) from error
    except (SQLAlchemyError, NoDataError) as error:
        raise SnapshotRefusedError(not_renewed(messages.SNAPSHOT_UNREAD)) from error


def told(settings: Settings, stand: Stand | None) -> str | None:
    """How far the snapshot is that pages read, if they do; ``stand`` is the newest Datenstand of the database."""
    folder = _parquet_folder(settings)
    if stand is not None and folder is not None:
        return _parquet_told(folder, stand)
    if settings.analytics != SNAPSHOT or stand is None:
        return None
    from data_access.snapshot.files import is_of, read_pointer

    pointer = read_pointer(settings.snapshot_dir)
    if pointer is None:
        return messages.SNAPSHOT_MISSING
    return messages.SNAPSHOT_CURRENT if is_of(pointer, stand) else messages.snapshot_outdated(pointer.nummer)


def _parquet_told(folder: Path, stand: Stand) -> str:
    from data_access.spark.parquet import holding_in
    from data_access.spark.store import prefix_of

    holding = holding_in(folder)
    if holding is None:
        return messages.PARQUET_MISSING
    is_own = holding.name.startswith(prefix_of(stand.version.partition(":")[0]))
    if is_own and holding.nummer == stand.nummer:
        return messages.PARQUET_CURRENT
    return messages.parquet_outdated(holding.nummer) if is_own else messages.PARQUET_MISSING
