"""What a process reads ahead of any question, where the rows are too many to be read while somebody waits."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from data_access.errors import DatabaseUnavailableError
from data_access.facts.rollups import ROLLUPS
from data_access.in_memory.holder import Holder
from data_access.in_memory.wanted import Wanted
from data_access.statements import Query, RowKind
from domain.scope import LOCAL
from domain.selection import Selection
from domain.zeitraum import Monat, Zeitraum
from tests.integration.in_memory.conftest import Loaded
from tests.integration.in_memory.places import JOBCENTER, ROWS_EACH, Asking
from tests.warehouses import (
    holding_snapshot_warehouse,
    holding_warehouse,
    prepared_snapshot_warehouse,
    statements_that_count,
)

ALL = ROWS_EACH * len(JOBCENTER)
PERIOD = Zeitraum(Monat(2019, 1), Monat(2020, 12))
DURATIONS = Query(RowKind.LAUFZEITEN, Selection(PERIOD, "ohne"), PERIOD.span)


@pytest.fixture
def asking(even: Loaded) -> Asking:
    return Asking(even.warehouses["snapshot"])


def test_rows_that_are_not_few_are_held_once_they_were_read_ahead(asking: Asking, tmp_path: Path):
    holder, catalog = Holder(ALL, tmp_path / "facts", small=ALL - 1), asking.view.catalog
    assert holder.facts(catalog, Wanted(), asking) is None
    assert not holder.holds_all(catalog)

    holder.read_all(catalog, asking)
    read = asking.count
    everything = holder.facts(catalog, Wanted(), asking)
    assert everything is not None
    assert everything.size == holder.size == ALL
    assert holder.holds_all(catalog)
    holder.read_all(catalog, asking)
    assert asking.count == read
    # They are soon read again, and too many to be laid into a file.
    assert not list((tmp_path / "facts").glob("*.npz"))


@pytest.mark.parametrize(("rows_at_most", "small"), [(ALL - 1, 0), (ALL, ALL), (0, 0)])
def test_what_may_not_be_held_or_is_read_at_once_anyway_is_not(
    asking: Asking, tmp_path: Path, rows_at_most: int, small: int
):
    holder = Holder(rows_at_most, tmp_path, small=small)
    holder.read_all(asking.view.catalog, asking)
    assert holder.size == 0


def test_rows_of_a_jobcenter_are_cut_out_of_them(asking: Asking, tmp_path: Path):
    holder, catalog = Holder(ALL + ROWS_EACH, tmp_path, small=0), asking.view.catalog
    holder.read_all(catalog, asking)
    asking.down = True
    for code in JOBCENTER:
        number = asking.number(code)
        found = holder.facts(catalog, Wanted((number,)), asking)
        assert found is not None
        assert (found.size, set(found.columns["jobcenter"].tolist())) == (ROWS_EACH, {number})
        assert holder.facts(catalog, Wanted((number,)), asking) is found
    # Those of the others made room for them, and all rows are still there.
    assert holder.size == ALL + ROWS_EACH
    assert holder.holds_all(catalog)
    holder.forget()
    assert holder.size == ALL


def test_where_several_jobcenter_have_many_rows_all_rows_are_looked_at(asking: Asking, tmp_path: Path):
    holder, catalog = Holder(2 * ALL, tmp_path, few_rows=0, small=0), asking.view.catalog
    holder.read_all(catalog, asking)
    both = tuple(sorted(asking.number(code) for code in JOBCENTER[:2]))
    assert holder.facts(catalog, Wanted(both), asking) is holder.facts(catalog, Wanted(), asking) is not None


def test_of_two_who_read_ahead_one_is_enough_and_nobody_waits(asking: Asking, tmp_path: Path):
    holder, catalog = Holder(ALL, tmp_path, small=0), asking.view.catalog
    begun, go_on = threading.Event(), threading.Event()

    def slowly(compute: Callable[[Any], Any]) -> Any:
        begun.set()
        assert go_on.wait(10)
        return asking(compute)

    reading = threading.Thread(target=holder.read_all, args=(catalog, slowly))
    reading.start()
    assert begun.wait(10)
    holder.read_all(catalog, asking)
    assert asking.count == 0
    # A question is answered by the engine meanwhile, or from the rows of its Jobcenter.
    assert holder.facts(catalog, Wanted(), asking) is None
    assert holder.facts(catalog, Wanted((asking.number("ruhr"),)), asking) is not None
    go_on.set()
    reading.join(10)
    assert holder.holds_all(catalog)


def test_a_database_that_does_not_answer_is_told_and_read_later(asking: Asking, tmp_path: Path):
    holder, catalog = Holder(ALL, tmp_path, small=0), asking.view.catalog
    asking.down = True
    with pytest.raises(DatabaseUnavailableError):
        holder.read_all(catalog, asking)
    asking.down = False
    holder.read_all(catalog, asking)
    assert holder.holds_all(catalog)


def test_with_too_little_memory_the_engine_is_asked(asking: Asking, tmp_path: Path):
    catalog = asking.view.catalog

    def full(_compute: Callable[[Any], Any]) -> Any:
        raise MemoryError

    holder = Holder(ALL, tmp_path / "facts")
    assert holder.facts(catalog, Wanted(), full) is None
    assert holder.facts(catalog, Wanted((asking.number("ruhr"),)), full) is None
    assert holder.sums.first_of(catalog, ROLLUPS, full) is None
    assert (holder.size, holder.sums.size) == (0, 0)


def test_everything_is_counted_in_the_process_that_has_read_ahead(even: Loaded, tmp_path: Path):
    with prepared_snapshot_warehouse(even.url, tmp_path) as warehouse:
        assert warehouse.holder is not None
        assert warehouse.holder.size == ALL
        assert warehouse.holder.sums.size > 0
        assert warehouse.holder.bytes > 20 * ALL + 5 * warehouse.holder.sums.size
        view = warehouse.view(LOCAL)
        expected = warehouse.rows(view.source, LOCAL, view.catalog, DURATIONS)
        with statements_that_count(warehouse) as statements:
            found = view.rows(DURATIONS)
        assert statements == []
        assert sorted(found) == sorted(expected) != []


def test_a_small_database_is_read_whole_and_no_sums_of_it(even: Loaded, tmp_path: Path):
    with holding_snapshot_warehouse(even.url, tmp_path) as warehouse:
        warehouse.prepare()
        assert warehouse.holder is not None
        assert (warehouse.holder.size, warehouse.holder.sums.size) == (ALL, 0)


def test_a_database_that_gives_row_by_row_is_never_read_ahead(even: Loaded, tmp_path: Path):
    with holding_warehouse(even.url, tmp_path) as warehouse:
        warehouse.holder = Holder(ALL, tmp_path / "none", small=ALL - 1)
        warehouse.prepare()
        assert (warehouse.holder.size, warehouse.holder.sums.size) == (0, 0)


def test_whoever_holds_nothing_reads_nothing_ahead(even: Loaded):
    warehouse = even.warehouses["snapshot"]
    with statements_that_count(warehouse) as statements:
        warehouse.prepare()
    assert statements == []
