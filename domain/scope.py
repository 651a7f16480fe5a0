"""Scope: which rows somebody may see, and how exactly; the first argument of every computation."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import Enum, auto


class Stufe(Enum):
    """Exact numbers, or numbers protected for others' eyes."""

    GENAU = "genau"
    GESCHUETZT = "geschuetzt"


class Faelle(Enum):
    """Which single cases somebody may see."""

    KEINE = auto()
    EIGENE = auto()
    OMBUDSSTELLE = auto()
    ALLE = auto()


@dataclass(frozen=True)
class Scope:
    """What a session may see. ``all_rows`` false means no rows at all: the safe default.

    ``eigene`` are Bereiche of which a session whose ``stufe`` is protected may nevertheless see exact rows; with
    ``nur_eigene`` the scope has been narrowed to exactly these rows, see ``narrowed``.
    """

    all_rows: bool = False
    stufe: Stufe = Stufe.GESCHUETZT
    faelle: Faelle = Faelle.KEINE
    eigene: tuple[str, ...] = ()
    nur_eigene: bool = False

    @property
    def fingerprint(self) -> str:
        """Text that differs whenever the visible rows or their exactness differ; part of every cache key."""
        rows = "alle" if self.all_rows else "keine"
        own = f":nur={','.join(self.eigene)}" if self.nur_eigene else ""
        return f"{rows}:{self.stufe.value}{own}"

    def narrowed(self, wanted: Stufe | None, bereiche: Collection[str], own: Collection[str]) -> Scope:
        """The scope of one selection, never above that of the session.

        ``wanted`` is the level that the selection asks for (None: the highest allowed), ``bereiche`` are the Bereiche
        that it is restricted to (none: not restricted), ``own`` are ``eigene`` and every Bereich below them.
        """
        if wanted is Stufe.GESCHUETZT:
            return replace(self, stufe=Stufe.GESCHUETZT, faelle=Faelle.KEINE, eigene=())
        if self.stufe is Stufe.GENAU or not self.eigene:
            return replace(self, eigene=())
        if bereiche and set(bereiche) <= set(own):
            return replace(self, stufe=Stufe.GENAU, nur_eigene=True)
        return replace(self, faelle=Faelle.KEINE, eigene=())


LOCAL = Scope(all_rows=True, stufe=Stufe.GENAU, faelle=Faelle.ALLE)
"""One person on one machine, who owns the data."""
