"""The selected Kundenreaktionen themselves: conditions and lists on the tables in which single cases stand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select

from data_access import schema
from data_access.catalog import Catalog
from data_access.conditions import none_of, one_of
from data_access.statements import Codes, Query, sees
from domain.kennzahlen import Part
from domain.merkmale import MERKMALE, Level
from domain.scope import Faelle, Scope

_reaktion = schema.kundenreaktion
_anliegen = schema.anliegen
_zuordnung = schema.kundenreaktion_personenkreis

CASE_ORDER = ("aktenzeichen", "eingang_am", "erledigt_am", "faellig_am", "kanal")


def _deadline_states(datenstand: date) -> dict[Part, ColumnElement[bool]]:
    """The four disjoint deadline states at the Datenstand."""
    offen, erledigt = _reaktion.c.status == "offen", _reaktion.c.status == "erledigt"
    return {
        Part.FRISTGERECHT: and_(erledigt, _reaktion.c.erledigt_am <= _reaktion.c.faellig_am),
        Part.VERSPAETET: and_(erledigt, _reaktion.c.erledigt_am > _reaktion.c.faellig_am),
        Part.UEBERFAELLIG: and_(offen, _reaktion.c.faellig_am < datenstand),
        Part.OFFEN_IN_FRIST: and_(offen, _reaktion.c.faellig_am >= datenstand),
    }


def case_list(
    scope: Scope, query: Query, catalog: Catalog, states: Sequence[Part], order: str, descending: bool
) -> Select[Any]:
    """The selected reactions themselves, one row each; ``states`` keeps only those deadline states (none: all).

    ``order`` is one of ``CASE_ORDER``; equal values are ordered by Jobcenter and Aktenzeichen, so that pages never
    overlap. Empty values come last.
    """
    column = _reaktion.c[order]
    columns = [column for column in _reaktion.columns if column.name not in ("melder", "beratungsstelle")]
    statement = select(*columns).where(*_reaktion_conditions(query), *_having_anliegen(query, catalog))
    if states:
        conditions = _deadline_states(catalog.stand.datenstand)
        statement = statement.where(or_(*(conditions[state] for state in states)))
    statement = statement if sees(scope, query, catalog) else statement.where(false())
    if scope.faelle is Faelle.OMBUDSSTELLE:
        statement = statement.where(_reaktion.c.ombudsstelle == 1)
    ordered = column.desc() if descending else column.asc()
    return statement.order_by(column.is_(None), ordered, _reaktion.c.jobcenter, _reaktion.c.aktenzeichen)


def of_selection(scope: Scope, query: Query) -> list[ColumnElement[bool]]:
    """Conditions on reactions that are selected by their own attributes; filters on Anliegen do not act here."""
    conditions = _reaktion_conditions(query)
    return conditions if scope.all_rows and not scope.nur_eigene else [*conditions, false()]


def anliegen_of(ids: Sequence[int]) -> Select[Any]:
    """The Anliegen of reactions that ``case_list`` has shown to the scope."""
    return (
        select(_anliegen.c.kundenreaktion_id, _anliegen.c.art, _anliegen.c.bereich, _anliegen.c.thema)
        .where(_anliegen.c.kundenreaktion_id.in_(ids))
        .order_by(_anliegen.c.kundenreaktion_id, _anliegen.c.lfd_nr)
    )


def _having_anliegen(query: Query, catalog: Catalog) -> list[ColumnElement[bool]]:
    matching = _anliegen_conditions(query, catalog)
    return [exists().where(_anliegen.c.kundenreaktion_id == _reaktion.c.id, *matching)] if matching else []


def _reaktion_conditions(query: Query) -> list[ColumnElement[bool]]:
    selection = query.selection
    day = _reaktion.c.eingang_am if selection.zeitbezug == "eingang" else _reaktion.c.erledigt_am
    where = [_reaktion.c.status != "storniert", day.between(query.span.von, query.span.bis)]
    columns = {"jobcenter": _reaktion.c.jobcenter, "kanal": _reaktion.c.kanal, "hauptart": _reaktion.c.art}
    where += [
        one_of(column, selection.codes(merkmal)) for merkmal, column in columns.items() if selection.codes(merkmal)
    ]
    if ombudsstelle := selection.codes("ombudsstelle"):
        where.append(_reaktion.c.ombudsstelle.in_([int(code == "ja") for code in ombudsstelle]))
    if personenkreise := selection.codes("personenkreis"):
        where.append(_personenkreis_condition(personenkreise))
    return where + [
        _left_out_reaktion(merkmal, codes)
        for merkmal, codes in query.ausser
        if MERKMALE[merkmal].level is Level.REAKTION
    ]


def _left_out_reaktion(merkmal: str, codes: Codes) -> ColumnElement[bool]:
    if merkmal == "personenkreis":
        return ~_personenkreis_condition(codes)
    if merkmal == "ombudsstelle":
        return _reaktion.c.ombudsstelle.not_in([flag for flag, code in enumerate(("nein", "ja")) if code in codes])
    columns = {"jobcenter": _reaktion.c.jobcenter, "kanal": _reaktion.c.kanal, "hauptart": _reaktion.c.art}
    return none_of(columns[merkmal], codes)


def _personenkreis_condition(codes: Codes) -> ColumnElement[bool]:
    own = _zuordnung.alias("filter_personenkreis")
    assigned = exists().where(own.c.kundenreaktion_id == _reaktion.c.id)
    parts: list[ColumnElement[bool]] = []
    if named := [code for code in codes if code != MERKMALE["personenkreis"].ohne]:
        parts.append(assigned.where(own.c.personenkreis.in_(named)))
    if len(named) < len(codes):
        parts.append(~assigned)
    return or_(*parts)


def _anliegen_conditions(query: Query, catalog: Catalog) -> list[ColumnElement[bool]]:
    where = []
    for merkmal, codes in query.selection.filter:
        if MERKMALE[merkmal].level is Level.ANLIEGEN:
            below = catalog.with_descendants(codes) if merkmal == "bereich" else ()
            where.append(one_of(_anliegen.c[merkmal], tuple({*codes, *below}), MERKMALE[merkmal].ohne))
    return where + [
        none_of(_anliegen.c[merkmal], codes, MERKMALE[merkmal].ohne)
        for merkmal, codes in query.ausser
        if MERKMALE[merkmal].level is Level.ANLIEGEN
    ]
