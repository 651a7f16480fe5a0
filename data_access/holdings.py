"""What is loaded: the newest Datenstand and the rows of every table."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, inspect, select

from data_access import schema
from data_access.catalog import Stand, read_stand
from data_access.errors import NoDataError
from data_access.imports.contract import TABLES


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
