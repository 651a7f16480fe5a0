"""Figures that were given away as embeds: what they show is stored once and never computed again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime

from sqlalchemy import (
    Column,
    Connection,
    Date,
    DateTime,
    LargeBinary,
    Row,
    String,
    Table,
    Text,
    insert,
    select,
    update,
)

from app_data.metadata import CODE, metadata

einbettung = Table(
    "einbettung",
    metadata,
    Column("kennung", String(32), primary_key=True),
    Column("karte", CODE, nullable=False),
    Column("auswahl", Text, nullable=False),
    Column("titel", Text, nullable=False),
    Column("untertitel", Text, nullable=False),
    Column("datenstand", Date, nullable=False),
    Column("stand_version", String(120), nullable=False),
    Column("pruefnummer", String(18), nullable=False),
    Column("ausgestellt_von", String(500), nullable=False),
    Column("erstellt_am", DateTime(timezone=True), nullable=False),
    Column("laeuft_ab_am", DateTime(timezone=True), nullable=False),
    Column("widerrufen_am", DateTime(timezone=True)),
    Column("seite", LargeBinary, nullable=False),
    Column("svg", LargeBinary, nullable=False),
    Column("png", LargeBinary, nullable=False),
    Column("siegel", String(64), nullable=False),
)

_ABOUT = [column for column in einbettung.columns if column.name not in ("seite", "svg", "png", "siegel")]


@dataclass(frozen=True)
class Einbettung:
    """What is known of an embed beside its content; ``kennung`` is random, times are UTC."""

    kennung: str
    karte: str
    auswahl: str
    titel: str
    untertitel: str
    datenstand: date
    stand_version: str
    pruefnummer: str
    ausgestellt_von: str
    erstellt_am: datetime
    laeuft_ab_am: datetime
    widerrufen_am: datetime | None = None

    def is_open(self, now: datetime) -> bool:
        """Whether it can be called up."""
        return self.widerrufen_am is None and now < self.laeuft_ab_am


@dataclass(frozen=True)
class Content:
    """The frozen content: the page without its frame, both pictures, and the seal over all of it."""

    seite: bytes
    svg: bytes
    png: bytes
    siegel: str


def add_embed(connection: Connection, about: Einbettung, content: Content) -> None:
    """Store one."""
    connection.execute(insert(einbettung).values(**asdict(about), **asdict(content)))


def read_embed(connection: Connection, kennung: str) -> tuple[Einbettung, Content] | None:
    """One with its content; None where there is none of that name."""
    row = connection.execute(select(einbettung).where(einbettung.c.kennung == kennung)).first()
    if row is None:
        return None
    return _about(row), Content(bytes(row.seite), bytes(row.svg), bytes(row.png), row.siegel)


def list_embeds(connection: Connection) -> Sequence[Einbettung]:
    """All of them without their content, the newest first."""
    ordered = select(*_ABOUT).order_by(einbettung.c.erstellt_am.desc(), einbettung.c.kennung)
    return [_about(row) for row in connection.execute(ordered)]


def open_embeds_of(connection: Connection, karte: str, auswahl: str, now: datetime) -> Sequence[Einbettung]:
    """Those of the same figure that can be called up."""
    same = (einbettung.c.karte == karte, einbettung.c.auswahl == auswahl)
    found = [_about(row) for row in connection.execute(select(*_ABOUT).where(*same))]
    return [one for one in found if one.is_open(now)]


def revoke_embed(connection: Connection, kennung: str, now: datetime) -> bool:
    """Close one for good; False where there is none of that name that is not revoked yet."""
    this = (einbettung.c.kennung == kennung, einbettung.c.widerrufen_am.is_(None))
    return connection.execute(update(einbettung).where(*this).values(widerrufen_am=now)).rowcount == 1


def _about(row: Row[tuple[object, ...]]) -> Einbettung:
    values = {column.name: getattr(row, column.name) for column in _ABOUT}
    # SQLite forgets the time zone.
    for name in ("erstellt_am", "laeuft_ab_am", "widerrufen_am"):
        values[name] = values[name] and values[name].replace(tzinfo=UTC)
    return Einbettung(**values)
