"""The number beside every value of every filter is what choosing that value gives."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path

import pytest

from data_access.facets import facets
from data_access.warehouse import View
from domain.merkmale import FILTER, MERKMALE
from domain.scope import LOCAL, Scope, Stufe
from domain.selection import Selection, parse
from tests import oracle
from tests.random_data import random_delivery, random_selection
from tests.warehouses import import_delivery, uncached_warehouse

SEED = 21
LIEFERUNG, DATENSTAND = random_delivery(SEED)
SELECTIONS = 12
WIDE = {"von": "2018-01", "bis": "2021-03"}
PARENTS = {row["uebergeordnet"] for row in LIEFERUNG["bereich"]} - {None}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def view(request, tmp_path_factory):
    folder: Path = tmp_path_factory.mktemp("facets")
    if request.param == "sqlite":
        url = f"sqlite:///{folder / 'krm.sqlite'}"
    else:
        url = request.getfixturevalue("new_postgres_database")()
    import_delivery(url, LIEFERUNG, DATENSTAND)
    with uncached_warehouse(url, folder) as warehouse:
        yield warehouse.view(LOCAL)


def selection(view: View, auswahl: dict[str, str]) -> Selection:
    parsed, problems = parse(auswahl.items(), view.catalog.vocabulary)
    assert problems == ()
    return parsed


def codes(view: View, merkmal: str) -> list[str]:
    """Everything that can be chosen of a filter."""
    named = list(view.catalog.vocabulary.names[merkmal])
    return named if merkmal == "ombudsstelle" else [*named, MERKMALE[merkmal].ohne]


def chosen(auswahl: dict[str, str], merkmal: str, code: str) -> int | None:
    """What the oracle counts once this value is the choice of its filter."""
    changed = {**auswahl, merkmal: code, "vergleich": "ohne"}
    answer = oracle.aggregate(LIEFERUNG, DATENSTAND, changed, ["kundenreaktionen"], [])
    return answer.summe["kundenreaktionen"].zaehler


def counted(found: Mapping[str, dict[str, int] | None], merkmal: str) -> dict[str, int]:
    """The numbers of one filter, which an exact view has."""
    numbers = found[merkmal]
    assert numbers is not None
    return numbers


def check(view: View, auswahl: dict[str, str]) -> None:
    found = facets(view, selection(view, auswahl))

    assert set(found) == set(FILTER)
    for merkmal in FILTER:
        expected = {code: chosen(auswahl, merkmal, code) for code in codes(view, merkmal)}
        assert {code: counted(found, merkmal).get(code, 0) for code in expected} == expected, (SEED, auswahl, merkmal)
        assert set(counted(found, merkmal)) <= set(expected)


def test_without_a_filter_every_value_counts_what_it_selects(view: View):
    check(view, WIDE)


@pytest.mark.parametrize("number", range(SELECTIONS))
def test_under_random_filters_every_value_counts_what_it_selects_in_place_of_the_choice_made(view: View, number: int):
    check(view, random_selection(random.Random(number), LIEFERUNG, DATENSTAND))


def test_a_bereich_counts_with_all_that_lies_below_it_at_any_depth(view: View):
    found = counted(facets(view, selection(view, WIDE)), "bereich")

    assert set(PARENTS) == {"geld", "geld_regel", "beratung", "beratung_u25"}
    assert found["geld"] >= found["geld_regel"] >= found["geld_regel_team1"] > 0
    assert found["geld"] == chosen(WIDE, "bereich", "geld")


def test_the_choice_within_a_filter_does_not_change_its_own_numbers(view: View):
    free = facets(view, selection(view, WIDE))
    narrowed = facets(view, selection(view, WIDE | {"kanal": "mail"}))

    assert narrowed["kanal"] == free["kanal"]
    assert narrowed["thema"] != free["thema"]


def test_without_a_scope_nothing_is_counted(view: View):
    found = facets(view.warehouse.view(Scope(stufe=Stufe.GENAU)), selection(view, WIDE))

    assert {merkmal: sum(counted(found, merkmal).values()) for merkmal in found} == dict.fromkeys(FILTER, 0)
