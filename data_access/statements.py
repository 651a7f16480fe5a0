"""Selection → Select on the fact table: the only module that builds analytic SQL.

The kinds of rows that answer every figure: counts of Kundenreaktionen, counts of Anliegen, durations of the finished
and ages of the open ones, petitions, and the denominators. A row of a statement holds the numbers of the dimensions
asked for and then the counts; ``decode`` turns it into codes. Time always comes as the month's index; quarters and
years are rolled up by the caller, because every reaction lies in exactly one month.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Float,
    Integer,
    Select,
    and_,
    case,
    cast,
    extract,
    false,
    func,
    literal_column,
    or_,
    select,
)

from data_access import schema
from data_access.catalog import Catalog
from data_access.conditions import none_of, one_of
from data_access.facts.clauses import clauses, is_of
from data_access.facts.deadline import UEBERFAELLIG, Frist, zustand
from data_access.facts.keys import BEREICH, PERSONENKREISE
from data_access.facts.numbers import NUMBER, numbers
from data_access.facts.rollups import MONTH, ZUSTAND, RollUp, rollups_for
from data_access.facts.selection import WURZEL, FactSelection
from domain.kennzahlen import CountedOn, Part
from domain.scope import Scope
from domain.selection import Selection
from domain.zeitraum import DaySpan, Monat

_fact = schema.fact_anliegen
_petition = schema.petition_eingabe
_bezug = schema.bezugsgroesse

BEDARFSGEMEINSCHAFTEN = "bedarfsgemeinschaften"

REAKTION_PARTS = tuple(part for part in Part if part.counted_on is CountedOn.REAKTION)
ANLIEGEN_PARTS = tuple(part for part in Part if part.counted_on is CountedOn.ANLIEGEN)
# What decides to which of them a row belongs.
OF_REAKTION, OF_ANLIEGEN = ("ombudsstelle", ZUSTAND), ("art", "bewertung")
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

    # There is one object of each member.
    __hash__ = object.__hash__


Columns = Mapping[str, ColumnElement[Any]]
# The measures of a statement, of the columns that they look at and of what counts each Kundenreaktion once.
Sums = Callable[[Columns, ColumnElement[int]], list[ColumnElement[Any]]]
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


@dataclass(frozen=True)
class WideQuery:
    """Numbers of Kundenreaktionen, or of Anliegen, by many columns of the fact table at once.

    ``columns`` are named as in the fact table, ``MONAT`` and ``ZUSTAND`` besides; ``ausser`` as in ``Query``.
    ``before``: an earlier period of whole months, that is counted as well; a column ``DAVOR`` tells its rows.
    """

    counted: CountedOn
    selection: Selection
    span: DaySpan
    columns: tuple[str, ...]
    ausser: Exclusions = ()
    before: DaySpan | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The columns of its answer but the number."""
        return self.columns if self.before is None else (*self.columns, DAVOR)

    def text(self) -> str:
        """Text that is equal exactly where the rows are."""
        narrow = Query(RowKind.REAKTIONEN, self.selection, self.span, self.columns, ausser=self.ausser).text()
        before = "" if self.before is None else f"{self.before.von}..{self.before.bis}|"
        return f"spalten|{self.counted.value}|{before}{narrow}"


# Columns of wide queries: the month that the selection is about, and 1 in the rows of the earlier period.
MONAT, DAVOR = "monat", "davor"


def build_wide(scope: Scope, wide: WideQuery, catalog: Catalog, rollups: bool = False) -> Select[Any]:
    """The statement of a wide query: rows of its columns and then the number, restricted to what ``scope`` may see.

    ``rollups``: there are tables of counts by month, which are asked where they hold the answer.
    """
    query = _narrow(wide)
    selected = selected_rows(query, catalog)
    fitting = rollups_of_wide(wide, catalog) if rollups else ()
    summed = fitting[0].table if fitting else None
    if summed is None:
        table, columns = _fact, {name: _wide_column(name, query, catalog) for name in wide.columns}
    else:
        table, columns = summed, {name: summed.c[_by_month(name)] for name in wide.columns}
    if wide.before is not None:
        columns[DAVOR] = is_of(wide.before, selected, table)
    where = clauses(selected, table, wide.before) + ([] if sees(scope, query, catalog) else [false()])
    if summed is None:
        return numbers(wide.counted, columns, where, selected.mark)
    shown = [column.label(name) for name, column in columns.items()]
    return select(*shown, func.sum(summed.c[NUMBER]).label(NUMBER)).where(*where).group_by(*columns)


