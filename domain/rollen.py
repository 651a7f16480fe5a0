"""Roles and what each of them may do: the one table behind every decision on access."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import Enum, auto


class Recht(Enum):
    """Something that a route or a page needs."""

    ZAHLEN = auto()
    VORGAENGE = auto()
    SCHREIBEN = auto()
    EINBETTEN = auto()
    WIDERRUFEN = auto()
    DATEN = auto()
    BETRIEB = auto()


class Rolle(Enum):
    """The roles of a Jobcenter, by the code that settings use."""

    LEITUNG = "leitung"
    QUALITAETSMANAGEMENT = "qualitaetsmanagement"
    TEAMLEITUNG = "teamleitung"
    OMBUDSSTELLE = "ombudsstelle"
    PRAESENTATION = "praesentation"
    TECHNIK = "technik"


_HOUSE = frozenset({Recht.ZAHLEN, Recht.SCHREIBEN, Recht.EINBETTEN, Recht.WIDERRUFEN})

RECHTE: Mapping[Rolle, frozenset[Recht]] = {
    Rolle.LEITUNG: _HOUSE,
    Rolle.QUALITAETSMANAGEMENT: _HOUSE | {Recht.VORGAENGE, Recht.DATEN},
    Rolle.TEAMLEITUNG: frozenset({Recht.ZAHLEN, Recht.VORGAENGE}),
    Rolle.OMBUDSSTELLE: frozenset({Recht.ZAHLEN, Recht.VORGAENGE}),
    Rolle.PRAESENTATION: frozenset({Recht.ZAHLEN}),
    Rolle.TECHNIK: frozenset({Recht.WIDERRUFEN, Recht.BETRIEB}),
}
ALLE_RECHTE = frozenset(Recht)


def rechte(rollen: Collection[Rolle]) -> frozenset[Recht]:
    """Everything that one of the roles may do; nothing without a role."""
    return frozenset(recht for rolle in rollen for recht in RECHTE[rolle])
