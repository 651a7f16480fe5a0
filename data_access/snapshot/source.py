"""The newest snapshot as a source: every request looks at the pointer, and one that has begun ends on its own file."""

from __future__ import annotations

import threading
import weakref
from pathlib import Path

import duckdb
import structlog
from sqlalchemy import Connection, Engine

from data_access.errors import DatabaseUnavailableError, NoDataError
from data_access.snapshot.dialect import open_file
from data_access.snapshot.files import POINTER, Pointer, form, read_pointer
from data_access.sources import Source

_ATTEMPTS = 5

# What tells two pointers apart without reading them: place, size and time of the file.
_Signature = tuple[int, int, int]

log = structlog.get_logger(__name__)


class SnapshotSource(Source):
    """One snapshot. Its file is closed when nobody holds the source any more."""

    rollups = True
    gives_columns = True
    counts_periods_at_once = True

    def __init__(self, engine: Engine, version: str) -> None:
        self._engine = engine
        self.version = version
        weakref.finalize(self, engine.dispose)

    @property
    def engine(self) -> Engine:
        """Engine of the file."""
        return self._engine

    def fits(self, connection: Connection) -> bool:
        """The form of the file was looked at before it was opened."""
        return True


class Snapshots:
    """The newest snapshot of a folder, opened once per process and Datenstand; shared by all threads of a process."""

    def __init__(self, folder: Path, megabytes: int, statement_seconds: float) -> None:
        self._folder = folder
        self._megabytes = megabytes
        self._statement_seconds = statement_seconds
        self._held: tuple[_Signature, SnapshotSource] | None = None
        self._guard = threading.Lock()

    def __call__(self) -> Source:
        """The newest snapshot.

        Raises ``NoDataError`` where there is none, ``DatabaseUnavailableError`` where it cannot be read.
        """
        seen = self._signature()
        held = self._held
        if held is None or held[0] != seen:
            with self._guard:
                held = self._held
                if held is None or held[0] != seen:
                    held = self._held = (seen, self._open())
        return held[1]

    def release(self) -> None:
        """Close what is open: it must not be shared with a process that is about to be made from this one."""
        with self._guard:
            self._held = None

    def _signature(self) -> _Signature:
        try:
            found = (self._folder / POINTER).stat()
        except OSError as error:
            log.warning("snapshot_missing")
            raise NoDataError from error
        return found.st_ino, found.st_size, found.st_mtime_ns

    def _open(self) -> SnapshotSource:
        for _ in range(_ATTEMPTS):
            pointer = read_pointer(self._folder)
            if pointer is None:
                break
            if pointer.form != form():
                log.warning("snapshot_of_other_version")
                raise DatabaseUnavailableError
            opened = self._opened(pointer)
            if opened is not None:
                return opened
            if read_pointer(self._folder) == pointer:
                break
        log.warning("snapshot_unreadable")
        raise DatabaseUnavailableError

    def _opened(self, pointer: Pointer) -> SnapshotSource | None:
        """None where the file cannot be read, which may only mean that a newer one has just taken its place."""
        try:
            engine = open_file(self._folder / pointer.file, self._megabytes, self._statement_seconds)
        except duckdb.Error:
            return None
        return SnapshotSource(engine, pointer.version)
