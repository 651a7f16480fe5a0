"""What is loaded: the newest Datenstand and the rows of every table, and the imports that brought them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import Connection, func, inspect, select

from data_access import schema
from data_access.catalog import Stand, read_stand
from data_access.errors import NoDataError
from data_access.imports.contract import TABLES
from data_access.warehouse import View


@dataclass(frozen=True)
class Holdings:
    """``stand`` None: no import yet. ``rows``: number of rows per table of the import contract."""

    stand: Stand | None
    rows: dict[str, int]


def read_holdings(connection: Connection) -> Holdings:
    """Read them; a database without our tables holds nothing."""
    if not inspect(connection).has_table(schema.importlauf.name):
        return Holdings(None, {})
    try:
        stand = read_stand(connection)
    except NoDataError:
        stand = None
    counted = {name: select(func.count()).select_from(schema.metadata.tables[name]) for name in TABLES}
    return Holdings(stand, {name: connection.scalar(statement) or 0 for name, statement in counted.items()})


@dataclass(frozen=True)
class Importlauf:
    """One import: its number and Datenstand, when (UTC) and from where, and per table how many rows it did what to.

    ``zaehlung`` holds ``gelesen``, ``neu``, ``geaendert``, ``unveraendert`` and ``entfernt`` per table.
    """

    nummer: int
    datenstand: date
    quelle: str
    importiert_am: datetime
    zaehlung: Mapping[str, Mapping[str, int]]


def importlaeufe(view: View) -> list[Importlauf]:
    """All imports, the newest first; none without a scope."""
    lauf = schema.importlauf
    if not view.scope.all_rows:
        return []
    rows = view.read(lambda connection: connection.execute(select(lauf).order_by(lauf.c.nummer.desc())).all())
    return [Importlauf(row.nummer, row.datenstand, row.quelle, _utc(row.importiert_am), row.zaehlung) for row in rows]


def _utc(time: datetime) -> datetime:
    # SQLite gives the time back without its zone, PostgreSQL in that of the session.
    return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
