"""Selection → Select: the only module that builds analytic SQL.

The kinds of rows that answer every figure: counts of Kundenreaktionen, counts of Anliegen, durations of the finished
and ages of the open ones, petitions, and the denominators. A row holds the codes of the dimensions asked for and then
the counts. Time always comes as the month's index; quarters and years are rolled up by the caller, because every
reaction lies in exactly one month.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Float,
    FromClause,
    Integer,
    Select,
    and_,
    case,
    cast,
    exists,
    extract,
    false,
    func,
    literal,
    literal_column,
    or_,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from data_access import schema
from data_access.catalog import Catalog
from domain.kennzahlen import CountedOn, Part
from domain.merkmale import ANLIEGEN_MERKMALE, MERKMALE, Level
from domain.scope import Faelle, Scope
from domain.selection import Selection
from domain.zeitraum import DaySpan, Monat

_reaktion = schema.kundenreaktion
_anliegen = schema.anliegen
_zuordnung = schema.kundenreaktion_personenkreis
_petition = schema.petition_eingabe
_bezug = schema.bezugsgroesse

BEDARFSGEMEINSCHAFTEN = "bedarfsgemeinschaften"

REAKTION_PARTS = tuple(part for part in Part if part.counted_on is CountedOn.REAKTION)
ANLIEGEN_PARTS = tuple(part for part in Part if part.counted_on is CountedOn.ANLIEGEN)
PETITION_PARTS = tuple(part for part in Part if part.counted_on is CountedOn.PETITION)


class RowKind(Enum):
    """Kind of rows that a statement answers."""

    REAKTIONEN = "reaktionen"
    ANLIEGEN = "anliegen"
    LAUFZEITEN = "laufzeiten"
    WARTEZEITEN = "wartezeiten"
    BESTAND = "bestand"
    ZUGAENGE_ABGAENGE = "zugaenge_abgaenge"
    MELDER = "melder"
    PETITIONEN = "petitionen"
    BEDARFSGEMEINSCHAFTEN = "bedarfsgemeinschaften"


Codes = tuple[str, ...]
Exclusions = tuple[tuple[str, Codes], ...]


@dataclass(frozen=True)
class Query:
    """One statement: what to count, over which days, under which filters, by which dimensions.

    ``ausser`` holds (dimension, codes) that are left out: Kundenreaktionen with such a value of their own, Anliegen
    with such a value of theirs. A Bereich stands for itself alone there, without what is below it.
    """

    art: RowKind
    selection: Selection
    span: DaySpan
    nach: tuple[str, ...] = ()
    ebene: int | None = None
    ausser: Exclusions = ()

    def text(self) -> str:
        """Text that is equal exactly where the rows are; the last part of the cache key."""
        filters = "&".join(f"{merkmal}={','.join(codes)}" for merkmal, codes in self.selection.filter)
        left_out = "&".join(f"{merkmal}!={','.join(codes)}" for merkmal, codes in self.ausser)
        days = f"{self.span.von}..{self.span.bis}"
        parts = (self.art.value, days, self.selection.zeitbezug, ",".join(self.nach), str(self.ebene or ""), filters)
        return "|".join((*parts, *([left_out] if left_out else [])))


class days_between(FunctionElement[int]):  # noqa: N801 - named like the SQL function that it is
    """Whole days from the first date to the second."""

    type = Integer()
    inherit_cache = True


@compiles(days_between)
def _difference(element: Any, compiler: Any, **options: Any) -> str:
    start, end = (compiler.process(clause, **options) for clause in element.clauses)
    return f"({end} - {start})"


@compiles(days_between, "sqlite")
def _difference_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    start, end = (compiler.process(clause, **options) for clause in element.clauses)
    return f"CAST(julianday({end}) - julianday({start}) AS INTEGER)"


def build(scope: Scope, query: Query, catalog: Catalog) -> Select[Any]:
    """The statement of ``query``, restricted to what ``scope`` may see."""
    builders = {
        RowKind.REAKTIONEN: _reaktionen,
        RowKind.ANLIEGEN: _anliegen_rows,
        RowKind.LAUFZEITEN: _laufzeiten,
        RowKind.WARTEZEITEN: _wartezeiten,
        RowKind.BESTAND: _bestand,
        RowKind.ZUGAENGE_ABGAENGE: _zugaenge_abgaenge,
        RowKind.MELDER: _melder,
        RowKind.PETITIONEN: _petitionen,
        RowKind.BEDARFSGEMEINSCHAFTEN: _bedarfsgemeinschaften,
    }
    statement = builders[query.art](query, catalog)
    return statement if sees(scope, query, catalog) else statement.where(false())


def sees(scope: Scope, query: Query, catalog: Catalog) -> bool:
    """Whether the scope may see the rows of the query: all of them or none.

    Of own Bereiche alone are the rows of a query that is restricted to them.
    """
    if not scope.nur_eigene:
        return scope.all_rows
    asked, own = query.selection.codes("bereich"), catalog.with_descendants(scope.eigene)
    return scope.all_rows and bool(asked) and set(asked).issubset(own)


def _deadline_states(datenstand: date) -> dict[Part, ColumnElement[bool]]:
    """The four disjoint deadline states at the Datenstand."""
    offen, erledigt = _reaktion.c.status == "offen", _reaktion.c.status == "erledigt"
    return {
        Part.FRISTGERECHT: and_(erledigt, _reaktion.c.erledigt_am <= _reaktion.c.faellig_am),
        Part.VERSPAETET: and_(erledigt, _reaktion.c.erledigt_am > _reaktion.c.faellig_am),
        Part.UEBERFAELLIG: and_(offen, _reaktion.c.faellig_am < datenstand),
        Part.OFFEN_IN_FRIST: and_(offen, _reaktion.c.faellig_am >= datenstand),
    }


CASE_ORDER = ("aktenzeichen", "eingang_am", "erledigt_am", "faellig_am", "kanal")


def case_list(
    scope: Scope, query: Query, catalog: Catalog, states: Sequence[Part], order: str, descending: bool
) -> Select[Any]:
    """The selected reactions themselves, one row each; ``states`` keeps only those deadline states (none: all).

    ``order`` is one of ``CASE_ORDER``; equal values are ordered by Jobcenter and Aktenzeichen, so that pages never
    overlap. Empty values come last.
    """
    column = _reaktion.c[order]
    statement = _per_reaktion(
        query,
        catalog,
        [column for column in _reaktion.columns if column.name not in ("id", "melder", "beratungsstelle")],
    )
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


def _reaktionen(query: Query, catalog: Catalog) -> Select[Any]:
    conditions = {
        Part.OMBUDSSTELLE: _reaktion.c.ombudsstelle == 1,
        **_deadline_states(catalog.stand.datenstand),
    }
    flags = [
        (case((conditions[part], 1), else_=0) if part in conditions else literal_column("1", Integer)).label(
            f"n_{part.column}"
        )
        for part in REAKTION_PARTS
    ]
    base = _per_reaktion(query, catalog, flags).subquery()
    dimensions = [base.c[merkmal] for merkmal in query.nach]
    sums = [func.sum(base.c[f"n_{part.column}"]) for part in REAKTION_PARTS]
    return select(*dimensions, *sums).group_by(*dimensions).having(func.count() > 0)


def _laufzeiten(query: Query, catalog: Catalog) -> Select[Any]:
    return _histogram(query, catalog, "erledigt", _reaktion.c.erledigt_am)


def _wartezeiten(query: Query, catalog: Catalog) -> Select[Any]:
    return _histogram(query, catalog, "offen", literal(catalog.stand.datenstand, Date))


def _histogram(query: Query, catalog: Catalog, status: str, until: ColumnElement[Any]) -> Select[Any]:
    """How many reactions of a status took how many days from Eingang to ``until``."""
    duration = days_between(_reaktion.c.eingang_am, until).label("tage")
    reactions = _per_reaktion(query, catalog, [duration]).where(_reaktion.c.status == status).subquery()
    columns = [reactions.c[name] for name in (*query.nach, "tage")]
    return select(*columns, func.count()).group_by(*columns)


def _bestand(query: Query, catalog: Catalog) -> Select[Any]:
    """How many reactions had waited how many days at the end of the last day of the span."""
    day = literal(query.span.bis, Date)
    age = days_between(_reaktion.c.eingang_am, day).label("tage")
    finished = _reaktion.c.erledigt_am
    waiting = _per_reaktion(query, catalog, [age]).where(or_(finished.is_(None), finished > day)).subquery()
    return select(waiting.c.tage, func.count()).group_by(waiting.c.tage)


def _zugaenge_abgaenge(query: Query, catalog: Catalog) -> Select[Any]:
    """How many reactions came in which month and left in which (None: not yet)."""
    months = [_monat(_reaktion.c.eingang_am).label("eingang"), _monat(_reaktion.c.erledigt_am).label("erledigung")]
    moves = _per_reaktion(query, catalog, months).subquery()
    return select(moves.c.eingang, moves.c.erledigung, func.count()).group_by(moves.c.eingang, moves.c.erledigung)


def _melder(query: Query, catalog: Catalog) -> Select[Any]:
    """How many reactions came from which kind of person and, where one is recorded, through which body."""
    columns = [_reaktion.c.melder, _reaktion.c.beratungsstelle]
    reactions = _per_reaktion(query, catalog, columns).subquery()
    who = [reactions.c.melder, reactions.c.beratungsstelle]
    return select(*who, func.count()).group_by(*who)


def _per_reaktion(query: Query, catalog: Catalog, columns: Sequence[ColumnElement[Any]]) -> Select[Any]:
    """One row per selected reaction and combination of the dimensions asked for, never more."""
    dimensions = _dimensions(query, catalog)
    matching = _anliegen_conditions(query, catalog)
    where = _reaktion_conditions(query)
    if any(merkmal in ANLIEGEN_MERKMALE for merkmal in query.nach):
        source = _with_personenkreis(_reaktion.join(_anliegen), query.nach)
        return select(_reaktion.c.id, *dimensions, *columns).distinct().select_from(source).where(*where, *matching)
    if matching:
        where.append(exists().where(_anliegen.c.kundenreaktion_id == _reaktion.c.id, *matching))
    return (
        select(_reaktion.c.id, *dimensions, *columns)
        .select_from(_with_personenkreis(_reaktion, query.nach))
        .where(*where)
    )


def _anliegen_rows(query: Query, catalog: Catalog) -> Select[Any]:
    dimensions = _dimensions(query, catalog)
    beschwerde = _anliegen.c.art == "beschwerde"
    conditions = {
        Part.BESCHWERDEN: beschwerde,
        Part.BEWERTETE: and_(beschwerde, _anliegen.c.bewertung.is_not(None)),
        Part.BEGRUENDET: and_(beschwerde, _anliegen.c.bewertung == "begruendet"),
        Part.LOB: _anliegen.c.art == "lob",
        Part.IDEEN: _anliegen.c.art == "idee",
    }
    sums = [
        func.sum(case((conditions[part], 1), else_=0)) if part in conditions else func.count()
        for part in ANLIEGEN_PARTS
    ]
    return (
        select(*dimensions, *sums)
        .select_from(_with_personenkreis(_reaktion.join(_anliegen), query.nach))
        .where(*_reaktion_conditions(query), *_anliegen_conditions(query, catalog))
        .group_by(*dimensions)
        .having(func.count() > 0)
    )


def _petitionen(query: Query, catalog: Catalog) -> Select[Any]:
    day = _petition.c.eingang_am if query.selection.zeitbezug == "eingang" else _petition.c.erledigt_am
    available: dict[str, ColumnElement[Any]] = {"monat": _monat(day), "jobcenter": _petition.c.jobcenter}
    dimensions = [available[merkmal].label(merkmal) for merkmal in query.nach]
    arten = {Part.PETITIONEN: "petition", Part.EINGABEN: "eingabe"}
    sums = [func.sum(case((_petition.c.art == arten[part], 1), else_=0)) for part in PETITION_PARTS]
    where: list[ColumnElement[bool]] = [day.between(query.span.von, query.span.bis)]
    jobcenter = query.selection.codes("jobcenter")
    if jobcenter:
        where.append(_one_of(_petition.c.jobcenter, jobcenter))
    where += [_none_of(_petition.c.jobcenter, codes) for merkmal, codes in query.ausser if merkmal == "jobcenter"]
    return select(*dimensions, *sums).where(*where).group_by(*dimensions).having(func.count() > 0)


def _bedarfsgemeinschaften(query: Query, catalog: Catalog) -> Select[Any]:
    """Per month of the span: the sum of the Bedarfsgemeinschaften, and of how many Jobcenter it is made."""
    first, last = Monat.of(query.span.von), Monat.of(query.span.bis)
    where = [_bezug.c.art == BEDARFSGEMEINSCHAFTEN, _bezug.c.monat.between(str(first), str(last))]
    if jobcenter := query.selection.codes("jobcenter"):
        where.append(_one_of(_bezug.c.jobcenter, jobcenter))
    total = cast(func.sum(_bezug.c.wert), Float)
    return select(_bezug.c.monat, total, func.count()).where(*where).group_by(_bezug.c.monat)


def _dimensions(query: Query, catalog: Catalog) -> list[ColumnElement[Any]]:
    bereich: ColumnElement[Any] = _anliegen.c.bereich
    if query.ebene == 1:
        moved = {code: root for code, root in catalog.roots.items() if code != root}
        bereich = case(moved, value=bereich, else_=bereich) if moved else bereich
    available: dict[str, ColumnElement[Any]] = {
        "monat": _monat(_day(query.selection)),
        "jobcenter": _reaktion.c.jobcenter,
        "kanal": _reaktion.c.kanal,
        "personenkreis": _zuordnung.c.personenkreis,
        "hauptart": _reaktion.c.art,
        "ombudsstelle": _reaktion.c.ombudsstelle,
        "bereich": bereich,
        "thema": _anliegen.c.thema,
        "art": _anliegen.c.art,
        "bewertung": _anliegen.c.bewertung,
    }
    return [available[merkmal].label(merkmal) for merkmal in query.nach]


def _with_personenkreis(source: FromClause, nach: tuple[str, ...]) -> FromClause:
    if "personenkreis" not in nach:
        return source
    return source.outerjoin(_zuordnung, _zuordnung.c.kundenreaktion_id == _reaktion.c.id)


def _day(selection: Selection) -> ColumnElement[Any]:
    return _reaktion.c.eingang_am if selection.zeitbezug == "eingang" else _reaktion.c.erledigt_am


def _monat(day: ColumnElement[Any]) -> ColumnElement[int]:
    return cast(extract("year", day), Integer) * 12 + cast(extract("month", day), Integer) - 1


def _reaktion_conditions(query: Query) -> list[ColumnElement[bool]]:
    selection = query.selection
    where = [_reaktion.c.status != "storniert", _day(selection).between(query.span.von, query.span.bis)]
    columns = {"jobcenter": _reaktion.c.jobcenter, "kanal": _reaktion.c.kanal, "hauptart": _reaktion.c.art}
    where += [
        _one_of(column, selection.codes(merkmal)) for merkmal, column in columns.items() if selection.codes(merkmal)
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
    return _none_of(columns[merkmal], codes)


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
            where.append(_one_of(_anliegen.c[merkmal], tuple({*codes, *below}), MERKMALE[merkmal].ohne))
    return where + [
        _none_of(_anliegen.c[merkmal], codes, MERKMALE[merkmal].ohne)
        for merkmal, codes in query.ausser
        if MERKMALE[merkmal].level is Level.ANLIEGEN
    ]


def _one_of(column: ColumnElement[Any], codes: Codes, ohne: str = "ohne") -> ColumnElement[bool]:
    named = sorted(code for code in codes if code != ohne)
    if len(named) == len(codes):
        return column.in_(named)
    return or_(column.is_(None), column.in_(named)) if named else column.is_(None)


def _none_of(column: ColumnElement[Any], codes: Codes, ohne: str = "ohne") -> ColumnElement[bool]:
    """The opposite of ``_one_of``; a missing value is left out only where ``ohne`` is among the codes."""
    named = sorted(code for code in codes if code != ohne)
    others = column.not_in(named)
    return or_(column.is_(None), others) if len(named) == len(codes) else and_(column.is_not(None), others)
