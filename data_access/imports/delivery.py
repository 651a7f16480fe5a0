"""A delivery as a whole: the parsed files, and what will hold once it is loaded."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from data_access.imports.contract import QUALITAETSSTANDARD
from data_access.imports.rows import Key, TableData
from data_access.imports.stored import Stored, as_standard
from data_access.imports.values import FAULTY
from domain.frist import Qualitaetsstandard

# The columns whose dates cannot lie after the Datenstand, and from which it is taken where none is given.
CASE_DATES = {
    "kundenreaktion": ("eingang_am", "erledigt_am"),
    "petition_eingabe": ("eingang_am", "erledigt_am"),
    "manuelle_meldung": ("zeitraum_bis",),
}

Delivery = dict[str, TableData]


def column_values(data: TableData, *names: str) -> Iterator[tuple[Any, ...]]:
    """The values of some columns, row by row, the row number last; FAULTY where a cell is wrong."""
    places = (*(data.table.position[name] for name in names), -1)
    for row in data.all_rows():
        yield tuple([row[place] for place in places])


def latest_case_date(delivery: Delivery) -> date | None:
    """The latest date in the case files; None where they have none."""
    latest: date | None = None
    for table, columns in CASE_DATES.items():
        if table in delivery:
            for *days, _ in column_values(delivery[table], *columns):
                for day in days:
                    if day is not None and day is not FAULTY and (latest is None or day > latest):
                        latest = day
    return latest


def standards_after(delivery: Delivery, stored: Stored) -> tuple[Qualitaetsstandard, ...]:
    """The standards once the delivery is loaded."""
    merged: dict[Key, Qualitaetsstandard] = {(s.jobcenter, s.gueltig_von): s for s in stored.standards}
    if data := delivery.get(QUALITAETSSTANDARD.name):
        merged |= {key: as_standard(row) for key, row in data.rows.items()}
    return tuple(merged.values())


def bundesland_after(delivery: Delivery, stored: Stored) -> dict[str, str]:
    """The Land of every Jobcenter once the delivery is loaded."""
    merged = dict(stored.bundesland)
    if data := delivery.get("jobcenter"):
        for code, land, _ in column_values(data, "code", "bundesland"):
            if FAULTY not in (code, land):
                merged[code] = land
    return merged
