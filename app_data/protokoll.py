"""The audit log: who took what out of the house, each entry sealed together with the one before.

Nobody who lacks the key can change, remove or reorder an entry without the chain telling so; what is cut off at its
end is noticed by whoever has noted the last number and seal.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from sqlalchemy import Column, Connection, Integer, String, Table, select, text
from sqlalchemy.exc import IntegrityError

from app_data.database import AppDatabase
from app_data.metadata import metadata

BEGINNING = "0" * 64
_LONGEST = 500
# Two processes may find the same end of the chain; the second one tries again behind the first.
_ATTEMPTS = 20
_LOCK = 0x6B726D70

protokoll = Table(
    "protokoll",
    metadata,
    Column("nummer", Integer, primary_key=True, autoincrement=False),
    Column("zeit", String(32), nullable=False),
    Column("kennung", String(_LONGEST), nullable=False),
    Column("vorgang", String(40), nullable=False),
    Column("gegenstand", String(_LONGEST), nullable=False),
    Column("siegel", String(64), nullable=False),
)


@dataclass(frozen=True)
class Eintrag:
    """One entry: number from 1 without gaps, UTC time as ISO text, who did what to what, and the seal."""

    nummer: int
    zeit: str
    kennung: str
    vorgang: str
    gegenstand: str
    siegel: str


def append(database: AppDatabase, key: str, kennung: str, vorgang: str, gegenstand: str) -> Eintrag:
    """Add an entry at the end; raises ``AppDatabaseUnavailableError``, and then nothing has been noted."""
    for attempt in range(_ATTEMPTS):
        try:
            with database.writing() as connection:
                return _append(connection, key, (kennung[:_LONGEST], vorgang, gegenstand[:_LONGEST]))
        except IntegrityError:
            if attempt == _ATTEMPTS - 1:
                raise
    raise AssertionError


def entries(connection: Connection) -> Iterator[Eintrag]:
    """All entries in their order."""
    for row in connection.execute(select(protokoll).order_by(protokoll.c.nummer)):
        yield Eintrag(*row)


def first_broken(connection: Connection, key: str) -> int | None:
    """Number at which the chain is broken: changed, missing or out of order; None where it is whole."""
    before = BEGINNING
    for expected, entry in enumerate(entries(connection), 1):
        content = (entry.kennung, entry.vorgang, entry.gegenstand)
        seal = _seal(key, before, entry.nummer, entry.zeit, content)
        if entry.nummer != expected or not hmac.compare_digest(seal, entry.siegel):
            return expected
        before = entry.siegel
    return None


def _append(connection: Connection, key: str, content: tuple[str, str, str]) -> Eintrag:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    last = connection.execute(
        select(protokoll.c.nummer, protokoll.c.siegel).order_by(protokoll.c.nummer.desc()).limit(1)
    ).first()
    number, before = (1, BEGINNING) if last is None else (last.nummer + 1, last.siegel)
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    entry = Eintrag(number, now, *content, _seal(key, before, number, now, content))
    connection.execute(protokoll.insert().values(**entry.__dict__))
    return entry


def _seal(key: str, before: str, number: int, when: str, content: tuple[str, str, str]) -> str:
    # Lengths keep one field from running into the next.
    parts = (before, str(number), when, *content)
    message = "".join(f"{len(part)}:{part}" for part in parts).encode("utf-8", "surrogatepass")
    return hmac.new(key.encode(), message, sha256).hexdigest()
