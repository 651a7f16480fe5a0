"""What is begun beside a request: in another thread where one is free, in the request itself where none is."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial

import numpy as np
import pytest

from data_access.ahead import MOST_THREADS, Ahead, spare_cores, together
from data_access.cache import Rows
from data_access.columns import Column
from data_access.errors import DatabaseUnavailableError, StandChangedError
from data_access.facts.keys import Keys
from data_access.statements import Query, RowKind, WideQuery
from data_access.wide import Habits, WideRows, wide_query
from domain.kennzahlen import CountedOn
from domain.selection import Selection
from domain.zeitraum import DaySpan, Monat, Zeitraum
from safety import deadline

PATIENCE = 10.0
MAIN = threading.current_thread().name
ITEM = (("thema", ("a", "b")),)
KEYS = Keys({"art": {"beschwerde": 1, "lob": 2, "idee": 3}, "bewertung": {"begruendet": 1}}, {})


def here() -> str:
    return threading.current_thread().name


@pytest.fixture
def busy() -> Iterator[Ahead]:
    """All threads of it wait."""
    ahead, go_on = Ahead(1), threading.Event()
    begun = threading.Event()

    def wait() -> bool:
        begun.set()
        return go_on.wait(PATIENCE)

    waiting = ahead.begin(wait)
    assert begun.wait(PATIENCE)
    yield ahead
    go_on.set()
    assert waiting.result()


def test_another_thread_computes_while_this_one_goes_on():
    computed = threading.Event()

    def compute() -> str:
        computed.set()
        return here()

    pending = Ahead(1).begin(compute)
    assert computed.wait(PATIENCE)
    assert pending.result() != here()


def test_where_no_thread_is_free_nobody_waits_for_one(busy: Ahead):
    assert busy.begin(here).result() == here()


def test_of_several_answers_those_that_no_thread_has_begun_with_are_computed_here(busy: Ahead):
    order: list[str] = []

    def compute(name: str) -> str:
        order.append(name)
        return f"{name} {here()}"

    begun = {name: busy.begin(partial(compute, name)) for name in ("first", "second", "third")}

    assert together(begun) == {name: f"{name} {here()}" for name in ("first", "second", "third")}
    assert order == ["third", "second", "first"]


def test_of_several_answers_one_that_a_thread_has_begun_with_is_waited_for():
    ahead, begun, go_on = Ahead(1), threading.Event(), threading.Event()

    def wait() -> str:
        begun.set()
        assert go_on.wait(PATIENCE)
        return here()

    def end() -> str:
        go_on.set()
        return here()

    pending = {"first": ahead.begin(wait), "last": ahead.begin(end)}
    assert begun.wait(PATIENCE)
    answers = together(pending)
    assert (answers["first"] != here(), answers["last"]) == (True, here())


def test_without_threads_an_answer_is_computed_when_it_is_asked_for():
    computed: list[str] = []
    pending = Ahead(0).begin(lambda: computed.append(here()))
    assert computed == []
    pending.result()
    assert computed == [here()]


def test_a_failure_reaches_who_asks():
    def fail() -> None:
        raise StandChangedError

    for threads in (0, 1):
        with pytest.raises(StandChangedError):
            Ahead(threads).begin(fail).result()


def test_the_time_of_the_request_is_that_of_its_threads():
    deadline.begin(60)
    try:
        left = threading.Event()

        def remaining() -> float | None:
            left.set()
            return deadline.remaining()

        pending = Ahead(1).begin(remaining)
        assert left.wait(PATIENCE)
        assert 0 < (pending.result() or 0) <= 60
    finally:
        deadline.end()


def test_a_process_that_was_made_from_another_one_has_threads_of_its_own():
    ahead = Ahead(1)
    ahead.begin(here).result()
    child = os.fork()
    if not child:
        begun = threading.Event()
        pending = ahead.begin(begun.set)
        os._exit(0 if begun.wait(PATIENCE) and pending.result() is None else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_one_core_is_left_to_the_request():
    assert 0 <= spare_cores() <= min(MOST_THREADS, (os.cpu_count() or 1) - 1)


class Asked:
    """Answers wide queries, and notes them with the thread that asked."""

    def __init__(self) -> None:
        self.seen: list[tuple[WideQuery, str]] = []
        self.all_begun = threading.Barrier(1)

    def __call__(self, wide: WideQuery) -> list[Column]:
        self.seen.append((wide, here()))
        self.all_begun.wait(PATIENCE)
        shown = [np.zeros(1, dtype=np.int64) for _ in wide.columns]
        if wide.before is None:
            return [*shown, np.array([7])]
        return [*(np.repeat(column, 2) for column in shown), np.array([0, 1]), np.array([7, 5])]

    def months(self) -> list[tuple[CountedOn, date]]:
        """What was counted, from which day on."""
        return sorted(((wide.counted, wide.span.von) for wide, _ in self.seen), key=repr)


def selection(year: int) -> Selection:
    return Selection(Zeitraum(Monat(year, 1), Monat(year, 12)))


def wide_rows(
    asked: Asked, habits: Habits, year: int, *, back: int | None = 3, page: str = "seite", at_once: bool = True
) -> WideRows:
    """``back``: how many years the comparison lies back; None: there is none."""
    before = None if back is None else selection(year - back).zeitraum.span
    return WideRows(selection(year), before, KEYS, asked, Ahead(1), habits, page, at_once)


def ask(rows: WideRows, kind: RowKind, year: int, *nach: str) -> Rows | None:
    return rows.rows(Query(kind, rows.selection, selection(year).zeitraum.span, nach))


def test_what_a_page_asked_last_time_begins_together_this_time():
    asked, habits = Asked(), Habits()
    first = wide_rows(asked, habits, 2020)
    ask(first, RowKind.REAKTIONEN, 2020)
    ask(first, RowKind.ANLIEGEN, 2017, "thema")
    assert {thread for _, thread in asked.seen} == {here()}

    second = Asked()
    # Goes on only when two of them ask at once.
    second.all_begun = threading.Barrier(2)
    rows = wide_rows(second, habits, 2022)
    ask(rows, RowKind.REAKTIONEN, 2022)
    assert ask(rows, RowKind.ANLIEGEN, 2019, "thema") == [[0, 7, 0, 0, 0, 0, 0]]
    assert second.months() == [(CountedOn.ANLIEGEN, date(2019, 1, 1)), (CountedOn.REAKTION, date(2021, 1, 1))]
    assert len({thread for _, thread in second.seen}) == 2


def test_what_needs_no_question_any_more_is_not_begun_with():
    asked, habits = Asked(), Habits()
    first = wide_rows(asked, habits, 2020)
    ask(first, RowKind.REAKTIONEN, 2020)
    ask(first, RowKind.ANLIEGEN, 2020, "thema")

    second = Asked()
    rows = replace(wide_rows(second, habits, 2022), is_needless=lambda wide: wide.counted is CountedOn.REAKTION)
    ask(rows, RowKind.ANLIEGEN, 2022, "thema")
    assert {counted for counted, _ in second.months()} == {CountedOn.ANLIEGEN}


def test_a_period_and_the_one_just_before_it_are_one_question():
    asked, habits = Asked(), Habits()
    first = wide_rows(asked, habits, 2020, back=1)
    for year, number in ((2020, 7), (2019, 5)):
        assert ask(first, RowKind.ANLIEGEN, year, "thema") == [[0, number, 0, 0, 0, 0, 0]]
        item = Query(RowKind.ANLIEGEN, first.selection, selection(year).zeitraum.span, ("kanal",), None, ITEM)
        assert first.rows(item) == [[0, number, 0, 0, 0, 0, 0]]
    now, before = (selection(year).zeitraum.span for year in (2020, 2019))
    assert [(wide.span, wide.before, wide.ausser) for wide, _ in asked.seen] == [(now, before, ()), (now, before, ITEM)]

    # Begun as one again, and as two where the comparison lies far back or the engine counts them sooner so.
    ask(wide_rows(Asked(), habits, 2020, back=1), RowKind.ANLIEGEN, 2020, "thema")
    for back, at_once, periods in ((1, True, 1), (1, False, 2), (3, True, 2)):
        asked = Asked()
        rows = wide_rows(asked, habits, 2022, back=back, at_once=at_once)
        ask(rows, RowKind.REAKTIONEN, 2022)
        for year in (2022, 2022 - back):
            assert ask(rows, RowKind.ANLIEGEN, year, "thema") is not None
        assert len(asked.seen) == 1 + periods


@pytest.mark.parametrize(
    ("von", "bis", "is_one"),
    [
        (date(2019, 1, 1), date(2019, 12, 31), True),
        (date(2018, 1, 1), date(2018, 12, 31), True),
        (date(2017, 1, 1), date(2017, 12, 31), False),
        (date(2019, 7, 1), date(2020, 6, 30), False),
        (date(2019, 1, 1), date(2019, 12, 30), False),
    ],
)
def test_only_near_periods_of_whole_months_that_do_not_meet_are_one_question(von: date, bis: date, is_one: bool):
    before, now = DaySpan(von, bis), selection(2020).zeitraum.span
    for span in (now, before, selection(2016).zeitraum.span):
        wide = wide_query(selection(2020), Query(RowKind.ANLIEGEN, selection(2020), span, ("thema",)), before)
        assert wide is not None
        together = is_one and span in (now, before)
        assert (wide.span, wide.before) == ((now, before) if together else (span, None))


def test_what_is_asked_of_one_item_alone_is_shared_and_forgotten_with_the_request():
    asked, habits = Asked(), Habits()
    rows = wide_rows(asked, habits, 2020)
    ask(rows, RowKind.ANLIEGEN, 2020, "hauptart")
    item = Query(RowKind.ANLIEGEN, rows.selection, selection(2020).zeitraum.span, ausser=ITEM)
    for merkmal in ("kanal", "hauptart", "ombudsstelle"):
        assert rows.rows(replace(item, nach=(merkmal,))) == [[0, 7, 0, 0, 0, 0, 0]]

    every, alone = (wide for wide, _ in asked.seen)
    assert (every.ausser, alone.ausser) == ((), item.ausser)
    assert [shape.columns for shape in habits.of("seite")] == [every.columns]


def test_an_item_that_a_wide_answer_tells_apart_needs_no_other():
    asked = Asked()
    rows = wide_rows(asked, Habits(), 2020)
    kanal = (("kanal", ("a", "b")),)
    for kind in (RowKind.REAKTIONEN, RowKind.ANLIEGEN):
        ask(rows, kind, 2020, "kanal")
        assert rows.rows(Query(kind, rows.selection, selection(2020).zeitraum.span, ausser=kanal)) is not None
    assert len(asked.seen) == 2
    # Kundenreaktionen with several Anliegen would count with each of them.
    thema = (("thema", ("a",)),)
    assert rows.rows(Query(RowKind.REAKTIONEN, rows.selection, selection(2020).zeitraum.span, ausser=thema)) is None


def test_who_would_have_to_wait_for_an_answer_takes_other_questions_meanwhile():
    habits, asked = Habits(), Asked()
    queries = [
        (RowKind.REAKTIONEN, 2020, ()),
        (RowKind.ANLIEGEN, 2020, ("thema",)),
        (RowKind.ANLIEGEN, 2017, ("thema",)),
    ]
    rows = wide_rows(asked, habits, 2020)
    for kind, year, nach in queries:
        ask(rows, kind, year, *nach)
    begun, taken = threading.Event(), threading.Event()

    def answer(wide: WideQuery) -> list[Column]:
        if here() != MAIN and not begun.is_set():
            begun.set()
            # The thread comes back only when this one has done something else than wait for it.
            assert taken.wait(PATIENCE)
        elif wide.counted is CountedOn.REAKTION:
            assert begun.wait(PATIENCE)
        else:
            taken.set()
        return asked(wide)

    again = replace(rows, ask=answer, _begun=None, _taken={})
    assert [ask(again, kind, year, *nach) for kind, year, nach in queries] == [
        ask(rows, kind, year, *nach) for kind, year, nach in queries
    ]
    assert taken.is_set()


def test_what_was_taken_and_failed_fails_for_who_asks(busy: Ahead):
    def fail() -> None:
        raise StandChangedError

    pending = busy.begin(fail)
    assert (pending.take(), pending.take(), pending.is_running) == (True, False, False)
    with pytest.raises(StandChangedError):
        pending.result()


def test_another_page_and_a_page_without_comparison_begin_with_nothing_that_they_do_not_ask():
    habits = Habits()
    usual = wide_rows(Asked(), habits, 2020)
    ask(usual, RowKind.REAKTIONEN, 2020)
    ask(usual, RowKind.ANLIEGEN, 2017, "thema")
    for page, back in (("andere", 3), ("seite", None)):
        asked = Asked()
        ask(wide_rows(asked, habits, 2020, back=back, page=page), RowKind.REAKTIONEN, 2020)
        assert [wide.counted for wide, _ in asked.seen] == [CountedOn.REAKTION]


def test_what_a_page_does_not_ask_any_more_is_not_begun_with_again():
    habits = Habits()
    for kinds in ((RowKind.REAKTIONEN, RowKind.ANLIEGEN), (RowKind.REAKTIONEN,)):
        rows = wide_rows(Asked(), habits, 2020)
        for kind in kinds:
            ask(rows, kind, 2020)
    asked = Asked()
    ask(wide_rows(asked, habits, 2020), RowKind.REAKTIONEN, 2020)
    assert [wide.counted for wide, _ in asked.seen] == [CountedOn.REAKTION]


def test_where_the_database_does_not_answer_a_wide_question_has_no_rows():
    def fail(_wide: WideQuery) -> list[Column]:
        raise DatabaseUnavailableError

    habits = Habits()
    for _ in range(2):
        rows = WideRows(selection(2020), None, KEYS, fail, Ahead(1), habits, "seite", at_once=False)
        assert ask(rows, RowKind.REAKTIONEN, 2020) is None
        assert ask(rows, RowKind.ANLIEGEN, 2020) is None
