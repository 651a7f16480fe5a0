"""Scope: which rows somebody may see, and how exactly; the first argument of every computation."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Stufe(Enum):
    """Exact numbers, or numbers protected for others' eyes."""

    GENAU = "genau"
    GESCHUETZT = "geschuetzt"


@dataclass(frozen=True)
class Scope:
    """What a session may see. ``all_rows`` false means no rows at all: the safe default."""

    all_rows: bool = False
    stufe: Stufe = Stufe.GESCHUETZT

    @property
    def fingerprint(self) -> str:
        """Text that differs whenever the visible rows or their exactness differ; part of every cache key."""
        return f"{'alle' if self.all_rows else 'keine'}:{self.stufe.value}"


LOCAL = Scope(all_rows=True, stufe=Stufe.GENAU)
"""One person on one machine, who owns the data."""