def _narrow(wide: WideQuery) -> Query:
    """A query of the same rows, by nothing."""
    return Query(RowKind.REAKTIONEN, wide.selection, wide.span, ausser=wide.ausser)


def rollups_of_wide(wide: WideQuery, catalog: Catalog) -> tuple[RollUp, ...]:
    """The tables of counts by month that hold the answer of a wide query."""
    return _rollups(wide.counted, selected_rows(_narrow(wide), catalog), map(_by_month, wide.columns))


def rollups_of(query: Query, selected: FactSelection) -> tuple[RollUp, ...]:
    """The tables of counts by month that hold the answer of a query."""
    if query.art not in (RowKind.REAKTIONEN, RowKind.ANLIEGEN):
        return ()
    of_reaktion = query.art is RowKind.REAKTIONEN
    counted, measured = (CountedOn.REAKTION, OF_REAKTION) if of_reaktion else (CountedOn.ANLIEGEN, OF_ANLIEGEN)
    return _rollups(counted, selected, (*dimension_columns(query).values(), *measured))


def _rollups(counted: CountedOn, selected: FactSelection, columns: Iterable[str]) -> tuple[RollUp, ...]:
    if selected.zeitbezug != "eingang" or not selected.span.is_whole_months:
        return ()
    asked = frozenset((*columns, *(condition.column for condition in selected.conditions)))
    return rollups_for(counted, asked, selected.held)


def _by_month(name: str) -> str:
    """How a table of counts by month names a column; its month is the selection's."""
    return MONTH if name == MONAT else name


def _wide_column(name: str, query: Query, catalog: Catalog) -> ColumnElement[Any]:
    if name == MONAT:
        return _dimensions(replace(query, nach=(MONAT,)))[MONAT]
    return zustand(catalog.stand.datenstand) if name == ZUSTAND else _fact.c[name]


def build(scope: Scope, query: Query, catalog: Catalog, rollups: bool = False) -> Select[Any]:
    """The statement of ``query``, restricted to what ``scope`` may see; ``rollups`` as in ``build_wide``."""
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
    statement = _from_summed(query, catalog) if rollups else None
    if statement is None:
        statement = builders[query.art](query, catalog)
    return statement if sees(scope, query, catalog) else statement.where(false())


def _from_summed(query: Query, catalog: Catalog) -> Select[Any] | None:
    """The same from a table of counts by month; None where there is none that fits."""
    selected = selected_rows(query, catalog)
    fitting = rollups_of(query, selected)
    if not fitting:
        return None
    table = fitting[0].table
    by = [table.c[name] for name in dimension_columns(query).values()]
    parts = _reaktion_sums if query.art is RowKind.REAKTIONEN else _anliegen_sums
    sums = parts(catalog)(dict(table.c), table.c[NUMBER])
    return select(*by, *sums).where(*clauses(selected, table)).group_by(*by).having(func.count() > 0)


def sees(scope: Scope, query: Query, catalog: Catalog) -> bool:
    """Whether the scope may see the rows of the query: all of them or none.

    Of own Bereiche alone are the rows of a query that is restricted to them.
    """
    if not scope.nur_eigene:
        return scope.all_rows
    asked, own = query.selection.codes("bereich"), catalog.with_descendants(scope.eigene)
    return scope.all_rows and bool(asked) and set(asked).issubset(own)


def _reaktionen(query: Query, catalog: Catalog) -> Select[Any]:
    return _per_reaktion(query, catalog, (), ("ombudsstelle", "frist", "faellig_am"), _reaktion_sums(catalog))


