"""The headline indicators of the Überblick as tiles; as a file they are a table."""

from __future__ import annotations

from dataclasses import dataclass

from cards import wording
from cards.base import Card, CardKind, CardResult, Context
from cards.comparable import obstacle
from cards.row_links import row_links
from data_access.aggregate import Aggregate, Werte, aggregate
from domain.kennzahlen import KENNZAHLEN, Einheit, Kennzahl
from exports.table import Cell, Column, Kind, Table

TITEL = "Kennzahlen"
SHOWN = ("kundenreaktionen", "anliegen", "beschwerden", "begruendetenquote", "fristquote", "lob")


def headline(context: Context) -> Aggregate:
    """The answer behind the tiles."""
    return aggregate(context.view, context.selection, SHOWN)


@dataclass(frozen=True)
class Tile:
    """One indicator: its values, and why no change of it is told (empty: one is)."""

    kennzahl: Kennzahl
    werte: Werte
    obstacle: str
    smallest_base: int
    whole_comparison: bool

    @property
    def now(self) -> Cell:
        """The value; a share of a small base as ``5 von 8``."""
        return self._cell(self.werte)

    @property
    def past(self) -> Cell:
        """The value of the comparison."""
        werte = self.werte
        return self._cell(Werte(werte.vergleich, werte.vergleich_zaehler, werte.vergleich_nenner))

    @property
    def differenz(self) -> float | int | None:
        """The difference where it means something."""
        small = isinstance(self.now, str) or isinstance(self.past, str)
        return None if self.obstacle or small else self.werte.differenz

    @property
    def change(self) -> str:
        """The change in words; empty where none is told."""
        told = self.differenz is not None and self.whole_comparison
        return wording.change_text(self.kennzahl, self.werte, self.smallest_base) if told else ""

    def text(self, cell: Cell) -> str:
        """One of its values in words."""
        return cell if isinstance(cell, str) else wording.value_text(self.kennzahl, cell)  # type: ignore[arg-type]

    def _cell(self, werte: Werte) -> Cell:
        if self.kennzahl.einheit is not Einheit.ANTEIL:
            return werte.wert
        return wording.share_cell(werte.wert, werte.zaehler, werte.nenner, self.smallest_base)


def tiles(context: Context) -> list[Tile]:
    """The headline indicators, in their order."""
    answer, whole = headline(context), wording.has_whole_comparison(context)
    return [
        Tile(KENNZAHLEN[code], answer.summe[code], obstacle(context, code), context.smallest_base, whole)
        for code in SHOWN
    ]


def _build(context: Context) -> CardResult:
    shown, compared = tiles(context), wording.has_comparison(context)
    columns = [Column("Kennzahl"), Column("Einheit"), Column(context.now_name, Kind.WERT)]
    columns += [Column("Zähler", Kind.ANZAHL), Column("Nenner", Kind.ANZAHL)]
    if compared:
        columns += [Column(context.past_name, Kind.WERT), Column("Differenz", Kind.WERT_DIFFERENZ)]
        columns += [Column("Veränderung", Kind.VERAENDERUNG)]
    rows = tuple(_row(tile, compared) for tile in shown)
    kinds = tuple(Kind.ANTEIL if tile.kennzahl.einheit is Einheit.ANTEIL else Kind.ANZAHL for tile in shown)
    table = Table(TITEL, tuple(columns), rows, None, tuple(_notes(context, shown)), row_kinds=kinds)
    links = tuple(link for code in SHOWN for link in row_links(context, code, [{}]))
    return CardResult(table, _words(shown), row_links=links)


def _row(tile: Tile, compared: bool) -> tuple[Cell, ...]:
    kennzahl, werte = tile.kennzahl, tile.werte
    row: tuple[Cell, ...] = (kennzahl.name, kennzahl.einheit_name, tile.now, werte.zaehler, werte.nenner)
    if not compared:
        return row
    counts = kennzahl.einheit is Einheit.ANZAHL and tile.differenz is not None
    change = wording.relative_change(werte, tile.smallest_base) if counts else None
    return (*row, tile.past, tile.differenz, change)


def _notes(context: Context, shown: list[Tile]) -> list[str]:
    notes = wording.period_notes(context)
    if wording.has_comparison(context):
        notes += [f"{tile.kennzahl.name}: {tile.obstacle}" for tile in shown if tile.obstacle]
    if any(isinstance(cell, str) for tile in shown for cell in (tile.now, tile.past)):
        notes.append(wording.small_share_note(context.smallest_base))
    return notes


def _words(shown: list[Tile]) -> str:
    parts = []
    for tile in shown:
        value = f"{tile.kennzahl.name}: {tile.text(tile.now)}"
        parts.append(f"{value} ({tile.change})" if tile.change else value)
    return "; ".join(parts) + "."


CARD = Card("kennzahlen", TITEL, "Kundenreaktionen und Anliegen", SHOWN, _build, wide=True, kind=CardKind.TILES)
