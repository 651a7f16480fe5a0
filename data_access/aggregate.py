"""The one computation: every number on every page, in every file and in the API is an answer of ``aggregate``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from operator import itemgetter
from typing import NamedTuple

from data_access.cells import Cells, Chosen, quantile
from data_access.protect import Measured, check, protect
from data_access.statements import Codes, Exclusions, Query, RowKind
from data_access.warehouse import View
from domain.kennzahlen import KENNZAHLEN, CountedOn, Einheit, Kennzahl, Part
from domain.merkmale import MERKMALE, ZEIT_MERKMALE
from domain.protection import DEEP, dimensions
from domain.scope import Stufe
from domain.selection import Selection
from domain.zeitraum import Bucket, DaySpan, Zeitraum, buckets, comparison

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
    question = (selection, tuple(kennzahlen), tuple(nach), ebene, tuple(ausser))
    return view.once(question, lambda: _Computation(view, *question).rows())


def share(part: float | int | None, whole: float | int | None, smallest: int = 0) -> float | None:
    """A count as a share of a total; None where there is nothing to share, or less than ``smallest``."""
    return None if part is None or not whole or whole < smallest else part / whole


class _Computation:
    def __init__(
        self, view: View, selection: Selection, codes: Codes, nach: Codes, ebene: int | None, ausser: Exclusions
    ) -> None:
        self.view = view
        self.selection = selection
        self.kennzahlen = [KENNZAHLEN[code] for code in codes]
        self.nach = nach
        self.ausser = ausser
        self._protected = view.scope.stufe is not Stufe.GENAU
        self._zeit = tuple([merkmal for merkmal in nach if merkmal in ZEIT_MERKMALE])
        self._other = tuple([merkmal for merkmal in nach if merkmal not in ZEIT_MERKMALE])
        self._ebene = ebene if "bereich" in nach else None
        self._deep = self._protected and dimensions(selection, nach) >= DEEP
        self._petitions_apply = {merkmal for merkmal, _ in (*selection.filter, *ausser)} | {*self._other} <= {
            "jobcenter"
        }
        # Without what changes no rows, so that equal questions for rows are equal.
        self._asked = Selection(selection.zeitraum, filter=selection.filter, zeitbezug=selection.zeitbezug)
        self._row_kinds = self._kinds()

    def rows(self) -> tuple[Zeile, ...]:
        """All rows, in the order of their codes."""
        now = self._buckets(self.selection.zeitraum)
        cells = self._cells(self.selection.zeitraum, self.selection.zeitraum.span)
        before = Cells()
        comparable: list[bool] = [False] * len(now)
        vergleich = comparison(self.selection.zeitraum, self.selection.vergleich, self.view.catalog.stand.datenstand)
        if vergleich is not None:
            before = self._cells(vergleich.zeitraum, vergleich.span)
            there = [self._is_comparable(bucket, vergleich.span) for bucket in self._buckets(vergleich.zeitraum)]
            comparable = (there + comparable)[: len(now)]
        combinations = self._combinations(cells, before) if self._other else {()}
        places = [(at, codes) for at in range(len(now)) for codes in combinations]
        present, past = cells.at(places), before.at(places)
        compared = [there for there in comparable for _ in combinations]
        columns = [self._column(kennzahl, present, past, compared) for kennzahl in self.kennzahlen]
        codes = self._in_order([bucket.codes + codes for bucket in now for codes in combinations])
        found = list(map(Zeile, codes, self._by_code(columns, len(codes))))
        return tuple(sorted(found, key=itemgetter(0)))

    def _by_code(self, columns: Sequence[Sequence[Werte]], rows: int) -> Iterable[dict[str, Werte]]:
        """The values of every row by the code of their indicator."""
        codes = [kennzahl.code for kennzahl in self.kennzahlen]
        if len(codes) == 1:
            return [{codes[0]: werte} for werte in columns[0]]
        each = zip(*columns, strict=True) if columns else repeat((), rows)
        return [dict(zip(codes, werte, strict=True)) for werte in each]

    def _column(self, kennzahl: Kennzahl, now: Chosen, past: Chosen, compared: Sequence[bool]) -> list[Werte]:
        """An indicator in all cells, ``past`` being those of the comparison, and whether there is one."""
        present = self._values(kennzahl, now, self._deep)
        if not any(compared):
            return list(map(Werte, *present))
        earlier = self._values(kennzahl, past, self._deep)
        if not all(compared):
            earlier = [[value if there else None for value, there in zip(c, compared, strict=True)] for c in earlier]
        return list(map(Werte, *present, *earlier))

    def _combinations(self, *cells: Cells) -> set[Codes]:
        """All that occur; of protected ones those that have, over the whole period, any number but 0."""
        found = {codes for some in cells for _, codes in some.places}
        if not self._protected:
            return found
        deep = dimensions(self.selection, self._other) >= DEEP
        ordered = list(found)
        whole = [some.over_time().at((0, codes) for codes in ordered) for some in cells]
        shown = [
            values for some in whole for kennzahl in self.kennzahlen for values in self._values(kennzahl, some, deep)
        ]
        return {codes for codes, values in zip(ordered, zip(*shown, strict=True), strict=True) if any(values)}

    def _buckets(self, zeitraum: Zeitraum) -> tuple[Bucket, ...]:
        return buckets(zeitraum, self._zeit)

    def _is_comparable(self, bucket: Bucket, span: DaySpan) -> bool:
        """Whether days of this bucket are counted in the comparison, and data could exist for them."""
        first = self.view.catalog.first_eingang
        counted = DaySpan(max(bucket.span.von, span.von), min(bucket.span.bis, span.bis))
        return not counted.empty and first is not None and counted.bis >= first

    def _in_order(self, codes: list[Codes]) -> list[Codes]:
        """Codes of which those of time come first, in the order of the dimensions."""
        first = (*self._zeit, *self._other)
        if first == self.nach:
            return codes
        places = [first.index(merkmal) for merkmal in self.nach]
        return [tuple([key[place] for place in places]) for key in codes]

    def _cells(self, zeitraum: Zeitraum, span: DaySpan) -> Cells:
        """Counts per (number of the bucket, codes of the other dimensions)."""
        position = _positions(zeitraum, self._zeit) if self._zeit else None
        cells = Cells()
        for kind in self._row_kinds:
            if span.empty or (kind is RowKind.PETITIONEN and not self._petitions_apply):
                continue
            cells.add_rows(kind, self.view.rows_to_protect(self._query(kind, span)), self._other, position)
        return cells

    def _query(self, kind: RowKind, span: DaySpan) -> Query:
        dimensions = (("monat",) if self._zeit else ()) + self._other
        return Query(kind, self._asked, span, dimensions, self._ebene, self.ausser)

    def _kinds(self) -> list[RowKind]:
        parts = [part for kennzahl in self.kennzahlen for part in kennzahl.parts(self.selection.bewertungsbasis)]
        needed = {_ROWS_OF[part.counted_on] for part in parts}
        if any(k.quantil is not None for k in self.kennzahlen):
            needed |= {RowKind.LAUFZEITEN}
        if self._protected and any(k.counted_on is CountedOn.ANLIEGEN and k.nenner for k in self.kennzahlen):
            # How many Kundenreaktionen are behind a share of Anliegen decides whether it is shown.
            needed |= {RowKind.REAKTIONEN}
        if self._other and not needed & {RowKind.REAKTIONEN, RowKind.ANLIEGEN}:
            # Petitions and durations do not know every combination that occurs; the reactions do.
            needed |= {RowKind.REAKTIONEN}
        return [kind for kind in RowKind if kind in needed]

    def _values(self, kennzahl: Kennzahl, cells: Chosen, deep: bool) -> Sequence[Column]:
        """Values, numerators and denominators of an indicator, as they leave the house of the exact numbers."""
        werte, zaehler, nenner = self._exact(kennzahl, cells)
        if not self._protected:
            return werte, zaehler, nenner
        exact = map(Measured, werte, zaehler, nenner, _behind(kennzahl, cells))
        protected = [protect(kennzahl, one, self.view.protection, deep)[:3] for one in exact]
        return list(zip(*protected, strict=True)) or [(), (), ()]

    def _exact(self, kennzahl: Kennzahl, cells: Chosen) -> tuple[Column, Counts, Counts]:
        nothing: Counts = [None] * len(cells)
        if kennzahl.counted_on is CountedOn.PETITION and not self._petitions_apply:
            return nothing, nothing, nothing
        if kennzahl.quantil is not None:
            return [quantile(durations, kennzahl.quantil) for durations in cells.durations()], nothing, nothing
        assert kennzahl.zaehler is not None
        zaehler = cells.counts(kennzahl.zaehler)
        if kennzahl.einheit is Einheit.ANZAHL:
            return zaehler, zaehler, nothing
        whole = map(cells.counts, kennzahl.denominator_parts(self.selection.bewertungsbasis))
        nenner = list(map(sum, zip(*whole, strict=True)))
        return [share(part, of) for part, of in zip(zaehler, nenner, strict=True)], zaehler, nenner


@lru_cache(maxsize=1024)
def _positions(zeitraum: Zeitraum, merkmale: Codes) -> Mapping[int, int]:
    """The number of its bucket for every month, by its index."""
    return {month.index: at for at, bucket in enumerate(buckets(zeitraum, merkmale)) for month in bucket.monate}


def _behind(kennzahl: Kennzahl, cells: Chosen) -> list[int]:
    """How many Kundenreaktionen are behind an indicator in each cell, see ``Measured``."""
    if kennzahl.quantil is None:
        return cells.counts(Part.KUNDENREAKTIONEN)
    return [sum(durations.values()) for durations in cells.durations()]


def adds_up(kennzahl: Kennzahl, nach: Codes) -> bool:
    """Whether the rows of a breakdown add up to the total."""
    if kennzahl.einheit is not Einheit.ANZAHL:
        return False
    if kennzahl.counted_on is CountedOn.PETITION:
        return set(nach) <= {*ZEIT_MERKMALE, "jobcenter"}
    if kennzahl.counted_on is CountedOn.ANLIEGEN:
        return not any(MERKMALE[merkmal].multi_valued for merkmal in nach)
    return not any(MERKMALE[merkmal].multiplies for merkmal in nach)
