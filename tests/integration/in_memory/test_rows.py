"""Rows from memory are those of the statement: of every kind, for every selection, on every engine, for every scope."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask_caching.backends.nullcache import NullCache

from data_access.aggregate import aggregate
from data_access.bestand import BEGINNING
from data_access.cache import RowCache, Rows
from data_access.errors import NotProtectableError
from data_access.in_memory.counts import KINDS
from data_access.statements import Exclusions, Query, RowKind
from data_access.warehouse import View, Warehouse
from domain.merkmale import FILTER, MERKMALE, ZEIT_MERKMALE
from domain.scope import LOCAL, Scope, Stufe
from domain.selection import Selection, parse
from domain.zeitraum import DaySpan
from tests.random_data import random_delivery, random_selection
from tests.sizes import size
from tests.warehouses import (
    holding_snapshot_warehouse,
    holding_warehouse,
    import_delivery,
    prepared_snapshot_warehouse,
    statements_that_count,
)

SEED = 2
LIEFERUNG, DATENSTAND = random_delivery(SEED)
HELD = sorted(KINDS | {RowKind.PETITIONEN}, key=lambda kind: kind.value)
# Dimensions as statements know them: quarters and years are rolled up by the caller.
DIMENSIONS = ("monat", *(merkmal for merkmal in MERKMALE if merkmal not in ZEIT_MERKMALE))
OF_PETITIONS = ("monat", "jobcenter")
UNKNOWN = "gibt_es_nicht"


@dataclass(frozen=True)
class Asked:
    """A query and the scope that asks it."""

    query: Query
    scope: Scope = LOCAL


@pytest.fixture(scope="module")
def held(new_postgres_database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Warehouse]]:
    """A random delivery, held in memory from databases of all kinds, and where not all of it has room."""
    folder = tmp_path_factory.mktemp("rows")
    sqlite, postgresql = f"sqlite:///{folder / 'krm.sqlite'}", new_postgres_database()
    for url in (sqlite, postgresql):
        import_delivery(url, LIEFERUNG, DATENSTAND)
    with ExitStack() as stack:
        yield {
            "sqlite": stack.enter_context(holding_warehouse(sqlite, folder / "sqlite")),
            "postgresql": stack.enter_context(holding_warehouse(postgresql, folder / "postgresql")),
            "snapshot": stack.enter_context(holding_snapshot_warehouse(sqlite, folder / "snapshot")),
            "prepared": stack.enter_context(prepared_snapshot_warehouse(sqlite, folder / "prepared")),
            "some": stack.enter_context(holding_warehouse(sqlite, folder / "some", len(LIEFERUNG["anliegen"]) // 2)),
        }


def both(view: View, asked: Asked) -> tuple[Rows | None, Rows]:
    """What memory and what the statement answers, each in the same order."""
    from_memory = view.warehouse.held_rows(view.source, asked.scope, view.catalog, asked.query)
    from_statement = view.warehouse.rows(view.source, asked.scope, view.catalog, asked.query)
    return None if from_memory is None else sorted(from_memory, key=repr), sorted(from_statement, key=repr)


def random_query(rng: random.Random, view: View, kind: RowKind) -> Query:
    selection = chosen(view, random_selection(rng, LIEFERUNG, DATENSTAND))
    if kind is RowKind.MELDER:
        nach: tuple[str, ...] = ()
    else:
        dimensions = OF_PETITIONS if kind is RowKind.PETITIONEN else DIMENSIONS
        nach = tuple(rng.sample(dimensions, rng.randint(0, min(3, len(dimensions)))))
    span = rng.choice([selection.zeitraum.span, random_days(rng), DaySpan(BEGINNING, random_days(rng).bis)])
    return Query(kind, selection, span, nach, rng.choice([None, 1]), random_exclusions(rng, view))


def chosen(view: View, auswahl: dict[str, Any]) -> Selection:
    selection, problems = parse(auswahl.items(), view.catalog.vocabulary)
    assert problems == ()
    return selection


def random_days(rng: random.Random) -> DaySpan:
    first = date(2018, 1, 1) + timedelta(days=rng.randint(0, 1100))
    return DaySpan(first, first + timedelta(days=rng.choice([0, 1, 30, 200, 900])))


def random_exclusions(rng: random.Random, view: View) -> Exclusions:
    found = []
    for merkmal in rng.sample(list(FILTER), rng.choice([0, 0, 1, 2])):
        codes = [*view.catalog.vocabulary.names[merkmal], MERKMALE[merkmal].ohne]
        found.append((merkmal, tuple(rng.sample(codes, min(len(codes), rng.randint(1, 2))))))
    return tuple(found)


@pytest.mark.parametrize("engine", ["sqlite", "postgresql", "snapshot", "prepared"])
@pytest.mark.parametrize("kind", HELD, ids=lambda kind: kind.value)
def test_random_queries_get_the_rows_of_their_statement(held: dict[str, Warehouse], engine: str, kind: RowKind):
    rng = random.Random(f"{engine} {kind.value}")
    view = held[engine].view(LOCAL)
    found = 0
    for _ in range(size(10, 300, 3_000)):
        asked = Asked(random_query(rng, view, kind))
        from_memory, from_statement = both(view, asked)

        assert from_memory == from_statement, asked
        found += bool(from_statement)
    assert found


@pytest.mark.parametrize("engine", ["sqlite", "some"])
@pytest.mark.parametrize(
    "codes",
    [("ohne",), (UNKNOWN,), ("ruhr", UNKNOWN), ("ohne", "ruhr"), ("kueste",), ("elbtal", "ruhr"), ("ruhr",)],
    ids=",".join,
)
def test_jobcenter_that_there_are_not_change_nothing(held: dict[str, Warehouse], engine: str, codes: tuple[str, ...]):
    view = held[engine].view(LOCAL)
    selection = chosen(view, {"von": "2018-01", "bis": "2021-03"}).with_filter("jobcenter", codes)
    for kind in HELD:
        nach = () if kind is RowKind.MELDER else ("jobcenter",)
        for ausser in ((), (("jobcenter", ("ruhr", UNKNOWN)),)):
            asked = Asked(Query(kind, selection, selection.zeitraum.span, nach, None, ausser))
            from_memory, from_statement = both(view, asked)
            # Where not all rows have room, those of one Jobcenter always have.
            if from_memory is not None or engine == "sqlite" or codes == ("ruhr",):
                assert from_memory == from_statement, asked


def test_denominators_are_never_held(held: dict[str, Warehouse]):
    view = held["sqlite"].view(LOCAL)
    selection = chosen(view, {})
    query = Query(RowKind.BEDARFSGEMEINSCHAFTEN, selection, selection.zeitraum.span)

    assert held["sqlite"].held_rows(view.source, LOCAL, view.catalog, query) is None


def test_held_rows_send_no_statement(held: dict[str, Warehouse]):
    for engine in ("sqlite", "postgresql", "snapshot", "prepared"):
        warehouse = held[engine]
        view = warehouse.view(LOCAL)
        selection = chosen(view, {"von": "2019-01", "bis": "2020-12"})
        queries = [Query(kind, selection, selection.zeitraum.span) for kind in HELD]
        expected = [sorted(warehouse.rows(view.source, LOCAL, view.catalog, query), key=repr) for query in queries]
        for query in queries:
            view.rows(query)
        again = warehouse.view(LOCAL)
        with statements_that_count(warehouse) as statements:
            found = [sorted(again.rows(query), key=repr) for query in queries]

        assert statements == []
        assert found == expected
        assert all(expected)


# --- who asks ----------------------------------------------------------------------------------------

NOBODY = (
    Scope(),
    Scope(stufe=Stufe.GENAU),
    Scope(eigene=("beratung",), stufe=Stufe.GENAU, nur_eigene=True),
    Scope(all_rows=True, stufe=Stufe.GENAU, eigene=("beratung",), nur_eigene=True),
    Scope(all_rows=True, stufe=Stufe.GENAU, eigene=(), nur_eigene=True),
)


@pytest.mark.parametrize("scope", NOBODY)
@pytest.mark.parametrize("bereiche", [(), ("geld",), ("beratung", "geld"), ("ohne",)])
def test_who_sees_no_rows_gets_none_from_memory_either(
    held: dict[str, Warehouse], scope: Scope, bereiche: tuple[str, ...]
):
    view = held["sqlite"].view(LOCAL)
    selection = chosen(view, {"von": "2018-01", "bis": "2021-03"}).with_filter("bereich", bereiche)
    for kind in HELD:
        query = Query(kind, selection, selection.zeitraum.span)

        assert both(view, Asked(query)) != ([], [])
        assert both(view, Asked(query, scope)) == ([], [])


def test_of_own_bereiche_memory_gives_what_the_statement_gives(held: dict[str, Warehouse]):
    scope = Scope(all_rows=True, stufe=Stufe.GENAU, eigene=("beratung",), nur_eigene=True)
    view = held["sqlite"].view(LOCAL)
    period = chosen(view, {"von": "2018-01", "bis": "2021-03"})
    for bereiche in (("beratung",), ("beratung_u25",), ("beratung", "beratung_u25_messe")):
        selection = period.with_filter("bereich", bereiche)
        for kind in HELD:
            from_memory, from_statement = both(view, Asked(Query(kind, selection, selection.zeitraum.span), scope))

            assert from_memory == from_statement != []


PRESENTATION = Scope(all_rows=True)
OWN = Scope(all_rows=True, eigene=("beratung",))


@pytest.mark.parametrize("scope", [PRESENTATION, OWN])
@pytest.mark.parametrize("engine", ["sqlite", "postgresql", "snapshot"])
def test_protected_numbers_are_the_same_as_through_statements(
    held: dict[str, Warehouse], engine: str, scope: Scope, tmp_path: Path
):
    holding = held[engine]
    asking = Warehouse(holding.sources, RowCache(NullCache(), tmp_path))
    rng = random.Random(f"{engine} geschützt")
    answers, seen = 0, 0
    for _ in range(size(6, 200, 2_000)):
        auswahl = {
            "von": "2019-01",
            "bis": rng.choice(["2019-12", "2020-12"]),
            **rng.choice([{}, {"kanal": "mail"}, {"bereich": "beratung"}, {"bereich": "beratung_u25"}]),
        }
        nach = tuple(rng.sample(["jahr", "kanal", "thema", "art", "personenkreis", "bereich"], rng.randint(0, 2)))
        found = []
        for warehouse in (holding, asking):
            view = warehouse.view(scope)
            selection = chosen(view, auswahl)
            try:
                numbers = aggregate(view.of(selection), selection, ("kundenreaktionen", "begruendetenquote"), nach)
            except NotProtectableError as error:
                found.append(repr(error))
                continue
            found.append(repr(numbers))
            seen += bool(numbers.summe["kundenreaktionen"].wert)
        assert found[0] == found[1], (auswahl, nach)
        answers += 1
    assert seen > answers // 2


def test_a_scope_of_the_session_is_asked_for_anew_each_time(held: dict[str, Warehouse]):
    warehouse = held["sqlite"]
    view = warehouse.view(LOCAL)
    selection = chosen(view, {"von": "2018-01", "bis": "2021-03"})
    query = Query(RowKind.REAKTIONEN, selection, selection.zeitraum.span)

    assert view.rows(query)
    with pytest.raises(NotProtectableError):
        replace(view, scope=Scope(all_rows=True)).rows(query)
    assert warehouse.view(Scope(stufe=Stufe.GENAU)).rows(query) == []
