"""Answers a query from columns in memory: the same rows that its statement would answer."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import numpy as np

from data_access.cache import Rows
from data_access.catalog import Catalog
from data_access.columns import Column
from data_access.facts.deadline import UEBERFAELLIG, Frist
from data_access.facts.numbers import NUMBER
from data_access.facts.rollups import ZUSTAND
from data_access.groups import Groups, Numbers, Parts, States, in_anliegen_parts, in_reaktion_parts
from data_access.in_memory.sums import SumColumns
from data_access.in_memory.table import NEVER, UNKNOWN, FactColumns, HeldColumns, Kept
from data_access.statements import OF_ANLIEGEN, OF_REAKTION, Query, RowKind, dimension_columns, selected_rows
from domain.zeitraum import Monat

# By kind: what rows are grouped by besides the dimensions.
_GROUPED: dict[RowKind, tuple[str, ...]] = {
    RowKind.REAKTIONEN: (),
    RowKind.ANLIEGEN: (),
    RowKind.LAUFZEITEN: ("tage",),
    RowKind.WARTEZEITEN: ("eingang_am",),
    RowKind.BESTAND: ("eingang_am",),
    RowKind.ZUGAENGE_ABGAENGE: ("eingang_monat", "erledigt_monat"),
    RowKind.MELDER: ("melder", "beratungsstelle"),
}
KINDS = frozenset(_GROUPED)


def answer(facts: FactColumns, query: Query, catalog: Catalog) -> Rows:
    """The rows of ``data_access.statements.build`` for a query of one of ``KINDS``, all of whose rows are there."""
    selected = selected_rows(query, catalog)
    counts_anliegen = query.art is RowKind.ANLIEGEN
    kept = facts.kept(selected, *_conditions(query), once=not counts_anliegen)
    if not kept.size:
        return []
    names = (*dimension_columns(query).values(), *_GROUPED[query.art])
    never = Monat.of(catalog.stand.datenstand).index + 1
    groups = Groups.of([_near(name, kept.column(name), never) for name in names], kept.size)
    if not counts_anliegen and selected.mark is None:
        kept, groups = _different(kept, groups)
    occurring, counts = _parts(kept, groups, query.art, catalog)
    columns = [_spelled(name, column, never) for name, column in zip(names, groups.values(occurring), strict=True)]
    return [list(row) for row in zip(*columns, *counts.tolist(), strict=True)]


def summed(sums: SumColumns, query: Query, catalog: Catalog) -> Rows:
    """The same from a table of counts by month that holds the answer."""
    kept = sums.kept(selected_rows(query, catalog))
    if not kept.size:
        return []
    groups = Groups.of([kept.column(name) for name in dimension_columns(query).values()], kept.size)
    occurring, counts = _parts(kept, groups, query.art, catalog, kept.column(NUMBER))
    columns = [column.tolist() for column in groups.values(occurring)]
    return [list(row) for row in zip(*columns, *counts.tolist(), strict=True)]


def _conditions(query: Query) -> list[tuple[str, int, int]]:
    """Column, lowest and highest: what the kind of rows asks of them besides the selection."""
    if query.art is RowKind.LAUFZEITEN:
        return [("tage", UNKNOWN + 1, NEVER)]
    if query.art is RowKind.WARTEZEITEN:
        return [(ZUSTAND, Frist.OFFEN.value, UEBERFAELLIG)]
    if query.art is RowKind.BESTAND:
        return [("erledigt_am", query.span.bis.toordinal() + 1, NEVER)]
    return []


def _different(kept: Kept, groups: Groups) -> tuple[Kept, Groups]:
    """Of the rows of one Kundenreaktion in one group only one."""
    places = groups.first_of_each(kept.column("reaktion"))
    return kept.only(places), groups.only(places)


def _parts(
    kept: Kept, groups: Groups, art: RowKind, catalog: Catalog, weight: Column | None = None
) -> tuple[Numbers, Numbers]:
    """The groups that occur, and per count of a row of this kind how many rows of each of them it counts.

    ``weight``: as how many each of them counts.
    """
    if art in (RowKind.REAKTIONEN, RowKind.ANLIEGEN):
        states = states_of(kept.held, art, catalog)
        return states.counted(groups, kept.of(states.column), weight)
    total = np.bincount(groups.place, minlength=groups.count)
    occurring = np.flatnonzero(total)
    return occurring, total[np.newaxis, occurring]


def states_of(held: HeldColumns, art: RowKind, catalog: Catalog) -> States:
    """What the columns say of every row that is counted, made once for as long as the rows are held."""
    of_reaktion = art is RowKind.REAKTIONEN
    names = OF_REAKTION if of_reaktion else OF_ANLIEGEN
    parts: Parts = in_reaktion_parts if of_reaktion else partial(in_anliegen_parts, keys=catalog.keys)
    found: States | None = held.derived.get(names)
    if found is None:
        found = held.derived[names] = States.of([held.columns[name] for name in names], names, parts)
    return found


def _near(name: str, column: Column, never: int) -> Column:
    """A column with the month ``never`` in place of ``NEVER``, which is so far away that most groups would be empty."""
    return np.minimum(column, never) if name == "erledigt_monat" else column


def _spelled(name: str, column: Numbers, never: int) -> list[Any]:
    values: list[int] = column.tolist()
    if name == "eingang_am":
        return [date.fromordinal(day) for day in values]
    if name == "erledigt_monat":
        return [None if month == never else month for month in values]
    return values
