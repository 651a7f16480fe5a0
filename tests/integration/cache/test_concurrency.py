"""However many ask at once, threads or processes: one computation per key."""

from __future__ import annotations

import multiprocessing
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from itertools import count, islice
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from flask import Flask
from flask_caching.backends.nullcache import NullCache

from data_access.cache import RowCache, Rows, connect_cache, lock_number
from data_access.errors import TookTooLongError
from safety import deadline
from tests.integration.cache.places import FIRST, Place, ask, expected
from tests.warehouses import cached_warehouse, statements_that_count

THREADS = 50
PROCESSES = 3
SLOW_SECONDS = 0.3
PATIENCE_SECONDS = 10.0


def open_cache(place: Place) -> RowCache:
    settings = place.settings("sqlite://")
    return RowCache(connect_cache(Flask("krm_statistik"), settings), settings.cache_dir / "locks")


def together(count: int, call: Callable[[], Any]) -> list[Any]:
    """Results of as many threads that call at the same moment."""
    barrier = threading.Barrier(count)

    def wait_and_call(_number: int) -> Any:
        barrier.wait()
        return call()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(wait_and_call, range(count)))


def test_fifty_threads_that_ask_the_same_run_every_statement_once(place, first_url):
    elsewhere = Place(place.var_dir / "alone").settings(first_url)
    with cached_warehouse(elsewhere) as alone, statements_that_count(alone) as needed:
        ask(alone)
    settings = place.settings(first_url)
    with cached_warehouse(settings) as warehouse, statements_that_count(warehouse) as statements:
        found = together(THREADS, lambda: ask(warehouse))

    assert found == [expected(FIRST)] * THREADS
    assert sorted(statements) == sorted(needed)


def test_threads_that_wait_for_one_computation_share_its_rows(place):
    cache, computed = open_cache(place), []

    def compute() -> list[list[Any]]:
        computed.append(1)
        time.sleep(SLOW_SECONDS)
        return [["email", 3]]

    assert together(THREADS, lambda: cache.rows("key", compute)) == [[["email", 3]]] * THREADS
    assert computed == [1]


def test_other_keys_do_not_wait_for_a_slow_one(place):
    cache = open_cache(place)
    release = threading.Event()

    def slow() -> list[list[Any]]:
        release.wait(10)
        return [["slow"]]

    with ThreadPoolExecutor(17) as pool:
        waiting = pool.submit(cache.rows, "slow", slow)
        quick = [pool.submit(cache.rows, f"quick {number}", lambda: [["quick"]]) for number in range(16)]
        # A few keys may share the lock of the slow one by chance.
        done = [future.result() for future in islice(as_completed(quick, timeout=10), 12)]
        still_waiting = not waiting.done()
        release.set()

        assert waiting.result() == [["slow"]]
    assert done == [[["quick"]]] * 12
    assert still_waiting


def test_a_computation_that_fails_fails_for_all_who_wait_and_is_tried_again(place):
    cache = open_cache(place)

    def fail() -> list[list[Any]]:
        time.sleep(SLOW_SECONDS)
        raise LookupError("once")

    def call() -> str:
        try:
            cache.rows("key", fail)
        except LookupError as error:
            return str(error)
        return "no error"

    assert together(10, call) == ["once"] * 10
    assert cache.rows("key", lambda: [[1]]) == [[1]]


def compute_in_process(place: Place, log: Path, barrier: Any) -> None:
    """Body of a process: ask for the same key as the others at the same moment."""

    def compute() -> list[list[Any]]:
        with log.open("a") as file:
            file.write("computed\n")
        time.sleep(SLOW_SECONDS)
        return [["email", 3]]

    cache = open_cache(place)
    barrier.wait(60)
    rows = cache.rows("key", compute)
    with log.open("a") as file:
        file.write(f"{rows}\n")


def test_several_processes_that_ask_the_same_compute_it_once(place, tmp_path):
    context = multiprocessing.get_context("spawn")
    log = tmp_path / "log"
    barrier = context.Barrier(PROCESSES)
    processes = [context.Process(target=compute_in_process, args=(place, log, barrier)) for _ in range(PROCESSES)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(90)

    assert [process.exitcode for process in processes] == [0] * PROCESSES
    lines = log.read_text().splitlines()
    assert lines.count("computed") == 1
    assert lines.count("[['email', 3]]") == PROCESSES


def test_empty_rows_are_an_answer_and_not_computed_again(place):
    cache, computed = open_cache(place), []

    def compute() -> list[list[Any]]:
        computed.append(1)
        return []

    assert [cache.rows("key", compute), cache.rows("key", compute)] == [[], []]
    assert computed == [1]


def test_nobody_waits_for_a_lock_that_this_process_has_for_another_question(tmp_path: Path):
    cache = RowCache(NullCache(), tmp_path)
    slow = "slow"
    other = next(key for key in map(str, count()) if lock_number(key) == lock_number(slow))
    begun, go_on = threading.Event(), threading.Event()

    def wait() -> Rows:
        begun.set()
        assert go_on.wait(PATIENCE_SECONDS)
        return [["slow"]]

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(cache.rows, slow, wait)
        assert begun.wait(PATIENCE_SECONDS)
        deadline.begin(1)
        try:
            assert cache.rows(other, lambda: [["other"]]) == [["other"]]
        finally:
            deadline.end()
            go_on.set()
        assert first.result() == [["slow"]]
    # It waits again for locks of other processes.
    with FileLock(tmp_path / f"{lock_number(slow)}.lock"):
        deadline.begin(0.2)
        try:
            with pytest.raises(TookTooLongError):
                cache.rows(other, lambda: [["other"]])
        finally:
            deadline.end()
