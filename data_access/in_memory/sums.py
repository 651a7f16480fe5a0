"""Tables of counts by month as columns in memory: smaller than the fact table, they answer for a whole country."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import Connection, Table, func, select

from data_access.catalog import Catalog
from data_access.columns import columns_of
from data_access.errors import DatabaseUnavailableError
from data_access.facts.rollups import MONTH, RollUp
from data_access.facts.selection import FactSelection
from data_access.in_memory.table import HeldColumns, Kept
from domain.zeitraum import Monat

# Runs something on a connection to the tables of the Datenstand that is asked for.
Ask = Callable[[Callable[[Connection], Any]], Any]
# So many rows a process holds of them in all, of about ten bytes each.
MOST_ROWS = 8_000_000


@dataclass(frozen=True)
class SumColumns(HeldColumns):
    """A table of counts in the order of its months."""

    @property
    def size(self) -> int:
        """Number of rows."""
        return len(self.columns[MONTH])

    def kept(self, selected: FactSelection) -> Kept:
        """The rows of a selection of whole months."""
        months = self.columns[MONTH]
        first, last = (months.dtype.type(Monat.of(day).index) for day in (selected.span.von, selected.span.bis))
        within = slice(int(months.searchsorted(first)), int(months.searchsorted(last, side="right")))
        return Kept.of_all(self, within, self._meeting(selected.conditions, within))


def read_sums(connection: Connection, table: Table, rows_at_most: int) -> SumColumns | None:
    """The whole table; None where it has more rows than this."""
    if (connection.scalar(select(func.count()).select_from(table)) or 0) > rows_at_most:
        return None
    columns = dict(zip(table.columns.keys(), columns_of(connection.execute(select(table))), strict=True))
    months = columns[MONTH]
    # They were written in this order, and mostly come so.
    if (months[1:] < months[:-1]).any():
        order = np.argsort(months, kind="stable")
        columns = {name: column[order] for name, column in columns.items()}
    return SumColumns(columns)


class HeldSums:
    """The tables of one Datenstand, each of them read when it is first asked for; shared by the threads of a process.

    ``rows_at_most``: of all of them together; for what has no room any more the engine is asked.
    """

    def __init__(self, rows_at_most: int = MOST_ROWS) -> None:
        self._rows_at_most = rows_at_most
        # The name of the Datenstand, and its tables by their names; None: it is too large.
        self._held: tuple[str, dict[str, SumColumns | None]] = ("", {})
        self._reading = threading.Lock()

    def first_of(self, catalog: Catalog, fitting: Sequence[RollUp], ask: Ask | None) -> SumColumns | None:
        """The first of these tables that may be held; None: there is none, or it is not to be had at the moment.

        ``ask``: None: nothing is read. Raises ``StandChangedError`` where the Datenstand of the catalogue is not the
        newest any more.
        """
        for rollup in fitting:
            name = rollup.table.name
            if name not in self._tables(catalog) and ask is not None and self._rows_at_most:
                self._read(catalog, rollup, ask)
            tables = self._tables(catalog)
            if name not in tables or tables[name] is not None:
                return tables.get(name)
        return None

    def is_held(self, catalog: Catalog, fitting: Sequence[RollUp]) -> bool:
        """Whether one of these tables is there already."""
        tables = self._tables(catalog)
        return any(tables.get(rollup.table.name) is not None for rollup in fitting)

    @property
    def tables(self) -> list[SumColumns]:
        """Those that are held."""
        return [table for table in [*self._held[1].values()] if table is not None]

    @property
    def size(self) -> int:
        """How many rows are held."""
        return sum(table.size for table in self.tables)

    def _tables(self, catalog: Catalog) -> dict[str, SumColumns | None]:
        name, tables = self._held
        return tables if name == catalog.numbering else {}

    def _read(self, catalog: Catalog, rollup: RollUp, ask: Ask) -> None:
        # Whoever would have to wait asks the engine instead.
        if not self._reading.acquire(blocking=False):
            return
        try:
            tables = self._tables(catalog)
            room = self._rows_at_most - sum(0 if table is None else table.size for table in tables.values())
            found: SumColumns | None = ask(lambda connection: read_sums(connection, rollup.table, room))
            self._held = catalog.numbering, {**tables, rollup.table.name: found}
        except (DatabaseUnavailableError, MemoryError):
            return
        finally:
            self._reading.release()
