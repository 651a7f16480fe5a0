"""Answers a query from columns in memory: the same rows that its statement would answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True)
class _States:
    """Per row a number of what the columns of the parts hold, and per part and number whether it counts such rows."""

    column: Column
    belongs: Numbers


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
        return _counted(kept, groups, _states(kept.facts, _OF_REAKTION, in_reaktion_parts))
    if art is RowKind.ANLIEGEN:
        return _counted(kept, groups, _states(kept.facts, _OF_ANLIEGEN, partial(in_anliegen_parts, keys=catalog.keys)))
    total = np.bincount(groups.place, minlength=groups.count)
    occurring = np.flatnonzero(total)
    return occurring, total[np.newaxis, occurring]


def _states(facts: FactColumns, names: Sequence[str], parts: Parts) -> _States:
    """What the columns say of every row, made once for as long as the rows are held."""
    found: _States | None = facts.derived.get(names)
    if found is None:
        groups = Groups.of([facts.columns[name] for name in names], facts.size)
        values = dict(zip(names, groups.values(np.arange(groups.count)), strict=True))
        belongs = np.stack(parts(values)).astype(np.int64)
        found = facts.derived[names] = _States(groups.place.astype(np.int16), belongs)
    return found


def _counted(kept: Kept, groups: Groups, states: _States) -> tuple[Numbers, Numbers]:
    """Sums of each part, from one count by the group and the state of the rows."""
    state, number = kept.of(states.column), states.belongs.shape[1]
    if groups.count * number > _AT_ONCE:
        occurring = np.flatnonzero(np.bincount(groups.place, minlength=groups.count))
        weights = (part[state] for part in states.belongs)
        sums = (np.bincount(groups.place, weights=weight, minlength=groups.count)[occurring] for weight in weights)
        return occurring, np.stack(list(sums)).astype(np.int64)
    together = np.bincount(groups.place * number + state, minlength=groups.count * number)
    counts = together.reshape(groups.count, number)
    occurring = np.flatnonzero(counts.any(axis=1))
    return occurring, states.belongs @ counts[occurring].T


def _spelled(name: str, column: Numbers) -> list[Any]:
    spell = _SPELLED.get(name)
    return column.tolist() if spell is None else [spell(value) for value in column.tolist()]
