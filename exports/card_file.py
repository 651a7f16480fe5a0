"""A card answered, ready for a file: what every format is written from, so that none carries less than another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from exports.table import Meta, Table


@dataclass(frozen=True)
class Grundlage:
    """What the numbers were computed from: the import, and fingerprints of catalogues and events."""

    stand_nummer: int
    stand_version: str
    katalog: str
    ereignisse: str


@dataclass(frozen=True)
class CardFile:
    """One figure with its numbers and all that travels with them.

    ``aussage`` says the finding in words, ``untertitel`` unit and selection; ``auswahl`` is the canonical text behind
    the question mark with the card's own choices. ``figure`` is None where there is nothing to draw; it draws what
    ``table`` holds. ``ereignisse`` are (number on the time axis, text). ``hoehe`` is the chart's on screen in pixels.
    ``name`` is the card's own short title, whatever was selected. ``stufe`` is the code of the level of protection.
    ``grundlage`` is what its check number is kept with. ``own_title``: somebody has given it this title.
    """

    karte: str
    auswahl: str
    titel: str
    aussage: str
    untertitel: str
    table: Table
    figure: dict[str, Any] | None
    ereignisse: tuple[tuple[str, str], ...]
    hoehe: int
    meta: Meta
    name: str = ""
    stufe: str = ""
    grundlage: Grundlage | None = None
    own_title: bool = False
