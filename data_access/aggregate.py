"""The one computation: every number on every page, in every file and in the API is an answer of ``aggregate``."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import repeat
from operator import itemgetter
from typing import NamedTuple

from data_access.cells import EMPTY, PLACE, Cell, Cells, add_rows, over_time, quantile
from data_access.protect import Measured, check, protect
from data_access.statements import Codes, Exclusions, Query, RowKind
from data_access.warehouse import View
from domain.kennzahlen import KENNZAHLEN, CountedOn, Einheit, Kennzahl, Part
from domain.merkmale import MERKMALE, ZEIT_MERKMALE
from domain.protection import DEEP, dimensions
from domain.scope import Stufe
from domain.selection import Selection
from domain.zeitraum import Bucket, DaySpan, Vergleich, Zeitraum, buckets, comparison

_REAKTIONEN = PLACE[Part.KUNDENREAKTIONEN]
# One of the values of an indicator in many cells.
Counts = Sequence[int | None]
Column = Sequence[float | int | None]
_ROWS_OF = {
    CountedOn.REAKTION: RowKind.REAKTIONEN,
    CountedOn.ANLIEGEN: RowKind.ANLIEGEN,
    CountedOn.PETITION: RowKind.PETITIONEN,
}


class Werte(NamedTuple):
    """Value of an indicator and of its comparison; None means "there is none", never zero.

    Counts have ``zaehler`` = ``wert`` and no ``nenner``, shares are fractions, quantiles are days without either.
    """

    wert: float | int | None = None
    zaehler: int | None = None
    nenner: int | None = None
    vergleich: float | int | None = None
    vergleich_zaehler: int | None = None
    vergleich_nenner: int | None = None

    @property
    def differenz(self) -> float | int | None:
        """``wert − vergleich``."""
        return None if self.wert is None or self.vergleich is None else self.wert - self.vergleich

    @property
    def veraenderung(self) -> float | None:
        """Relative change; None where the base is 0 or missing."""
        return None if self.differenz is None or not self.vergleich else self.differenz / self.vergleich


class Zeile(NamedTuple):
    """One row of a breakdown: the codes in the order of ``nach`` and the values per indicator."""

    codes: Codes
    werte: Mapping[str, Werte]


@dataclass(frozen=True)
class Aggregate:
    """Answer of ``aggregate``: rows, the total from its own query, and which indicators add up to it."""

    selection: Selection
    nach: Codes
    zeilen: tuple[Zeile, ...]
    summe: Mapping[str, Werte]
    additiv: Mapping[str, bool]


def aggregate(
    view: View,
    selection: Selection,
    kennzahlen: Sequence[str],
    nach: Sequence[str] = (),
    ebene: int | None = None,
    ausser: Exclusions = (),
) -> Aggregate:
    """Indicators of a selection, broken down by up to three dimensions, each with its comparison.

    ``ebene=1`` rolls ``bereich`` up to the top-level Bereich. Rows appear for every period of the selection and, of the
    other dimensions, for every combination that occurs in the current or the comparison period. ``ausser`` leaves out
    values that no filter can name the opposite of, see ``Query``.

    For a protected view all numbers are protected ones, of which none add up, and rows that are 0 over the whole
    period are left out;
    raises ``NotProtectableError`` where there is no protected answer.
    """
    summe = breakdown(view, selection, kennzahlen, ausser=ausser)[0].werte
    zeilen = breakdown(view, selection, kennzahlen, nach, ebene, ausser) if nach else (Zeile((), summe),)
    exact = view.scope.stufe is Stufe.GENAU
    additiv = {code: exact and adds_up(KENNZAHLEN[code], tuple(nach)) for code in kennzahlen}
    return Aggregate(selection, tuple(nach), zeilen, summe, additiv)


def breakdown(
    view: View,
    selection: Selection,
    kennzahlen: Sequence[str],
    nach: Sequence[str] = (),
    ebene: int | None = None,
    ausser: Exclusions = (),
) -> tuple[Zeile, ...]:
    """The rows of ``aggregate`` alone, for callers that show no total."""
    check(view, selection, nach, ausser)
    vergleich = comparison(selection.zeitraum, selection.vergleich, view.catalog.stand.datenstand)
    computation = _Computation(view, selection, tuple(kennzahlen), tuple(nach), ebene, tuple(ausser), vergleich)
    return view.once(computation.question, computation.rows)


def share(part: float | int | None, whole: float | int | None, smallest: int = 0) -> float | None:
    """A count as a share of a total; None where there is nothing to share, or less than ``smallest``."""
    return None if part is None or not whole or whole < smallest else part / whole


@dataclass(frozen=True)
class _Computation:
    view: View
    selection: Selection
    codes: Codes
    nach: Codes
    ebene: int | None
    ausser: Exclusions
    vergleich: Vergleich | None

    @property
    def question(self) -> Hashable:
        """What two computations of the same rows have in common."""
        return self.selection, self.codes, self.nach, self.ebene, self.ausser

    @cached_property
    def kennzahlen(self) -> list[Kennzahl]:
        """The indicators."""
        return [KENNZAHLEN[code] for code in self.codes]

    @cached_property
    def _zeit(self) -> Codes:
        return tuple(merkmal for merkmal in self.nach if merkmal in ZEIT_MERKMALE)

    @cached_property
    def _other(self) -> Codes:
        return tuple(merkmal for merkmal in self.nach if merkmal not in ZEIT_MERKMALE)

    def rows(self) -> tuple[Zeile, ...]:
        """All rows, in the order of their codes."""
        now = self._buckets(self.selection.zeitraum)
        cells = self._cells(self.selection.zeitraum, self.selection.zeitraum.span)
        before: Cells = {}
        comparable: list[bool] = [False] * len(now)
        if self.vergleich is not None:
            before = self._cells(self.vergleich.zeitraum, self.vergleich.span)
            there = [self._is_comparable(bucket) for bucket in self._buckets(self.vergleich.zeitraum)]
            comparable = (there + comparable)[: len(now)]
        combinations = self._combinations(cells, before) if self._other else {()}
        places = [(at, codes) for at in range(len(now)) for codes in combinations]
        present = [cells.get(place, EMPTY) for place in places]
        past = [before.get(place, EMPTY) for place in places]
        compared = [comparable[at] for at, _ in places]
        columns = [self._column(kennzahl, present, past, compared) for kennzahl in self.kennzahlen]
        codes = [self._arrange(now[at].codes, codes) for at, codes in places]
        each = zip(*columns, strict=True) if columns else repeat((), len(codes))
        found = [Zeile(key, dict(zip(self.codes, werte, strict=True))) for key, werte in zip(codes, each, strict=True)]
        return tuple(sorted(found, key=itemgetter(0)))

    def _column(
        self, kennzahl: Kennzahl, now: Sequence[Cell], past: Sequence[Cell], compared: Sequence[bool]
    ) -> list[Werte]:
        """An indicator in all cells, ``past`` being those of the comparison, and whether there is one."""
        present = self._values(kennzahl, now, self._deep)
        if not any(compared):
            return list(map(Werte, *present))
        earlier = self._values(kennzahl, past, self._deep)
        if not all(compared):
            earlier = [[value if there else None for value, there in zip(c, compared, strict=True)] for c in earlier]
        return list(map(Werte, *present, *earlier))

    @cached_property
    def _protected(self) -> bool:
        return self.view.scope.stufe is not Stufe.GENAU

    def _combinations(self, *cells: Cells) -> set[Codes]:
        """All that occur; of protected ones those that have, over the whole period, any number but 0."""
        found = {codes for some in cells for _, codes in some}
        if not self._protected:
            return found
        whole, deep = [over_time(some) for some in cells], dimensions(self.selection, self._other) >= DEEP
        ordered = list(found)
        shown = [
            values
            for some in whole
            for kennzahl in self.kennzahlen
            for values in self._values(kennzahl, [some[codes] for codes in ordered], deep)
        ]
        return {codes for codes, values in zip(ordered, zip(*shown, strict=True), strict=True) if any(values)}

    def _buckets(self, zeitraum: Zeitraum) -> tuple[Bucket, ...]:
        return buckets(zeitraum, self._zeit)

    def _is_comparable(self, bucket: Bucket) -> bool:
        """Whether days of this bucket are counted in the comparison, and data could exist for them."""
        assert self.vergleich is not None
        span, first = self.vergleich.span, self.view.catalog.first_eingang
        counted = DaySpan(max(bucket.span.von, span.von), min(bucket.span.bis, span.bis))
        return not counted.empty and first is not None and counted.bis >= first

    @cached_property
    def _places(self) -> tuple[int, ...]:
        """Where each dimension stands when those of time come first."""
        return tuple((*self._zeit, *self._other).index(merkmal) for merkmal in self.nach)

    @cached_property
    def _in_order(self) -> bool:
        return self._places == tuple(range(len(self._places)))

    def _arrange(self, zeit: Codes, other: Codes) -> Codes:
        together = zeit + other
        return together if self._in_order else tuple([together[place] for place in self._places])

    def _cells(self, zeitraum: Zeitraum, span: DaySpan) -> Cells:
        """Counts per (number of the bucket, codes of the other dimensions)."""
        position = {month.index: at for at, bucket in enumerate(self._buckets(zeitraum)) for month in bucket.monate}
        cells: Cells = {}
        for kind in self._kinds():
            if span.empty or (kind is RowKind.PETITIONEN and not self._petitions_apply):
                continue
            rows = self.view.rows_to_protect(self._query(kind, span))
            add_rows(cells, kind, rows, self._other, position if self._zeit else None)
        return cells

    def _query(self, kind: RowKind, span: DaySpan) -> Query:
        dimensions = (("monat",) if self._zeit else ()) + self._other
        ebene = self.ebene if "bereich" in self._other else None
        return Query(kind, self._asked, span, dimensions, ebene, self.ausser)

    @cached_property
    def _asked(self) -> Selection:
        """The selection without what changes no rows, so that equal questions for rows are equal."""
        return Selection(self.selection.zeitraum, filter=self.selection.filter, zeitbezug=self.selection.zeitbezug)

    def _kinds(self) -> Iterable[RowKind]:
        needed = {_ROWS_OF[part.counted_on] for k in self.kennzahlen for part in self._parts(k)}
        if any(k.quantil is not None for k in self.kennzahlen):
            needed |= {RowKind.LAUFZEITEN}
        if self._protected and any(k.counted_on is CountedOn.ANLIEGEN and k.nenner for k in self.kennzahlen):
            # How many Kundenreaktionen are behind a share of Anliegen decides whether it is shown.
            needed |= {RowKind.REAKTIONEN}
        if self._other and not needed & {RowKind.REAKTIONEN, RowKind.ANLIEGEN}:
            # Petitions and durations do not know every combination that occurs; the reactions do.
            needed |= {RowKind.REAKTIONEN}
        return [kind for kind in RowKind if kind in needed]

    def _parts(self, kennzahl: Kennzahl) -> tuple[Part, ...]:
        return kennzahl.parts(self.selection.bewertungsbasis)

    @cached_property
    def _petitions_apply(self) -> bool:
        chosen = {merkmal for merkmal, _ in (*self.selection.filter, *self.ausser)}
        return chosen | set(self._other) <= {"jobcenter"}

    @cached_property
    def _deep(self) -> bool:
        return dimensions(self.selection, self.nach) >= DEEP

    def _values(self, kennzahl: Kennzahl, cells: Sequence[Cell], deep: bool) -> Sequence[Column]:
        """Values, numerators and denominators of an indicator, as they leave the house of the exact numbers."""
        werte, zaehler, nenner = self._exact(kennzahl, cells)
        if not self._protected:
            return werte, zaehler, nenner
        behind = [_behind(kennzahl, cell) for cell in cells]
        exact = map(Measured, werte, zaehler, nenner, behind)
        protected = [protect(kennzahl, one, self.view.protection, deep)[:3] for one in exact]
        return list(zip(*protected, strict=True)) or [(), (), ()]

    def _exact(self, kennzahl: Kennzahl, cells: Sequence[Cell]) -> tuple[Column, Counts, Counts]:
        nothing: Counts = [None] * len(cells)
        if kennzahl.counted_on is CountedOn.PETITION and not self._petitions_apply:
            return nothing, nothing, nothing
        if kennzahl.quantil is not None:
            return [quantile(cell.durations, kennzahl.quantil) for cell in cells], nothing, nothing
        assert kennzahl.zaehler is not None
        place = PLACE[kennzahl.zaehler]
        zaehler = [cell.counts[place] for cell in cells]
        if kennzahl.einheit is Einheit.ANZAHL:
            return zaehler, zaehler, nothing
        whole = [PLACE[part] for part in kennzahl.denominator_parts(self.selection.bewertungsbasis)]
        nenner = [sum([cell.counts[part] for part in whole]) for cell in cells]
        return [share(part, of) for part, of in zip(zaehler, nenner, strict=True)], zaehler, nenner


def _behind(kennzahl: Kennzahl, cell: Cell) -> int:
    """How many Kundenreaktionen are behind an indicator, see ``Measured``."""
    return sum(cell.durations.values()) if kennzahl.quantil is not None else cell.counts[_REAKTIONEN]


def adds_up(kennzahl: Kennzahl, nach: Codes) -> bool:
    """Whether the rows of a breakdown add up to the total."""
    if kennzahl.einheit is not Einheit.ANZAHL:
        return False
    if kennzahl.counted_on is CountedOn.PETITION:
        return set(nach) <= {*ZEIT_MERKMALE, "jobcenter"}
    if kennzahl.counted_on is CountedOn.ANLIEGEN:
        return not any(MERKMALE[merkmal].multi_valued for merkmal in nach)
    return not any(MERKMALE[merkmal].multiplies for merkmal in nach)
