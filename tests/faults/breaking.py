"""The faults themselves: each breaks something of a house while its block runs and then mends it.

Their numbers are those of the list in docs/betrieb.md.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

import redis
from sqlalchemy import text

from tests.fault_proxy import REFUSED, SILENT, Fault
from tests.faults.house import House, forget

TERMINATE = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
# Every statement that counts Anliegen or Kundenreaktionen takes longer than any limit.
SLOW = (
    "ALTER TABLE fact_anliegen RENAME TO fact_anliegen_da",
    "CREATE VIEW fact_anliegen AS SELECT * FROM fact_anliegen_da WHERE pg_sleep(30) IS NOT NULL",
)
QUICK = ("DROP VIEW fact_anliegen", "ALTER TABLE fact_anliegen_da RENAME TO fact_anliegen")


@dataclass(frozen=True)
class Breaking:
    """A fault, and what must still be there meanwhile.

    ``known_answered``: what was asked before is answered all the time. ``all_answered``: everything is,
    as it always is by a process that holds all rows in memory.
    """

    number: str
    name: str
    broken: Callable[[House], AbstractContextManager[None]]
    known_answered: bool = True
    all_answered: bool = False


def database(fault: Fault) -> Callable[[House], AbstractContextManager[None]]:
    """Break the way to the database."""
    return lambda house: house.database.broken(fault)


def cache(fault: Fault) -> Callable[[House], AbstractContextManager[None]]:
    """Break the way to Redis."""
    return lambda house: house.cache.broken(fault)


@contextmanager
def new_connections_silent(house: House) -> Iterator[None]:
    """Connections that were there are gone, and new ones get no answer."""
    house.database.drop()
    with house.database.broken(SILENT):
        yield


@contextmanager
def _again_and_again(action: Callable[[], object], pause: float) -> Iterator[None]:
    """Meanwhile the action happens every ``pause`` seconds."""
    stop = threading.Event()

    def act() -> None:
        while not stop.wait(pause):
            action()

    thread = threading.Thread(target=act)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def backends_terminated(house: House) -> AbstractContextManager[None]:
    """Every connection is ended by the server, again and again."""

    def terminate() -> None:
        with house.admin.connect() as connection:
            connection.execute(TERMINATE)

    return _again_and_again(terminate, 0.2)


@contextmanager
def statements_slow(house: House) -> Iterator[None]:
    """The server answers, but not what counts cases."""
    with house.admin.connect() as connection:
        for statement in SLOW:
            connection.execute(text(statement))
        try:
            yield
        finally:
            connection.execute(TERMINATE)
            for statement in QUICK:
                connection.execute(text(statement))


@contextmanager
def tables_locked(house: House) -> Iterator[None]:
    """An import or a migration holds the tables and does not end."""
    with house.admin.connect().execution_options(isolation_level="READ COMMITTED") as connection, connection.begin():
        connection.execute(text("LOCK TABLE importlauf, fact_anliegen, petition_eingabe IN ACCESS EXCLUSIVE MODE"))
        yield


def cache_flushed(house: House) -> AbstractContextManager[None]:
    """Redis forgets everything, again and again."""
    return _again_and_again(lambda: forget(house), 0.1)


@contextmanager
def cache_full_of_rubbish(house: House) -> Iterator[None]:
    """Foreign bytes lie under every key, half of them the beginning of what was there."""
    with redis.Redis.from_url(house.settings.cache_url) as client:
        for number, key in enumerate(client.keys("krm:*")):
            content = client.get(key) or b""
            client.set(key, content[: len(content) // 2] if number % 2 else b'{"key": "1", "rows": [[999]]}')
    yield


FAULTS = (
    Breaking("F2", "database-refused", database(REFUSED)),
    Breaking("F3", "database-silent-to-new-connections", new_connections_silent),
    Breaking("F4", "database-silent-on-open-connections", database(SILENT)),
    Breaking("F5", "database-two-seconds-late", database(Fault(delay=2.0)), known_answered=False),
    Breaking("F6", "answers-cut-with-a-reset", database(Fault(cut_after=60, reset=True))),
    Breaking("F6", "answers-cut-without-a-word", database(Fault(cut_after=60))),
    Breaking("F6", "answers-replaced-by-rubbish", database(Fault(garbage=True))),
    Breaking("F7", "backends-terminated", backends_terminated, known_answered=False),
    Breaking("F9", "statements-too-slow", statements_slow),
    Breaking("F10", "tables-locked", tables_locked),
    Breaking("F17", "cache-refused", cache(REFUSED), all_answered=True),
    Breaking("F18", "cache-silent", cache(SILENT), all_answered=True),
    Breaking("F19", "cache-full-of-rubbish", cache_full_of_rubbish, all_answered=True),
    Breaking("F19", "cache-answers-rubbish", cache(Fault(garbage=True)), all_answered=True),
    Breaking("F20", "cache-flushed", cache_flushed, all_answered=True),
)
