"""Counts by month in a snapshot: each table answers what it was made for, and the same as all rows would."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask_caching.backends.nullcache import NullCache
from sqlalchemy import Select, Table
from sqlalchemy.sql.visitors import iterate

from data_access.cache import RowCache
from data_access.facts.rollups import ROLLUPS
from data_access.in_memory.holder import Holder
from data_access.statements import Query, RowKind, WideQuery, build, build_wide
from data_access.warehouse import View, Warehouse
from domain.kennzahlen import CountedOn
from domain.scope import LOCAL, Scope
from domain.selection import parse_text
from domain.zeitraum import DaySpan
from tests.random_data import random_delivery
from tests.warehouses import import_delivery, snapshot_warehouse

FACTS = "fact_anliegen"
REAKTIONEN, ANLIEGEN = RowKind.REAKTIONEN, RowKind.ANLIEGEN
# Kind, filters, dimensions, level of the Bereich: which table answers it.
NARROW = [
    (REAKTIONEN, "", ("monat", "kanal"), None, "summe_reaktion"),
    (REAKTIONEN, "ombudsstelle=ja", ("jobcenter",), None, "summe_reaktion_jobcenter"),
    (REAKTIONEN, "", ("bereich",), 1, "summe_reaktion_wurzel"),
    (REAKTIONEN, "bereich={wurzel}&kanal={kanal}", ("monat",), None, "summe_reaktion_wurzel"),
    (REAKTIONEN, "", ("bereich", "personenkreis"), None, "summe_reaktion_bereich"),
    (REAKTIONEN, "bereich={wurzel}", ("bereich",), None, "summe_reaktion_bereich"),
    (REAKTIONEN, "art=lob", ("hauptart",), None, "summe_reaktion_art"),
    (REAKTIONEN, "", ("thema", "monat"), None, "summe_reaktion_thema"),
    (REAKTIONEN, "bewertung=begruendet", (), None, "summe_reaktion_bewertung"),
    (REAKTIONEN, "", ("bewertung",), None, "summe_reaktion_bewertung"),
    (REAKTIONEN, "bereich={wurzel}", ("art",), None, "summe_reaktion_wurzel_art"),
    (REAKTIONEN, "bereich={wurzel}", ("thema",), None, "summe_reaktion_wurzel_thema"),
    (REAKTIONEN, "bereich={wurzel}", ("bewertung",), None, "summe_reaktion_wurzel_bewertung"),
    (REAKTIONEN, "art=lob", ("bereich",), None, "summe_reaktion_bereich_art"),
    (REAKTIONEN, "", ("bereich", "thema"), None, "summe_reaktion_bereich_thema"),
    (REAKTIONEN, "bereich={blatt}", ("bewertung",), None, "summe_reaktion_bereich_bewertung"),
    (REAKTIONEN, "art=lob", ("thema",), None, "summe_reaktion_art_thema"),
    (REAKTIONEN, "art=beschwerde", ("bewertung",), None, "summe_reaktion_art_bewertung"),
    (REAKTIONEN, "bereich={wurzel}", ("jobcenter",), None, "summe_reaktion_wurzel_jobcenter"),
    (REAKTIONEN, "bereich={blatt}", ("jobcenter",), None, "summe_reaktion_bereich_jobcenter"),
    (ANLIEGEN, "bereich={blatt}", ("jobcenter",), None, "summe_anliegen_bereich_jobcenter"),
    (ANLIEGEN, "personenkreis=ohne", ("art",), None, "summe_anliegen"),
    (ANLIEGEN, "", ("jobcenter",), None, "summe_anliegen_jobcenter"),
    (ANLIEGEN, "bereich={wurzel}", ("kanal",), None, "summe_anliegen_bereich"),
    (ANLIEGEN, "", ("bereich", "thema"), 1, "summe_anliegen_thema"),
    # What no table holds: several values of an attribute, three attributes, another date.
    (REAKTIONEN, "art=lob,idee", ("kanal",), None, FACTS),
    (REAKTIONEN, "art=lob", ("bereich", "thema"), None, FACTS),
    (REAKTIONEN, "zeitbezug=erledigung", ("kanal",), None, FACTS),
    (RowKind.LAUFZEITEN, "", (), None, FACTS),
]


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> Iterator[View]:
    folder = tmp_path_factory.mktemp("rollups")
    url = f"sqlite:///{folder / 'krm.sqlite'}"
    import_delivery(url, *random_delivery(3))
    with snapshot_warehouse(url, folder) as warehouse:
        yield warehouse.view(LOCAL)


@pytest.fixture(scope="module")
def holding(view: View, tmp_path_factory: pytest.TempPathFactory) -> View:
    """The same snapshot, of which a process holds the tables of counts and no other rows."""
    folder = tmp_path_factory.mktemp("holding")
    holder = Holder(1, folder / "facts")
    return Warehouse(view.warehouse.sources, RowCache(NullCache(), folder / "locks"), holder=holder).view(LOCAL)


def asked(view: View, kind: RowKind, filters: str, nach: tuple[str, ...], ebene: int | None) -> Query:
    parents = view.catalog.parents
    wurzel = next(code for code, parent in parents.items() if parent is None and code in parents.values())
    kanal = next(iter(view.catalog.vocabulary.names["kanal"]))
    blatt = next(code for code, parent in parents.items() if parent is not None and code not in parents.values())
    text = f"von=2019-02&bis=2020-11&{filters.format(wurzel=wurzel, blatt=blatt, kanal=kanal)}"
    selection, problems = parse_text(text, view.catalog.vocabulary)
    assert not problems
    return Query(kind, selection, selection.zeitraum.span, nach, ebene)


def tables(statement: Select[Any]) -> set[str]:
    """The tables that a statement reads, also inside of what it selects from."""
    return {element.name for element in iterate(statement) if isinstance(element, Table)}


def answered(view: View, statement: Select[Any]) -> Counter[tuple[Any, ...]]:
    with view.source.connect_to_facts(view.catalog.stand) as connection:
        return Counter(tuple(row) for row in connection.execute(statement))


@pytest.mark.parametrize(("kind", "filters", "nach", "ebene", "table"), NARROW)
def test_a_question_is_answered_by_the_smallest_table_that_holds_it(
    view: View, kind: RowKind, filters: str, nach: tuple[str, ...], ebene: int | None, table: str
):
    query = asked(view, kind, filters, nach, ebene)
    statement, plain = (build(LOCAL, query, view.catalog, rollups) for rollups in (True, False))
    assert (tables(statement), tables(plain)) == ({table}, {FACTS})
    assert answered(view, statement) == answered(view, plain) != Counter()


@pytest.mark.parametrize(("kind", "filters", "nach", "ebene", "table"), NARROW)
def test_a_process_that_holds_them_counts_the_same(
    holding: View, kind: RowKind, filters: str, nach: tuple[str, ...], ebene: int | None, table: str
):
    warehouse, source, catalog = holding.warehouse, holding.source, holding.catalog
    query = asked(holding, kind, filters, nach, ebene)
    found = warehouse.held_rows(source, LOCAL, catalog, query)
    assert (found is None) == (table == FACTS)
    if found is not None:
        assert sorted(found, key=repr) == sorted(warehouse.rows(source, LOCAL, catalog, query), key=repr) != []


def test_every_table_is_asked_by_some_question():
    assert {rollup.table.name for rollup in ROLLUPS} == {table for *_, table in NARROW} - {FACTS}


@pytest.mark.parametrize(
    ("counted", "filters", "columns", "table"),
    [
        (CountedOn.REAKTION, "bereich={wurzel}", ("monat", "kanal", "zustand"), "summe_reaktion_wurzel"),
        (CountedOn.REAKTION, "art=beschwerde", ("monat", "hauptart"), "summe_reaktion_art"),
        (CountedOn.ANLIEGEN, "bereich={wurzel}", ("monat", "kanal", "art"), "summe_anliegen_bereich"),
        (CountedOn.ANLIEGEN, "kanal={kanal}", ("bereich", "thema"), FACTS),
    ],
)
def test_wide_questions_are_answered_by_them_as_well(
    view: View, counted: CountedOn, filters: str, columns: tuple[str, ...], table: str
):
    query = asked(view, REAKTIONEN, filters, (), None)
    wide = WideQuery(counted, query.selection, query.span, columns)
    statement, plain = (build_wide(LOCAL, wide, view.catalog, rollups) for rollups in (True, False))
    assert (tables(statement), tables(plain)) == ({table}, {FACTS})
    assert answered(view, statement) == answered(view, plain) != Counter()


@pytest.mark.parametrize(
    ("von", "bis"), [("2019-07", "2019-12"), ("2019-01", "2019-12"), ("2019-03", "2019-06"), ("2019-12", "2020-02")]
)
@pytest.mark.parametrize("zeitbezug", ["eingang", "erledigung"])
@pytest.mark.parametrize("counted", [CountedOn.REAKTION, CountedOn.ANLIEGEN])
def test_two_periods_are_counted_at_once_as_each_alone(
    view: View, von: str, bis: str, zeitbezug: str, counted: CountedOn
):
    spans = []
    for text in (f"von={von}&bis={bis}", f"von={int(von[:4]) + 1}{von[4:]}&bis={int(bis[:4]) + 1}{bis[4:]}"):
        selection, problems = parse_text(f"{text}&zeitbezug={zeitbezug}", view.catalog.vocabulary)
        assert not problems
        spans.append(selection.zeitraum.span)
    before, now = spans
    columns = ("kanal", "ombudsstelle") if counted is CountedOn.REAKTION else ("bereich", "thema", "art", "bewertung")
    for rollups in (True, False):
        alone = Counter[tuple[Any, ...]]()
        for number, span in enumerate((now, before)):
            wide = WideQuery(counted, selection, span, columns)
            found = answered(view, build_wide(LOCAL, wide, view.catalog, rollups))
            alone.update({(*row[:-1], number, row[-1]): count for row, count in found.items()})
        both = WideQuery(counted, selection, now, columns, before=before)
        statement = build_wide(LOCAL, both, view.catalog, rollups)
        assert answered(view, statement) == alone != Counter()
        assert (tables(statement) != {FACTS}) == (rollups and zeitbezug == "eingang")


def test_who_sees_nothing_is_told_nothing_by_any_table(view: View):
    query = asked(view, REAKTIONEN, "", ("jobcenter",), None)
    assert answered(view, build(Scope(), query, view.catalog, rollups=True)) == Counter()


def test_part_of_a_month_is_counted_row_by_row(view: View):
    query = asked(view, REAKTIONEN, "", ("jobcenter",), None)
    part = replace(query, span=DaySpan(query.span.von, query.span.bis.replace(day=3)))
    assert tables(build(LOCAL, part, view.catalog, rollups=True)) == {FACTS}
