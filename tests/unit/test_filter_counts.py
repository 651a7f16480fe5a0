"""The numbers behind the filters travel without names, in the order of the options that came with the page."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import orjson
import pytest

from data_access.catalog import Catalog, Stand
from data_access.facts.keys import Keys
from domain.merkmale import FILTER, MERKMALE
from domain.selection import Selection, Vocabulary
from domain.zeitraum import Monat, Zeitraum
from layouts.filters import Counts, counts_of_options, options

DAY = date(2021, 3, 31)
NAMES = {merkmal: dict(MERKMALE[merkmal].werte) for merkmal in FILTER} | {
    "jobcenter": {"ruhr": "Ruhr", "saale": "Saale"},
    "bereich": {"arbeit": "Arbeit", "eingang": "Eingang", "geld": "Geld", "miete": "Bau und Miete"},
    "thema": {"beratung": "Beratung"},
    "kanal": {"brief": "Brief", "email": "E-Mail"},
    "personenkreis": {"azubi": "Auszubildende"},
}
CATALOG = Catalog(
    Stand(1, DAY, "x", False, datetime(2021, 4, 1, tzinfo=UTC), "v1"),
    Vocabulary(DAY, NAMES),
    {"arbeit": None, "eingang": None, "geld": None, "miete": "geld"},
    frozenset(),
    (),
    (),
    None,
    Keys({}, {}),
)
EVERYTHING = Selection(Zeitraum(Monat(2020, 1), Monat(2020, 12)))
NONE: dict[str, Counts] = {merkmal: {} for merkmal in FILTER}


def test_numbers_stand_in_the_order_of_the_options():
    counts = NONE | {"bereich": {"miete": 3, "geld": 5, "eingang": 1}, "kanal": {"email": 1_007}}
    told = counts_of_options(EVERYTHING, CATALOG, counts)

    assert [option["value"] for option in options(CATALOG, "bereich", ())] == ["arbeit", "eingang", "geld", "miete"]
    assert (told["zahlen"]["bereich"], told["zahlen"]["kanal"]) == (["0", "1", "5", "3"], ["0", "1.007"])
    assert told["ohne"] == {}
    assert {merkmal: len(numbers) for merkmal, numbers in told["zahlen"].items()} == {
        merkmal: len(options(CATALOG, merkmal, ())) for merkmal in FILTER
    }
    assert "Eingang" not in repr(told)


@pytest.mark.parametrize(("chosen", "counted"), [(("ohne",), {"ohne": 2}), (("ohne",), {}), ((), {"ohne": 2})])
def test_without_a_value_is_an_option_where_it_occurs_or_is_chosen(chosen: tuple[str, ...], counted: dict[str, int]):
    told = counts_of_options(EVERYTHING.with_filter("kanal", chosen), CATALOG, NONE | {"kanal": counted})

    assert told["zahlen"]["kanal"] == ["0", "0", str(counted.get("ohne", 0))]
    assert told["ohne"] == {"kanal": {"label": "ohne Angabe", "value": "ohne"}}


def test_what_is_not_known_is_no_number():
    told = counts_of_options(EVERYTHING, CATALOG, NONE | {"jobcenter": None})

    assert told["zahlen"]["jobcenter"] == [None, None]
    assert told["zahlen"]["kanal"] == ["0", "0"]


def test_four_hundred_jobcenter_weigh_no_more_than_their_numbers():
    codes = {f"jc{number:03}": f"Jobcenter Musterstadt {number:03}" for number in range(400)}
    catalog = replace(CATALOG, vocabulary=Vocabulary(DAY, NAMES | {"jobcenter": codes}))
    told = counts_of_options(EVERYTHING, catalog, NONE | {"jobcenter": dict.fromkeys(codes, 9_999)})

    assert len(orjson.dumps(told)) < 400 * len('"9.999",') + 500


def test_other_values_names_and_places_are_noticed_and_nothing_else():
    def named(**others: dict[str, str]) -> str:
        return replace(CATALOG, vocabulary=Vocabulary(DAY, NAMES | others)).names_mark

    marks = [
        CATALOG.names_mark,
        named(kanal={"brief": "Brief", "email": "Mail"}),
        named(kanal={"email": "E-Mail", "brief": "Brief"}),
        named(kanal={"brief": "Brief", "email": "E-Mail", "fax": "Fax"}),
        replace(CATALOG, parents={**CATALOG.parents, "eingang": "arbeit"}).names_mark,
    ]
    assert len({*marks}) == len(marks)
    later = replace(CATALOG.stand, nummer=2, version="v2")
    assert replace(CATALOG, stand=later, vocabulary=Vocabulary(date(2021, 4, 30), NAMES)).names_mark == marks[0]
    assert counts_of_options(EVERYTHING, CATALOG, NONE)["namen"] == marks[0]