def _reaktion_sums(catalog: Catalog) -> Sums:
    datenstand = catalog.stand.datenstand

    def sums(column: Columns, weight: ColumnElement[int]) -> list[ColumnElement[Any]]:
        conditions = {Part.OMBUDSSTELLE: column["ombudsstelle"] == 1, **_deadlines(column, datenstand)}
        return [
            func.sum(case((conditions[part], weight), else_=0) if part in conditions else weight)
            for part in REAKTION_PARTS
        ]

    return sums


def _deadlines(column: Columns, datenstand: date) -> dict[Part, ColumnElement[bool]]:
    """The states of the deadline, of the column that holds them or of those that they follow from."""
    if ZUSTAND in column:
        state = column[ZUSTAND]
        late, waiting = state == UEBERFAELLIG, state == Frist.OFFEN.value
    else:
        state, due = column["frist"], column["faellig_am"]
        offen = state == Frist.OFFEN.value
        late, waiting = and_(offen, due < datenstand), and_(offen, due >= datenstand)
    return {
        Part.FRISTGERECHT: state == Frist.FRISTGERECHT.value,
        Part.VERSPAETET: state == Frist.VERSPAETET.value,
        Part.UEBERFAELLIG: late,
        Part.OFFEN_IN_FRIST: waiting,
    }


def _laufzeiten(query: Query, catalog: Catalog) -> Select[Any]:
    return _per_reaktion(query, catalog, ("tage",), (), _number, _fact.c.tage.is_not(None))


def _wartezeiten(query: Query, catalog: Catalog) -> Select[Any]:
    return _per_reaktion(query, catalog, ("eingang_am",), (), _number, _fact.c.frist == Frist.OFFEN.value)


def _bestand(query: Query, catalog: Catalog) -> Select[Any]:
    """How many reactions that came on which day were waiting at the end of the last day of the span."""
    finished = _fact.c.erledigt_am
    waiting = or_(finished.is_(None), finished > query.span.bis)
    return _per_reaktion(query, catalog, ("eingang_am",), (), _number, waiting)


def _zugaenge_abgaenge(query: Query, catalog: Catalog) -> Select[Any]:
    """How many reactions came in which month and left in which (None: not yet)."""
    return _per_reaktion(query, catalog, ("eingang_monat", "erledigt_monat"), (), _number)


def _melder(query: Query, catalog: Catalog) -> Select[Any]:
    """How many reactions came from which kind of person and, where one is recorded, through which body."""
    return _per_reaktion(query, catalog, ("melder", "beratungsstelle"), (), _number)


def _number(_column: Columns, weight: ColumnElement[int]) -> list[ColumnElement[Any]]:
    return [func.sum(weight)]


def _per_reaktion(
    query: Query,
    catalog: Catalog,
    grouped: Sequence[str],
    measured: Sequence[str],
    sums: Sums,
    *conditions: ColumnElement[bool],
) -> Select[Any]:
    """Sums over reactions, each counted once per combination of the dimensions and of the columns ``grouped``.

    ``measured``: other columns of the reaction that the sums look at.
    """
    selected = selected_rows(query, catalog)
    dimensions = _dimensions(query)
    where = [*clauses(selected), *conditions]
    columns: Columns = {name: _fact.c[name] for name in (*grouped, *measured)}
    weight: ColumnElement[int] | None = None if selected.mark is None else _fact.c[selected.mark]
    if weight is None:
        different = {**dimensions, **columns, "reaktion": _fact.c.reaktion}
        rows = select(*(column.label(name) for name, column in different.items())).distinct().where(*where).subquery()
        dimensions = {name: rows.c[name] for name in dimensions}
        columns = {name: rows.c[name] for name in columns}
        weight, where = literal_column("1", Integer), []
    by = [*dimensions.values(), *(columns[name] for name in grouped)]
    return select(*by, *sums(columns, weight)).where(*where).group_by(*by).having(func.count() > 0)


def _anliegen_rows(query: Query, catalog: Catalog) -> Select[Any]:
    dimensions = _dimensions(query).values()
    sums = _anliegen_sums(catalog)(dict(_fact.c), literal_column("1", Integer))
    where = clauses(selected_rows(query, catalog))
    return select(*dimensions, *sums).where(*where).group_by(*dimensions).having(func.count() > 0)


