"""Internal checks: along every dimension that adds up, the parts must make the whole."""

from __future__ import annotations

from dataclasses import dataclass, replace

from data_access.aggregate import aggregate
from data_access.warehouse import View
from domain.merkmale import MERKMALE
from domain.selection import Selection

CHECKED = ("kundenreaktionen", "anliegen", "beschwerden")


@dataclass(frozen=True)
class PartsCheck:
    """An indicator split along a dimension: what the parts add up to, and the whole from its own query."""

    kennzahl: str
    merkmal: str
    teile: int
    gesamt: int

    @property
    def holds(self) -> bool:
        return self.teile == self.gesamt


def check_parts(view: View, selection: Selection) -> list[PartsCheck]:
    """Every additive dimension of the indicators ``CHECKED`` for a selection; rounded parts never add up."""
    view.require_exact()
    alone = replace(selection, vergleich="ohne")
    found = []
    for merkmal in MERKMALE:
        answer = aggregate(view, alone, CHECKED, [merkmal])
        for code in CHECKED:
            if answer.additiv[code]:
                parts = sum(int(zeile.werte[code].wert or 0) for zeile in answer.zeilen)
                found.append(PartsCheck(code, merkmal, parts, int(answer.summe[code].wert or 0)))
    return sorted(found, key=lambda check: CHECKED.index(check.kennzahl))
