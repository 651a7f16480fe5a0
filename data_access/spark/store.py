"""What lies on the shared storage: a folder per Datenstand with a folder per table, and a pointer to the newest.

A folder is named by everything that its rows depend on, the numbers in place of codes included. Whoever knows the
KRM database knows the name; rows under another name are of another Datenstand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from hashlib import blake2b
from typing import Any

import orjson
from sqlalchemy import Column, Table, select

from data_access import schema

POINTER = "aktuell.json"
PARTITIONS: Mapping[str, tuple[str, ...]] = {schema.fact_anliegen.name: ("jahr", "jobcenter")}
# Of the cases nothing but what is counted: no Aktenzeichen, no body to which somebody has turned.
_COLUMNS: Mapping[Table, tuple[str, ...]] = {
    schema.fact_anliegen: tuple(column.name for column in schema.fact_anliegen.columns),
    schema.petition_eingabe: ("jobcenter", "art", "eingang_am", "erledigt_am"),
    schema.bezugsgroesse: ("jobcenter", "monat", "art", "wert"),
}
TABLES = tuple(_COLUMNS)
# All numbers in place of codes, in any order.
NUMBERS = select(
    schema.schluessel.c.merkmal, schema.schluessel.c.nr, schema.schluessel.c.code, schema.schluessel.c.wurzel
)
# Raised when files of the same columns are to be written anew nevertheless.
_FORM = "1"


@dataclass(frozen=True)
class Holding:
    """A folder whose files are complete: its name, the rows of each table, and which folders there are beside it."""

    name: str
    nummer: int
    datenstand: str
    rows: Mapping[str, int]
    kept: tuple[str, ...]

    def as_text(self) -> bytes:
        """One line, which Spark reads as one row."""
        return orjson.dumps(asdict(self))


def read_holding(text: str) -> Holding:
    """A pointer as ``Holding.as_text`` wrote it; raises ValueError for anything else."""
    try:
        found: dict[str, Any] = orjson.loads(text)
        return Holding(**found | {"kept": tuple(found["kept"])})
    except (KeyError, TypeError) as error:
        raise ValueError(POINTER) from error


def columns(table: Table) -> list[Column[Any]]:
    """The columns that are written of a table."""
    return [table.c[name] for name in _COLUMNS[table]]


def name_of(version: str, numbers: Iterable[tuple[Any, ...]]) -> str:
    """Folder of a Datenstand, which is also the name of its database in Spark's catalogue.

    ``numbers``: the rows of ``NUMBERS``.
    """
    installation = version.partition(":")[0]
    form = [f"{table.name}.{column.name} {column.type}" for table in TABLES for column in columns(table)]
    parts = (version, *map(repr, sorted(tuple(row) for row in numbers)), _FORM, *form)
    return prefix_of(installation) + _digest("\n".join(parts), 12)


def prefix_of(installation: str) -> str:
    """With this begin the names of all folders of one KRM database."""
    return f"krm_{_digest(installation, 6)}_"


def _digest(text: str, size: int) -> str:
    return blake2b(text.encode(), digest_size=size).hexdigest()
