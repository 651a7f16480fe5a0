"""The chance that an open case misses its due date, from how long similar cases of the own history took."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from analysis.survival import MINIMUM_N, SurvivalCurve, chance_of_exceeding, kaplan_meier
from cards.base import Context
from data_access.durations import Durations, durations
from data_access.vorgaenge import Vorgang
from domain.merkmale import MERKMALE
from domain.selection import Selection
from domain.zeitraum import Monat, Zeitraum

ALL = "alle Vorgänge"
Codes = tuple[str, ...]


@dataclass(frozen=True)
class Risk:
    """``probability`` is None where too few cases were seen; ``n`` cases of ``group`` lasted longer than its age."""

    probability: float | None
    n: int
    group: str


class Risks:
    """Chances for the open cases of a context. The history is that of its Jobcenter, without the other filters."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._durations: dict[Codes, dict[Codes, Durations]] = {}
        self._curves: dict[tuple[Codes, Codes], SurvivalCurve | None] = {}

    def of(self, vorgang: Vorgang) -> Risk:
        """From the most similar cases of which enough are known: Bereich and Kanal, one of them, all."""
        stand = self._context.view.catalog.stand.datenstand
        age, limit = (stand - vorgang.eingang_am).days, (vorgang.faellig_am - vorgang.eingang_am).days
        risk = Risk(None, 0, ALL)
        for nach, codes in _groups(vorgang):
            curve = self._curve(nach, codes)
            if curve is None:
                continue
            chance = chance_of_exceeding(curve, limit, age, MINIMUM_N)
            risk = Risk(chance.probability if chance.n >= MINIMUM_N else None, chance.n, self._name(nach, codes))
            if risk.probability is not None:
                break
        return risk

    def _curve(self, nach: Codes, codes: Codes) -> SurvivalCurve | None:
        """The curve of the cases of one group, drawn once somebody asks; None where there are none."""
        if (nach, codes) not in self._curves:
            if nach not in self._durations:
                self._durations[nach] = durations(self._context.view, self._history, nach)
            cases = self._durations[nach].get(codes)
            self._curves[nach, codes] = None if cases is None else kaplan_meier(cases.finished, cases.waiting)
        return self._curves[nach, codes]

    @cached_property
    def _history(self) -> Selection:
        catalog, chosen = self._context.view.catalog, self._context.selection
        last = Monat.of(catalog.stand.datenstand)
        first = Monat.of(catalog.first_eingang) if catalog.first_eingang else last
        filters = tuple(pair for pair in chosen.filter if pair[0] == "jobcenter")
        return replace(chosen, zeitraum=Zeitraum(first, last), filter=filters, zeitbezug="eingang")

    def _name(self, nach: Sequence[str], codes: Sequence[str]) -> str:
        names = [self._context.name(merkmal, code) for merkmal, code in zip(nach, codes, strict=True)]
        return ", ".join(names) or ALL


def _groups(vorgang: Vorgang) -> list[tuple[Codes, Codes]]:
    """Groups of similar cases, the narrowest first; a case of several Bereiche belongs to none of them alone."""
    kanal = vorgang.kanal or MERKMALE["kanal"].ohne
    groups: list[tuple[Codes, Codes]] = []
    if len(vorgang.bereiche) == 1:
        bereich = vorgang.bereiche[0] or MERKMALE["bereich"].ohne
        groups += [(("bereich", "kanal"), (bereich, kanal)), (("bereich",), (bereich,))]
    return [*groups, (("kanal",), (kanal,)), ((), ())]
