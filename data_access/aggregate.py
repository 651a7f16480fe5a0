"""The one computation: every number on every page, in every file and in the API is an answer of ``aggregate``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import floor
from typing import Any, TypeVar

from data_access.protect import Measured, check, protect
from data_access.statements import ANLIEGEN_PARTS, PETITION_PARTS, REAKTION_PARTS, Codes, Exclusions, Query, RowKind
from data_access.warehouse import View
from domain.kennzahlen import KENNZAHLEN, CountedOn, Einheit, Kennzahl, Part
from domain.merkmale import MERKMALE, ZEIT_MERKMALE
from domain.protection import DEEP, dimensions
from domain.scope import Stufe
from domain.selection import Selection
from domain.zeitraum import Bucket, DaySpan, Vergleich, Zeitraum, buckets, comparison

Key = TypeVar("Key")
_PARTS = {
    RowKind.REAKTIONEN: REAKTION_PARTS,
    RowKind.ANLIEGEN: ANLIEGEN_PARTS,
    RowKind.PETITIONEN: PETITION_PARTS,
}
_ROWS_OF = {
    CountedOn.REAKTION: RowKind.REAKTIONEN,
    CountedOn.ANLIEGEN: RowKind.ANLIEGEN,
    CountedOn.PETITION: RowKind.PETITIONEN,
}


@dataclass(frozen=True)
class Werte:
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


@dataclass(frozen=True)
class Zeile:
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
    wanted = [KENNZAHLEN[code] for code in kennzahlen]
    vergleich = comparison(selection.zeitraum, selection.vergleich, view.catalog.stand.datenstand)
    return tuple(_Computation(view, selection, wanted, tuple(nach), ebene, ausser, vergleich).rows())


def share(part: float | int | None, whole: float | int | None, smallest: int = 0) -> float | None:
    """A count as a share of a total; None where there is nothing to share, or less than ``smallest``."""
    return None if part is None or not whole or whole < smallest else part / whole


@dataclass(slots=True)
class _Cell:
    """Additive counts and a histogram of durations in days; what is not there is 0."""

    counts: dict[Part, int] = field(default_factory=dict)
    durations: dict[int, int] = field(default_factory=dict)


_EMPTY = _Cell()


class _Spelled(dict[Any, str]):
    """The code of every value that a dimension has had so far."""

    def __init__(self, merkmal: str) -> None:
        super().__init__()
        self._merkmal = merkmal

    def __missing__(self, value: object) -> str:
        code = self[value] = code_of(self._merkmal, value)
        return code


@dataclass(frozen=True)
class _Computation:
    view: View
    selection: Selection
    kennzahlen: Sequence[Kennzahl]
    nach: Codes
    ebene: int | None
    ausser: Exclusions
    vergleich: Vergleich | None

    @cached_property
    def _zeit(self) -> Codes:
        return tuple(merkmal for merkmal in self.nach if merkmal in ZEIT_MERKMALE)

    @cached_property
    def _other(self) -> Codes:
        return tuple(merkmal for merkmal in self.nach if merkmal not in ZEIT_MERKMALE)

    def rows(self) -> list[Zeile]:
        """All rows, in the order of their codes."""
        now = self._buckets(self.selection.zeitraum)
        cells = self._cells(self.selection.zeitraum, self.selection.zeitraum.span)
        before: dict[tuple[int, Codes], _Cell] = {}
        comparable: list[bool] = [False] * len(now)
        if self.vergleich is not None:
            before = self._cells(self.vergleich.zeitraum, self.vergleich.span)
            there = [self._is_comparable(bucket) for bucket in self._buckets(self.vergleich.zeitraum)]
            comparable = (there + comparable)[: len(now)]
        combinations = self._combinations(cells, before) if self._other else {()}
        found = [
            Zeile(
                self._arrange(bucket.codes, codes),
                self._values(cells.get((at, codes)), before.get((at, codes)), comparable[at]),
            )
            for at, bucket in enumerate(now)
            for codes in combinations
        ]
        return sorted(found, key=lambda zeile: zeile.codes)

    @cached_property
    def _protected(self) -> bool:
        return self.view.scope.stufe is not Stufe.GENAU

    def _combinations(self, *cells: Mapping[tuple[int, Codes], _Cell]) -> set[Codes]:
        """All that occur; of protected ones those that have, over the whole period, any number but 0."""
        found = {codes for some in cells for _, codes in some}
        if not self._protected:
            return found
        whole, deep = [_over_time(some) for some in cells], dimensions(self.selection, self._other) >= DEEP
        return {
            codes
            for codes in found
            if any(any(self._value(kennzahl, some[codes], deep)) for some in whole for kennzahl in self.kennzahlen)
        }

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

    def _cells(self, zeitraum: Zeitraum, span: DaySpan) -> dict[tuple[int, Codes], _Cell]:
        """Counts per (number of the bucket, codes of the other dimensions)."""
        position = {month.index: at for at, bucket in enumerate(self._buckets(zeitraum)) for month in bucket.monate}
        cells: dict[tuple[int, Codes], _Cell] = {}
        for kind in self._kinds():
            if span.empty or (kind is RowKind.PETITIONEN and not self._petitions_apply):
                continue
            self._add(cells, kind, self.view.rows_to_protect(self._query(kind, span)), position)
        return cells

    def _query(self, kind: RowKind, span: DaySpan) -> Query:
        dimensions = (("monat",) if self._zeit else ()) + self._other
        ebene = self.ebene if "bereich" in self._other else None
        return Query(kind, self.selection, span, dimensions, ebene, self.ausser)

    def _add(
        self,
        cells: dict[tuple[int, Codes], _Cell],
        kind: RowKind,
        rows: Iterable[Sequence[Any]],
        position: Mapping[int, int],
    ) -> None:
        spelled, start = [_Spelled(merkmal) for merkmal in self._other], 1 if self._zeit else 0
        end = start + len(spelled)
        parts = _PARTS.get(kind)
        for row in rows:
            codes = tuple([spell[value] for spell, value in zip(spelled, row[start:end], strict=True)])
            key = (position[int(row[0])] if start else 0, codes)
            cell = cells.get(key)
            if cell is None:
                cell = cells[key] = _Cell()
            if parts is None:
                _increase(cell.durations, [int(row[end])], row[end + 1 :])
            elif cell.counts:
                _increase(cell.counts, parts, row[end:])
            else:
                cell.counts.update(zip(parts, map(int, row[end:]), strict=True))

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

    def _values(self, now: _Cell | None, before: _Cell | None, comparable: bool) -> dict[str, Werte]:
        values = {}
        for kennzahl in self.kennzahlen:
            measured = self._value(kennzahl, now or _EMPTY, self._deep)[:3]
            past = self._value(kennzahl, before or _EMPTY, self._deep)[:3] if comparable else ()
            values[kennzahl.code] = Werte(*measured, *past)
        return values

    @cached_property
    def _deep(self) -> bool:
        return dimensions(self.selection, self.nach) >= DEEP

    @cached_property
    def _denominators(self) -> dict[str, tuple[Part, ...]]:
        return {k.code: k.denominator_parts(self.selection.bewertungsbasis) for k in self.kennzahlen}

    def _value(self, kennzahl: Kennzahl, cell: _Cell, deep: bool) -> Measured:
        """The indicator as it leaves the house of the exact numbers."""
        exact = self._measured(kennzahl, cell)
        return protect(kennzahl, exact, self.view.protection, deep) if self._protected else exact

    def _measured(self, kennzahl: Kennzahl, cell: _Cell) -> Measured:
        if kennzahl.counted_on is CountedOn.PETITION and not self._petitions_apply:
            return Measured(None, None, None, 0)
        if kennzahl.quantil is not None:
            return Measured(quantile(cell.durations, kennzahl.quantil), None, None, sum(cell.durations.values()))
        assert kennzahl.zaehler is not None
        zaehler, reaktionen = cell.counts.get(kennzahl.zaehler, 0), cell.counts.get(Part.KUNDENREAKTIONEN, 0)
        if kennzahl.einheit is Einheit.ANZAHL:
            return Measured(zaehler, zaehler, None, reaktionen)
        nenner = sum([cell.counts.get(part, 0) for part in self._denominators[kennzahl.code]])
        return Measured(zaehler / nenner if nenner else None, zaehler, nenner, reaktionen)


def _over_time(cells: Mapping[tuple[int, Codes], _Cell]) -> defaultdict[Codes, _Cell]:
    """The counts of all buckets together; nothing where a combination does not occur."""
    whole: defaultdict[Codes, _Cell] = defaultdict(_Cell)
    for (_, codes), cell in cells.items():
        _increase(whole[codes].counts, cell.counts.keys(), cell.counts.values())
        _increase(whole[codes].durations, cell.durations.keys(), cell.durations.values())
    return whole


def _increase(totals: dict[Key, int], keys: Iterable[Key], numbers: Iterable[Any]) -> None:
    for key, number in zip(keys, numbers, strict=True):
        totals[key] = totals.get(key, 0) + int(number)


def quantile(histogram: Mapping[int, int], q: float) -> float | None:
    """Quantile of type 7 (linear interpolation; Hyndman and Fan 1996) of a histogram value → count; None if empty."""
    total = sum(histogram.values())
    if total == 0:
        return None
    position = (total - 1) * Fraction(str(q))
    low = floor(position)
    at_low, at_high = _at_ranks(histogram, low, min(low + 1, total - 1))
    return float(at_low + (position - low) * (at_high - at_low))


def _at_ranks(histogram: Mapping[int, int], low: int, high: int) -> tuple[int, int]:
    seen = 0
    found: list[int] = []
    for value in sorted(histogram):
        seen += histogram[value]
        found += [value for rank in (low, high)[len(found) :] if rank < seen]
    return found[0], found[1]


def adds_up(kennzahl: Kennzahl, nach: Codes) -> bool:
    """Whether the rows of a breakdown add up to the total."""
    if kennzahl.einheit is not Einheit.ANZAHL:
        return False
    if kennzahl.counted_on is CountedOn.PETITION:
        return set(nach) <= {*ZEIT_MERKMALE, "jobcenter"}
    if kennzahl.counted_on is CountedOn.ANLIEGEN:
        return not any(MERKMALE[merkmal].multi_valued for merkmal in nach)
    return not any(MERKMALE[merkmal].multiplies for merkmal in nach)


def code_of(merkmal: str, value: object) -> str:
    """The code of a value as rows hold it; NULL is "ohne Angabe"."""
    if value is None:
        return MERKMALE[merkmal].ohne
    if merkmal == "ombudsstelle":
        return "ja" if value else "nein"
    return str(value)
