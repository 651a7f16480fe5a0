"""Layout and content joined: every cell of the sheets with numbers, with its address, value and formula."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from xlsxwriter.utility import quote_sheetname, xl_col_to_name

from exports.feste_auswertung import formulas
from exports.feste_auswertung.formulas import Cell, Computed, Limits
from exports.feste_auswertung.layout import FIRST, LIST_ROWS, Column, Row, Rule, Sheet
from exports.feste_auswertung.model import Content, Figure, Pair, Value, entry_row
from exports.table import Kind, difference_kind


class Placed(NamedTuple):
    """A row at its zero-based place on the sheet; its cells are those of ``row.key``."""

    at: int
    row: Row


class Place(NamedTuple):
    """A cell of the layout by keys."""

    sheet: str
    row: str
    column: str


class FullListError(Exception):
    """A catalogue has more values than a list has rows; ``katalog`` names it."""

    def __init__(self, katalog: str) -> None:
        super().__init__(katalog)
        self.katalog = katalog


class Grid:
    """The cells of the given sheets, filled with one year's content. Raises ``FullListError``."""

    def __init__(self, sheets: Sequence[Sheet], content: Content) -> None:
        self.sheets = {sheet.key: sheet for sheet in sheets}
        self.content = content
        about = content.about
        self.limits = Limits(about.smallest_shown, about.small_base, about.rounding)
        self._rows = {sheet.key: {placed.row.key: placed for placed in self._placed(sheet)} for sheet in sheets}
        self._cells: dict[Place, Cell | None] = {}

    def rows(self, sheet: Sheet) -> Iterator[Placed]:
        """All rows of a sheet, fixed ones and those of its catalogue."""
        yield from self._rows[sheet.key].values()

    def kind(self, row: Row, column: Column) -> Kind:
        """What a cell holds, which decides its format."""
        if column.rule is Rule.DIFFERENZ:
            return difference_kind(row.kind)
        return column.kind or row.kind

    def cell(self, sheet: str, row: str, column: str) -> Cell | None:
        """A cell with its address inside its sheet; None where the layout has none."""
        place = Place(sheet, row, column)
        if place not in self._cells:
            self._cells[place] = self._resolved(place)
        return self._cells[place]

    def elsewhere(self, sheet: str, row: str, column: str) -> Cell | None:
        """The same with an address for formulas of other sheets."""
        cell = self.cell(sheet, row, column)
        return None if cell is None else cell._replace(at=f"{quote_sheetname(self.sheets[sheet].name)}!{cell.at}")

    def list_block(self, sheet: Sheet, column: str) -> str:
        """All rows that are kept for the catalogue in one column, as other sheets address them."""
        return _list_rows(sheet, self._letters[sheet.key][column])

    def label_block(self, sheet: Sheet) -> str:
        """The same in the column of the labels."""
        return _list_rows(sheet, "A")

    def listed(self, sheet: Sheet, column: str) -> list[Cell]:
        """The cells of the catalogue values in one column."""
        entries = self.content.entries.get(sheet.katalog, ())
        cells = [self.cell(sheet.key, entry_row(sheet.katalog, entry.code), column) for entry in entries]
        return [cell for cell in cells if cell is not None]

    @cached_property
    def _letters(self) -> dict[str, dict[str, str]]:
        return {
            key: {column.key: xl_col_to_name(at) for at, column in enumerate(sheet.columns, start=1)}
            for key, sheet in self.sheets.items()
        }

    @cached_property
    def _columns(self) -> dict[str, dict[str, Column]]:
        return {key: {column.key: column for column in sheet.columns} for key, sheet in self.sheets.items()}

    def _placed(self, sheet: Sheet) -> Iterator[Placed]:
        for at, row in enumerate(sheet.rows, start=FIRST):
            yield Placed(at, row)
        for entry in self.content.entries.get(sheet.katalog, ()):
            if entry.platz >= LIST_ROWS:
                raise FullListError(sheet.katalog)
            row = Row(entry_row(sheet.katalog, entry.code), entry.name, sheet.list_base, measures=sheet.list_measures)
            yield Placed(sheet.first_list_row + entry.platz, row)

    def _resolved(self, place: Place) -> Cell | None:
        placed, column = self._rows[place.sheet].get(place.row), self._columns[place.sheet][place.column]
        if placed is None or not placed.row.measures:
            return None
        at = f"{self._letters[place.sheet][place.column]}{placed.at + 1}"
        row, of_measure = placed.row, column.measure in placed.row.measures
        if row.rule is not None and (of_measure or column.rule is Rule.SUM):
            return _computed(at, self._by_row(place, row))
        if column.rule is not None:
            return _computed(at, self._by_column(place, row, column))
        return Cell(at, self._given(place, column)) if of_measure else None

    def _given(self, place: Place, column: Column) -> Value:
        pair = self.content.figures.get(Figure(place.sheet, place.row, column.measure), Pair())
        return pair.vorjahr if column.past else pair.jahr

    def _by_row(self, place: Place, row: Row) -> Computed | None:
        if row.rule is Rule.LINK:
            sheet, key = row.of
            cell = self.elsewhere(sheet, key, place.column)
            return None if cell is None else formulas.link(cell)
        if row.rule is Rule.SUM:
            rows = list(self._rows[place.sheet])
            between = rows[rows.index(row.of[0]) : rows.index(row.of[1]) + 1]
            return _sum(self._known([place._replace(row=key) for key in between]))
        cells = self._known([place._replace(row=key) for key in row.of])
        if len(cells) < len(row.of):
            return None
        return formulas.rest(*cells) if row.rule is Rule.REST else formulas.quotient(cells[0], cells[1], self.limits)

    def _by_column(self, place: Place, row: Row, column: Column) -> Computed | None:
        cells = self._known([place._replace(column=key) for key in column.of])
        if len(cells) < len(column.of) or row.kind is Kind.TEXT:
            return None
        if column.rule is Rule.SUM:
            return _sum(cells)
        if column.rule is Rule.DIFFERENZ:
            return formulas.difference(cells[0], cells[1])
        if column.rule is Rule.QUOTE:
            return formulas.quotient(cells[0], cells[1], self.limits)
        if row.kind is not Kind.ANZAHL:
            return None
        if column.rule is Rule.VERAENDERUNG:
            return formulas.change(cells[0], cells[1], self.limits)
        if column.rule is Rule.HINWEIS:
            return formulas.note(cells[0], self.limits)
        return self._share(place._replace(column=column.of[0]), row, cells[0])

    def _share(self, place: Place, row: Row, part: Cell) -> Computed | None:
        whole = self.cell(place.sheet, row.base, place.column) if row.base else None
        return None if whole is None else formulas.quotient(part, whole, self.limits)

    def _known(self, places: Sequence[Place]) -> list[Cell]:
        return [cell for place in places if (cell := self.cell(*place)) is not None]


def _list_rows(sheet: Sheet, letter: str) -> str:
    first = sheet.first_list_row + 1
    return f"{quote_sheetname(sheet.name)}!{letter}{first}:{letter}{first + LIST_ROWS - 1}"


def _sum(cells: Sequence[Cell]) -> Computed:
    return formulas.total(cells, f"{cells[0].at}:{cells[-1].at}")


def _computed(at: str, computed: Computed | None) -> Cell | None:
    return None if computed is None else Cell(at, computed.value, computed.formula)
