"""``krm snapshot``, and the snapshot that imports bring with them where pages read one.

The modules behind it are imported where they are used: they bring a database engine that other commands start faster
without.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from data_access.catalog import Stand
from data_access.errors import NoDataError
from data_access.imports import messages
from data_access.imports.faults import printable
from data_access.imports.rows import Progress
from data_access.snapshot.errors import SnapshotBusyError, SnapshotFailedError
from settings import SNAPSHOT, Settings

FORMATS = ("duckdb",)


class SnapshotRefusedError(Exception):
    """A German sentence says why there is no new snapshot."""


def write(settings: Settings, folder: Path | None, progress: Progress) -> str:
    """Bring the snapshot in ``folder``, or where the server looks for it, to the newest Datenstand; what to tell.

    Raises ``SnapshotRefusedError``, ``NoDataError`` and SQLAlchemyError.
    """
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


def write_after_import(settings: Settings, progress: Progress) -> str | None:
    """The same after an import, which stands whatever happens here; None where pages read no snapshot.

    Raises ``SnapshotRefusedError`` alone.
    """
    if settings.analytics != SNAPSHOT:
        return None
    try:
        return write(settings, None, progress)
    except SnapshotRefusedError as error:
        raise SnapshotRefusedError(messages.snapshot_not_renewed(str(error))) from error
    except (SQLAlchemyError, NoDataError) as error:
        raise SnapshotRefusedError(messages.snapshot_not_renewed(messages.SNAPSHOT_UNREAD)) from error


def told(settings: Settings, stand: Stand | None) -> str | None:
    """How far the snapshot is that pages read, if they do; ``stand`` is the newest Datenstand of the database."""
    if settings.analytics != SNAPSHOT or stand is None:
        return None
    from data_access.snapshot.files import is_of, read_pointer

    pointer = read_pointer(settings.snapshot_dir)
    if pointer is None:
        return messages.SNAPSHOT_MISSING
    return messages.SNAPSHOT_CURRENT if is_of(pointer, stand) else messages.snapshot_outdated(pointer.nummer)
