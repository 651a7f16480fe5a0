"""Rows of a table as lines of JSON and back, the same from SQLite and from PostgreSQL."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import orjson
from sqlalchemy import Connection, Date, DateTime, LargeBinary, Numeric, Table, select

Row = Mapping[str, Any]


def lines(connection: Connection, table: Table) -> Iterator[bytes]:
    """One line per row, ordered by key."""
    statement = select(table).order_by(*table.primary_key.columns)
    for row in connection.execution_options(yield_per=5_000).execute(statement).mappings():
        yield orjson.dumps({str(column.name): _plain(row[column.name]) for column in table.columns}) + b"\n"


def rows(table: Table, stream: Iterable[bytes]) -> Iterator[Row]:
    """The rows of the lines. Raises KeyError or ValueError where a line is none of this table."""
    for line in stream:
        content = orjson.loads(line)
        yield {column.name: _typed(column.type, content[column.name]) for column in table.columns}


def parents_first(table: Table, found: Iterable[Row]) -> Iterable[Row]:
    """The rows so that each comes behind the one of the same table that it refers to."""
    own = [(key.parent.name, key.column.name) for key in table.foreign_keys if key.column.table is table]
    if not own:
        return found
    return _ordered(list(found), own)


def _ordered(waiting: list[Row], own: list[tuple[str, str]]) -> Iterator[Row]:
    known: set[tuple[str, Any]] = set()
    while waiting:
        ready = [row for row in waiting if all(row[name] is None or (key, row[name]) in known for name, key in own)]
        if not ready:
            raise ValueError("rows refer to each other in a circle")
        known.update((key, row[key]) for row in ready for _, key in own)
        waiting = [row for row in waiting if row not in ready]
        yield from ready


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        # SQLite forgets the time zone; all times are kept in UTC.
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value.normalize())
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


def _typed(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, DateTime):
        return datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    if isinstance(kind, LargeBinary):
        return base64.b64decode(value)
    return Decimal(value) if isinstance(kind, Numeric) else value
