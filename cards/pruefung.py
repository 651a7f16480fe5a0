"""An exported figure held against the same figure of today: what differs, and why."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson

from app_data.pruefnummern import ExportedFigure
from cards import pruefung_worte as worte
from cards.base import Card, Context, subtitle
from cards.grundlage import grundlage
from data_access.catalog import Catalog
from data_access.errors import NotProtectableError
from data_access.holdings import Importlauf, importlaeufe
from data_access.warehouse import View
from domain.scope import Stufe
from domain.selection import Problem
from domain.version import VERSION
from exports.german import cell_text
from exports.pruefnummer import plain_rows
from exports.table import Cell, Column, Kind, Table

# A longer table is known by its fingerprint alone.
MOST_CELLS = 40_000
# Single cases are not copied into another database.
CASES = "Aktenzeichen"
CHANGED, ONLY_THEN, ONLY_NOW = "geaendert", "nur_damals", "nur_heute"
_NAMES = (Kind.TEXT, Kind.MONAT, Kind.QUARTAL)

Name = tuple[Cell, ...]
Read = Callable[[str, Card, View], tuple[Context, Sequence[Problem]]]


class NotAllowedError(Exception):
    """The figure holds exact numbers, and whoever asks may see protected ones only."""


@dataclass(frozen=True)
class Difference:
    """A cell that is another one today; without ``spalte`` a whole row that only one of the two tables has.

    The texts are row, cell of then and cell of today as people read them.
    """

    zeile: Name
    spalte: str | None
    damals: Cell
    heute: Cell
    art: str
    zeile_text: str
    damals_text: str = ""
    heute_text: str = ""


@dataclass(frozen=True)
class Row:
    """A row to be compared: its number (None: the total), how many first cells name it, which of that name it is."""

    number: int | None
    cells: Name
    width: int
    again: int = 1

    def name(self, table: Table) -> str:
        """Its name as people read it."""
        told = " · ".join(_text(table, self, at) for at in range(self.width))
        return told if self.again == 1 else f"{told} ({self.again})"


@dataclass(frozen=True)
class Today:
    """The same figure as it is now."""

    auswahl: str
    titel: str
    untertitel: str
    aussage: str
    table: Table


@dataclass(frozen=True)
class Check:
    """The answer. ``then`` is None where the table is not kept, ``today`` where the figure is not possible any more.

    ``equal`` says whether all numbers are the same (None: not possible today), ``reasons`` are codes for why not.
    """

    figure: ExportedFigure
    then: Table | None
    today: Today | None
    equal: bool | None
    differences: tuple[Difference, ...]
    reasons: tuple[str, ...]
    words: str


def stored_table(table: Table) -> dict[str, Any]:
    """A table as it is kept: columns, kinds, plain rows, and a fingerprint; no rows for single cases and long ones."""
    cases = any(CASES in column.name for column in table.columns)
    too_long = len(table.rows) * len(table.columns) > MOST_CELLS
    kept = {} if cases or too_long else {"zeilen": plain_rows(table.rows), "summe": _total(table)}
    return {
        "spalten": [[column.name, column.kind.value, column.gruppe] for column in table.columns],
        "zeilenarten": [kind.value for kind in table.row_kinds],
        "fingerabdruck": _fingerprint(table),
        **kept,
    }


def check(figure: ExportedFigure, cards: Mapping[str, Card], view: View, read: Read) -> Check:
    """The figure as exported and as of today; ``read`` makes a context of a query text.

    Raises ``NotAllowedError`` where the scope of ``view`` may not see numbers as exact as those that were exported.
    """
    then = _table(figure)
    card = cards.get(figure.karte)
    if card is None:
        return _impossible(figure, then, worte.CARD_GONE)
    context, problems = _context(figure, card, view, read)
    if problems:
        return _impossible(figure, then, worte.selection_gone(problems))
    try:
        result = card.build(context)
        table = card.table(context, result)
    except NotProtectableError:
        return _impossible(figure, then, worte.NOT_PROTECTABLE)
    today = Today(
        figure.auswahl,
        result.titel or card.titel,
        subtitle(card, context, result),
        result.words,
        table,
    )
    return _compared(figure, then, today, context)


def _context(figure: ExportedFigure, card: Card, view: View, read: Read) -> tuple[Context, Sequence[Problem]]:
    context, problems = read(figure.auswahl, card, view)
    wanted = Stufe(figure.stufe)
    if wanted is Stufe.GESCHUETZT and context.exact:
        context, problems = read(f"{figure.auswahl}&stufe={wanted.value}", card, view)
    if wanted is Stufe.GENAU and not context.exact:
        raise NotAllowedError
    return context, problems


def _compared(figure: ExportedFigure, then: Table | None, today: Today, context: Context) -> Check:
    found = () if then is None else tuple(_differences(then, today.table))
    equal = not found if then is not None else _fingerprint(today.table) == (figure.tabelle or {}).get("fingerabdruck")
    catalog = context.view.catalog
    # How many cases an import brought is an exact number.
    runs = [run for run in importlaeufe(context.view) if run.nummer > figure.stand_nummer] if context.exact else []
    newer = figure.stand_version != catalog.stand.version
    reasons = () if equal else _reasons(figure, catalog)
    if equal:
        words = worte.SAME_WITH_NEWER_DATA if newer else worte.SAME
    else:
        words = worte.differing(len(found) if then is not None else None, _why(figure, reasons, runs))
    if then is None:
        words = f"{words} {worte.NOT_KEPT}"
    return Check(figure, then, today, equal, found, reasons, words)


def _reasons(figure: ExportedFigure, catalog: Catalog) -> tuple[str, ...]:
    now = grundlage(catalog)
    installation = [version.partition(":")[0] for version in (figure.stand_version, now.stand_version)]
    found = []
    if installation[0] != installation[1]:
        found.append("datenbank")
    elif figure.stand_version != now.stand_version:
        found.append("datenstand")
    found += ["katalog"] if figure.katalog != now.katalog else []
    found += ["ereignisse"] if figure.ereignisse != now.ereignisse else []
    found += ["fassung"] if figure.fassung != VERSION else []
    return tuple(found) or ("unbekannt",)


def _why(figure: ExportedFigure, reasons: Sequence[str], runs: Sequence[Importlauf]) -> list[str]:
    told = [worte.newer_data(figure, runs)] if "datenstand" in reasons else []
    told += [worte.other_version(figure.fassung, VERSION)] if "fassung" in reasons else []
    return told + [worte.REASONS[code] for code in reasons if code in worte.REASONS]


def _impossible(figure: ExportedFigure, then: Table | None, sentence: str) -> Check:
    return Check(figure, then, None, None, (), ("nicht_moeglich",), f"{sentence} {worte.AS_EXPORTED}")


def _table(figure: ExportedFigure) -> Table | None:
    """The table as exported; None where it is not kept."""
    kept = figure.tabelle or {}
    if "zeilen" not in kept:
        return None
    columns = tuple(Column(name, Kind(kind), gruppe) for name, kind, gruppe in kept["spalten"])
    rows = tuple(_typed(row, columns) for row in kept["zeilen"])
    total = None if kept["summe"] is None else _typed(kept["summe"], columns)
    return Table(figure.titel, columns, rows, total, (), tuple(Kind(kind) for kind in kept["zeilenarten"]))


def _typed(row: Sequence[Any], columns: Sequence[Column]) -> tuple[Cell, ...]:
    return tuple(
        date.fromisoformat(cell) if column.kind is Kind.DATUM and isinstance(cell, str) else cell
        for cell, column in zip(row, columns, strict=True)
    )


def _differences(then: Table, now: Table) -> list[Difference]:
    """Cell by cell, by the names of rows and columns; rows of one side alone once each."""
    before, after = _by_name(then), _by_name(now)
    found = [_alone(name, then, row, ONLY_THEN) for name, row in before.items() if name not in after]
    for name, row in before.items():
        if name in after:
            found += _changed(name, then, row, now, after[name])
    return found + [_alone(name, now, row, ONLY_NOW) for name, row in after.items() if name not in before]


def _changed(name: Name, then: Table, row: Row, now: Table, other_row: Row) -> list[Difference]:
    """The cells of a row that both tables have."""
    places = {column.heading: at for at, column in enumerate(now.columns)}
    found = []
    for at, column in enumerate(then.columns):
        place = places.get(column.heading)
        other = None if place is None else other_row.cells[place]
        if not _same(row.cells[at], other):
            told = "" if place is None else _text(now, other_row, place)
            found.append(
                Difference(
                    name, column.heading, row.cells[at], other, CHANGED, row.name(then), _text(then, row, at), told
                )
            )
    return found


def _alone(name: Name, table: Table, row: Row, art: str) -> Difference:
    return Difference(name, None, None, None, art, row.name(table))


def _by_name(table: Table) -> dict[Name, Row]:
    """Rows by the cells that name them; the total under its own name, a second row of a name with a number."""
    width = 1
    while width < len(table.columns) and all(column.kind in _NAMES for column in table.columns[: width + 1]):
        width += 1
    named: dict[Name, Row] = {}
    for number, cells in enumerate(table.rows):
        name, again = cells[:width], 1
        while name in named:
            again += 1
            name = (*cells[:width], again)
        named[name] = Row(number, cells, width, again)
    if table.total is not None:
        named[(worte.TOTAL,)] = Row(None, table.total, 1)
    return named


def _text(table: Table, row: Row, at: int) -> str:
    return cell_text(row.cells[at], table.columns[at].kind if row.number is None else table.kind(row.number, at))


def _same(one: Cell, other: Cell) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)
    return one == other


def _total(table: Table) -> list[Any] | None:
    return None if table.total is None else plain_rows([table.total])[0]


def _fingerprint(table: Table) -> str:
    content = [[column.heading for column in table.columns], plain_rows(table.rows), _total(table)]
    return hashlib.blake2b(orjson.dumps(content), digest_size=20).hexdigest()
