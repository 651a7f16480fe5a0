"""One row per dimension: its code, on what it is recorded, whether a Kundenreaktion can carry several values."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum


class Level(Enum):
    """On what a dimension is recorded."""

    ZEIT = "zeit"
    REAKTION = "kundenreaktion"
    ANLIEGEN = "anliegen"


@dataclass(frozen=True)
class Merkmal:
    """A dimension. ``werte`` are the names of a fixed set of codes; empty where a catalogue holds them."""

    code: str
    name: str
    level: Level
    multi_valued: bool = False
    filter: bool = True
    ohne: str = "ohne"
    ohne_name: str = "ohne Angabe"
    werte: dict[str, str] = field(default_factory=dict)

    @property
    def multiplies(self) -> bool:
        """Whether one Kundenreaktion can appear in several rows of a breakdown by this dimension."""
        return self.multi_valued or self.level is Level.ANLIEGEN


_ARTEN = {"beschwerde": "Beschwerde", "lob": "Lob", "idee": "Idee oder Anregung", "sonstiges": "Sonstiges"}

MERKMALE: dict[str, Merkmal] = {
    merkmal.code: merkmal
    for merkmal in (
        Merkmal("monat", "Monat", Level.ZEIT, filter=False),
        Merkmal("quartal", "Quartal", Level.ZEIT, filter=False),
        Merkmal("jahr", "Jahr", Level.ZEIT, filter=False),
        Merkmal("jobcenter", "Jobcenter", Level.REAKTION),
        Merkmal("bereich", "Bereich", Level.ANLIEGEN),
        Merkmal("thema", "Thema", Level.ANLIEGEN),
        Merkmal("kanal", "Kanal", Level.REAKTION),
        Merkmal("personenkreis", "Personenkreis", Level.REAKTION, multi_valued=True),
        Merkmal("art", "Art des Anliegens", Level.ANLIEGEN, werte=_ARTEN),
        Merkmal("hauptart", "Hauptart", Level.REAKTION, werte=_ARTEN),
        Merkmal("ombudsstelle", "Ombudsstelle", Level.REAKTION, werte={"ja": "ja", "nein": "nein"}),
        Merkmal(
            "bewertung",
            "Bewertung",
            Level.ANLIEGEN,
            ohne="offen",
            ohne_name="ohne Bewertung",
            werte={
                "begruendet": "begründet",
                "teilweise": "teilweise begründet",
                "unbegruendet": "unbegründet",
            },
        ),
    )
}

FILTER: tuple[str, ...] = tuple(code for code, merkmal in MERKMALE.items() if merkmal.filter)
ZEIT_MERKMALE: tuple[str, ...] = tuple(c for c, merkmal in MERKMALE.items() if merkmal.level is Level.ZEIT)
ANLIEGEN_MERKMALE: tuple[str, ...] = tuple(c for c, merkmal in MERKMALE.items() if merkmal.level is Level.ANLIEGEN)
MAX_NACH = 3
