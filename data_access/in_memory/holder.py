"""Which rows of the fact table a process holds in memory, and for how long."""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection

from data_access.cache import Rows
from data_access.catalog import Catalog
from data_access.errors import DatabaseUnavailableError, TookTooLongError
from data_access.in_memory.petitions import Petitions, petitions_of
from data_access.in_memory.shared import SharedFacts
from data_access.in_memory.table import FactColumns, is_larger, read_facts
from safety import deadline

Answer = TypeVar("Answer")
# Runs something on a connection to the fact table of the Datenstand that is asked for.
Ask = Callable[[Callable[[Connection], Any]], Any]
# Numbers of Jobcenter; none: all.
Jobcenter = tuple[int, ...]

# The name of a Datenstand, and whose rows of it.
Key = tuple[str, Jobcenter]

# How long others wait for one who is reading, and how long they ask the database themselves before they wait again.
PATIENCE_SECONDS = 5.0
# How long nobody begins to read again what could not be read in time.
PAUSE_SECONDS = 60.0
_KNOWN = 1_000
# So many Jobcenter are read together. The rows of several take longer to read than an engine takes to count them.
_TOGETHER = 1


class Holder:
    """Holds all rows where they are few enough, otherwise those of the one Jobcenter that is asked for.

    ``rows_at_most``: never more rows than this in all; those that nobody has asked for the longest go first.
    ``folder``: all rows lie there as well, for the other processes of the machine.
    """

    def __init__(self, rows_at_most: int, folder: Path) -> None:
        self._rows_at_most = rows_at_most
        self._shared = SharedFacts(folder)
        self._held: OrderedDict[Key, FactColumns] = OrderedDict()
        # Until when nobody tries to read these rows, by the clock that only runs forward.
        self._given_up: OrderedDict[Key, float] = OrderedDict()
        self._petitions: tuple[str, Petitions | None] = ("", None)
        self._guard = threading.Lock()
        self._reading = threading.Lock()

    def facts(
        self,
        catalog: Catalog,
        jobcenter: Jobcenter,
        ask: Ask,
        years: range | None = None,
        likely: range | None = None,
    ) -> FactColumns | None:
        """Rows that hold at least those of these Jobcenter; None: not held, or not to be had at the moment.

        ``years``: of which Eingang they must be; None: of all. ``likely``: which will be asked for next, as well.

        Raises ``StandChangedError`` where the Datenstand of the catalogue is not the newest any more.
        """
        for wanted in ((), jobcenter) if len(jobcenter) == _TOGETHER else ((),):
            found = self._found(catalog, wanted, ask, years or _years(catalog), likely)
            if found is not None:
                return found
        return None

    def petitions(self, catalog: Catalog, read: Callable[[], Rows]) -> Petitions | None:
        """All petitions and submissions; None where nothing is held, or they are not to be had at the moment.

        ``read`` gives the rows of ``read_petitions`` of the Datenstand of the catalogue.
        """
        version, found = self._petitions
        if version != catalog.stand.version and self._rows_at_most:
            try:
                found = petitions_of(read())
            except DatabaseUnavailableError:
                return None
            self._petitions = (catalog.stand.version, found)
        return found

    def holds_all(self, catalog: Catalog) -> bool:
        """Whether all rows of a Datenstand are held."""
        return (_name(catalog), ()) in self._held

    def counts(self, catalog: Catalog, jobcenter: Jobcenter) -> bool:
        """Whether what is asked of these Jobcenter is counted here, as far as is known."""
        if self.holds_all(catalog):
            return True
        may_be = self._rows_at_most > 0 and len(jobcenter) == _TOGETHER
        return may_be and not self._is_given_up((_name(catalog), jobcenter))

    @property
    def size(self) -> int:
        """How many rows of the fact table are held."""
        with self._guard:
            return sum(held.size for held in self._held.values())

    def forget(self) -> None:
        """Let go of the rows; they are read again when they are asked for."""
        with self._guard:
            self._held.clear()

    def _found(
        self, catalog: Catalog, jobcenter: Jobcenter, ask: Ask, years: range, likely: range | None
    ) -> FactColumns | None:
        key = (_name(catalog), jobcenter)
        found = self._known(key, years)
        if found is not None or self._is_given_up(key) or not self._rows_at_most or deadline.passed():
            return found
        if not self._reading.acquire(timeout=deadline.shortened(PATIENCE_SECONDS)):
            self._give_up(key, time.monotonic() + PATIENCE_SECONDS)
            return None
        try:
            found = self._known(key, years)
            if found is None and not self._is_given_up(key):
                found = self._read(catalog, key, ask, years, likely)
            return found
        finally:
            self._reading.release()

    def _read(self, catalog: Catalog, key: Key, ask: Ask, years: range, likely: range | None) -> FactColumns | None:
        name, jobcenter = key
        if not jobcenter or key in self._held:
            # Who asks for other years than at first goes through the years.
            years = _years(catalog)
        elif likely is not None:
            years = range(min(years.start, likely.start), max(years.stop, likely.stop))

        def from_database() -> FactColumns | None:
            found: FactColumns | None = ask(
                lambda connection: self._selected(connection, catalog.stand.datenstand, jobcenter, years)
            )
            return found

        try:
            found = from_database() if jobcenter else self._shared.facts(name, from_database)
        except TookTooLongError:
            self._give_up(key, time.monotonic() + PAUSE_SECONDS)
            return None
        except DatabaseUnavailableError:
            return None
        if found is None or found.size > self._rows_at_most:
            self._give_up(key, math.inf)
            return None
        self._hold(key, found)
        return found

    def _selected(
        self, connection: Connection, datenstand: date, jobcenter: Jobcenter, years: range
    ) -> FactColumns | None:
        """The rows of the Jobcenter; None where they are more than may be held."""
        # One alone is hardly ever too large, and asking first would cost as much as reading it.
        if not jobcenter and is_larger(connection, self._rows_at_most):
            return None
        return read_facts(connection, datenstand, jobcenter, years)

    def _known(self, key: Key, years: range) -> FactColumns | None:
        with self._guard:
            found = self._held.get(key)
            if found is None or not found.covers(years):
                return None
            self._held.move_to_end(key)
            return found

    def _hold(self, key: Key, facts: FactColumns) -> None:
        with self._guard:
            self._held[key] = facts
            while sum(held.size for held in self._held.values()) > self._rows_at_most:
                self._held.popitem(last=False)

    def _is_given_up(self, key: Key) -> bool:
        return time.monotonic() < self._given_up.get(key, 0.0)

    def _give_up(self, key: Key, until: float) -> None:
        with self._guard:
            self._given_up[key] = until
            while len(self._given_up) > _KNOWN:
                self._given_up.popitem(last=False)


def _name(catalog: Catalog) -> str:
    """Other databases, and other snapshots of one, may number the same codes differently."""
    return f"{catalog.stand.version}|{catalog.keys.fingerprint}"


def _years(catalog: Catalog) -> range:
    """All years in which any row can lie."""
    first = catalog.first_eingang or date.max
    return range(first.year, catalog.stand.datenstand.year + 1)
