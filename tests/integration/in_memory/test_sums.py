"""Which tables of sums a process holds, when it reads them, and what it does while they are not to be had."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from data_access.errors import StandChangedError
from data_access.facts.numbers import NUMBER
from data_access.facts.rollups import ROLLUPS, RollUp
from data_access.in_memory.sums import HeldSums
from data_access.sources import UNREACHABLE
from data_access.statements import Query, RowKind, rollups_of, selected_rows
from data_access.warehouse import View
from domain.scope import LOCAL, Scope, Stufe
from domain.selection import Selection
from domain.zeitraum import Monat, Zeitraum
from tests.integration.in_memory.conftest import Loaded
from tests.integration.in_memory.places import Asking
from tests.warehouses import holding_snapshot_warehouse, holding_warehouse, statements_that_count

PERIOD = Zeitraum(Monat(2019, 1), Monat(2020, 12))
BY_KANAL = Query(RowKind.REAKTIONEN, Selection(PERIOD, "ohne"), PERIOD.span, ("kanal",))


@pytest.fixture
def asking(even: Loaded) -> Asking:
    return Asking(even.warehouses["snapshot"])


def fitting(view: View, query: Query) -> tuple[RollUp, ...]:
    return rollups_of(query, selected_rows(query, view.catalog))


def rows_of(asking: Asking, rollup: RollUp) -> int:
    """How many rows the table has."""
    with asking.view.source.connect_to_facts(asking.view.catalog.stand) as connection:
        return len(connection.execute(rollup.table.select()).all())


def test_a_table_is_read_when_it_is_first_asked_for_and_then_held(asking: Asking):
    sums, tables = HeldSums(), fitting(asking.view, BY_KANAL)
    catalog = asking.view.catalog
    assert not sums.is_held(catalog, tables)

    found = [sums.first_of(catalog, tables, asking) for _ in range(3)]

    assert found[0] is not None
    assert found[0] is found[1] is found[2]
    assert asking.count == 1
    assert sums.is_held(catalog, tables)
    assert sums.size == found[0].size == rows_of(asking, tables[0])
    assert sum(found[0].columns[NUMBER].tolist()) > 0
    other = fitting(asking.view, replace(BY_KANAL, nach=("thema",)))
    assert not sums.is_held(catalog, other)
    assert sums.first_of(catalog, other, asking) is not found[0]
    assert asking.count == 2


def test_a_table_that_is_too_large_is_asked_for_once_and_the_next_one_is_held(asking: Asking):
    catalog = asking.view.catalog
    by_size = sorted(ROLLUPS, key=lambda rollup: rows_of(asking, rollup))
    tables = [by_size[-1], by_size[0]]
    sizes = [rows_of(asking, rollup) for rollup in tables]
    assert sizes[0] > sizes[1]
    sums = HeldSums(sizes[1])

    for _ in range(2):
        found = sums.first_of(catalog, tables, asking)
        assert found is not None
        assert found.size == sizes[1]
    # There is no room for another one beside it.
    assert sums.first_of(catalog, fitting(asking.view, BY_KANAL), asking) is None
    assert sums.size == sizes[1]
    read = asking.count
    none = HeldSums(min(sizes) - 1)
    assert [none.first_of(catalog, tables, asking) for _ in range(3)] == [None] * 3
    assert (none.size, none.is_held(catalog, tables)) == (0, False)
    assert asking.count == read + len(tables)


def test_what_cannot_be_read_is_read_later(asking: Asking):
    sums, tables = HeldSums(), fitting(asking.view, BY_KANAL)
    asking.down = True
    assert sums.first_of(asking.view.catalog, tables, asking) is None
    asking.down = False
    assert sums.first_of(asking.view.catalog, tables, None) is None
    assert sums.first_of(asking.view.catalog, tables, asking) is not None
    asking.down = True
    assert sums.first_of(asking.view.catalog, tables, asking) is not None
    assert sums.first_of(asking.view.catalog, tables, None) is not None


def test_a_datenstand_that_is_no_longer_the_newest_is_told_and_nobody_waits_afterwards(asking: Asking):
    sums, tables = HeldSums(), fitting(asking.view, BY_KANAL)

    def changed(_compute: object) -> None:
        raise StandChangedError

    with pytest.raises(StandChangedError):
        sums.first_of(asking.view.catalog, tables, changed)
    assert sums.first_of(asking.view.catalog, tables, asking) is not None


def test_whoever_would_have_to_wait_is_told_at_once(asking: Asking):
    sums, tables = HeldSums(), fitting(asking.view, BY_KANAL)
    begun, go_on = threading.Event(), threading.Event()

    def slowly(compute: object) -> object:
        begun.set()
        assert go_on.wait(10)
        return asking(compute)  # type: ignore[arg-type]

    reading = threading.Thread(target=sums.first_of, args=(asking.view.catalog, tables, slowly))
    reading.start()
    assert begun.wait(10)
    assert sums.first_of(asking.view.catalog, tables, asking) is None
    assert asking.count == 0
    go_on.set()
    reading.join(10)
    assert sums.first_of(asking.view.catalog, tables, None) is not None


def test_tables_of_another_datenstand_are_others(asking: Asking):
    sums, tables = HeldSums(), fitting(asking.view, BY_KANAL)
    catalog = asking.view.catalog
    newer = replace(catalog, stand=replace(catalog.stand, version="newer"))
    first = sums.first_of(catalog, tables, asking)

    assert not sums.is_held(newer, tables)
    assert sums.first_of(newer, tables, None) is None
    assert sums.first_of(newer, tables, asking) is not first
    assert not sums.is_held(catalog, tables)
    assert asking.count == 2


def test_a_process_counts_from_them_alone_also_during_an_outage(even: Loaded, tmp_path: Path):
    with holding_snapshot_warehouse(even.url, tmp_path, rows_at_most=1) as warehouse:
        view = warehouse.view(LOCAL)
        expected = sorted(warehouse.rows(view.source, LOCAL, view.catalog, BY_KANAL), key=repr)
        assert sorted(view.rows(BY_KANAL), key=repr) == expected != []

        with statements_that_count(warehouse) as statements:
            assert sorted(warehouse.view(LOCAL).rows(BY_KANAL), key=repr) == expected
            assert statements == []
        assert warehouse.held_rows(UNREACHABLE, LOCAL, view.catalog, BY_KANAL) is not None
        assert warehouse.held_rows(UNREACHABLE, LOCAL, view.catalog, replace(BY_KANAL, nach=("thema",))) is None
        for scope in (Scope(), Scope(stufe=Stufe.GENAU)):
            assert warehouse.held_rows(view.source, scope, view.catalog, BY_KANAL) == []


def test_what_is_counted_from_them_is_not_begun_beside_a_request(even: Loaded, tmp_path: Path):
    with holding_snapshot_warehouse(even.url, tmp_path, rows_at_most=1) as warehouse:
        view = warehouse.view(LOCAL)
        before, after = threading.Event(), threading.Event()
        view.ahead(BY_KANAL, before.set)
        assert before.wait(10)
        view.rows(BY_KANAL)
        pending = view.ahead(BY_KANAL, after.set)
        assert not after.wait(0.2)
        pending.result()
        assert after.is_set()


def test_with_room_for_no_row_no_table_is_read(even: Loaded, tmp_path: Path):
    with holding_snapshot_warehouse(even.url, tmp_path, rows_at_most=0) as warehouse:
        view = warehouse.view(LOCAL)
        assert warehouse.held_rows(view.source, LOCAL, view.catalog, BY_KANAL) is None
        assert warehouse.holder is not None
        assert warehouse.holder.sums.size == 0


def test_a_database_without_such_tables_is_not_asked_for_them(even: Loaded, tmp_path: Path):
    with holding_warehouse(even.url, tmp_path, rows_at_most=1) as warehouse:
        view = warehouse.view(LOCAL)
        assert warehouse.held_rows(view.source, LOCAL, view.catalog, BY_KANAL) is None
        assert view.rows(BY_KANAL)
