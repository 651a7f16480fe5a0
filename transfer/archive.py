"""One file with everything of an installation: both databases and the settings without their secrets.

A ZIP archive: ``inhalt.json`` says what is in it, ``einstellungen.json`` holds the settings, and of each table there
are the rows as lines of JSON. It does not depend on the kind of database.
"""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from secrets import token_hex
from typing import Any

import orjson
from sqlalchemy import Connection, Integer, Table, func, select, text

from data_access.schema import installation
from transfer.databases import KRM, opened, tables
from transfer.rows import Row, lines, parents_first, rows

FORMAT = 1
CONTENTS, SETTINGS = "inhalt.json", "einstellungen.json"
_BATCH = 2_000

Counts = dict[str, dict[str, int]]


class ArchiveError(Exception):
    """The file cannot be read here; ``reason`` is one of the keys of the sentences."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


NOT_OURS, OTHER_VERSION, NOT_EMPTY, DAMAGED = "fremd", "fassung", "belegt", "beschaedigt"


def write_archive(path: Path, krm_url: str, app_url: str, settings: Mapping[str, Any], version: str) -> Counts:
    """Write everything into a new file, complete or not at all; the number of rows per database and table.

    Raises what ``opened`` raises, and OSError where the file cannot be written.
    """
    draft = path.with_name(f".{path.name}-{token_hex(4)}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            with opened(krm_url, app_url) as connections:
                counts = {
                    name: {str(table.name): _write(archive, name, connections[name], table) for table in found}
                    for name, found in tables().items()
                }
            archive.writestr(SETTINGS, orjson.dumps(dict(settings), option=orjson.OPT_INDENT_2))
            about = {
                "format": FORMAT,
                "fassung": version,
                "geschrieben_am": datetime.now(UTC).isoformat(timespec="seconds"),
                "zeilen": counts,
                "spalten": _columns(),
            }
            archive.writestr(CONTENTS, orjson.dumps(about, option=orjson.OPT_INDENT_2))
        draft.replace(path)
    finally:
        with suppress(FileNotFoundError):
            draft.unlink()
    return counts


def read_archive(path: Path, krm_url: str, app_url: str) -> Counts:
    """Bring everything of a file into two empty databases, all or nothing; the number of rows.

    Raises ``ArchiveError``, what ``opened`` raises, and OSError where the file cannot be read.
    """
    try:
        with zipfile.ZipFile(path) as archive, opened(krm_url, app_url) as connections:
            about = _contents(archive)
            _require_empty(connections)
            counts: Counts = {}
            for name, found in tables().items():
                connection = connections[name]
                _forget_identity(name, connection)
                counts[name] = {str(table.name): _read(archive, name, connection, table) for table in found}
            if counts != about["zeilen"]:
                raise ArchiveError(DAMAGED)
            return counts
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, EOFError) as error:
        raise ArchiveError(DAMAGED if isinstance(error, KeyError) else NOT_OURS) from error


def _contents(archive: zipfile.ZipFile) -> dict[str, Any]:
    if CONTENTS not in archive.namelist():
        raise ArchiveError(NOT_OURS)
    about: dict[str, Any] = orjson.loads(archive.read(CONTENTS))
    if about.get("format") != FORMAT or about.get("spalten") != _columns():
        raise ArchiveError(OTHER_VERSION)
    return about


def _columns() -> dict[str, dict[str, list[str]]]:
    """What the tables look like: the same in both versions, or the rows do not fit."""
    return {
        name: {str(table.name): [str(column.name) for column in table.columns] for table in found}
        for name, found in tables().items()
    }


def _write(archive: zipfile.ZipFile, name: str, connection: Connection, table: Table) -> int:
    count = 0
    with archive.open(_member(name, table), "w", force_zip64=True) as stream:
        for line in lines(connection, table):
            stream.write(line)
            count += 1
    return count


def _read(archive: zipfile.ZipFile, name: str, connection: Connection, table: Table) -> int:
    count = 0
    with archive.open(_member(name, table)) as stream:
        for batch in _batches(parents_first(table, rows(table, stream))):
            connection.execute(table.insert(), [dict(row) for row in batch])
            count += len(batch)
    _continue_numbers(connection, table)
    return count


def _member(name: str, table: Table) -> str:
    return f"{name}/{table.name}.jsonl"


def _batches(found: Iterable[Row]) -> Iterator[list[Row]]:
    waiting = iter(found)
    while batch := list(islice(waiting, _BATCH)):
        yield batch


def _require_empty(connections: Mapping[str, Connection]) -> None:
    for name, found in tables().items():
        for table in found:
            if table is not installation and connections[name].scalar(select(func.count()).select_from(table)):
                raise ArchiveError(NOT_EMPTY)


def _forget_identity(name: str, connection: Connection) -> None:
    """A new database has an identity of its own; it becomes the one that moves in."""
    if name == KRM:
        connection.execute(installation.delete())


def _continue_numbers(connection: Connection, table: Table) -> None:
    """PostgreSQL counts on from its own numbers, not from those that came with the rows."""
    key = table.autoincrement_column
    if connection.dialect.name != "postgresql" or key is None or not isinstance(key.type, Integer):
        return
    sequence = connection.scalar(
        text("SELECT pg_get_serial_sequence(:table, :column)"), {"table": table.name, "column": key.name}
    )
    if sequence is None:
        return
    highest = connection.scalar(select(func.max(key)))
    connection.execute(
        text("SELECT setval(CAST(:name AS regclass), :value, :used)"),
        {"name": sequence, "value": highest or 1, "used": highest is not None},
    )
