"""Which rows of the fact table a process holds in memory, and for how long."""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection

from data_access.cache import Rows
from data_access.catalog import Catalog
from data_access.errors import DatabaseUnavailableError, TookTooLongError
from data_access.in_memory.petitions import Petitions, petitions_of
from data_access.in_memory.shared import SharedFacts
from data_access.in_memory.sums import MOST_ROWS, HeldSums
from data_access.in_memory.table import FactColumns, is_larger, read_facts, read_year_by_year
from data_access.in_memory.wanted import Jobcenter, Sizes, Wanted
from safety import deadline

Answer = TypeVar("Answer")
# Runs something on a connection to the fact table of the Datenstand that is asked for.
Ask = Callable[[Callable[[Connection], Any]], Any]
# How many rows there are, where that is known.
TellSizes = Callable[[], Sizes | None]
# The name of a Datenstand, and whose rows of it.
Key = tuple[str, Jobcenter]
# The key of the rows of all of them.
EVERY_JOBCENTER: Jobcenter = ()

# How long others wait for one who is reading, and how long they ask the database themselves before they wait again.
PATIENCE_SECONDS = 5.0
# How long nobody begins to read again what could not be read in time.
PAUSE_SECONDS = 60.0
_KNOWN = 1_000
# More rows of several Jobcenter take longer to read than an engine takes to count them.
FEW_ROWS = 50_000
# So many are read while somebody waits, and counted as soon as sums of them.
SMALL = 400_000


def _unknown() -> None:
    """Nobody has said how many rows there are."""


