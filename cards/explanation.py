"""The change of an indicator between two periods: what of it can be split, and by which dimension."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from analysis.contributions import ChangeSplit, contributions, explained
from analysis.rate_change import RateChange, rate_change
from cards import wording
from cards.base import Context
from cards.comparable import obstacle
from cards.dimensions import AUTO, DIMENSIONS, KENNZAHL, NACH, POSTEN, Dimension, available, fits
from cards.options import Option
from data_access.aggregate import Werte, breakdown
from data_access.catalog import Catalog
from data_access.statements import Codes, Exclusions
from domain import formats
from domain.kennzahlen import KENNZAHLEN, Einheit, Kennzahl
from domain.merkmale import MERKMALE

NO_COMPARISON = (
    "Um eine Veränderung zu erklären, braucht es einen Vergleich: Bitte oben Vorjahr oder Vorperiode wählen."
)
NO_PAST = "Für den Vergleichszeitraum liegen keine Daten vor; eine Veränderung lässt sich nicht erklären."


@dataclass(frozen=True)
class Split:
    """The change of ``kennzahl`` split by one dimension.

    The keys of its items are the dimension's codes; ``werte`` are the values behind them.
    """

    dimension: Dimension
    kennzahl: Kennzahl
    change: ChangeSplit | RateChange
    werte: Mapping[str, Werte]

    @property
    def explained(self) -> float:
        """How much the dimension explains: see ``analysis.contributions``; of a rate the size of its mix effect."""
        return explained(self.change) if isinstance(self.change, ChangeSplit) else abs(self.change.mix_effect)

    @property
    def keys(self) -> list[str]:
        """The items, the largest contribution first."""
        items = self.change.items if isinstance(self.change, ChangeSplit) else self.change.groups
        return [item.key for item in items]


@dataclass(frozen=True)
class Explanation:
    """The change of an indicator of a selection.

    ``ausser`` leaves a part of the selection out; ``beside`` is the dimension by which that was done.
    """

    context: Context
    ausser: Exclusions = ()
    beside: Dimension | None = None

    def __post_init__(self) -> None:
        # Rounded parts do not add up to the change of the whole.
        self.context.view.require_exact()

    @property
    def asked(self) -> Kennzahl:
        """The indicator that was asked for."""
        return KENNZAHLEN[self.context.options[KENNZAHL.name]]

    @property
    def unit(self) -> Kennzahl | None:
        """What can be split at all: the indicator, the Anliegen in place of Kundenreaktionen, or nothing."""
        return self._fitting([self.beside] if self.beside else [])

    def counted(self, dimension: Dimension) -> Kennzahl | None:
        """The same where it is split by this dimension."""
        return self._fitting([dimension, *([self.beside] if self.beside else [])])

    def _fitting(self, dimensions: list[Dimension]) -> Kennzahl | None:
        instead = [KENNZAHLEN["anliegen"]] if self.asked.code == "kundenreaktionen" else []
        fitting = (one for one in (self.asked, *instead) if all(fits(one, dimension) for dimension in dimensions))
        return next(fitting, None)

    def total(self, kennzahl: Kennzahl) -> Werte:
        """The values of an indicator from a query without breakdown."""
        (row,) = breakdown(self.context.view, self.context.selection, [kennzahl.code], ausser=self.ausser)
        return row.werte[kennzahl.code]

    def obstacle(self) -> str:
        """Why no change can be explained at all, empty where one can."""
        if self.context.comparison is None:
            return NO_COMPARISON
        if not wording.has_comparison(self.context):
            return NO_PAST
        return obstacle(self.context, self.asked.code)

    def broken(self, dimension: Dimension) -> str:
        """Why the values of a dimension do not mean the same in both periods; empty where they do."""
        return obstacle(self.context, self.asked.code, dimension.merkmal)

    def split(self, dimension: Dimension) -> Split | None:
        """The change split by this dimension; None where its rows do not add up, or where a rate has no cases."""
        kennzahl = self.counted(dimension)
        if kennzahl is None:
            return None
        view, selection = self.context.view, self.context.selection
        rows = breakdown(view, selection, [kennzahl.code], [dimension.merkmal], dimension.ebene, self.ausser)
        werte = {row.codes[0]: row.werte[kennzahl.code] for row in rows}
        if kennzahl.einheit is Einheit.ANTEIL:
            change = rate_change(
                {key: (one.vergleich_zaehler or 0, one.vergleich_nenner or 0) for key, one in werte.items()},
                {key: (one.zaehler or 0, one.nenner or 0) for key, one in werte.items()},
            )
            return None if change is None else Split(dimension, kennzahl, change, werte)
        before = {key: int(one.vergleich or 0) for key, one in werte.items()}
        after = {key: int(one.wert or 0) for key, one in werte.items()}
        return Split(dimension, kennzahl, contributions(before, after), werte)

    @cached_property
    def ranked(self) -> list[Split]:
        """The splits of what can be split, by the dimension that explains most first; none with a single item."""
        open_ = [one for one in available(self.context.view.catalog) if self.is_open(one)]
        splits = [self.split(one) for one in open_ if self.counted(one) is self.unit]
        found = [split for split in splits if split is not None and len(split.keys) > 1]
        return sorted(found, key=lambda split: -split.explained)

    def is_open(self, dimension: Dimension) -> bool:
        """Whether the dimension can still tell something apart; within a Bereich those below it can."""
        if self.broken(dimension):
            return False
        if self.beside is None or dimension.merkmal != self.beside.merkmal:
            return True
        return self.beside.ebene == 1 and dimension.ebene is None

    def chosen(self, option: Option) -> Split | None:
        """The split by the dimension chosen, or by the one that explains most; None where there is none."""
        code = self.context.options[option.name]
        if code == AUTO:
            return self.ranked[0] if self.ranked else None
        dimension = DIMENSIONS[code]
        return self.split(dimension) if self.is_open(dimension) else None


@dataclass(frozen=True)
class Item:
    """One item of a dimension, such as the Bereich Grundsicherung."""

    dimension: Dimension
    code: str

    def held(self, catalog: Catalog) -> Codes:
        """The codes that it stands for: a top-level Bereich also for all below it."""
        if self.dimension.ebene == 1 and self.code in catalog.parents:
            return catalog.with_descendants((self.code,))
        return (self.code,)

    def only(self, explanation: Explanation) -> Explanation:
        """The explanation of this item alone."""
        merkmal, catalog = MERKMALE[self.dimension.merkmal], explanation.context.view.catalog
        known = {*catalog.vocabulary.names[merkmal.code], merkmal.ohne}
        others = tuple(sorted(known - {*self.held(catalog)}))
        return replace(explanation, ausser=((merkmal.code, others),), beside=self.dimension)

    def without(self, explanation: Explanation) -> Explanation:
        """The explanation of everything but this item."""
        held = self.held(explanation.context.view.catalog)
        return replace(explanation, ausser=((self.dimension.merkmal, held),), beside=self.dimension)

    def name(self, context: Context) -> str:
        """``Bereich Grundsicherung``."""
        return formats.labelled(self.dimension.name, context.name(self.dimension.merkmal, self.code))


def chosen_item(explanation: Explanation) -> Item | None:
    """The item chosen, or the one with the largest contribution; None where there is none."""
    text = explanation.context.options[POSTEN.name]
    if text != AUTO:
        dimension, _, code = text.partition(".")
        return Item(DIMENSIONS[dimension], code)
    split = explanation.chosen(NACH)
    return Item(split.dimension, split.keys[0]) if split is not None and split.keys else None
