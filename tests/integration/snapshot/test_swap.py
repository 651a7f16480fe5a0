"""Snapshots are swapped while many ask: no error, and no answer with numbers of another Datenstand than it names."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

from domain.scope import LOCAL
from tests.integration.snapshot.stands import counted, number_of

ASKING = 4
SECONDS_BETWEEN = 0.2


def test_threads_that_ask_during_swaps_never_mix_two_stands(swap, warehouse):
    swap(1)
    over = threading.Event()

    def ask() -> list[tuple[int, int]]:
        found = []
        while not over.is_set():
            view = warehouse.view(LOCAL)
            # Before, between and after its questions a view is of one Datenstand.
            found += [(number_of(view), counted(view)), (number_of(view), counted(view))]
        return found

    with ThreadPoolExecutor(ASKING) as pool:
        asking = [pool.submit(ask) for _ in range(ASKING)]
        for number in (2, 3, 1, 2):
            time.sleep(SECONDS_BETWEEN)
            swap(number)
        time.sleep(SECONDS_BETWEEN)
        over.set()
        answers = [answer for future in asking for answer in future.result()]

    assert {named for named, _ in answers} == {1, 2, 3}
    assert [answer for answer in answers if answer[0] != answer[1]] == []
