"""Somebody who is known, with what the settings make of them."""

from __future__ import annotations

from dataclasses import dataclass

from domain.rollen import ALLE_RECHTE, Recht, Rolle, rechte


@dataclass(frozen=True)
class Principal:
    """``kennung`` never changes for one person (with oidc: issuer and subject); ``bereiche`` are those they lead."""

    kennung: str
    name: str
    rollen: frozenset[Rolle] = frozenset()
    bereiche: frozenset[str] = frozenset()
    local: bool = False

    @property
    def rechte(self) -> frozenset[Recht]:
        """Everything they may do."""
        return ALLE_RECHTE if self.local else rechte(self.rollen)


OWNER = Principal("lokal", "", local=True)
"""The one person on one machine, who owns the data."""
