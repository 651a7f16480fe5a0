"""Bereiche × Themen: what the Beschwerden are about, and in which Bereich."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from cards import wording
from cards.base import Card, CardResult, Context, Drawn
from cards.row_links import row_links
from data_access.aggregate import aggregate, share
from data_access.warehouse import View
from domain import formats
from domain.merkmale import MERKMALE
from domain.selection import Selection
from exports.table import Cell, Column, Kind, Table
from figures import bars, theme

KENNZAHL = "beschwerden"
TITEL = "Beschwerden nach Thema und Bereich"
SHOWN = 10
OTHER_THEMEN = "übrige Themen"
OTHER_BEREICHE = "übrige Bereiche"


@dataclass(frozen=True)
class _Matrix:
    """Beschwerden per (Thema, Bereich), with the totals of each from their own queries; codes in display order."""

    cells: Mapping[tuple[str, str], int]
    themen: Mapping[str, int]
    bereiche: Mapping[str, int]
    total: int


def _build(context: Context) -> CardResult:
    # A comparison would bring cells and rows that are empty now, none of which are shown.
    matrix = _matrix(context.view, replace(context.selection, vergleich="ohne"))
    bereiche = _bereiche_in_order(context, matrix)
    shown, rest = list(matrix.themen)[:SHOWN], list(matrix.themen)[SHOWN:]
    groups = {context.name("thema", code): [code] for code in shown}
    if rest:
        groups[OTHER_THEMEN] = rest
    return CardResult(
        table=_table(context, matrix, bereiche),
        words=_words(context, matrix),
        figure=bars.stacked(list(groups), _series(context, matrix, bereiche, groups), _totals(matrix, groups))
        if matrix.total
        else None,
        row_links=row_links(context, KENNZAHL, [{"thema": thema} for thema in matrix.themen]),
        drawn=Drawn("y", SHOWN),
    )


def _matrix(view: View, selection: Selection) -> _Matrix:
    both = aggregate(view, selection, [KENNZAHL], ["thema", "bereich"])
    cells = {(zeile.codes[0], zeile.codes[1]): _count(zeile.werte[KENNZAHL].wert) for zeile in both.zeilen}
    return _Matrix(
        cells=cells,
        themen=_margin(view, selection, "thema"),
        bereiche=_margin(view, selection, "bereich"),
        total=_count(both.summe[KENNZAHL].wert),
    )


def _margin(view: View, selection: Selection, merkmal: str) -> dict[str, int]:
    """Totals per code, largest first, codes without a Beschwerde left out, "ohne Angabe" last."""
    answer = aggregate(view, selection, [KENNZAHL], [merkmal])
    counts = {zeile.codes[0]: _count(zeile.werte[KENNZAHL].wert) for zeile in answer.zeilen}
    order = sorted(counts, key=lambda code: (code == MERKMALE[merkmal].ohne, -counts[code], code))
    return {code: counts[code] for code in order if counts[code]}


def _bereiche_in_order(context: Context, matrix: _Matrix) -> list[str]:
    order = [*context.view.catalog.bereiche_in_order, MERKMALE["bereich"].ohne]
    return [code for code in order if code in matrix.bereiche]


def _series(
    context: Context, matrix: _Matrix, bereiche: Sequence[str], groups: Mapping[str, list[str]]
) -> list[bars.Series]:
    """A colour belongs to a Bereich by its place in the catalogue, whatever the filter shows of it."""
    colored = context.view.catalog.bereiche_in_order[: len(theme.CATEGORIES)]
    series = [
        _one_series(context.name("bereich", code), [code], matrix, groups, theme.CATEGORIES[at], theme.PATTERNS[at])
        for at, code in enumerate(colored)
        if code in bereiche
    ]
    others = [code for code in bereiche if code not in colored]
    if others:
        name = context.name("bereich", others[0]) if len(others) == 1 else OTHER_BEREICHE
        series.append(_one_series(name, others, matrix, groups, theme.REST, "."))
    return series


def _one_series(
    name: str, codes: list[str], matrix: _Matrix, groups: Mapping[str, list[str]], color: str, pattern: str
) -> bars.Series:
    values = [
        sum(matrix.cells.get((thema, bereich), 0) for thema in themen for bereich in codes)
        for themen in groups.values()
    ]
    hover = [
        f"{theme.safe(group)}<br>{theme.safe(name)}: {formats.number(value)}"
        for group, value in zip(groups, values, strict=True)
    ]
    return bars.Series(name, values, [], hover, color, pattern)


def _totals(matrix: _Matrix, groups: Mapping[str, list[str]]) -> list[str]:
    return [formats.number(sum(matrix.themen[code] for code in themen)) for themen in groups.values()]


def _table(context: Context, matrix: _Matrix, bereiche: Sequence[str]) -> Table:
    columns = [Column("Thema"), *(Column(context.name("bereich", code), Kind.ANZAHL) for code in bereiche)]
    columns += [Column("Gesamt", Kind.ANZAHL), Column("Anteil", Kind.ANTEIL)]
    rows: list[tuple[Cell, ...]] = [
        (
            context.name("thema", thema),
            *(matrix.cells.get((thema, bereich), 0) for bereich in bereiche),
            total,
            _share(context, total, matrix.total),
        )
        for thema, total in matrix.themen.items()
    ]
    total_row = (
        "Gesamt",
        *(matrix.bereiche[code] for code in bereiche),
        matrix.total,
        _share(context, matrix.total, matrix.total),
    )
    small = 0 < matrix.total < context.smallest_base
    notes = (wording.small_share_note(context.smallest_base),) if small else ()
    return Table(TITEL, tuple(columns), tuple(rows), total_row, notes)


def _share(context: Context, count: int, whole: int) -> Cell:
    """The share of a count; of a small whole as ``5 von 8``."""
    part = share(count, whole, context.share_base)
    return wording.share_cell(part, count, whole, context.smallest_base)


def _words(context: Context, matrix: _Matrix) -> str:
    if not matrix.themen:
        return "Keine Beschwerden in dieser Auswahl."
    thema, count = next(iter(matrix.themen.items()))
    part = _share(context, count, matrix.total)
    of = f" ({formats.percent(part)})" if isinstance(part, float) else ""
    return f"Häufigstes Thema: {context.name('thema', thema)} mit {formats.number(count)} Beschwerden{of}."


def _count(wert: float | int | None) -> int:
    return int(wert or 0)


CARD = Card(
    "bereiche-themen", TITEL, "Anliegen der Art Beschwerde", (KENNZAHL,), _build, height=470, wide=True, compared=False
)
