"""Rules about manual returns among each other and beside cases: nothing may count twice.

A return is all figures of one Jobcenter for one period. Where every value of it is empty it is taken back and stands
in nobody's way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, select

from data_access import schema
from data_access.imports import contract, messages
from data_access.imports.delivery import Delivery, column_values
from data_access.imports.faults import Faults
from data_access.imports.rows import TableData
from data_access.imports.stored import stored_rows
from data_access.imports.values import FAULTY
from domain.meldung import MERKMALE_DER_MELDUNG
from domain.merkmale import MERKMALE

TABLE = contract.MANUELLE_MELDUNG
WERT = TABLE.position["wert"]
# What counts as a case, and which column names it within its Jobcenter.
CASES = {"kundenreaktion": "aktenzeichen", "petition_eingabe": "kennung"}

Codes = Callable[[str], set[Any] | None]


@dataclass(frozen=True, order=True)
class Return:
    """Whose return it is, from which day to which, and the first row that brings it (None: stored before)."""

    jobcenter: str
    von: date
    bis: date
    row: int | None = None

    def contains(self, jobcenter: Any, day: Any) -> bool:
        """Whether a case of a Jobcenter lies in it."""
        return jobcenter == self.jobcenter and isinstance(day, date) and self.von <= day <= self.bis


def check_returns(connection: Connection, delivery: Delivery, codes: Codes, faults: Faults) -> None:
    """Every rule; ``codes`` tells the codes of a catalogue once the delivery is loaded, None where nobody knows."""
    data = delivery.get(TABLE.name)
    if data is not None:
        _known_values(data, codes, faults)
    if data is None and not CASES.keys() & delivery.keys():
        return
    returns = _returns(connection, data)
    if data is not None:
        _overlaps(data, returns, faults)
        _beside_cases(connection, delivery, data, returns, faults)
    _cases_beside(delivery, [one for one in returns if one.row is None], faults)


def _known_values(data: TableData, codes: Codes, faults: Faults) -> None:
    for merkmal, auspraegung, number in column_values(data, "merkmal", "auspraegung"):
        if FAULTY in (merkmal, auspraegung) or merkmal not in MERKMALE_DER_MELDUNG or not auspraegung:
            continue
        fixed = MERKMALE[merkmal].werte
        known = set(fixed) if fixed else codes(merkmal)
        if known is not None and auspraegung not in {*known, MERKMALE[merkmal].ohne}:
            rule = messages.not_one_of(tuple(fixed)) if fixed else messages.unknown_code(merkmal)
            faults.add(data.file, rule, number, data.label("auspraegung"), auspraegung)


def _returns(connection: Connection, data: TableData | None) -> list[Return]:
    """All returns that hold once the delivery is loaded and have a value, in the order of Jobcenter and time."""
    before = stored_rows(connection, TABLE)
    rows = {} if data is None else data.rows
    given = [row.values for key, row in before.items() if key not in rows and row.values[WERT] is not None]
    found = {(jobcenter, von, bis): Return(jobcenter, von, bis) for jobcenter, von, bis, *_ in given}
    for row in sorted(rows.values(), key=lambda row: row[-1], reverse=True):
        if row[WERT] is not None:
            jobcenter, von, bis = row[:3]
            found[jobcenter, von, bis] = Return(jobcenter, von, bis, row[-1])
    return sorted(found.values(), key=lambda one: (one.jobcenter, one.von, one.bis))


def _overlaps(data: TableData, returns: list[Return], faults: Faults) -> None:
    for former, later in pairwise(returns):
        if former.jobcenter == later.jobcenter and later.von <= former.bis:
            mine, other = (later, former) if later.row is not None else (former, later)
            if mine.row is not None:
                rule = messages.returns_overlap(other.von, other.bis)
                faults.add(data.file, rule, mine.row, data.label("zeitraum_von"), mine.von)


def _beside_cases(
    connection: Connection, delivery: Delivery, data: TableData, returns: list[Return], faults: Faults
) -> None:
    """Delivered returns for periods of which there are cases, stored or delivered with them."""
    for one in returns:
        if one.row is not None and any(_has_cases(connection, delivery, one, name) for name in CASES):
            rule = messages.return_beside_cases(one.von, one.bis)
            faults.add(data.file, rule, one.row, data.label("jobcenter"), one.jobcenter)


def _has_cases(connection: Connection, delivery: Delivery, one: Return, name: str) -> bool:
    if any(True for _ in _delivered(delivery, one, name)):
        return True
    data, table = delivery.get(name), schema.metadata.tables[name].c
    # Cases that the delivery names have been looked at as they are going to be.
    replaced = {key[1] for key in data.rows if key[0] == one.jobcenter} if data else set()
    statement = select(table[CASES[name]]).where(
        table.jobcenter == one.jobcenter, table.eingang_am.between(one.von, one.bis)
    )
    if "status" in table:
        statement = statement.where(table.status != "storniert")
    if not replaced:
        return connection.scalar(statement.limit(1)) is not None
    return any(code not in replaced for code in connection.scalars(statement))


def _delivered(delivery: Delivery, one: Return, name: str) -> Iterator[int]:
    """Row numbers of delivered cases that count in the period of a return."""
    data = delivery.get(name)
    if data is None:
        return
    # Petitionen and Eingaben have no status; the art stands in its place and is never "storniert".
    status = "status" if "status" in data.table.position else "art"
    for jobcenter, day, state, number in column_values(data, "jobcenter", "eingang_am", status):
        if state != "storniert" and one.contains(jobcenter, day):
            yield number


def _cases_beside(delivery: Delivery, stored: list[Return], faults: Faults) -> None:
    """Delivered cases for periods of which a return is stored; the first case of each is named."""
    for name in CASES:
        data = delivery.get(name)
        for one in stored if data is not None else ():
            number = next(_delivered(delivery, one, name), None)
            if number is not None and data is not None:
                rule = messages.cases_beside_return(one.von, one.bis)
                faults.add(data.file, rule, number, data.label("jobcenter"), one.jobcenter)
