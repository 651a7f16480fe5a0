"""Every kind of statement on Spark: the rows of PostgreSQL, and in the end the numbers of the oracle."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations
from typing import Any

import pytest
from sqlalchemy import Integer, literal, select

from data_access.aggregate import aggregate
from data_access.statements import Exclusions, Query, RowKind
from data_access.warehouse import View, Warehouse
from domain.kennzahlen import KENNZAHLEN
from domain.merkmale import FILTER, MERKMALE, ZEIT_MERKMALE
from domain.scope import LOCAL, Scope, Stufe
from domain.selection import parse
from tests import oracle
from tests.integration.test_aggregate_against_oracle import differences
from tests.random_data import random_breakdown, random_selection
from tests.spark.stock import Stock

# Statements at a time: as many as the cluster has executors.
AT_ONCE = 2
BY_REAKTION_OR_ANLIEGEN = (RowKind.REAKTIONEN, RowKind.ANLIEGEN, RowKind.LAUFZEITEN, RowKind.WARTEZEITEN)
# Time comes as months in all rows.
DIMENSIONS = ("monat", *(merkmal for merkmal in MERKMALE if merkmal not in ZEIT_MERKMALE))
BREAKDOWNS: dict[RowKind, tuple[tuple[str, ...], ...]] = {
    **dict.fromkeys(BY_REAKTION_OR_ANLIEGEN, ((), *((merkmal,) for merkmal in DIMENSIONS))),
    RowKind.PETITIONEN: ((), ("monat",), ("jobcenter",), ("monat", "jobcenter")),
}
SELECTIONS = 4
QUESTIONS = 4
AWKWARD = (
    *("", "'", "''", "\\", "\\'", "\\\\", '"', "`", "%", "%%", "%s", "%(x)s", ":x", "?", ";", "--", "/*", "\n", "\r\t"),
    *(
        "${env:HOME}",
        "${spark.app.name}",
        "\\u0041",
        "\\047",
        "\\%",
        "\\_",
        "Über größeres ẞ €",
        "👩‍💼",
        "' OR 1=1 -- ",
    ),
)


def queries(view: View, stock: Stock, kind: RowKind) -> Iterator[Query]:
    """Queries of a kind: every breakdown, under random filters, exclusions, periods and both meanings of time."""
    rng = random.Random(kind.value)
    for nach in BREAKDOWNS.get(kind, ((),) * SELECTIONS):
        for zeitbezug in ("eingang", "erledigung"):
            auswahl = random_selection(rng, stock.lieferung, stock.datenstand) | {"zeitbezug": zeitbezug}
            selection, problems = parse(auswahl.items(), view.catalog.vocabulary)
            assert problems == (), auswahl
            ebene = rng.choice([1, None]) if "bereich" in nach else None
            yield Query(kind, selection, selection.zeitraum.span, nach, ebene, left_out(rng, view))


def left_out(rng: random.Random, view: View) -> Exclusions:
    """Mostly nothing, sometimes one or two values of a dimension, among them the missing one."""
    if rng.random() < 0.6:
        return ()
    merkmal = rng.choice(FILTER)
    codes = sorted([*view.catalog.vocabulary.names[merkmal], MERKMALE[merkmal].ohne])
    return ((merkmal, tuple(rng.sample(codes, rng.choice([1, 2])))),)


def rows(warehouse: Warehouse, asked: Sequence[Query]) -> list[list[Any]]:
    """The rows of each query, in an order that does not depend on the engine."""
    view = warehouse.view(LOCAL)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [sorted(found, key=repr) for found in pool.map(view.rows, asked)]


@pytest.mark.parametrize("kind", RowKind, ids=lambda kind: kind.value)
def test_the_rows_of_every_kind_are_those_of_postgresql(stock: Stock, kind: RowKind):
    asked = list(queries(stock.direct.view(LOCAL), stock, kind))
    expected = rows(stock.direct, asked)

    with stock.sent() as statements:
        found = rows(stock.spark, asked)

    for query, is_there, should_be in zip(asked, found, expected, strict=True):
        assert is_there == should_be, query
    assert sum(map(len, expected)) > 0
    assert len(statements) >= len(asked)


@pytest.mark.parametrize("pair", random.Random(7).sample(list(combinations(DIMENSIONS, 2)), 6), ids="-".join)
def test_pairs_of_dimensions_are_those_of_postgresql(stock: Stock, pair: tuple[str, str]):
    view, rng = stock.direct.view(LOCAL), random.Random("-".join(pair))
    asked = []
    for kind in BY_REAKTION_OR_ANLIEGEN:
        auswahl = random_selection(rng, stock.lieferung, stock.datenstand)
        selection, _ = parse(auswahl.items(), view.catalog.vocabulary)
        asked.append(Query(kind, selection, selection.zeitraum.span, pair, None, left_out(rng, view)))

    assert rows(stock.spark, asked) == rows(stock.direct, asked)


@pytest.mark.parametrize("number", range(QUESTIONS))
def test_whole_answers_with_their_comparison_are_those_of_the_oracle(stock: Stock, number: int):
    rng = random.Random(number)
    view = stock.spark.view(LOCAL)
    auswahl = random_selection(rng, stock.lieferung, stock.datenstand)
    auswahl |= {"vergleich": ("vorjahr", "vorperiode")[number % 2]}
    nach, ebene = random_breakdown(rng)
    selection, problems = parse(auswahl.items(), view.catalog.vocabulary)
    kennzahlen = tuple(KENNZAHLEN)

    found = aggregate(view, selection, kennzahlen, nach, ebene)
    # The same as a page asks it: few wide statements. A view of its own, because one asks nothing twice.
    page = stock.spark.view(LOCAL).broadly(selection)
    with stock.sent() as statements:
        assert aggregate(page, selection, kennzahlen, nach, ebene) == found

    assert any("GROUP BY" in statement and "AS anzahl" in statement for statement in statements)
    assert problems == ()
    expected = oracle.aggregate(stock.lieferung, stock.datenstand, auswahl, kennzahlen, nach, ebene, {})
    assert differences(found, expected) == [], (auswahl, nach, ebene)


def test_without_a_scope_nothing_is_seen_at_all(stock: Stock):
    view = stock.spark.view(Scope(stufe=Stufe.GENAU))
    selection, _ = parse({"von": "2019-01", "bis": "2020-12"}.items(), view.catalog.vocabulary)
    seeing = stock.spark.view(LOCAL)

    for kind in (RowKind.REAKTIONEN, RowKind.ANLIEGEN, RowKind.PETITIONEN):
        query = Query(kind, selection, selection.zeitraum.span)
        assert view.rows(query) == []
        assert seeing.rows(query) != []


def test_a_value_means_the_same_to_spark_whatever_stands_in_it(stock: Stock):
    named = [literal(value).label(f"value_{at}") for at, value in enumerate(AWKWARD)]
    numbers = [literal(number, Integer).label(f"number_{at}") for at, number in enumerate((0, -1, 2**31 - 1))]

    with stock.engine.connect() as connection:
        found = connection.execute(select(*named, *numbers)).one()

    assert tuple(found) == (*AWKWARD, 0, -1, 2**31 - 1)
