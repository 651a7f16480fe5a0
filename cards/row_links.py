"""Where a row of a table leads: to the page narrowed to it, and to the cases that its figure counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cards.base import Context, RowLink
from data_access.catalog import Catalog
from domain.merkmale import MERKMALE, ZEIT_MERKMALE
from domain.scope import Faelle
from domain.zeitraum import buckets

Parameter = Mapping[str, str]

DECIDED = "faellig"
FINISHED = "erledigt"
ASSESSED = "begruendet,teilweise,unbegruendet"
# What beside a row's own values makes the list of the cases that an indicator counts, of a rate its denominator.
_COUNTED: Mapping[str, Parameter] = {
    "kundenreaktionen": {},
    "anliegen": {},
    "anliegen_je_reaktion": {},
    "beschwerden": {"art": "beschwerde"},
    "begruendet": {"art": "beschwerde", "bewertung": "begruendet"},
    "begruendetenquote": {"art": "beschwerde"},
    "lob": {"art": "lob"},
    "ideen": {"art": "idee"},
    "ombudsstelle": {"ombudsstelle": "ja"},
    "ombudsquote": {},
    "fristquote": {"zustand": DECIDED},
    "laufzeit_median": {"zustand": FINISHED},
    "laufzeit_p90": {"zustand": FINISHED},
    **{state: {"zustand": state} for state in ("fristgerecht", "verspaetet", "ueberfaellig", "offen_in_frist")},
}


def row_links(
    context: Context, kennzahl: str, rows: Iterable[Parameter], ebene: int | None = None
) -> tuple[RowLink | None, ...]:
    """Links of rows that are given as code per dimension; with ``ebene`` 1 Bereiche stand for all below them.

    None where no filter says what the row holds.
    """
    return tuple(_link(context, kennzahl, row, ebene) for row in rows)


def _link(context: Context, kennzahl: str, row: Parameter, ebene: int | None) -> RowLink | None:
    filters: dict[str, str] = _months(context, row)
    for merkmal, code in row.items():
        if merkmal in ZEIT_MERKMALE:
            continue
        codes = _codes(context, merkmal, code, ebene)
        if not codes:
            return None
        filters[merkmal] = ",".join(codes)
    return RowLink(filters, _cases(context, kennzahl, filters))


def _months(context: Context, row: Parameter) -> dict[str, str]:
    """The months of the selection that lie in the row."""
    times = {merkmal: code for merkmal, code in row.items() if merkmal in ZEIT_MERKMALE}
    if not times:
        return {}
    codes = tuple(times.values())
    inside = next(one for one in buckets(context.selection.zeitraum, tuple(times)) if one.codes == codes).zeitraum
    return {"von": str(inside.von), "bis": str(inside.bis)}


def _codes(context: Context, merkmal: str, code: str, ebene: int | None) -> tuple[str, ...]:
    """What a filter must hold so that it says the row inside the selection; empty where none does."""
    given, catalog = context.selection.codes(merkmal), context.view.catalog
    if merkmal != "bereich" or code == MERKMALE[merkmal].ohne:
        return (code,) if not given or code in given else ()
    if ebene != 1 and code in catalog.parents.values():
        # As a filter it would take in the Bereiche below it, which have rows of their own.
        return ()
    if not given or set(given).intersection(catalog.path(code)):
        return (code,)
    return tuple(one for one in given if _lies_in(catalog, one, code))


def _lies_in(catalog: Catalog, bereich: str, above: str) -> bool:
    return bereich in catalog.parents and above in catalog.path(bereich)


def _cases(context: Context, kennzahl: str, filters: Parameter) -> Parameter | None:
    """Parameters of the list of cases beside ``filters``; None where the list would not hold what was counted."""
    if kennzahl not in _COUNTED or context.view.scope.faelle is Faelle.KEINE:
        return None
    counted = dict(_COUNTED[kennzahl])
    if kennzahl == "begruendetenquote" and context.selection.bewertungsbasis == "bewertete":
        counted["bewertung"] = ASSESSED
    for merkmal in counted.keys() - {"zustand"}:
        given = filters[merkmal].split(",") if merkmal in filters else context.selection.codes(merkmal)
        both = [code for code in counted[merkmal].split(",") if not given or code in given]
        if not both:
            return None
        counted[merkmal] = ",".join(both)
    return counted
