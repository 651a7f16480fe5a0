"""A cross table: cells, margins and total, each from its own query, so that nothing is summed that does not add up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data_access.aggregate import Aggregate, Werte, aggregate, breakdown
from data_access.statements import Codes
from data_access.warehouse import View
from domain.kennzahlen import KENNZAHLEN, Einheit
from domain.merkmale import ZEIT_MERKMALE
from domain.selection import Selection

ByKennzahl = Mapping[str, Werte]


@dataclass(frozen=True)
class CrossTable:
    """Codes of the rows and columns in no particular order, and the values per indicator.

    ``spalten`` is empty where nothing was asked for in the columns; then the row totals are all there is.
    """

    zeilen: tuple[Codes, ...]
    spalten: tuple[str, ...]
    zellen: Mapping[tuple[Codes, str], ByKennzahl]
    zeilensummen: Mapping[Codes, ByKennzahl]
    spaltensummen: Mapping[str, ByKennzahl]
    summe: ByKennzahl
    additiv: Mapping[str, bool]


def crosstab(
    view: View,
    selection: Selection,
    kennzahlen: Sequence[str],
    zeilen: Sequence[str],
    spalte: str | None = None,
    ebene: int | None = None,
) -> CrossTable:
    """Indicators by one or two dimensions in the rows and at most one, another one, in the columns."""
    rows = aggregate(view, selection, kennzahlen, zeilen, ebene)
    margin = {zeile.codes: zeile.werte for zeile in rows.zeilen}
    if spalte is None:
        return CrossTable(tuple(margin), (), {}, margin, {}, rows.summe, rows.additiv)
    columns = {z.codes[0]: z.werte for z in breakdown(view, selection, kennzahlen, [spalte], ebene)}
    both = aggregate(view, selection, kennzahlen, [*zeilen, spalte], ebene)
    return CrossTable(
        zeilen=tuple(margin),
        spalten=tuple(columns),
        zellen=_cells(both, tuple(margin), tuple(columns)),
        zeilensummen=margin,
        spaltensummen=columns,
        summe=rows.summe,
        additiv=both.additiv,
    )


def _cells(both: Aggregate, rows: tuple[Codes, ...], columns: tuple[str, ...]) -> dict[tuple[Codes, str], ByKennzahl]:
    """Every cell; where a combination does not occur, counts are 0 in every period for which others have a value."""
    there = {zeile.codes: zeile.werte for zeile in both.zeilen}
    zeit = [at for at, merkmal in enumerate(both.nach) if merkmal in ZEIT_MERKMALE]
    empty: dict[Codes, ByKennzahl] = {}
    for codes, werte in there.items():
        empty.setdefault(_at(codes, zeit), {code: _nothing(code, werte[code]) for code in werte})
    impossible = {code: Werte() for code in both.summe}
    return {
        (row, column): there.get((*row, column), empty.get(_at((*row, column), zeit), impossible))
        for row in rows
        for column in columns
    }


def _at(codes: Codes, places: Sequence[int]) -> Codes:
    return tuple(codes[place] for place in places)


def _nothing(code: str, like: Werte) -> Werte:
    """What an indicator is where no case lies, at the same time as ``like``; nothing where ``like`` has no value."""
    if KENNZAHLEN[code].einheit is not Einheit.ANZAHL:
        return Werte()
    now, past = (None if value is None else 0 for value in (like.wert, like.vergleich))
    return Werte(now, now, None, past, past, None)
