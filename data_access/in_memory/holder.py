"""Which rows of the fact table a process holds in memory, and for how long."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import structlog
from sqlalchemy import Connection

from data_access.catalog import Catalog
from data_access.errors import DatabaseUnavailableError
from data_access.in_memory.petitions import Petitions, read_petitions
from data_access.in_memory.shared import SharedFacts
from data_access.in_memory.table import FactColumns, is_larger, read_facts
from safety import deadline

Answer = TypeVar("Answer")
# Runs something on a connection to the fact table of the Datenstand that is asked for.
Ask = Callable[[Callable[[Connection], Any]], Any]
# Numbers of Jobcenter; none: all.
Jobcenter = tuple[int, ...]

# How long others wait for one who is reading, before they ask the database themselves.
PATIENCE_SECONDS = 5.0
_KNOWN = 1_000

log = structlog.get_logger(__name__)


class Holder:
    """Holds all rows where they are few enough, otherwise those of the Jobcenter that are asked for.

    ``rows_at_most``: never more rows than this in all; those that nobody has asked for the longest go first.
    ``folder``: all rows lie there as well, for the other processes of the machine.
    """

    def __init__(self, rows_at_most: int, folder: Path) -> None:
        self._rows_at_most = rows_at_most
        self._shared = SharedFacts(folder)
        self._held: OrderedDict[tuple[str, Jobcenter], FactColumns] = OrderedDict()
        self._too_large: OrderedDict[tuple[str, Jobcenter], None] = OrderedDict()
        self._petitions: tuple[str, Petitions | None] = ("", None)
        self._guard = threading.Lock()
        self._reading = threading.Lock()

    def facts(self, catalog: Catalog, jobcenter: Jobcenter, ask: Ask) -> FactColumns | None:
        """Rows that hold at least those of these Jobcenter; None: too many, or not to be had at the moment.

        Raises ``StandChangedError`` where the Datenstand of the catalogue is not the newest any more.
        """
        for wanted in dict.fromkeys(((), jobcenter)):
            found = self._found(catalog, wanted, ask)
            if found is not None:
                return found
        return None

    def petitions(self, catalog: Catalog, ask: Ask) -> Petitions | None:
        """All petitions and submissions; None where nothing is held, or they are not to be had at the moment."""
        version, found = self._petitions
        if version != catalog.stand.version and self._rows_at_most:
            try:
                found = ask(read_petitions)
            except DatabaseUnavailableError:
                return None
            self._petitions = (catalog.stand.version, found)
        return found

    def _found(self, catalog: Catalog, jobcenter: Jobcenter, ask: Ask) -> FactColumns | None:
        key = (catalog.stand.version, jobcenter)
        found = self._known(key)
        if found is not None or key in self._too_large or not self._rows_at_most:
            return found
        if not self._reading.acquire(timeout=deadline.shortened(PATIENCE_SECONDS)):
            return None
        try:
            found = self._known(key)
            if found is None and key not in self._too_large:
                found = self._read(catalog, jobcenter, ask)
            return found
        finally:
            self._reading.release()

    def _read(self, catalog: Catalog, jobcenter: Jobcenter, ask: Ask) -> FactColumns | None:
        key = (catalog.stand.version, jobcenter)

        def from_database() -> FactColumns | None:
            found: FactColumns | None = ask(
                lambda connection: self._selected(connection, catalog.stand.datenstand, jobcenter, _years(catalog))
            )
            return found

        try:
            found = from_database() if jobcenter else self._shared.facts(catalog.stand.version, from_database)
        except DatabaseUnavailableError:
            return None
        if found is None or found.size > self._rows_at_most:
            self._note_too_large(key)
            return None
        self._hold(key, found)
        return found

    def _selected(
        self, connection: Connection, datenstand: date, jobcenter: Jobcenter, years: Sequence[int]
    ) -> FactColumns | None:
        """The rows of the Jobcenter; None where they are more than may be held."""
        if is_larger(connection, jobcenter, years, self._rows_at_most):
            return None
        return read_facts(connection, datenstand, jobcenter, years)

    def _known(self, key: tuple[str, Jobcenter]) -> FactColumns | None:
        with self._guard:
            found = self._held.get(key)
            if found is not None:
                self._held.move_to_end(key)
            return found

    def _hold(self, key: tuple[str, Jobcenter], facts: FactColumns) -> None:
        with self._guard:
            self._held[key] = facts
            while sum(held.size for held in self._held.values()) > self._rows_at_most:
                self._held.popitem(last=False)

    def _note_too_large(self, key: tuple[str, Jobcenter]) -> None:
        with self._guard:
            self._too_large[key] = None
            while len(self._too_large) > _KNOWN:
                self._too_large.popitem(last=False)


def _years(catalog: Catalog) -> range:
    """All years in which any row can lie."""
    first = catalog.first_eingang or date.max
    return range(first.year, catalog.stand.datenstand.year + 1)
