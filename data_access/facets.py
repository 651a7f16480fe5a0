"""How many Kundenreaktionen every value of every filter would select, all other filters as they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from data_access.aggregate import breakdown
from data_access.ahead import Pending, together
from data_access.errors import NotProtectableError
from data_access.statements import Query, RowKind
from data_access.warehouse import View
from domain.merkmale import FILTER
from domain.selection import Selection

COUNTED = "kundenreaktionen"
Facets = dict[str, dict[str, int] | None]


def facets(view: View, selection: Selection) -> Facets:
    """Counts per filter and code. A Bereich counts with everything below it; values without a case are missing.

    None in place of the counts of a filter: there are no protected numbers of them.
    """
    return begin(view, selection)()


def begin(view: View, selection: Selection) -> Callable[[], Facets]:
    """Begin to count beside the request; what is returned gives the same as ``facets``."""
    alone = replace(selection, vergleich="ohne")
    others = {merkmal: alone.with_filter(merkmal, ()) for merkmal in FILTER}
    begun = {merkmal: _begin(view, asked, merkmal) for merkmal, asked in others.items()}
    return lambda: together(begun)


def _begin(view: View, selection: Selection, merkmal: str) -> Pending[dict[str, int] | None]:
    most = Query(RowKind.REAKTIONEN, selection, selection.zeitraum.span, (merkmal,))
    return view.ahead(most, partial(_of_filter, view, selection, merkmal))


def _of_filter(view: View, selection: Selection, merkmal: str) -> dict[str, int] | None:
    try:
        counts = _counts(view, selection, merkmal)
        return counts | _parents(view, selection) if merkmal == "bereich" else counts
    except NotProtectableError:
        return None


def _counts(view: View, selection: Selection, merkmal: str, ebene: int | None = None) -> dict[str, int]:
    rows = breakdown(view, selection, [COUNTED], [merkmal], ebene)
    return {row.codes[0]: _count(row.werte) for row in rows}


def _parents(view: View, selection: Selection) -> dict[str, int]:
    """Counts of the Bereiche that have others below them; reactions with several Anliegen count once."""
    parents = {parent for parent in view.catalog.parents.values() if parent is not None}
    top = {code: count for code, count in _counts(view, selection, "bereich", ebene=1).items() if code in parents}
    between = [code for code in parents if view.catalog.parents[code] is not None]
    for code in between:
        top[code] = _count(breakdown(view, selection.with_filter("bereich", [code]), [COUNTED])[0].werte)
    return top


def _count(werte: Mapping[str, object]) -> int:
    wert = getattr(werte[COUNTED], "wert", 0)
    return int(wert or 0)
