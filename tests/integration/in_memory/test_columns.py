"""Columns of the fact table are the same from every driver, and what is missing in the database is told by a number."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from data_access import schema
from data_access.facts.deadline import UEBERFAELLIG, Frist
from data_access.facts.rollups import ZUSTAND
from data_access.in_memory.table import NAMES, NEVER, UNKNOWN, FactColumns, is_larger, read_facts, read_year_by_year
from tests.integration.in_memory.conftest import Loaded
from tests.integration.in_memory.places import JOBCENTER, ROWS_EACH, Asking, rows_in

YEARS = range(2017, 2022)


def read(loaded: Loaded, engine: str, *jobcenter: str, datenstand: date | None = None) -> FactColumns:
    ask = Asking(loaded.warehouses[engine])
    numbers = tuple(ask.number(code) for code in jobcenter)
    found = ask(lambda connection: read_facts(connection, datenstand or loaded.datenstand, numbers, YEARS))
    assert isinstance(found, FactColumns)
    return found


@pytest.mark.parametrize("jobcenter", [(), *((code,) for code in JOBCENTER), JOBCENTER[:2]], ids="-".join)
def test_all_drivers_give_the_same_columns(even: Loaded, jobcenter: tuple[str, ...]):
    found = {engine: read(even, engine, *jobcenter) for engine in even.warehouses}

    assert len(rows_in(found["sqlite"])) == ROWS_EACH * len(jobcenter or JOBCENTER)
    assert rows_in(found["postgresql"]) == rows_in(found["snapshot"]) == rows_in(found["sqlite"])
    for facts in found.values():
        assert tuple(facts.columns) == NAMES
        assert np.all(np.diff(facts.columns["eingang_am"].astype(np.int64)) >= 0)
        assert {column.dtype.kind for column in facts.columns.values()} == {"i"}
        assert facts.columns["kanal"].itemsize == 1


@pytest.mark.parametrize("engine", ["sqlite", "postgresql", "snapshot"])
def test_year_by_year_the_same_rows_come_in_the_same_order(even: Loaded, engine: str):
    ask = Asking(even.warehouses[engine])
    together = read(even, engine)
    apart = ask(lambda connection: read_year_by_year(connection, even.datenstand, YEARS))

    assert {name: apart.columns[name].dtype for name in NAMES} == {
        name: column.dtype for name, column in together.columns.items()
    }
    assert sorted(zip(*(apart.columns[name].tolist() for name in NAMES), strict=True)) == rows_in(together)
    assert apart.columns["eingang_am"].tolist() == together.columns["eingang_am"].tolist()
    assert apart.columns.keys() - {*NAMES} == {*schema.ERST.values()} - {*NAMES} != set()
    assert apart.years is together.years is None


@pytest.mark.parametrize("years", [YEARS, range(2019, 2020), range(1990, 1991)], ids=["all", "one", "none"])
@pytest.mark.parametrize("jobcenter", [*((code,) for code in JOBCENTER), JOBCENTER[:2]], ids="-".join)
def test_a_part_is_what_is_read_of_these_jobcenter_and_years(even: Loaded, jobcenter: tuple[str, ...], years: range):
    ask = Asking(even.warehouses["snapshot"])
    numbers = tuple(ask.number(code) for code in jobcenter)
    alone = ask(lambda connection: read_facts(connection, even.datenstand, numbers, years))
    part = read(even, "snapshot").part(numbers, years)

    assert rows_in(part) == rows_in(alone)
    assert bool(rows_in(part)) == (years.stop > YEARS.start)
    assert (part.years, part.jobcenter) == (years, numbers)
    assert part.covers(years)
    assert not part.covers(range(years.start - 1, years.stop))


@pytest.mark.parametrize("engine", ["sqlite", "postgresql", "snapshot"])
def test_days_and_durations_are_those_of_the_delivery(even: Loaded, engine: str):
    for jobcenter in JOBCENTER:
        reactions = [row for row in even.lieferung["kundenreaktion"] if row["jobcenter"] == jobcenter]
        facts = read(even, engine, jobcenter)
        days = [(row["eingang_am"], row["erledigt_am"]) for row in reactions]

        assert sorted(facts.columns["eingang_am"].tolist()) == sorted(came.toordinal() for came, _ in days)
        assert sorted(facts.columns["erledigt_am"].tolist()) == sorted(
            NEVER if left is None else left.toordinal() for _, left in days
        )
        assert sorted(facts.columns["tage"].tolist()) == sorted(
            UNKNOWN if left is None else (left - came).days for came, left in days
        )
        assert sorted(facts.columns["erledigt_monat"].tolist()) == sorted(
            NEVER if left is None else left.year * 12 + left.month - 1 for _, left in days
        )


@pytest.mark.parametrize("engine", ["sqlite", "postgresql", "snapshot"])
def test_what_is_open_is_overdue_when_the_datenstand_says_so(even: Loaded, engine: str):
    now = read(even, engine, "isar_sued")
    before = read(even, engine, "isar_sued", datenstand=date(2017, 1, 1))
    later = read(even, engine, "isar_sued", datenstand=even.datenstand + timedelta(days=400))

    assert set(before.columns[ZUSTAND].tolist()) == {Frist.OFFEN.value}
    assert set(later.columns[ZUSTAND].tolist()) == {UEBERFAELLIG}
    assert set(now.columns[ZUSTAND].tolist()) <= {Frist.OFFEN.value, UEBERFAELLIG}


@pytest.mark.parametrize("engine", ["sqlite", "postgresql", "snapshot"])
def test_a_jobcenter_without_rows_has_columns_without_rows(even: Loaded, engine: str):
    empty = read(even, engine, "saale")

    assert empty.size == 0
    assert tuple(empty.columns) == NAMES


@pytest.mark.parametrize("engine", ["sqlite", "postgresql", "snapshot"])
def test_whether_there_are_too_many_is_known_to_the_row(even: Loaded, engine: str):
    ask = Asking(even.warehouses[engine])
    limits = (3 * ROWS_EACH - 1, 3 * ROWS_EACH)

    assert ask(lambda connection: [is_larger(connection, limit) for limit in limits]) == [True, False]
