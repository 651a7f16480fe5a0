"""Which rows a process holds, when it reads them, and what it does while they are not to be had."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask_caching.backends.nullcache import NullCache
from sqlalchemy import make_url, text

from data_access.cache import RowCache
from data_access.engine import reading_engine, writing_engine
from data_access.errors import DatabaseUnavailableError, StandChangedError
from data_access.in_memory.holder import PATIENCE_SECONDS, Holder
from data_access.in_memory.table import FactColumns
from data_access.in_memory.wanted import Sizes, Wanted, read_sizes
from data_access.sources import direct
from data_access.statements import Query, RowKind
from data_access.warehouse import View, Warehouse
from domain.scope import LOCAL
from domain.selection import Selection
from safety import deadline
from tests.fault_proxy import REFUSED, fault_proxy
from tests.integration.cache.places import DATENSTAND, FIRST, SECOND, ask, chosen, expected, numbers
from tests.integration.in_memory.conftest import Loaded
from tests.integration.in_memory.places import JOBCENTER, ROWS_EACH, Asking
from tests.warehouses import holding_warehouse, import_delivery, statements_that_count

ALL = ROWS_EACH * len(JOBCENTER)


@pytest.fixture
def asking(even: Loaded) -> Asking:
    return Asking(even.warehouses["sqlite"])


def totals(selection: Selection) -> Query:
    return Query(RowKind.REAKTIONEN, selection, selection.zeitraum.span)


def jobcenter_in(facts: FactColumns | None) -> set[int]:
    assert facts is not None
    return set(facts.columns["jobcenter"].tolist())


def test_all_rows_are_held_where_they_are_few_enough(asking: Asking, tmp_path: Path):
    holder = Holder(ALL, tmp_path)
    everything = holder.facts(asking.view.catalog, Wanted(), asking)

    for code in JOBCENTER:
        assert holder.facts(asking.view.catalog, Wanted((asking.number(code),)), asking) is everything
    assert jobcenter_in(everything) == {asking.number(code) for code in JOBCENTER}
    assert (holder.size, asking.count) == (ALL, 1)


def test_otherwise_those_of_the_one_jobcenter_that_is_asked_for(asking: Asking, tmp_path: Path):
    holder = Holder(ALL - 1, tmp_path)
    elbtal, ruhr = (asking.number(code) for code in ("elbtal", "ruhr"))

    def held(*wanted: int) -> FactColumns | None:
        return holder.facts(asking.view.catalog, Wanted(tuple(sorted(wanted))), asking)

    assert held() is None
    assert jobcenter_in(held(elbtal)) == {elbtal}
    assert held(elbtal, ruhr) is None
    # Once for all of them, once for the one.
    assert asking.count == 2


def test_of_several_as_well_where_they_have_few_rows_and_it_is_known_how_many(even: Loaded, tmp_path: Path):
    asking = Asking(even.warehouses["snapshot"])
    catalog, both = asking.view.catalog, tuple(sorted(asking.number(code) for code in ("elbtal", "ruhr")))

    def sizes() -> Sizes:
        return Sizes.of(asking(read_sizes))

    def held(few_rows: int, wanted: Wanted) -> tuple[bool, set[int]]:
        holder = Holder(ALL - 1, tmp_path / str(few_rows), few_rows)
        told, found = holder.counts(catalog, wanted, sizes), holder.facts(catalog, wanted, asking, sizes)
        assert told == (found is not None) == holder.counts(catalog, wanted, sizes)
        return told, set() if found is None else jobcenter_in(found)

    assert held(2 * ROWS_EACH, Wanted(both)) == (True, {*both})
    assert held(2 * ROWS_EACH - 1, Wanted(both)) == (False, set())
    # One alone is read, however many rows it has.
    assert held(0, Wanted(both[:1])) == (True, {both[0]})
    assert Holder(ALL - 1, tmp_path / "untold").facts(catalog, Wanted(both), asking) is None


def test_of_several_all_years_that_a_page_looks_at_are_read_or_none(even: Loaded, tmp_path: Path):
    asking = Asking(even.warehouses["snapshot"])
    catalog, both = asking.view.catalog, tuple(sorted(asking.number(code) for code in ("elbtal", "ruhr")))
    sizes = Sizes.of(asking(read_sizes))
    last = range(catalog.stand.datenstand.year, catalog.stand.datenstand.year + 1)
    likely, whole = range(last.start - 1, last.stop), range(2000, last.stop)
    rows = [sizes.total(both, years) for years in (last, likely, whole)]
    assert 0 < rows[0] < rows[1] < rows[2]

    def read(few_rows: int, *wanted: Wanted) -> list[int]:
        holder = Holder(ALL - 1, tmp_path / str(few_rows), few_rows)
        found = [holder.facts(catalog, one, asking, lambda: sizes) for one in wanted]
        return [0 if facts is None else facts.size for facts in found]

    assert read(rows[0] - 1, Wanted(both, last, likely)) == [0]
    # Otherwise its questions would read one year after another, in turns.
    assert read(rows[1] - 1, Wanted(both, last, likely), Wanted(both, likely)) == [0, 0]
    assert read(rows[2] - 1, Wanted(both, last, likely), Wanted(both, whole)) == [rows[1], 0]
    assert read(rows[2] - 1, Wanted(both, whole), Wanted(both, last, likely)) == [0, rows[1]]
    # Who asks for other years than at first goes through the years.
    first = Wanted(both, last)
    assert read(rows[2], first, Wanted(both, likely), first) == [rows[0], rows[2], rows[2]]
    assert read(rows[2] - 1, first, Wanted(both, likely), first) == [rows[0], rows[1], rows[1]]


def test_how_many_rows_there_are_is_asked_once_for_a_datenstand(asking: Asking, tmp_path: Path):
    holder, catalog = Holder(ALL, tmp_path), asking.view.catalog
    asking.down = True
    assert holder.sizes(catalog, lambda: asking(read_sizes)) is None
    asking.down = False

    sizes = [holder.sizes(catalog, lambda: asking(read_sizes)) for _ in range(3)]

    assert asking.count == 2
    everywhen = range(2000, 2100)
    for found in sizes:
        assert found is not None
        assert found.total((asking.number("ruhr"),), everywhen) == ROWS_EACH
        assert found.total(tuple(asking.number(code) for code in JOBCENTER), everywhen) == ALL
        assert found.total((max(catalog.keys.numbers["jobcenter"].values()) + 1,), everywhen) == 0


def test_what_is_counted_here_is_told_beforehand(asking: Asking, tmp_path: Path):
    catalog, several = asking.view.catalog, tuple(sorted(asking.number(code) for code in JOBCENTER))
    one = several[:1]

    def told(rows_at_most: int) -> list[bool]:
        holder = Holder(rows_at_most, tmp_path / str(rows_at_most))
        before = [holder.counts(catalog, Wanted(wanted)) for wanted in ((), one, several)]
        for wanted in ((), one):
            holder.facts(catalog, Wanted(wanted), asking)
        return before + [holder.counts(catalog, Wanted(wanted)) for wanted in ((), one, several)]

    assert told(ALL) == [False, True, False, True, True, True]
    assert told(ROWS_EACH) == [False, True, False] * 2
    assert told(ROWS_EACH - 1) == [False, True, False, False, False, False]
    assert told(0) == [False] * 6


def test_only_what_an_engine_computes_is_begun_beside_a_request(even: Loaded, asking: Asking, tmp_path: Path):
    with holding_warehouse(even.url, tmp_path, rows_at_most=ALL - 1) as warehouse:
        view = warehouse.view(LOCAL)
        everything = chosen(view)
        one, several = (everything.with_filter("jobcenter", codes) for codes in (JOBCENTER[:1], JOBCENTER))
        began = {selection: threading.Event() for selection in (everything, one, several)}
        pending = [view.ahead(totals(selection), event.set) for selection, event in began.items()]

        assert began[everything].wait(PATIENCE_SECONDS)
        assert began[several].wait(PATIENCE_SECONDS)
        assert not began[one].is_set()
        pending[1].result()
        assert began[one].is_set()


def test_what_nobody_has_asked_for_the_longest_goes_first(asking: Asking, tmp_path: Path):
    holder = Holder(2 * ROWS_EACH, tmp_path)
    first, second, third = ((asking.number(code),) for code in JOBCENTER)

    for wanted in (first, second, first, third):
        assert jobcenter_in(holder.facts(asking.view.catalog, Wanted(wanted), asking)) == set(wanted)
    assert holder.size == 2 * ROWS_EACH
    before = asking.count
    holder.facts(asking.view.catalog, Wanted(first), asking)
    holder.facts(asking.view.catalog, Wanted(third), asking)
    assert asking.count == before
    holder.facts(asking.view.catalog, Wanted(second), asking)
    assert asking.count == before + 1


def test_whether_there_are_too_many_is_asked_once(asking: Asking, tmp_path: Path):
    holder = Holder(ROWS_EACH - 1, tmp_path)
    wanted = (asking.number("ruhr"),)

    assert [holder.facts(asking.view.catalog, Wanted(wanted), asking) for _ in range(3)] == [None] * 3
    assert (holder.size, asking.count) == (0, 2)


def test_with_room_for_no_row_nothing_is_asked_and_nothing_held(even: Loaded, asking: Asking, tmp_path: Path):
    holder = Holder(0, tmp_path / "facts")

    assert holder.facts(asking.view.catalog, Wanted(), asking) is None
    assert (holder.size, asking.count) == (0, 0)
    assert not (tmp_path / "facts").exists()
    with holding_warehouse(even.url, tmp_path, rows_at_most=0) as warehouse:
        view = warehouse.view(LOCAL)
        period = chosen(view)
        for kind in (RowKind.REAKTIONEN, RowKind.PETITIONEN):
            query = Query(kind, period, period.zeitraum.span)
            assert warehouse.held_rows(view.source, LOCAL, view.catalog, query) is None
        with statements_that_count(warehouse) as statements:
            assert view.rows(Query(RowKind.REAKTIONEN, period, period.zeitraum.span))
        assert statements


def test_several_who_ask_at_once_cost_one_reading(asking: Asking, tmp_path: Path):
    holder = Holder(ALL, tmp_path)
    together = threading.Barrier(6)

    def held(_number: int) -> FactColumns | None:
        together.wait(10)
        return holder.facts(asking.view.catalog, Wanted(), asking)

    with ThreadPoolExecutor(6) as threads:
        found = list(threads.map(held, range(6)))

    assert asking.count == 1
    assert {id(facts) for facts in found} == {id(found[0])}
    assert found[0] is not None


def test_a_new_datenstand_is_answered_anew_and_never_mixed_with_the_one_before(tmp_path: Path):
    url = f"sqlite:///{tmp_path / 'krm.sqlite'}"
    import_delivery(url, FIRST, DATENSTAND)
    with holding_warehouse(url, tmp_path) as warehouse:
        assert ask(warehouse) == expected(FIRST)
        old = warehouse.view(LOCAL)
        import_delivery(url, SECOND, DATENSTAND)

        assert ask(warehouse) == expected(SECOND)
        # What began before goes on as it began, from what is still held of it.
        assert {row[0]: row[1] for row in old.rows(by_kanal(old))} == counts_by_kanal(expected(FIRST))
        with holding_warehouse(url, tmp_path) as another:
            assert ask(another) == expected(SECOND)
            with pytest.raises(StandChangedError):
                View(another, another.sources(), LOCAL, old.catalog).rows(by_kanal(old))
    assert len(list((tmp_path / "facts").glob("*.npz"))) == 1


def by_kanal(view: View) -> Query:
    period = chosen(view)
    return Query(RowKind.REAKTIONEN, period, period.zeitraum.span, ("kanal",))


def counts_by_kanal(found: dict[tuple[str, ...], dict[str, Any]]) -> dict[str | None, int]:
    counts = {codes[0]: werte["kundenreaktionen"] for codes, werte in found.items() if codes}
    return {None if code == "ohne" else code: count for code, count in counts.items() if count}


def test_a_database_that_does_not_answer_is_asked_again_as_soon_as_it_does(asking: Asking, tmp_path: Path):
    holder = Holder(ALL, tmp_path)
    asking.down = True

    assert [holder.facts(asking.view.catalog, Wanted(), asking) for _ in range(2)] == [None, None]
    asking.down = False
    assert holder.facts(asking.view.catalog, Wanted(), asking) is not None


def test_while_the_database_does_not_answer_what_is_held_is_answered_and_the_rest_as_before(
    postgres_url: str, tmp_path: Path
):
    import_delivery(postgres_url, FIRST, DATENSTAND)
    url = make_url(postgres_url)
    with fault_proxy(str(url.host), int(url.port or 0)) as way:
        address = url.set(port=way.port).render_as_string(hide_password=False)
        engine = reading_engine(address, 2.0)
        one, another = (
            Warehouse(direct(engine), RowCache(NullCache(), tmp_path), holder=Holder(1_000, tmp_path / name))
            for name in ("one", "another")
        )
        assert ask(one) == expected(FIRST)
        views = [warehouse.view(LOCAL) for warehouse in (one, another)]
        engine.dispose()
        with way.broken(REFUSED):
            assert numbers(views[0]) == expected(FIRST)
            with pytest.raises(DatabaseUnavailableError):
                numbers(views[1])
        engine.dispose()


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """As if the request had so much time."""
    deadline.begin(seconds)
    try:
        yield
    finally:
        deadline.end()


def test_a_request_whose_time_is_over_reads_nothing_and_stops_nobody_else(asking: Asking, tmp_path: Path):
    holder = Holder(ALL, tmp_path)
    with within(0.0):
        assert holder.facts(asking.view.catalog, Wanted(), asking) is None
    assert asking.count == 0

    everything = holder.facts(asking.view.catalog, Wanted(), asking)
    with within(0.0):
        assert holder.facts(asking.view.catalog, Wanted(), asking) is everything is not None


def test_nobody_waits_for_another_reader_longer_than_a_request_has(asking: Asking, tmp_path: Path):
    holder = Holder(ALL, tmp_path)
    reading, go_on = threading.Event(), threading.Event()

    def slowly(compute: Callable[[Any], Any]) -> Any:
        reading.set()
        go_on.wait(10)
        return asking(compute)

    with ThreadPoolExecutor(1) as threads:
        first = threads.submit(holder.facts, asking.view.catalog, Wanted(), slowly)
        assert reading.wait(10)
        with within(0.2):
            assert holder.facts(asking.view.catalog, Wanted(), asking) is None
        # Whoever waited in vain asks the database for the rest of its page without waiting again.
        begun = time.monotonic()
        assert [holder.facts(asking.view.catalog, Wanted(), asking) for _ in range(20)] == [None] * 20
        assert time.monotonic() - begun < 2
        assert asking.count == 0
        go_on.set()
        everything = first.result(10)

    assert holder.facts(asking.view.catalog, Wanted(), asking) is everything is not None
    assert asking.count == 1


def test_reading_that_takes_too_long_is_not_tried_again_with_every_question(postgres_url: str, tmp_path: Path):
    import_delivery(postgres_url, FIRST, DATENSTAND)
    reader, locker = reading_engine(postgres_url, 0.3), writing_engine(postgres_url)
    warehouse = Warehouse(direct(reader), RowCache(NullCache(), tmp_path), holder=Holder(1_000, tmp_path / "facts"))
    view = warehouse.view(LOCAL)
    query = by_kanal(view)

    with locker.begin() as connection:
        connection.execute(text("LOCK TABLE fact_anliegen IN ACCESS EXCLUSIVE MODE"))
        assert warehouse.held_rows(view.source, LOCAL, view.catalog, query) is None
        begun = time.monotonic()
        assert [warehouse.held_rows(view.source, LOCAL, view.catalog, query) for _ in range(20)] == [None] * 20
        assert time.monotonic() - begun < 2
    # Statements answer meanwhile.
    assert {row[0]: row[1] for row in view.rows(query)} == counts_by_kanal(expected(FIRST))
    reader.dispose()
    locker.dispose()


def test_of_one_jobcenter_the_years_that_are_asked_for_are_read_first_and_then_all(asking: Asking, tmp_path: Path):
    holder = Holder(ALL - 1, tmp_path)
    elbtal = (asking.number("elbtal"),)
    everything = Holder(ALL - 1, tmp_path / "other").facts(asking.view.catalog, Wanted(elbtal), asking)
    assert everything is not None
    years = sorted({date.fromordinal(day).year for day in everything.columns["eingang_am"].tolist()})
    last = range(years[-1], years[-1] + 1)
    likely = range(last.start - 2, last.stop)

    some = holder.facts(asking.view.catalog, Wanted(elbtal, last, likely), asking)
    again = holder.facts(asking.view.catalog, Wanted(elbtal, likely), asking)
    whole = holder.facts(asking.view.catalog, Wanted(elbtal, range(years[0], last.stop)), asking)

    assert some is not None
    assert again is some
    assert {date.fromordinal(day).year for day in some.columns["eingang_am"].tolist()} == {
        year for year in years if year >= last.start - 2
    }
    assert whole is not None
    assert whole.columns["reaktion"].tolist() == everything.columns["reaktion"].tolist()
    assert holder.facts(asking.view.catalog, Wanted(elbtal, last), asking) is whole
