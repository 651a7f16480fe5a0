"""What the database holds before an import, in the shape in which deliveries are compared with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, select

from data_access import schema
from data_access.imports import contract
from domain.frist import Qualitaetsstandard

STREAM_ROWS = 5_000


class LastImport(NamedTuple):
    """The newest numbered Datenstand."""

    nummer: int
    datenstand: date
    pruefsumme: str
    demo: int


class StoredRow(NamedTuple):
    """A stored row: its primary key, and the values of the contract's columns."""

    identity: Any
    values: tuple[Any, ...]


@dataclass(frozen=True)
class Stored:
    """Catalogues, standards and the last import; cases are streamed instead (see ``cases``)."""

    last: LastImport | None
    codes: dict[str, frozenset[str]]
    bundesland: dict[str, str]
    parents: dict[str, str | None]
    standards: tuple[Qualitaetsstandard, ...]


def load_stored(connection: Connection) -> Stored:
    """Read it; an empty schema gives empty collections."""
    lauf = schema.importlauf.c
    newest = connection.execute(
        select(lauf.nummer, lauf.datenstand, lauf.pruefsumme, lauf.demo).order_by(lauf.nummer.desc()).limit(1)
    ).first()
    tables = schema.metadata.tables
    bereich, jobcenter, standard = schema.bereich.c, schema.jobcenter.c, schema.qualitaetsstandard.c
    standards = connection.execute(select(*(standard[column.name] for column in contract.QUALITAETSSTANDARD.columns)))
    return Stored(
        last=LastImport(*newest) if newest else None,
        codes={name: frozenset(connection.scalars(select(tables[name].c.code))) for name in contract.CATALOGUES},
        bundesland=dict(pairs(connection, jobcenter.code, jobcenter.bundesland)),
        parents=dict(pairs(connection, bereich.code, bereich.uebergeordnet)),
        standards=tuple(as_standard(row) for row in standards),
    )


def pairs(connection: Connection, *columns: Any) -> Iterator[tuple[Any, Any]]:
    """The rows of two columns."""
    for row in connection.execute(select(*columns)):
        yield row[0], row[1]


def as_standard(row: Row[Any] | tuple[Any, ...]) -> Qualitaetsstandard:
    """A row of the contract's file ``qualitaetsstandard``, stored or delivered."""
    jobcenter, von, bis, tage, tageart, verschiebe, zielquote, bezeichnung = row[
        : len(contract.QUALITAETSSTANDARD.columns)
    ]
    return Qualitaetsstandard(jobcenter, von, bis, tage, tageart, bool(verschiebe), zielquote, bezeichnung)


def stored_rows(connection: Connection, table: contract.Table) -> dict[tuple[Any, ...], StoredRow]:
    """All rows of a table by key (by primary key where the contract has none); not meant for the case tables."""
    target = schema.metadata.tables[table.name]
    (identity,) = target.primary_key.columns
    columns = [target.c[column.name] for column in table.columns]
    rows: dict[tuple[Any, ...], StoredRow] = {}
    for row in connection.execute(select(identity, *columns)):
        values = tuple(row[1:])
        key = tuple(values[place] for place in table.key_positions) if table.key else (row[0],)
        rows[key] = StoredRow(row[0], values)
    return rows


def stream(connection: Connection, *columns: Any, order_by: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Rows in portions, so that a large table never stands in memory as a whole."""
    statement = select(*columns).order_by(*order_by)
    for row in connection.execute(statement, execution_options={"yield_per": STREAM_ROWS}):
        yield tuple(row)
