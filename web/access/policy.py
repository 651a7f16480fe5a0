"""Roles → scope: which rows somebody may see, how exactly, and whether the cases behind them."""

from __future__ import annotations

from domain.rollen import Rolle
from domain.scope import LOCAL, Faelle, Scope, Stufe
from web.access.principal import Principal


def scope_of(principal: Principal) -> Scope:
    """A wider role wins over a narrower one; without one that sees figures there are no rows at all."""
    if principal.local:
        return LOCAL
    rollen = principal.rollen
    if not rollen - {Rolle.TECHNIK}:
        return Scope()
    return Scope(
        all_rows=True,
        stufe=Stufe.GENAU if rollen & _EXACT else Stufe.GESCHUETZT,
        eigene=tuple(sorted(principal.bereiche)),
        faelle=_faelle(rollen),
    )


_EXACT = frozenset({Rolle.LEITUNG, Rolle.QUALITAETSMANAGEMENT, Rolle.OMBUDSSTELLE})


def _faelle(rollen: frozenset[Rolle]) -> Faelle:
    if Rolle.QUALITAETSMANAGEMENT in rollen:
        return Faelle.ALLE
    if Rolle.OMBUDSSTELLE in rollen:
        return Faelle.OMBUDSSTELLE
    return Faelle.EIGENE if Rolle.TEAMLEITUNG in rollen else Faelle.KEINE
