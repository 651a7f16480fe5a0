"""Snapshots are swapped while many ask: no error, and no answer with numbers of another Datenstand than it names."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from data_access.errors import DatabaseUnavailableError, StandChangedError
from data_access.in_memory.holder import Holder
from data_access.statements import Query, RowKind
from domain.scope import LOCAL
from tests.integration.snapshot.stands import YEAR_2020, counted, number_of

ASKING = 4
SECONDS_BETWEEN = 0.2


# Nothing in memory, sums alone, and sums with all rows; each is read ahead again and again beside the questions.
@pytest.mark.parametrize("rows_at_most", [0, 1, 1_000])
def test_threads_that_ask_during_swaps_never_mix_two_stands(swap, warehouse, tmp_path: Path, rows_at_most: int):
    swap(1)
    warehouse.holder = Holder(rows_at_most, tmp_path / "facts", small=0)
    over = threading.Event()

    def read_ahead() -> int:
        times = 0
        while not over.is_set():
            # Nobody holds what has been swapped away meanwhile.
            with suppress(StandChangedError, DatabaseUnavailableError):
                warehouse.prepare()
                times += 1
        return times

    def ask() -> list[tuple[int, int]]:
        found = []
        while not over.is_set():
            view = warehouse.view(LOCAL)
            # Before, between and after its questions a view is of one Datenstand.
            found += [(number_of(view), counted(view)), (number_of(view), counted(view))]
        return found

    with ThreadPoolExecutor(ASKING + 1) as pool:
        reading = pool.submit(read_ahead)
        asking = [pool.submit(ask) for _ in range(ASKING)]
        for number in (2, 3, 1, 2):
            time.sleep(SECONDS_BETWEEN)
            swap(number)
        time.sleep(SECONDS_BETWEEN)
        over.set()
        answers = [answer for future in asking for answer in future.result()]

    assert {named for named, _ in answers} == {1, 2, 3}
    assert [answer for answer in answers if answer[0] != answer[1]] == []
    assert reading.result() > 0
    assert (warehouse.holder.size > 0, warehouse.holder.sums.size > 0) == (rows_at_most > 1, rows_at_most > 0)


def test_a_question_that_began_before_a_swap_does_not_push_the_newer_sums_out(swap, warehouse, tmp_path: Path):
    warehouse.holder = Holder(1, tmp_path / "facts")
    swap(1)
    old = warehouse.view(LOCAL)
    query = Query(RowKind.REAKTIONEN, YEAR_2020, YEAR_2020.zeitraum.span)
    assert warehouse.held_rows(old.source, LOCAL, old.catalog, query)
    swap(2)
    # Nobody has noticed yet.
    assert warehouse.held_rows(old.source, LOCAL, old.catalog, query)
    new = warehouse.view(LOCAL)
    counted_now = warehouse.held_rows(new.source, LOCAL, new.catalog, query)

    assert warehouse.held_rows(old.source, LOCAL, old.catalog, query) is None
    assert warehouse.rows(old.source, LOCAL, old.catalog, query) != counted_now
    new_sums = warehouse.holder.sums.tables
    assert warehouse.held_rows(new.source, LOCAL, new.catalog, query) == counted_now
    assert warehouse.holder.sums.tables == new_sums != []
