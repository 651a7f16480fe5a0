"""Fills the fact table from the tables that an import writes, in the import's own transaction.

Where a Kundenreaktion has several Anliegen, the first row with each combination of values is marked. The sum of the
marks is then the number of different Kundenreaktionen, on every engine and over any number of partitions, without a
DISTINCT.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Integer,
    Select,
    and_,
    case,
    cast,
    delete,
    extract,
    func,
    insert,
    literal,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from data_access import schema
from data_access.facts.keys import BEREICH, PERSONENKREISE, number_codes, sets_of_personenkreise

AT_ONCE = 500

# Ids of Kundenreaktionen, known or to be selected; None: all.
Reactions = Collection[int] | Select[Any] | None

_fact = schema.fact_anliegen
_reaktion = schema.kundenreaktion
_anliegen = schema.anliegen
_OF_REAKTION = ("jobcenter", "kanal", "hauptart", "melder", "beratungsstelle")
_OF_ANLIEGEN = ("art", "bereich", "thema", "bewertung")


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


def rebuild(connection: Connection, reactions: Collection[int] | None = None) -> None:
    """Bring the fact table up to date: the rows of the Kundenreaktionen with these ids, or (None) all rows."""
    number_codes(connection)
    for part in _parts(reactions):
        statement = delete(_fact)
        connection.execute(statement if part is None else statement.where(_fact.c.reaktion.in_(part)))
        connection.execute(_insert(part))


def fill_by_year(connection: Connection) -> None:
    """Fill the empty fact table in the order of its key, and hold no more than one year in memory."""
    number_codes(connection)
    for year in years(connection):
        of_year = select(_reaktion.c.id).where(_reaktion.c.eingang_am.between(date(year, 1, 1), date(year, 12, 31)))
        connection.execute(_insert(of_year))


def years(connection: Connection) -> range:
    """The years in which Kundenreaktionen came."""
    day = _reaktion.c.eingang_am
    first, last = connection.execute(select(func.min(day), func.max(day))).one()
    return range(first.year, last.year + 1) if first else range(0)


def _parts(reactions: Collection[int] | None) -> Iterator[tuple[int, ...] | None]:
    if reactions is None:
        yield None
    else:
        ids = iter(sorted(reactions))
        while part := tuple(islice(ids, AT_ONCE)):
            yield part


def _insert(reactions: Reactions) -> Any:
    rows = _rows(reactions)
    return insert(_fact).from_select([column.name for column in rows.selected_columns], rows)


def _rows(reactions: Reactions) -> Select[Any]:
    source: FromClause = _anliegen.join(_reaktion)
    columns: dict[str, ColumnElement[Any]] = {
        "jahr": cast(extract("year", _reaktion.c.eingang_am), Integer),
        "eingang_am": _reaktion.c.eingang_am,
        "reaktion": _reaktion.c.id,
        "lfd_nr": _anliegen.c.lfd_nr,
        "erledigt_am": _reaktion.c.erledigt_am,
        "faellig_am": _reaktion.c.faellig_am,
        "eingang_monat": _month(_reaktion.c.eingang_am),
        "erledigt_monat": _month(_reaktion.c.erledigt_am),
        "tage": case((_finished, days_between(_reaktion.c.eingang_am, _reaktion.c.erledigt_am))),
        "frist": _frist(),
        "ombudsstelle": _reaktion.c.ombudsstelle,
    }
    for merkmal in (*_OF_REAKTION, *_OF_ANLIEGEN):
        table = _reaktion if merkmal in _OF_REAKTION else _anliegen
        source, key = _numbered(source, merkmal, table.c["art" if merkmal == "hauptart" else merkmal])
        columns[merkmal] = func.coalesce(key.c.nr, 0)
        if merkmal == BEREICH:
            columns["wurzel"] = func.coalesce(key.c.wurzel, 0)
    sets = _of(sets_of_personenkreise(), "kundenreaktion_id", reactions).subquery()
    source = source.outerjoin(sets, sets.c.kundenreaktion_id == _reaktion.c.id)
    source, key = _numbered(source, PERSONENKREISE, sets.c.code)
    columns[PERSONENKREISE] = func.coalesce(key.c.nr, 0)
    earlier = _of(_earlier(), "kundenreaktion_id", reactions).subquery()
    same = (earlier.c.kundenreaktion_id == _reaktion.c.id, earlier.c.lfd_nr == _anliegen.c.lfd_nr)
    source = source.outerjoin(earlier, and_(*same))
    columns |= {flag: 1 - func.coalesce(earlier.c[flag], 0) for flag in schema.ERST.values()}
    statement = select(*(columns[column.name].label(column.name) for column in _fact.columns)).select_from(source)
    statement = statement.where(_reaktion.c.status != "storniert")
    if reactions is not None:
        statement = statement.where(_reaktion.c.id.in_(reactions))
    # Rows come in the order of the key, so that engines that store them as they come store them well.
    return statement.order_by(*(columns[column.name] for column in _fact.primary_key.columns))


def _of(statement: Select[Any], column: str, reactions: Reactions) -> Select[Any]:
    if reactions is None:
        return statement
    return statement.where(statement.selected_columns[column].in_(reactions))


def _numbered(source: FromClause, merkmal: str, code: ColumnElement[Any]) -> tuple[FromClause, Any]:
    key = schema.schluessel.alias(f"schluessel_{merkmal}")
    return source.outerjoin(key, and_(key.c.merkmal == merkmal, key.c.code == code)), key


_finished = _reaktion.c.status == "erledigt"


def _frist() -> ColumnElement[int]:
    return case(
        (_reaktion.c.status == "offen", 3),
        (_reaktion.c.status == "abgegeben", 0),
        (_reaktion.c.erledigt_am > _reaktion.c.faellig_am, 2),
        else_=1,
    )


def _month(day: ColumnElement[Any]) -> ColumnElement[int]:
    return cast(extract("year", day), Integer) * 12 + cast(extract("month", day), Integer) - 1


def _earlier() -> Select[Any]:
    """Per Anliegen that is not the first of its Kundenreaktion: 1 where an earlier one has the same values."""
    other = _anliegen.alias("frueher")
    source: FromClause = _anliegen.join(
        other,
        and_(other.c.kundenreaktion_id == _anliegen.c.kundenreaktion_id, other.c.lfd_nr < _anliegen.c.lfd_nr),
    )
    source, own_root = _root(source, _anliegen, "eigene_wurzel")
    source, other_root = _root(source, other, "fruehere_wurzel")
    equal = {name: _anliegen.c[name].is_not_distinct_from(other.c[name]) for name in ("art", "bereich", "thema")}
    equal["wurzel"] = own_root.is_not_distinct_from(other_root)
    flags = [
        func.max(case((and_(*(equal[name] for name in sorted(attributes))), 1), else_=0) if attributes else literal(1))
        for attributes in schema.ERST
    ]
    place = (_anliegen.c.kundenreaktion_id, _anliegen.c.lfd_nr)
    named = [flag.label(name) for flag, name in zip(flags, schema.ERST.values(), strict=True)]
    return select(*place, *named).select_from(source).group_by(*place)


def _root(source: FromClause, table: Any, name: str) -> tuple[FromClause, ColumnElement[Any]]:
    key = schema.schluessel.alias(name)
    return source.outerjoin(key, and_(key.c.merkmal == BEREICH, key.c.code == table.c.bereich)), key.c.wurzel
