"""Histograms of durations and the denominators from outside, against the raw rows, on both engines."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from data_access.denominators import bedarfsgemeinschaften
from data_access.durations import Durations, durations
from data_access.warehouse import View, Warehouse
from domain.scope import LOCAL, Scope, Stufe
from domain.selection import Selection, parse
from domain.zeitraum import Monat, Zeitraum
from tests import oracle
from tests.random_data import JOBCENTER, Lieferung, random_delivery, random_selection
from tests.warehouses import import_delivery, uncached_warehouse

SEED = 11
BREAKDOWNS = ((), ("kanal",), ("bereich",), ("personenkreis",), ("bereich", "kanal"))
HALF_MISSING = "2020-03"
MONTHS = tuple(f"{year}-{month:02}" for year in (2019, 2020) for month in range(1, 13))


@dataclass(frozen=True)
class Loaded:
    lieferung: Lieferung = field(repr=False)
    datenstand: date
    warehouses: Mapping[str, Warehouse] = field(repr=False)


@pytest.fixture(scope="module")
def loaded(new_postgres_database, tmp_path_factory) -> Iterator[Loaded]:
    """A random delivery with denominators, imported into SQLite and PostgreSQL."""
    folder = tmp_path_factory.mktemp("durations")
    lieferung, datenstand = random_delivery(SEED, size=250)
    lieferung["bezugsgroesse"] = denominators()
    warehouses = {}
    with ExitStack() as stack:
        for engine, url in (("sqlite", f"sqlite:///{folder / 'krm.sqlite'}"), ("postgresql", new_postgres_database())):
            import_delivery(url, lieferung, datenstand)
            warehouses[engine] = stack.enter_context(uncached_warehouse(url, folder / engine))
        yield Loaded(lieferung, datenstand, warehouses)


def denominators() -> list[dict[str, Any]]:
    """Every Jobcenter in every month, but one Jobcenter in one month; and another kind that must not count."""
    codes = [row[0] for row in JOBCENTER]
    rows = [
        {"jobcenter": code, "monat": month, "art": "bedarfsgemeinschaften", "wert": 1000 + 100 * at + int(month[-2:])}
        for at, code in enumerate(codes)
        for month in MONTHS
        if (code, month) != (codes[0], HALF_MISSING)
    ]
    return [*rows, *({**row, "art": "personen", "wert": 7} for row in rows)]


def selection_of(view: View, auswahl: Mapping[str, str]) -> Selection:
    selection, problems = parse(auswahl.items(), view.catalog.vocabulary)
    assert problems == ()
    return selection


def expected_durations(loaded: Loaded, auswahl: dict[str, str], nach: tuple[str, ...]) -> dict[Any, Durations]:
    """The same by the loops of the oracle."""
    reactions = {reaction.key: reaction for reaction in oracle.counted_reactions(loaded.lieferung)}
    column = "erledigt_am" if auswahl.get("zeitbezug") == "erledigung" else "eingang_am"
    question = oracle.Question(
        loaded.lieferung, reactions, oracle.wanted(auswahl), {}, column, False, loaded.datenstand, None
    )
    von, bis = (auswahl["von"], auswahl["bis"]) if "von" in auswahl else oracle.default_period(loaded.datenstand)
    months = oracle.months_between(von, bis)
    cells = oracle.cells(question, oracle.Period(months, oracle.last_day(months[-1])), nach)
    found = {}
    for codes, cell in cells.items():
        finished, waiting = Counter[int](), Counter[int]()
        for reaction in (reactions[key] for key in cell.reaktionen):
            if reaction.status == "erledigt" and reaction.erledigt_am:
                finished[(reaction.erledigt_am - reaction.eingang_am).days] += 1
            elif reaction.status == "offen":
                waiting[(loaded.datenstand - reaction.eingang_am).days] += 1
        if finished or waiting:
            found[codes] = Durations(finished, waiting)
    return found


@pytest.mark.parametrize("nach", BREAKDOWNS, ids="-".join)
def test_durations_are_those_of_the_raw_rows(loaded: Loaded, nach: tuple[str, ...]):
    rng = random.Random("-".join(nach))
    questions = [{"von": "2018-01", "bis": "2021-03"}, {"von": "2018-01", "bis": "2021-03", "zeitbezug": "erledigung"}]
    questions += [random_selection(rng, loaded.lieferung, loaded.datenstand) for _ in range(6)]
    waiting = 0
    for auswahl in questions:
        expected = expected_durations(loaded, auswahl, nach)
        for name, warehouse in loaded.warehouses.items():
            view = warehouse.view(LOCAL)
            assert durations(view, selection_of(view, auswahl), nach) == expected, (name, auswahl)
        waiting += sum(one.waiting.total() for one in expected.values())

    assert waiting > 0


def test_without_a_scope_there_are_no_durations_and_no_denominators(loaded: Loaded):
    for warehouse in loaded.warehouses.values():
        view = warehouse.view(Scope(stufe=Stufe.GENAU))
        selection = selection_of(view, {"von": "2019-01", "bis": "2020-12"})

        assert durations(view, selection) == {}
        assert bedarfsgemeinschaften(view, selection, selection.zeitraum) == {}


def test_a_month_counts_where_every_chosen_jobcenter_has_reported(loaded: Loaded):
    zeitraum = Zeitraum(Monat(2020, 2), Monat(2020, 4))
    for warehouse in loaded.warehouses.values():
        view = warehouse.view(LOCAL)
        everywhere = selection_of(view, {"von": "2020-01", "bis": "2020-12"})
        whole = bedarfsgemeinschaften(view, everywhere, zeitraum)
        one = bedarfsgemeinschaften(view, everywhere.with_filter("jobcenter", [JOBCENTER[1][0]]), zeitraum)

        # 1000, 1100, … 1500, and the number of the month for each of the six.
        assert whole == {Monat(2020, 2): 7512.0, Monat(2020, 4): 7524.0}
        assert one == {Monat(2020, 2): 1102.0, Monat(2020, 3): 1103.0, Monat(2020, 4): 1104.0}
