"""What every number, word and list of a page depends on beside its address."""

from __future__ import annotations

from dataclasses import dataclass

from data_access.warehouse import View
from domain.ereignis import Ereignis
from domain.scope import Scope


@dataclass(frozen=True)
class Basis:
    """Equal for two views: the same address gets the same answer."""

    datenstand: str
    ereignisse: tuple[Ereignis, ...]
    scope: Scope


def basis(view: View) -> Basis | None:
    """That of a view; None where it is not whole: an outage, or events that cannot be read."""
    catalog = view.catalog
    if view.outdated is not None or catalog.own_events_missing:
        return None
    return Basis(catalog.stand.version, catalog.ereignisse, view.scope)