class Holder:
    """Holds all rows where they are few enough, otherwise those of the few Jobcenter that are asked for.

    ``rows_at_most``: never more rows than this in all; those that nobody has asked for the longest go first. ``sums``:
    what is held of tables of counts. ``folder``: all rows of a small database lie there as well, for the other
    processes of the machine. ``few_rows``: so many rows of several Jobcenter are read together. ``small``: so many rows
    a small database has.
    """

    def __init__(self, rows_at_most: int, folder: Path, few_rows: int = FEW_ROWS, small: int = SMALL) -> None:
        self._rows_at_most = rows_at_most
        self._few_rows = few_rows
        self.small = small
        self._shared = SharedFacts(folder)
        self._held: OrderedDict[Key, FactColumns] = OrderedDict()
        # Until when nobody tries to read these rows, by the clock that only runs forward.
        self._given_up: OrderedDict[Key, float] = OrderedDict()
        # Those are no rows, but where nothing is to be held there are none either.
        self.sums = HeldSums(MOST_ROWS if rows_at_most else 0)
        self._petitions: tuple[str, Petitions | None] = ("", None)
        self._sizes: tuple[str, Sizes | None] = ("", None)
        self._guard = threading.Lock()
        self._reading = threading.Lock()
        self._reading_all = threading.Lock()

    def facts(self, catalog: Catalog, wanted: Wanted, ask: Ask, sizes: TellSizes = _unknown) -> FactColumns | None:
        """Rows that hold at least those that are wanted; None: not held, or not to be had at the moment.

        ``sizes``: of the Datenstand of the catalogue; where it gives None, no rows of several Jobcenter are held.

        Raises ``StandChangedError`` where the Datenstand of the catalogue is not the newest any more.
        """
        whole = self._found(catalog, replace(wanted, jobcenter=EVERY_JOBCENTER), ask, sizes)
        if not wanted.jobcenter or (whole is not None and whole.size <= self.small):
            return whole
        part = self._found(catalog, wanted, ask, sizes)
        return whole if part is None else part

    def read_all(self, catalog: Catalog, ask: Ask) -> None:
        """Read all rows, also of a larger database, if they may be held; for a thread that nobody waits for.

        Raises ``StandChangedError`` and ``DatabaseUnavailableError``.
        """
        key, years = (catalog.numbering, EVERY_JOBCENTER), _years(catalog)
        if self._rows_at_most <= self.small or not self._reading_all.acquire(blocking=False):
            return
        try:
            if self._known(key, years) is None:
                found = ask(lambda connection: self._all(connection, catalog.stand.datenstand, years))
                if found is not None:
                    self._hold(key, found)
        finally:
            self._reading_all.release()

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

    def sizes(self, catalog: Catalog, read: Callable[[], Rows]) -> Sizes | None:
        """How many rows there are; None where that is not to be had. ``read`` gives the rows of ``read_sizes``."""
        name, found = self._sizes
        if name != catalog.numbering:
            try:
                found = Sizes.of(read())
            except DatabaseUnavailableError:
                return None
            self._sizes = (catalog.numbering, found)
        return found

    def holds_all(self, catalog: Catalog) -> bool:
        """Whether all rows of a Datenstand are held."""
        return (catalog.numbering, EVERY_JOBCENTER) in self._held

    def counts(self, catalog: Catalog, wanted: Wanted, sizes: TellSizes = _unknown) -> bool:
        """Whether what is asked of these rows is counted here, as far as is known; ``sizes`` as in ``facts``."""
        if self.holds_all(catalog):
            return True
        key = (catalog.numbering, wanted.jobcenter)
        if not wanted.jobcenter or not self._rows_at_most or self._is_given_up(key):
            return False
        is_held = self._known(key, wanted.years or _years(catalog)) is not None
        return is_held or self._to_read(catalog, wanted, sizes) is not None

    @property
    def size(self) -> int:
        """How many rows of the fact table are held."""
        with self._guard:
            return sum(held.size for held in self._held.values())

    @property
    def bytes(self) -> int:
        """How much room the rows and sums take that are held, without what is made of them."""
        with self._guard:
            held = [*self._held.values(), *self.sums.tables]
        return sum(column.nbytes for table in held for column in table.columns.values())

    def forget(self) -> None:
        """Let go of the rows of single Jobcenter; they are read again when they are asked for."""
        with self._guard:
            for key in [key for key in self._held if key[1]]:
                del self._held[key]

    def _found(self, catalog: Catalog, wanted: Wanted, ask: Ask, sizes: TellSizes) -> FactColumns | None:
        key, years = (catalog.numbering, wanted.jobcenter), wanted.years or _years(catalog)
        found = self._known(key, years)
        if found is not None or self._is_given_up(key) or not self._rows_at_most or deadline.passed():
            return found
        to_read = self._to_read(catalog, wanted, sizes)
        if to_read is None:
            return None
        if not self._reading.acquire(timeout=deadline.shortened(PATIENCE_SECONDS)):
            self._give_up(key, time.monotonic() + PATIENCE_SECONDS)
            return None
        try:
            found = self._known(key, years)
            if found is None and not self._is_given_up(key):
                found = self._read(catalog, key, ask, to_read)
            return found
        finally:
            self._reading.release()

    def _to_read(self, catalog: Catalog, wanted: Wanted, sizes: TellSizes) -> range | None:
        """The years of which rows are read so that those that are wanted are there; None: there are too many."""
        everything = _years(catalog)
        years, jobcenter = wanted.years or everything, wanted.jobcenter
        if not jobcenter:
            return everything
        likely = wanted.likely or years
        # Never less than a page looks at: its questions would read one year after another, in turns.
        page = range(min(years.start, likely.start), max(years.stop, likely.stop))
        # Who asks for other years than at first goes through the years.
        choices = [everything, page] if (catalog.numbering, jobcenter) in self._held else [page]
        if len(jobcenter) == 1:
            return choices[0]
        known = sizes()
        few = (one for one in choices if known is not None and known.total(jobcenter, one) <= self._few_rows)
        return next(few, None)

    def _read(self, catalog: Catalog, key: Key, ask: Ask, years: range) -> FactColumns | None:
        name, jobcenter = key

        def from_database() -> FactColumns | None:
            found: FactColumns | None = ask(
                lambda connection: self._selected(connection, catalog.stand.datenstand, jobcenter, years)
            )
            return found

        whole = self._known((name, EVERY_JOBCENTER), years) if jobcenter else None
        if whole is not None:
            part = whole.part(jobcenter, years)
            self._hold(key, part)
            return part
        try:
            found = from_database() if jobcenter else self._shared.facts(name, from_database)
        except TookTooLongError:
            self._give_up(key, time.monotonic() + PAUSE_SECONDS)
            return None
        except DatabaseUnavailableError:
            return None
        except MemoryError:
            found = None
        if found is None or found.size > self._rows_at_most:
            self._give_up(key, math.inf)
            return None
        self._hold(key, found)
        return found

    def _selected(
        self, connection: Connection, datenstand: date, jobcenter: Jobcenter, years: range
    ) -> FactColumns | None:
        """The rows of the Jobcenter; None where they are more than may be held, or than are read while one waits."""
        # One alone is hardly ever too large, and asking first would cost as much as reading it.
        if not jobcenter and is_larger(connection, min(self.small, self._rows_at_most)):
            return None
        return read_facts(connection, datenstand, jobcenter, years)

    def _all(self, connection: Connection, datenstand: date, years: range) -> FactColumns | None:
        if is_larger(connection, self._rows_at_most):
            return None
        return read_year_by_year(connection, datenstand, years)

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
                # All rows are read once, those of some Jobcenter whenever they are asked for.
                oldest = next((some for some in self._held if some[1]), next(iter(self._held)))
                del self._held[oldest]

    def _is_given_up(self, key: Key) -> bool:
        return time.monotonic() < self._given_up.get(key, 0.0)

    def _give_up(self, key: Key, until: float) -> None:
        with self._guard:
            self._given_up[key] = until
            while len(self._given_up) > _KNOWN:
                self._given_up.popitem(last=False)


def _years(catalog: Catalog) -> range:
    """All years in which any row can lie."""
    first = catalog.first_eingang or date.max
    return range(first.year, catalog.stand.datenstand.year + 1)
