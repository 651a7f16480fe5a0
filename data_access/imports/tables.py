"""Tables other than the case tables: compared with what is stored, then written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, update

from data_access import schema
from data_access.imports.contract import CATALOGUES, Table
from data_access.imports.outcome import TableCount
from data_access.imports.rows import Key, Row, TableData
from data_access.imports.stored import StoredRow, stored_rows

WRITTEN_AT_ONCE = 5_000


@dataclass
class TableChanges:
    """What an import does to one table; ``kept`` are stored rows that the delivery does not name."""

    table: Table
    new: list[Row] = field(default_factory=list)
    changed: list[tuple[Any, Row]] = field(default_factory=list)
    replace_all: bool = False
    kept: list[StoredRow] = field(default_factory=list)
    count: TableCount = field(default_factory=TableCount)


def compare_table(connection: Connection, data: TableData) -> TableChanges:
    """Upsert by key; a table without a key is replaced as a whole when its rows differ."""
    stored = stored_rows(connection, data.table)
    changes = TableChanges(data.table)
    changes.count.gelesen = len(data.rows)
    if data.table.key:
        _compare_by_key(changes, data, stored)
    else:
        _compare_as_a_whole(changes, data, stored)
    return changes


def _compare_by_key(changes: TableChanges, data: TableData, stored: dict[Key, StoredRow]) -> None:
    for key, row in data.rows.items():
        before = stored.get(key)
        if before is None:
            changes.new.append(row)
            changes.count.neu += 1
        else:
            differs = before.values != row[:-1]
            changes.count.add(changed=differs)
            if differs:
                changes.changed.append((before.identity, row))
    changes.kept = [row for key, row in stored.items() if not data.has(key)]


def _compare_as_a_whole(changes: TableChanges, data: TableData, stored: dict[Key, StoredRow]) -> None:
    before = Counter(row.values for row in stored.values())
    now = Counter(row[:-1] for row in data.rows.values())
    changes.count.unveraendert = (before & now).total()
    changes.count.neu = (now - before).total()
    changes.count.entfernt = (before - now).total()
    changes.replace_all = before != now
    changes.new = list(data.rows.values()) if changes.replace_all else []


def write_table(connection: Connection, changes: TableChanges) -> None:
    """Write the new and the changed rows."""
    target = schema.metadata.tables[changes.table.name]
    names = [column.name for column in changes.table.columns]
    if changes.replace_all:
        connection.execute(delete(target))
    new = _parents_first(changes.new) if changes.table.name == "bereich" else changes.new
    write_rows(connection, insert(target), (dict(zip(names, row, strict=False)) for row in new))
    (identity,) = target.primary_key.columns
    settable = names[1:] if changes.table.name in CATALOGUES else names
    # Bound under names of their own: an UPDATE reserves the names of the columns it sets.
    statement = (
        update(target)
        .where(identity == bindparam("identity_"))
        .values({name: bindparam(f"{name}_") for name in settable})
    )
    places = [(f"{name}_", changes.table.position[name]) for name in settable]
    write_rows(
        connection,
        statement,
        ({"identity_": key, **{name: row[place] for name, place in places}} for key, row in changes.changed),
    )


def write_rows(connection: Connection, statement: Any, rows: Iterator[dict[str, Any]]) -> None:
    """Execute the statement for all rows, some thousands at a time."""
    portion: list[dict[str, Any]] = []
    for row in rows:
        portion.append(row)
        if len(portion) == WRITTEN_AT_ONCE:
            connection.execute(statement, portion)
            portion = []
    if portion:
        connection.execute(statement, portion)


def _parents_first(rows: list[Row]) -> list[Row]:
    """New Bereiche so that each follows the one above it: the database checks every row at once."""
    waiting = {row[0]: row for row in rows}
    ordered: dict[str, Row] = {}
    for code in waiting:
        way = []
        step: str | None = code
        while step is not None and step in waiting and step not in ordered:
            way.append(step)
            step = waiting[step][2]
        ordered.update((step, waiting[step]) for step in reversed(way))
    return list(ordered.values())
