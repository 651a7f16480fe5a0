"""The folder of the snapshots: files that never change, and a pointer to the one that counts.

A file is named by its Datenstand and never written twice, because whoever has a name open goes on reading what was
there. Files that the pointer has left are removed at once: who still reads one keeps it until he is done.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import blake2b
from pathlib import Path

import orjson
from filelock import FileLock, Timeout

from data_access.catalog import Stand
from data_access.facts import rollups
from data_access.schema import metadata
from data_access.snapshot.dialect import dialect
from data_access.snapshot.errors import SnapshotBusyError

POINTER = "aktuell.json"
SUFFIX = ".duckdb"
WAIT_SECONDS = 900.0
# Raised when files of the same columns are to be written anew nevertheless.
_FORM = "1"


@dataclass(frozen=True)
class Pointer:
    """The snapshot that counts: its file, the Datenstand in it, and the ``form`` of its tables."""

    file: str
    version: str
    nummer: int
    datenstand: str
    form: str


def form() -> str:
    """A short text that differs where tables or types do: a file of another form is of another program version."""
    duck = dialect()
    columns = [
        f"{table.name}.{column.name} {column.type.compile(duck)}"
        for table in (*metadata.sorted_tables, *rollups.metadata.sorted_tables)
        for column in table.columns
    ]
    return blake2b("\n".join((_FORM, *columns)).encode(), digest_size=8).hexdigest()


def new_name(stand: Stand) -> str:
    """A file name for a Datenstand; another one each time."""
    version = blake2b(stand.version.encode(), digest_size=8).hexdigest()
    return f"krm-{stand.nummer}-{version}-{secrets.token_hex(3)}{SUFFIX}"


def read_pointer(folder: Path) -> Pointer | None:
    """The pointer of a folder; None where there is none that can be read."""
    try:
        return Pointer(**orjson.loads((folder / POINTER).read_bytes()))
    except (OSError, orjson.JSONDecodeError, TypeError):
        return None


def is_of(pointer: Pointer, stand: Stand) -> bool:
    """Whether the snapshot is one of this Datenstand, as this program version writes it."""
    return (pointer.version, pointer.form) == (stand.version, form())


def point_to(folder: Path, stand: Stand, file: Path) -> None:
    """Make a finished file the one that counts; after a crash it is this one or the one before."""
    _to_disk(file)
    pointer = Pointer(file.name, stand.version, stand.nummer, stand.datenstand.isoformat(), form())
    written = folder / f"{POINTER}.neu"
    written.touch(mode=0o600)
    written.write_bytes(orjson.dumps(asdict(pointer)))
    _to_disk(written)
    written.replace(folder / POINTER)
    _to_disk(folder)


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Nobody else writes into the folder meanwhile, which only its owner can enter.

    Raises ``SnapshotBusyError`` after a long wait.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    try:
        with FileLock(folder / ".lock", timeout=WAIT_SECONDS, mode=0o600):
            yield
    except Timeout as error:
        raise SnapshotBusyError from error


def remove_others(folder: Path) -> None:
    """Remove everything of other snapshots than the one that counts, whole or half-written."""
    pointer = read_pointer(folder)
    kept = pointer.file if pointer else ""
    files = [path for path in folder.glob(f"krm-*{SUFFIX}*") if not path.name.startswith(kept or "-")]
    # Beside a file lies a folder with what did not fit into memory. Who still computes with it keeps its file open.
    beside = {path for path in files if path.is_dir() and not path.with_suffix("").exists()}
    for path in files:
        if path in beside:
            shutil.rmtree(path, ignore_errors=True)
        elif not path.is_dir():
            path.unlink(missing_ok=True)


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
