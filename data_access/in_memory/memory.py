"""What a process counts itself, of one Datenstand, in place of the engine that holds it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from data_access.cache import Rows
from data_access.catalog import Catalog
from data_access.facts.rollups import ROLLUPS, RollUp
from data_access.in_memory import counts
from data_access.in_memory.holder import Ask, Holder
from data_access.in_memory.petitions import read_petitions
from data_access.in_memory.sums import SumColumns
from data_access.in_memory.table import HeldColumns
from data_access.in_memory.wanted import Sizes, Wanted, read_sizes
from data_access.sources import Source
from data_access.statements import Query, RowKind, WideQuery, rollups_of, rollups_of_wide, selected_rows
from domain.kennzahlen import CountedOn


@dataclass(frozen=True)
class Memory:
    """A Datenstand in the memory of this process.

    ``ask`` runs something on the fact table of the source. ``remember`` gives rows that were computed once for this
    Datenstand, by a name. Both raise ``StandChangedError``. ``is_newest``: no newer Datenstand is known.
    """

    holder: Holder
    source: Source
    catalog: Catalog
    ask: Ask
    remember: Callable[[str, Callable[[], Rows]], Rows]
    is_newest: bool

    def rows(self, query: Query) -> Rows | None:
        """What the statement of ``query`` would answer; None where nothing is held that it could be counted from.

        Raises ``StandChangedError``.
        """
        if query.art is RowKind.PETITIONEN:
            found = self.holder.petitions(self.catalog, self._petitions)
            return None if found is None else found.answer(query)
        if query.art not in counts.KINDS:
            return None
        facts = self.holder.facts(self.catalog, self._wanted(query), self.ask, self._sizes)
        if facts is None or facts.size > self.holder.small:
            sums = self._sums(rollups_of(query, selected_rows(query, self.catalog)))
            if sums is not None:
                return counts.summed(sums, query, self.catalog)
        return None if facts is None else counts.answer(facts, query, self.catalog)

    def prepare(self) -> None:
        """Read what pages will count from, where that is a matter of seconds; for a thread that nobody waits for.

        Raises ``StandChangedError`` and ``DatabaseUnavailableError``.
        """
        facts = self.holder.facts(self.catalog, Wanted(), self.ask)
        if facts is not None and facts.size <= self.holder.small:
            return
        for rollup in ROLLUPS if self.source.rollups else ():
            kind = RowKind.REAKTIONEN if rollup.counted is CountedOn.REAKTION else RowKind.ANLIEGEN
            self._make_ready(self._sums([rollup]), kind)
        if self.source.gives_columns:
            self.holder.read_all(self.catalog, self.ask)
            self._make_ready(self.holder.facts(self.catalog, Wanted(), self.ask), RowKind.REAKTIONEN, RowKind.ANLIEGEN)

    def _make_ready(self, held: HeldColumns | None, *kinds: RowKind) -> None:
        """Of many rows the first question would take long."""
        if held is not None:
            for kind in kinds:
                counts.states_of(held, kind, self.catalog)

    def _sums(self, fitting: Sequence[RollUp]) -> SumColumns | None:
        # What was read before an outage is there during it. A question that began before an import reads nothing that
        # would take the place of the newer sums.
        may_read = self.source.rollups and self.is_newest
        return self.holder.sums.first_of(self.catalog, fitting, self.ask if may_read else None)

    def counts(self, query: Query) -> bool:
        """Whether ``rows`` would count, as far as is known."""
        if self.holder.counts(self.catalog, self._wanted(query), self._sizes):
            return True
        return self.holder.sums.is_held(self.catalog, rollups_of(query, selected_rows(query, self.catalog)))

    def spares(self, wide: WideQuery) -> bool:
        """Whether ``rows`` counts whatever a wide query is made for, as far as is known."""
        return self.holder.sums.is_held(self.catalog, rollups_of_wide(wide, self.catalog))

    def _wanted(self, query: Query) -> Wanted:
        return Wanted.of(query.selection, query.span, self.catalog)

    def _petitions(self) -> Rows:
        # All of them, whoever asks: who sees which is said where they are counted.
        return self.remember("petitions", lambda: self.ask(read_petitions))

    def _sizes(self) -> Sizes | None:
        """How many rows there are; None where it does not pay to read those of several Jobcenter."""
        if not self.source.gives_columns:
            return None
        name = f"sizes\n{self.catalog.keys.fingerprint}"
        return self.holder.sizes(self.catalog, lambda: self.remember(name, lambda: self.ask(read_sizes)))
