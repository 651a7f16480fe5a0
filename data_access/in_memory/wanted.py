"""Which rows of the fact table a question needs, and how many those are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from data_access import schema
from data_access.cache import Rows
from data_access.catalog import Catalog
from data_access.wide import widened
from domain.selection import Selection
from domain.zeitraum import DaySpan

# Numbers of Jobcenter; none: all.
Jobcenter = tuple[int, ...]

_fact = schema.fact_anliegen


@dataclass(frozen=True)
class Wanted:
    """Rows of these Jobcenter, of these years of Eingang; None: of all years. ``likely``: what will be asked next."""

    jobcenter: Jobcenter = ()
    years: range | None = None
    likely: range | None = None

    @classmethod
    def of(cls, selection: Selection, span: DaySpan, catalog: Catalog) -> Wanted:
        """What a selection needs to be counted in a span, and beside it to be compared."""
        numbers = catalog.keys.numbers.get("jobcenter", {})
        jobcenter = tuple(sorted(numbers[code] for code in selection.codes("jobcenter") if code in numbers))
        years, likely = (_years(selection, days, catalog) for days in (span, widened(selection)))
        return cls(jobcenter, years, likely)


def _years(selection: Selection, span: DaySpan, catalog: Catalog) -> range | None:
    """The years of Eingang of all rows in a span, as far as there are any; None: it may be every year."""
    if selection.zeitbezug != "eingang" or catalog.first_eingang is None:
        return None
    first, last = catalog.first_eingang.year, catalog.stand.datenstand.year
    # Where no row lies, the nearest year holds none of them either.
    von, bis = (min(max(day.year, first), last) for day in (span.von, span.bis))
    return range(von, bis + 1)


@dataclass(frozen=True)
class Sizes:
    """How many rows there are, by year and Jobcenter."""

    rows: Mapping[tuple[int, int], int]

    @classmethod
    def of(cls, rows: Rows) -> Sizes:
        """From the rows of ``read_sizes``."""
        return cls({(year, jobcenter): number for year, jobcenter, number in rows})

    def total(self, jobcenter: Jobcenter, years: range) -> int:
        """All rows of these Jobcenter and years."""
        return sum(self.rows.get((year, one), 0) for year in years for one in jobcenter)


def read_sizes(connection: Connection) -> Rows:
    """Year, Jobcenter and how many rows there are of them."""
    by = (_fact.c.jahr, _fact.c.jobcenter)
    return [list(row) for row in connection.execute(select(*by, func.count()).group_by(*by))]
