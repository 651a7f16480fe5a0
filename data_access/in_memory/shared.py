"""The rows of a whole Datenstand in a file, so that of all processes of a machine only one asks the database."""

from __future__ import annotations

import os
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

import numpy as np
import structlog
from filelock import FileLock, Timeout

from data_access.in_memory.table import NAMES, FactColumns
from safety import deadline

# Goes up when the columns of a file come to mean something else.
FORM = "2"
# At most, and no more than half of what is left: whoever waited in vain still has the time to ask the database.
LOCK_SECONDS = 5.0
# Whatever a damaged or foreign file can make of reading it.
_UNREADABLE = (
    OSError,
    ValueError,
    KeyError,
    EOFError,
    TypeError,
    RuntimeError,
    MemoryError,
    zipfile.BadZipFile,
    zlib.error,
)

log = structlog.get_logger(__name__)


class SharedFacts:
    """A folder with the rows of one Datenstand. What cannot be read or written there is read from the database."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def facts(self, name: str, read: Callable[[], FactColumns | None]) -> FactColumns | None:
        """The rows of this name from the file, or from ``read``, and then they lie there."""
        path = self._folder / f"{blake2b(f'{FORM}|{name}'.encode(), digest_size=16).hexdigest()}.npz"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = FileLock(self._folder / ".lock", timeout=deadline.shortened(2 * LOCK_SECONDS) / 2)
            lock.acquire()
        except (Timeout, OSError) as error:
            log.warning("shared_facts_unavailable", error=type(error).__name__)
            return read()
        try:
            found = _from_file(path)
            if found is None:
                found = read()
                self._change(path, found)
            return found
        finally:
            lock.release()

    def _change(self, path: Path, facts: FactColumns | None) -> None:
        """Lay the rows there, if there are any to lay; those of other Datenstände go, and what was left unfinished."""
        unfinished = path.with_suffix(".tmp")
        try:
            if facts is not None:
                with os.fdopen(os.open(unfinished, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
                    np.savez(file, allow_pickle=False, **facts.columns)
                unfinished.replace(path)
            for other in self._folder.iterdir():
                if other != path and other.suffix in (path.suffix, unfinished.suffix):
                    other.unlink()
        except OSError as error:
            log.warning("shared_facts_unavailable", error=type(error).__name__)
            with suppress(OSError):
                unfinished.unlink()


def _from_file(path: Path) -> FactColumns | None:
    """What a process of this program has written; None where there is nothing, or something else."""
    try:
        # Opened here, because numpy leaves open what turns out to be damaged.
        with path.open("rb") as content, np.load(content, allow_pickle=False) as file:
            columns = {name: np.asarray(file[name]) for name in NAMES}
    except _UNREADABLE:
        return None
    whole = {column.ndim == 1 and column.dtype.kind == "i" and len(column) for column in columns.values()}
    return FactColumns(columns) if len(whole) == 1 and False not in whole else None
