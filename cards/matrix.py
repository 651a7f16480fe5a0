"""Matrix Bereich × Thema: counts, or their shares of a row, a column or of all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from cards import wording
from cards.base import Card, CardKind, CardResult, Context
from cards.options import Option
from cards.row_links import row_links
from data_access.aggregate import aggregate, share
from domain import formats
from domain.kennzahlen import KENNZAHLEN, Kennzahl
from domain.merkmale import MERKMALE
from exports.table import Cell, Column, Kind, Table

TITEL = "Themen und Bereiche"
COUNTS = ("beschwerden", "begruendet", "anliegen", "lob", "kundenreaktionen")
SHARES = {"keine": "keine", "zeile": "je Thema (Zeile)", "spalte": "je Bereich (Spalte)", "gesamt": "von allen"}
ZAEHLT = Option("zaehlt", "Gezählt", {code: KENNZAHLEN[code].name for code in COUNTS}, COUNTS[0], on_card=True)
ANTEIL = Option("anteil", "Anteile", SHARES, "keine", on_card=True)

Show = Callable[[int, int, int], Cell]


@dataclass(frozen=True)
class _Matrix:
    """Counts per (thema, bereich) and the totals of each from their own queries; codes in display order."""

    cells: Mapping[tuple[str, str], int]
    themen: Mapping[str, int]
    bereiche: Mapping[str, int]
    total: int
    additiv: bool


def _build(context: Context) -> CardResult:
    kennzahl, of = KENNZAHLEN[context.options["zaehlt"]], context.options["anteil"]
    # A comparison would bring cells that are empty now, none of which are shown.
    context = replace(context, selection=replace(context.selection, vergleich="ohne"))
    matrix = _matrix(context, kennzahl.code)
    titel = f"{kennzahl.name} nach Thema und Bereich"
    return CardResult(
        table=_table(context, titel, kennzahl, matrix, of),
        words=_words(context, kennzahl, matrix),
        titel=titel,
        einheit=kennzahl.einheit_name if of == "keine" else f"Anteile {SHARES[of]}",
        kennzahlen=(kennzahl.code,),
        row_links=row_links(context, kennzahl.code, [{"thema": thema} for thema in matrix.themen]),
    )


def _matrix(context: Context, code: str) -> _Matrix:
    both = aggregate(context.view, context.selection, [code], ["thema", "bereich"])
    cells = {(zeile.codes[0], zeile.codes[1]): int(zeile.werte[code].wert or 0) for zeile in both.zeilen}
    themen, bereiche = _margin(context, code, "thema"), _margin(context, code, "bereich")
    ohne = {merkmal: MERKMALE[merkmal].ohne for merkmal in ("thema", "bereich")}
    rows = sorted(themen, key=lambda thema: (thema == ohne["thema"], -themen[thema], context.name("thema", thema)))
    columns = [b for b in (*context.view.catalog.bereiche_in_order, ohne["bereich"]) if b in bereiche]
    return _Matrix(
        cells=cells,
        themen={thema: themen[thema] for thema in rows},
        bereiche={bereich: bereiche[bereich] for bereich in columns},
        total=int(both.summe[code].wert or 0),
        additiv=both.additiv[code],
    )


def _margin(context: Context, code: str, merkmal: str) -> dict[str, int]:
    """Totals per code; codes without a case in the period are left out."""
    rows = aggregate(context.view, context.selection, [code], [merkmal]).zeilen
    return {zeile.codes[0]: int(zeile.werte[code].wert or 0) for zeile in rows if zeile.werte[code].wert}


def _table(context: Context, titel: str, kennzahl: Kennzahl, matrix: _Matrix, of: str) -> Table:
    kind = Kind.ANZAHL if of == "keine" else Kind.ANTEIL
    show = _shower(context, matrix, of)
    columns = [Column("Thema"), *(Column(context.name("bereich", code), kind) for code in matrix.bereiche)]
    columns += [Column("Gesamt", kind), *([] if of == "keine" else [Column(kennzahl.name, Kind.ANZAHL)])]
    rows: list[tuple[Cell, ...]] = []
    for thema, in_row in matrix.themen.items():
        counts = [(matrix.cells.get((thema, bereich), 0), size) for bereich, size in matrix.bereiche.items()]
        line = [show(count, in_row, in_column) for count, in_column in counts]
        rows.append((context.name("thema", thema), *line, show(in_row, in_row, matrix.total), *_count(of, in_row)))
    total = (
        "Gesamt",
        *(show(size, matrix.total, size) for size in matrix.bereiche.values()),
        show(matrix.total, matrix.total, matrix.total),
        *_count(of, matrix.total),
    )
    return Table(titel, tuple(columns), tuple(rows), total, tuple(_notes(context, matrix, of)))


def _count(of: str, number: int) -> tuple[int, ...]:
    return () if of == "keine" else (number,)


def _shower(context: Context, matrix: _Matrix, of: str) -> Show:
    """How a count is shown, given the totals of its row and of its column."""
    if of == "keine":
        return lambda count, in_row, in_column: count

    def as_share(count: int, in_row: int, in_column: int) -> Cell:
        base = {"zeile": in_row, "spalte": in_column, "gesamt": matrix.total}[of]
        return wording.share_cell(share(count, base), count, base, context.smallest_base)

    return as_share


def _notes(context: Context, matrix: _Matrix, of: str) -> list[str]:
    bases = {"zeile": [*matrix.themen.values()], "spalte": [*matrix.bereiche.values()], "gesamt": [matrix.total]}
    notes = [] if matrix.additiv else [wording.MULTIPLE]
    if any(0 < base < context.smallest_base for base in bases.get(of, [])):
        notes.append(wording.small_share_note(context.smallest_base))
    return notes


def _words(context: Context, kennzahl: Kennzahl, matrix: _Matrix) -> str:
    if not matrix.total:
        return f"Keine {kennzahl.einheit_name} in dieser Auswahl."
    if not matrix.cells:
        return f"{kennzahl.name} insgesamt: {_number(matrix)}. Keine einzelne Zelle hat einen Wert."
    (thema, bereich), count = max(matrix.cells.items(), key=lambda cell: (cell[1], cell[0]))
    where = f"{context.name('thema', thema)} in {context.name('bereich', bereich)}"
    part = wording.share_cell(share(count, matrix.total), count, matrix.total, context.smallest_base)
    of = formats.percent(part) if isinstance(part, float) else part
    return f"Größte Zelle: {where} mit {formats.number(count)} ({of}); {kennzahl.name} insgesamt: {_number(matrix)}."


def _number(matrix: _Matrix) -> str:
    return formats.number(matrix.total)


CARD = Card(
    "matrix", TITEL, "Anzahl", COUNTS, _build, wide=True, kind=CardKind.TABLE, options=(ZAEHLT, ANTEIL), compared=False
)
