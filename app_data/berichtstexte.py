"""Texts that people write for the annual report, kept per Jobcenter, year and place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Column, Connection, DateTime, Integer, SmallInteger, String, Table, Text, insert, select, update
from sqlalchemy.exc import IntegrityError

from app_data.metadata import CODE, metadata

LONGEST_STELLE = 40

berichtstext = Table(
    "berichtstext",
    metadata,
    # Empty for the report on all Jobcenter.
    Column("jobcenter", CODE, primary_key=True),
    Column("jahr", SmallInteger, primary_key=True),
    Column("stelle", String(LONGEST_STELLE), primary_key=True),
    Column("text", Text, nullable=False),
    Column("fassung", Integer, nullable=False),
    Column("geaendert_am", DateTime(timezone=True), nullable=False),
)


@dataclass(frozen=True)
class Berichtstext:
    """A text with the number of its version, which grows by one whenever it is saved; 0: nobody has written yet."""

    text: str = ""
    fassung: int = 0


def read_texts(connection: Connection, jobcenter: str, jahr: int) -> dict[str, Berichtstext]:
    """All texts of one report by the key of their place."""
    table = berichtstext
    wanted = select(table).where(table.c.jobcenter == jobcenter, table.c.jahr == jahr)
    return {row.stelle: Berichtstext(row.text, row.fassung) for row in connection.execute(wanted)}


def save_text(
    connection: Connection, jobcenter: str, jahr: int, stelle: str, text: str, fassung: int
) -> Berichtstext | None:
    """Keep a text that was written upon the version ``fassung``; it becomes the next version.

    Returns None, or where somebody else has saved since their text, of which nothing is changed.
    """
    saved = Berichtstext(text, fassung + 1)
    done = _update if fassung else _insert
    if done(connection, jobcenter, jahr, stelle, saved):
        return None
    return read_texts(connection, jobcenter, jahr).get(stelle, Berichtstext())


def _insert(connection: Connection, jobcenter: str, jahr: int, stelle: str, saved: Berichtstext) -> bool:
    values = {"jobcenter": jobcenter, "jahr": jahr, "stelle": stelle, **_values(saved)}
    try:
        with connection.begin_nested():
            connection.execute(insert(berichtstext).values(**values))
    except IntegrityError:
        return False
    return True


def _update(connection: Connection, jobcenter: str, jahr: int, stelle: str, saved: Berichtstext) -> bool:
    table = berichtstext
    statement = (
        update(table)
        .where(table.c.jobcenter == jobcenter, table.c.jahr == jahr, table.c.stelle == stelle)
        .where(table.c.fassung == saved.fassung - 1)
        .values(**_values(saved))
    )
    return connection.execute(statement).rowcount == 1


def _values(saved: Berichtstext) -> dict[str, object]:
    return {"text": saved.text, "fassung": saved.fassung, "geaendert_am": datetime.now(UTC)}
