"""Rows that a process holds in memory: who sees them, of which questions, and under which key they are kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, event, insert, update

from data_access import schema
from data_access.cache import RowCache, Rows
from data_access.catalog import Catalog, Stand
from data_access.facts import rollups
from data_access.facts.keys import Keys
from data_access.facts.numbers import NUMBER
from data_access.in_memory.holder import Holder
from data_access.sources import DirectSource
from data_access.statements import Query, RowKind
from data_access.warehouse import KEY_VERSION, Warehouse
from domain.scope import LOCAL, Faelle, Scope, Stufe
from domain.selection import Selection, Vocabulary
from domain.zeitraum import Monat, Zeitraum

ALL = 5
PERIOD = Zeitraum(Monat(2020, 1), Monat(2020, 12))
PLAIN = Query(RowKind.REAKTIONEN, Selection(PERIOD), PERIOD.span)
PETITIONS = replace(PLAIN, art=RowKind.PETITIONEN)
PARENTS = {"leistung": None, "grund": "leistung", "arbeit": None}
CATALOG = Catalog(
    Stand(1, date(2021, 3, 31), "x", False, datetime(2021, 4, 1, tzinfo=UTC), "v1"),
    Vocabulary(date(2021, 3, 31), {"bereich": {code: code for code in PARENTS}}),
    PARENTS,
    frozenset(),
    (),
    (),
    date(2016, 1, 17),
    Keys(
        {
            "art": {"beschwerde": 1, "lob": 2, "idee": 3},
            "bewertung": {"begruendet": 1},
            "bereich": {"leistung": 1, "grund": 2, "arbeit": 3},
            "jobcenter": {"elbe": 1, "ruhr": 2},
        },
        {1: 1, 2: 1, 3: 3},
    ),
)
OWN = Scope(all_rows=True, stufe=Stufe.GENAU, faelle=Faelle.EIGENE, eigene=("leistung",), nur_eigene=True)


class Place(DirectSource):
    """A database that is said to hold the Datenstand of the catalogue."""

    version = CATALOG.stand.version


def anliegen(reaktion: int, jobcenter: int, bereich: int, day: date) -> dict[str, Any]:
    """A row of the fact table; what is not named is 0, the first of its kind, and finished in time."""
    row: dict[str, Any] = {column.name: 0 for column in schema.fact_anliegen.columns} | dict.fromkeys(
        schema.ERST.values(), 1
    )
    month = Monat.of(day).index
    row |= {"jahr": day.year, "jobcenter": jobcenter, "eingang_am": day, "reaktion": reaktion, "faellig_am": day}
    row |= {"erledigt_am": day, "eingang_monat": month, "erledigt_monat": month, "frist": 1, "art": 1}
    return row | {"bereich": bereich, "wurzel": CATALOG.keys.roots[bereich]}


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    found = create_engine(f"sqlite:///{tmp_path / 'krm.sqlite'}")
    schema.metadata.create_all(found, [schema.fact_anliegen, schema.petition_eingabe])
    facts = [
        anliegen(1, 1, 2, date(2016, 5, 4)),
        anliegen(2, 1, 2, date(2020, 2, 3)),
        anliegen(3, 1, 3, date(2020, 3, 4)),
        anliegen(4, 2, 3, date(2020, 4, 5)),
        anliegen(5, 1, 2, date(2021, 1, 2)),
    ]
    petition = {"art": "petition", "adressat": "x", "eingang_am": date(2020, 1, 2), "jobcenter": "elbe"}
    with found.begin() as connection:
        connection.execute(insert(schema.fact_anliegen), facts)
        connection.execute(
            insert(schema.petition_eingabe),
            [petition | {"kennung": "a"}, petition | {"kennung": "b", "art": "eingabe", "jobcenter": "ruhr"}],
        )
    yield found
    found.dispose()


@pytest.fixture
def warehouse(engine: Engine, cache: RowCache, tmp_path: Path) -> Warehouse:
    source = Place(engine)
    return Warehouse(lambda: source, cache, holder=Holder(ALL, tmp_path / "facts"))


def held(warehouse: Warehouse, query: Query, scope: Scope = LOCAL, catalog: Catalog = CATALOG) -> Rows | None:
    return warehouse.held_rows(warehouse.sources(), scope, catalog, query)


def counts_here(warehouse: Warehouse, query: Query) -> bool:
    memory = warehouse.memory(warehouse.sources(), CATALOG)
    return memory is not None and memory.counts(query)


def chosen(query: Query, **filters: str) -> Query:
    selection = query.selection
    for merkmal, code in filters.items():
        selection = selection.with_filter(merkmal, {code})
    return replace(query, selection=selection)


@pytest.mark.parametrize("art", [art for art in RowKind if art is not RowKind.BEDARFSGEMEINSCHAFTEN])
def test_rows_from_memory_are_those_of_the_statement(warehouse: Warehouse, art: RowKind):
    dimension = "jobcenter" if art is RowKind.PETITIONEN else "bereich"
    for query in (replace(PLAIN, art=art), replace(PLAIN, art=art, nach=(dimension,))):
        expected = warehouse.rows(warehouse.sources(), LOCAL, CATALOG, query)
        found = held(warehouse, query)
        assert found is not None
        assert sorted(map(repr, found)) == sorted(map(repr, expected))
    assert held(warehouse, PLAIN) == [[3, 0, 3, 0, 0, 0]]
    assert held(warehouse, PETITIONS) == [[1, 1]]


@pytest.mark.parametrize("query", [PLAIN, PETITIONS])
def test_who_sees_no_rows_sees_none_from_memory(warehouse: Warehouse, query: Query):
    assert held(warehouse, query, Scope()) == held(warehouse, query, Scope(stufe=Stufe.GENAU)) == []
    assert held(warehouse, query, OWN) == []
    assert held(warehouse, chosen(PLAIN, bereich="arbeit"), OWN) == []
    assert held(warehouse, chosen(PLAIN, bereich="leistung"), OWN) == [[1, 0, 1, 0, 0, 0]]


@pytest.mark.parametrize("query", [PLAIN, PETITIONS])
def test_nothing_is_held_of_what_cannot_be(warehouse: Warehouse, engine: Engine, query: Query, tmp_path: Path):
    assert held(warehouse, replace(PLAIN, art=RowKind.BEDARFSGEMEINSCHAFTEN)) is None
    warehouse.sources().may_be_held = False
    assert held(warehouse, query) is None
    warehouse.sources().may_be_held = True
    for holder in (None, Holder(0, tmp_path / "none")):
        warehouse.holder = holder
        assert held(warehouse, query) is None


def test_of_a_database_that_is_too_large_the_years_of_one_jobcenter_are_read(warehouse: Warehouse, tmp_path: Path):
    holder = warehouse.holder = Holder(ALL - 1, tmp_path / "small")
    assert held(warehouse, PLAIN) is None
    assert held(warehouse, chosen(PLAIN, jobcenter="elbe")) == [[2, 0, 2, 0, 0, 0]]
    # Not those of 2016, nor of 2021; those of the year before are known to be none.
    before = replace(PLAIN, span=Zeitraum(Monat(2019, 1), Monat(2019, 12)).span)
    assert held(warehouse, chosen(before, jobcenter="elbe")) == []
    assert holder.size == 2
    finished = chosen(PLAIN, jobcenter="elbe")
    finished = replace(finished, selection=replace(finished.selection, zeitbezug="erledigung"))
    assert held(warehouse, finished) == [[2, 0, 2, 0, 0, 0]]
    assert holder.size == ALL - 1


def test_those_of_several_are_read_where_a_source_gives_whole_columns(warehouse: Warehouse, tmp_path: Path):
    holder = warehouse.holder = Holder(ALL - 1, tmp_path / "small")
    both = replace(PLAIN, selection=PLAIN.selection.with_filter("jobcenter", {"elbe", "ruhr"}))
    source = warehouse.sources()
    assert held(warehouse, both) is None
    assert not counts_here(warehouse, both)
    source.gives_columns = True
    assert counts_here(warehouse, both)
    assert held(warehouse, both) == [[3, 0, 3, 0, 0, 0]]
    assert holder.size == 3


@pytest.fixture
def with_sums(warehouse: Warehouse, engine: Engine) -> Warehouse:
    """The same with tables of sums, in which everything stands ten times, so that they can be told from the rows."""
    rollups.metadata.create_all(engine)
    with engine.begin() as connection:
        for statement in rollups.fill_rollups(CATALOG.stand.datenstand, range(2016, 2022)):
            connection.execute(statement)
        for rollup in rollups.ROLLUPS:
            connection.execute(update(rollup.table).values({NUMBER: rollup.table.c[NUMBER] * 10}))
    return warehouse


FROM_ROWS, FROM_SUMS = [[3, 0, 3, 0, 0, 0]], [[30, 0, 30, 0, 0, 0]]


def test_where_not_all_rows_are_held_sums_are_read_once_they_are_asked_for(with_sums: Warehouse, tmp_path: Path):
    with_sums.holder = Holder(ALL - 1, tmp_path / "small")
    assert held(with_sums, PLAIN) is None
    with_sums.sources().rollups = True
    assert not counts_here(with_sums, PLAIN)
    assert held(with_sums, PLAIN) == FROM_SUMS
    assert counts_here(with_sums, PLAIN)
    assert held(with_sums, replace(PLAIN, art=RowKind.LAUFZEITEN)) is None
    assert held(with_sums, chosen(PLAIN, jobcenter="elbe")) == [[2, 0, 2, 0, 0, 0]]


def test_a_question_that_began_before_an_import_reads_no_sums(with_sums: Warehouse, tmp_path: Path):
    with_sums.holder = Holder(ALL - 1, tmp_path / "small")
    source = with_sums.sources()
    source.rollups = True
    now = with_sums.memory(source, CATALOG)
    assert now is not None
    assert now.is_newest
    assert replace(now, is_newest=False).rows(PLAIN) is None
    assert with_sums.holder.sums.size == 0
    assert now.rows(PLAIN) == FROM_SUMS
    assert replace(now, is_newest=False).rows(PLAIN) == FROM_SUMS


@pytest.mark.parametrize(("small", "expected"), [(ALL, FROM_ROWS), (ALL - 1, FROM_SUMS)])
def test_sums_are_counted_before_rows_of_which_there_are_many(
    with_sums: Warehouse, small: int, expected: Rows, tmp_path: Path
):
    with_sums.holder = Holder(ALL, tmp_path / "all", small=small)
    source = with_sums.sources()
    source.rollups = source.gives_columns = True
    memory = with_sums.memory(source, CATALOG)
    assert memory is not None
    memory.prepare()
    assert with_sums.holder.size == ALL
    assert held(with_sums, PLAIN) == expected
    assert held(with_sums, replace(PLAIN, art=RowKind.LAUFZEITEN)) == [[0, 3]]


def test_what_the_catalogue_does_not_know_selects_nothing_and_breaks_nothing(warehouse: Warehouse):
    assert held(warehouse, chosen(PLAIN, jobcenter="unbekannt")) == []
    without = {name: numbers for name, numbers in CATALOG.keys.numbers.items() if name != "jobcenter"}
    poorer = replace(CATALOG, keys=replace(CATALOG.keys, numbers=without), first_eingang=None)
    assert held(warehouse, chosen(PLAIN, jobcenter="elbe"), catalog=poorer) == []
    assert held(warehouse, PLAIN, catalog=poorer) == [[3, 0, 3, 0, 0, 0]]


def test_petitions_are_kept_for_other_processes_under_their_datenstand(
    warehouse: Warehouse, engine: Engine, cache: RowCache
):
    other = replace(CATALOG, stand=replace(CATALOG.stand, version="v2"))
    cache.keep("\n".join((KEY_VERSION, "v2", "petitions")), [["petition", "elbe", "2020-01-02", None, 7]])
    assert held(warehouse, PETITIONS) == [[1, 1]]
    assert cache.kept("\n".join((KEY_VERSION, "v1", "petitions"))) is not None

    def refuse(*_about: Any) -> None:
        raise AssertionError("the database was asked")

    event.listen(engine, "before_cursor_execute", refuse)
    assert held(warehouse, PETITIONS, catalog=other) == [[7, 0]]
