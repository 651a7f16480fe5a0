"""The counts of the report: answers of ``aggregate`` for the year, the Jobcenter and a few filters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from analysis.narrative.annual import Named, Pair, ReportYear
from analysis.narrative.facts import Facts
from cards import wording
from cards.base import Context
from cards.comparable import obstacle
from data_access.aggregate import Werte, aggregate, breakdown
from domain.kennzahlen import KENNZAHLEN
from domain.merkmale import MERKMALE

Filters = Mapping[str, str]
NONE: Filters = {}


@dataclass(frozen=True)
class Row:
    """A value of a dimension: its code, and name and counts."""

    code: str
    named: Named

    @property
    def pair(self) -> Pair:
        return self.named.pair


@dataclass(frozen=True)
class Numbers:
    """The numbers of one year and one Jobcenter, which the selection of ``context`` names."""

    context: Context

    @property
    def year(self) -> ReportYear:
        """The year in words, with its comparison where all of that lies in the data."""
        context = self.context
        return ReportYear(
            zeitraum=context.selection.zeitraum,
            datenstand=context.view.catalog.stand.datenstand,
            vergleich=context.comparison if self._comparable else None,
            smallest_base=context.smallest_base,
        )

    def narrowed(self, filters: Filters) -> Context:
        """The same with further filters."""
        selection = self.context.selection
        for merkmal, code in filters.items():
            selection = selection.with_filter(merkmal, [code])
        return replace(self.context, selection=selection)

    def count(self, kennzahl: str, filters: Filters = NONE) -> Pair:
        """A count of the year and of the one before."""
        narrowed = self.narrowed(filters)
        werte = aggregate(narrowed.view, narrowed.selection, [kennzahl]).summe[kennzahl]
        return self._pair(werte, told=not self.broken(kennzahl, *filters))

    def by(self, kennzahl: str, merkmal: str, filters: Filters = NONE, ebene: int | None = None) -> list[Row]:
        """A count by the values of a dimension, largest first, "ohne Angabe" last; what is 0 in both years left out."""
        narrowed = self.narrowed(filters)
        told = not self.broken(kennzahl, merkmal, *filters)
        found = [
            Row(
                zeile.codes[0],
                Named(self.context.name(merkmal, zeile.codes[0]), self._pair(zeile.werte[kennzahl], told=told)),
            )
            for zeile in breakdown(narrowed.view, narrowed.selection, [kennzahl], [merkmal], ebene)
        ]
        there = [row for row in found if not row.pair.nothing]
        ohne = MERKMALE[merkmal].ohne
        return sorted(there, key=lambda r: (r.code == ohne, -r.pair.now, -(r.pair.past or 0), r.named.name))

    def facts(self, kennzahl: str, filters: Filters = NONE) -> Facts:
        """The facts of one indicator, without the filters in their words."""
        narrowed, catalog = self.narrowed(filters), self.context.view.catalog
        told = self._comparable and not self.broken(kennzahl)
        return Facts(
            kennzahl=KENNZAHLEN[kennzahl],
            zeitraum=narrowed.selection.zeitraum,
            datenstand=catalog.stand.datenstand,
            werte=aggregate(narrowed.view, narrowed.selection, [kennzahl]).summe[kennzahl],
            vergleich=narrowed.comparison if told else None,
            smallest_base=self.context.smallest_base,
        )

    def broken(self, kennzahl: str, *splits: str) -> str:
        """Why the two years must not be compared, in a sentence; empty where they may."""
        return obstacle(self.context, kennzahl, *splits) if self._comparable else ""

    @property
    def none(self) -> Pair:
        """A count of nothing in either year."""
        return Pair(0, 0 if self._comparable else None)

    @property
    def _comparable(self) -> bool:
        return wording.has_whole_comparison(self.context)

    def _pair(self, werte: Werte, *, told: bool) -> Pair:
        compared = told and self._comparable and werte.vergleich is not None
        return Pair(int(werte.wert or 0), int(werte.vergleich or 0) if compared else None)
