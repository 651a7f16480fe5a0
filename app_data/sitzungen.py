"""The epoch of somebody's sessions: a log-out begins a new one, and every session of an older one has ended.

Who somebody is stands here as a digest only. An epoch is random, so that none ever comes back: a log-out may be
forgotten once every session from before it has run out, and later ones still end what was begun until then.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from secrets import token_hex

from sqlalchemy import Column, Connection, DateTime, String, Table, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from app_data.metadata import metadata

sitzungsepoche = Table(
    "sitzungsepoche",
    metadata,
    Column("person", String(64), primary_key=True),
    Column("epoche", String(32), nullable=False),
    Column("geaendert_am", DateTime(timezone=True), nullable=False),
)


def read_epoch(connection: Connection, kennung: str) -> str | None:
    """The epoch in which somebody's sessions are valid; None where no log-out of theirs is remembered."""
    return connection.scalar(select(sitzungsepoche.c.epoche).where(sitzungsepoche.c.person == _person(kennung)))


def begin_epoch(connection: Connection, kennung: str, now: datetime) -> str:
    """End all sessions of somebody; returns the epoch in which new ones are valid."""
    epoche = token_hex(16)
    new = {"epoche": epoche, "geaendert_am": now}
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(sitzungsepoche).values(person=_person(kennung), **new)
    connection.execute(statement.on_conflict_do_update(index_elements=["person"], set_=new))
    return epoche


def forget_epochs(connection: Connection, before: datetime) -> int:
    """Remove those that began before a time from before which no session is left; returns how many."""
    return connection.execute(delete(sitzungsepoche).where(sitzungsepoche.c.geaendert_am < before)).rowcount


def _person(kennung: str) -> str:
    return sha256(kennung.encode("utf-8", "surrogatepass")).hexdigest()
