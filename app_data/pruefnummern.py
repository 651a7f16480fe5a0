"""Figures that left the house as files, kept under their check number as they were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Connection, Date, DateTime, Integer, String, Table, Text, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from app_data.metadata import CODE, metadata

pruefnummer = Table(
    "pruefnummer",
    metadata,
    Column("nummer", String(18), primary_key=True),
    Column("karte", CODE, nullable=False),
    Column("auswahl", Text, nullable=False),
    Column("stufe", String(12), nullable=False),
    Column("datenstand", Date, nullable=False),
    Column("stand_nummer", Integer, nullable=False),
    Column("stand_version", String(120), nullable=False),
    Column("fassung", String(40), nullable=False),
    Column("katalog", String(40), nullable=False),
    Column("ereignisse", String(40), nullable=False),
    Column("titel", Text, nullable=False),
    Column("untertitel", Text, nullable=False),
    Column("aussage", Text, nullable=False),
    Column("tabelle", JSON(none_as_null=True)),
    Column("erzeugt_am", DateTime(timezone=True), nullable=False),
)


@dataclass(frozen=True)
class ExportedFigure:
    """A figure as it was exported, and what it was computed from.

    ``stand_nummer`` and ``stand_version`` name the import, ``fassung`` the version of the program, ``katalog`` and
    ``ereignisse`` are fingerprints of what the computation knew beside the cases. ``tabelle`` is None where the table
    is not kept: single cases, and very long ones.
    """

    nummer: str
    karte: str
    auswahl: str
    stufe: str
    datenstand: date
    stand_nummer: int
    stand_version: str
    fassung: str
    katalog: str
    ereignisse: str
    titel: str
    untertitel: str
    aussage: str
    tabelle: dict[str, Any] | None
    erzeugt_am: datetime


def keep_figures(connection: Connection, figures: Sequence[ExportedFigure]) -> None:
    """Keep those that are not kept yet; a number that exists stays as it was first exported."""
    if not figures:
        return
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(pruefnummer).on_conflict_do_nothing(index_elements=["nummer"])
    connection.execute(statement, [asdict(figure) for figure in figures])


def forget_figures(connection: Connection, before: datetime) -> int:
    """Remove those that were first exported before a time; returns how many."""
    return connection.execute(delete(pruefnummer).where(pruefnummer.c.erzeugt_am < before)).rowcount


def read_figure(connection: Connection, nummer: str) -> ExportedFigure | None:
    """The figure of a number as it is written in files; None where it is not kept."""
    row = connection.execute(select(pruefnummer).where(pruefnummer.c.nummer == nummer)).first()
    if row is None:
        return None
    values = dict(row._mapping)
    # SQLite forgets the time zone.
    values["erzeugt_am"] = values["erzeugt_am"].replace(tzinfo=UTC)
    return ExportedFigure(**values)
