"""Answers a query from columns in memory: the same rows that its statement would answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

import numpy as np

from data_access.cache import Rows
from data_access.catalog import Catalog
from data_access.facts.deadline import UEBERFAELLIG, Frist
from data_access.facts.rollups import ZUSTAND
from data_access.groups import Groups, Numbers, in_anliegen_parts, in_reaktion_parts
from data_access.in_memory.table import NEVER, UNKNOWN, Column, FactColumns, Kept
from data_access.statements import Query, RowKind, dimension_columns, selected_rows

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
# Which rows belong to each part, of the columns that decide it.
Parts = Callable[[Mapping[str, Column]], list[Any]]
_OF_REAKTION = (ZUSTAND, "ombudsstelle")
_OF_ANLIEGEN = ("art", "bewertung")
# More groups than this are not counted by the columns of the parts at once: most of them would be empty.
_AT_ONCE = 1_000_000
_SPELLED: dict[str, Callable[[int], Any]] = {
    "eingang_am": date.fromordinal,
    "erledigt_monat": lambda month: None if month == NEVER else month,
}


def answer(facts: FactColumns, query: Query, catalog: Catalog) -> Rows:
    """The rows of ``data_access.statements.build`` for a query of one of ``KINDS``, all of whose rows are there."""
    selected = selected_rows(query, catalog)
    counts_anliegen = query.art is RowKind.ANLIEGEN
    kept = facts.kept(selected, *_conditions(query), once=not counts_anliegen)
    if not kept.size:
        return []
    names = (*dimension_columns(query).values(), *_GROUPED[query.art])
    groups = Groups.of([kept.column(name) for name in names], kept.size)
    if not counts_anliegen and selected.mark is None:
        kept, groups = _different(kept, groups)
    occurring, counts = _parts(kept, groups, query.art, catalog)
    columns = [_spelled(name, column) for name, column in zip(names, groups.values(occurring), strict=True)]
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
    which = kept.column("reaktion").astype(np.int64) * groups.count + groups.place
    places = np.unique(which, return_index=True)[1]
    return kept.only(places), groups.only(places)


def _parts(kept: Kept, groups: Groups, art: RowKind, catalog: Catalog) -> tuple[Numbers, Numbers]:
    """The groups that occur, and per count of a row of this kind how many rows of each of them it counts."""
    if art is RowKind.REAKTIONEN:
        return _counted(groups, {name: kept.column(name) for name in _OF_REAKTION}, in_reaktion_parts)
    if art is RowKind.ANLIEGEN:
        parts = partial(in_anliegen_parts, keys=catalog.keys)
        return _counted(groups, {name: kept.column(name) for name in _OF_ANLIEGEN}, parts)
    total = np.bincount(groups.place, minlength=groups.count)
    occurring = np.flatnonzero(total)
    return occurring, total[np.newaxis, occurring]


def _counted(groups: Groups, columns: Mapping[str, Column], parts: Parts) -> tuple[Numbers, Numbers]:
    """Sums of each part, from one count by the group and the columns of which the parts are made."""
    within = Groups.of(list(columns.values()), len(groups.place))
    if groups.count * within.count > _AT_ONCE:
        occurring = np.flatnonzero(np.bincount(groups.place, minlength=groups.count))
        sums = (np.bincount(groups.place, weights=part, minlength=groups.count)[occurring] for part in parts(columns))
        return occurring, np.stack(list(sums)).astype(np.int64)
    together = np.bincount(groups.place * within.count + within.place, minlength=groups.count * within.count)
    counts = together.reshape(groups.count, within.count)
    occurring = np.flatnonzero(counts.any(axis=1))
    values = dict(zip(columns, within.values(np.arange(within.count)), strict=True))
    return occurring, np.stack(parts(values)).astype(np.int64) @ counts[occurring].T


def _spelled(name: str, column: Numbers) -> list[Any]:
    spell = _SPELLED.get(name)
    return column.tolist() if spell is None else [spell(value) for value in column.tolist()]
