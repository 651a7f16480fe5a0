"""Events that people add in the application: table, and the functions that read and change it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    Connection,
    Date,
    DateTime,
    Integer,
    Row,
    String,
    Table,
    delete,
    func,
    insert,
    select,
    update,
)

from app_data.database import AppDatabase
from app_data.errors import AppDatabaseUnavailableError
from app_data.metadata import CODE, NAME, metadata
from domain.ereignis import LONGEST_KATEGORIE, Ereignis

eigenes_ereignis = Table(
    "eigenes_ereignis",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("datum_von", Date, nullable=False),
    Column("datum_bis", Date),
    Column("titel", NAME, nullable=False),
    Column("kategorie", String(LONGEST_KATEGORIE), nullable=False),
    # Codes of the catalogue of the day; a code that a later catalogue lacks stays what it is.
    Column("jobcenter", CODE),
    Column("bereich", CODE),
    Column("kanal", CODE),
    Column("geaendert_am", DateTime(timezone=True), nullable=False),
    CheckConstraint("datum_bis IS NULL OR datum_bis >= datum_von", name="zeitraum"),
)


def read_events(connection: Connection) -> tuple[Ereignis, ...]:
    """All own events, in order of time."""
    table = eigenes_ereignis
    return tuple(_event(row) for row in connection.execute(select(table).order_by(table.c.datum_von, table.c.id)))


def own_events(database: AppDatabase) -> tuple[Ereignis, ...] | None:
    """The same for figures, which do without them while the database is down; None says so."""
    try:
        with database.reading() as connection:
            return read_events(connection)
    except AppDatabaseUnavailableError:
        return None


def count_events(connection: Connection) -> int:
    """How many there are."""
    return connection.scalar(select(func.count()).select_from(eigenes_ereignis)) or 0


def add_event(connection: Connection, ereignis: Ereignis) -> int:
    """Add one; returns its number."""
    key = connection.execute(insert(eigenes_ereignis).values(**_values(ereignis))).inserted_primary_key
    return int(key[0]) if key else 0


def change_event(connection: Connection, nummer: int, ereignis: Ereignis) -> bool:
    """Replace one; False where it is gone."""
    changed = update(eigenes_ereignis).where(eigenes_ereignis.c.id == nummer).values(**_values(ereignis))
    return connection.execute(changed).rowcount == 1


def remove_event(connection: Connection, nummer: int) -> bool:
    """Remove one; False where it is gone already."""
    return connection.execute(delete(eigenes_ereignis).where(eigenes_ereignis.c.id == nummer)).rowcount == 1


def _values(ereignis: Ereignis) -> dict[str, Any]:
    return {
        "datum_von": ereignis.datum_von,
        "datum_bis": ereignis.datum_bis,
        "titel": ereignis.titel,
        "kategorie": ereignis.kategorie,
        "jobcenter": ereignis.jobcenter,
        "bereich": ereignis.bereich,
        "kanal": ereignis.kanal,
        "geaendert_am": datetime.now(UTC),
    }


def _event(row: Row[Any]) -> Ereignis:
    return Ereignis(
        row.datum_von, row.datum_bis, row.titel, row.kategorie, row.jobcenter, row.bereich, row.kanal, nummer=row.id
    )
