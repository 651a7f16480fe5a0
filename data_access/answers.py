"""What a statement answers, as the computation reads it: codes in place of numbers, days in place of dates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from data_access.cache import Rows
from data_access.catalog import Catalog
from data_access.facts.decode import added_up, days_until, decoded
from data_access.statements import Query, RowKind

# How many columns after the dimensions are not counts.
_KEYS_BESIDE = {
    RowKind.LAUFZEITEN: 1,
    RowKind.WARTEZEITEN: 1,
    RowKind.BESTAND: 1,
    RowKind.ZUGAENGE_ABGAENGE: 2,
    RowKind.MELDER: 2,
}
_WITH_CODES = frozenset({RowKind.PETITIONEN, RowKind.BEDARFSGEMEINSCHAFTEN})


def rows_of(query: Query, catalog: Catalog, rows: Iterable[Sequence[Any]]) -> Rows:
    """The rows of ``data_access.statements.build`` for the same query."""
    if query.art in _WITH_CODES:
        return [list(row) for row in rows]
    width = len(query.nach)
    if query.art is RowKind.MELDER:
        return decoded(rows, catalog.keys, ("melder", "beratungsstelle"))
    found = decoded(rows, catalog.keys, query.nach)
    if query.art is RowKind.WARTEZEITEN:
        found = days_until(catalog.stand.datenstand, found, width)
    if query.art is RowKind.BESTAND:
        found = days_until(query.span.bis, found, width)
    if "personenkreis" in query.nach:
        return added_up(found, width + _KEYS_BESIDE.get(query.art, 0))
    return found