def _anliegen_sums(catalog: Catalog) -> Sums:
    art, bewertung = catalog.keys.numbers["art"], catalog.keys.numbers["bewertung"]

    def sums(column: Columns, weight: ColumnElement[int]) -> list[ColumnElement[Any]]:
        beschwerde, assessed = column["art"] == art["beschwerde"], column["bewertung"]
        conditions = {
            Part.BESCHWERDEN: beschwerde,
            Part.BEWERTETE: and_(beschwerde, assessed != 0),
            Part.BEGRUENDET: and_(beschwerde, assessed == bewertung["begruendet"]),
            Part.LOB: column["art"] == art["lob"],
            Part.IDEEN: column["art"] == art["idee"],
        }
        return [
            func.sum(case((conditions[part], weight), else_=0) if part in conditions else weight)
            for part in ANLIEGEN_PARTS
        ]

    return sums


def selected_rows(query: Query, catalog: Catalog) -> FactSelection:
    """What the query asks of the fact table."""
    wanted = dict(query.selection.filter)
    if BEREICH in wanted:
        wanted[BEREICH] = tuple({*wanted[BEREICH], *catalog.with_descendants(wanted[BEREICH])})
    return FactSelection(
        keys=catalog.keys,
        span=query.span,
        zeitbezug=query.selection.zeitbezug,
        wanted=wanted,
        left_out=dict(query.ausser),
        grouped=[WURZEL if merkmal == BEREICH and query.ebene == 1 else merkmal for merkmal in query.nach],
    )


def dimension_columns(query: Query) -> dict[str, str]:
    """Which column of the fact table holds each dimension of the query."""
    columns = {
        "monat": "eingang_monat" if query.selection.zeitbezug == "eingang" else "erledigt_monat",
        "personenkreis": PERSONENKREISE,
        "bereich": WURZEL if query.ebene == 1 else BEREICH,
    }
    return {merkmal: columns.get(merkmal, merkmal) for merkmal in query.nach}


def _dimensions(query: Query) -> Columns:
    return {merkmal: _fact.c[column] for merkmal, column in dimension_columns(query).items()}


def _petitionen(query: Query, catalog: Catalog) -> Select[Any]:
    day = _petition.c.eingang_am if query.selection.zeitbezug == "eingang" else _petition.c.erledigt_am
    available: dict[str, ColumnElement[Any]] = {"monat": _monat(day), "jobcenter": _petition.c.jobcenter}
    dimensions = [available[merkmal].label(merkmal) for merkmal in query.nach]
    arten = {Part.PETITIONEN: "petition", Part.EINGABEN: "eingabe"}
    sums = [func.sum(case((_petition.c.art == arten[part], 1), else_=0)) for part in PETITION_PARTS]
    where: list[ColumnElement[bool]] = [day.between(query.span.von, query.span.bis)]
    jobcenter = query.selection.codes("jobcenter")
    if jobcenter:
        where.append(one_of(_petition.c.jobcenter, jobcenter))
    where += [none_of(_petition.c.jobcenter, codes) for merkmal, codes in query.ausser if merkmal == "jobcenter"]
    return select(*dimensions, *sums).where(*where).group_by(*dimensions).having(func.count() > 0)


def _bedarfsgemeinschaften(query: Query, catalog: Catalog) -> Select[Any]:
    """Per month of the span: the sum of the Bedarfsgemeinschaften, and of how many Jobcenter it is made."""
    first, last = Monat.of(query.span.von), Monat.of(query.span.bis)
    where = [_bezug.c.art == BEDARFSGEMEINSCHAFTEN, _bezug.c.monat.between(str(first), str(last))]
    if jobcenter := query.selection.codes("jobcenter"):
        where.append(one_of(_bezug.c.jobcenter, jobcenter))
    total = cast(func.sum(_bezug.c.wert), Float)
    return select(_bezug.c.monat, total, func.count()).where(*where).group_by(_bezug.c.monat)


def _monat(day: ColumnElement[Any]) -> ColumnElement[int]:
    return cast(extract("year", day), Integer) * 12 + cast(extract("month", day), Integer) - 1
