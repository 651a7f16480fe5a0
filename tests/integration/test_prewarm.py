"""Start views are computed before anybody asks for them, once for every Datenstand."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

from app import ask, create_app, look_ahead
from data_access.reference.generator import DATENSTAND, reference_delivery
from domain.scope import LOCAL
from tests.api_server import load, settings_in
from tests.e2e.server import running_server
from tests.warehouses import statements_that_count
from web.prewarm import PAGES, QUERIES, Prewarm

PATIENCE_SECONDS = 30.0


def eventually(holds: Callable[[], bool]) -> bool:
    """Whether it comes true while somebody waits."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not holds() and time.monotonic() < until:
        time.sleep(0.02)
    return holds()


def test_the_first_visitor_of_a_new_datenstand_finds_the_start_view_computed(tmp_path: Path):
    settings = settings_in(tmp_path)
    load(settings, reference_delivery(), DATENSTAND, demo=True)
    app = create_app(settings)
    warehouse = app.server.extensions["krm_warehouse"]
    asked: list[tuple[str, str]] = []

    def note(page: str, query: str) -> None:
        ask(app, page, query)
        asked.append((page, query))

    warehouse.noticed = Prewarm(note, tmp_path / "marks")
    warehouse.view(LOCAL)
    wanted = [(page, query) for query in QUERIES for page in PAGES]
    assert eventually(lambda: asked == wanted)

    another = create_app(settings)
    with statements_that_count(another.server.extensions["krm_warehouse"]) as statements:
        for page, query in wanted:
            ask(another, page, query)
    assert statements == []


def test_a_datenstand_is_computed_once_by_all_processes_and_the_next_one_again(tmp_path: Path):
    asked: list[tuple[str, str]] = []

    def note(name: str, page: str, query: str) -> None:
        asked.append((name, page + query))

    first, second = (Prewarm(partial(note, name), tmp_path / "marks") for name in ("first", "second"))
    all_of_one = len(PAGES) * len(QUERIES)

    first("a")
    assert eventually(lambda: len(asked) == all_of_one)
    first("a")
    second("a")
    time.sleep(timedelta(milliseconds=200).total_seconds())
    assert {name for name, _ in asked} == {"first"}

    second("b")
    assert eventually(lambda: len(asked) == 2 * all_of_one)
    assert len(list((tmp_path / "marks").iterdir())) == 1


def test_every_process_reads_ahead_for_itself_before_any_page_is_asked_for(tmp_path: Path):
    told: list[str] = []
    first, second = (
        Prewarm(lambda *_page: told.append("page"), tmp_path / "marks", partial(told.append, name))
        for name in ("first", "second")
    )
    pages = ["page"] * len(PAGES) * len(QUERIES)

    first("a")
    assert eventually(lambda: told == ["first", *pages])
    second("a")
    assert eventually(lambda: told == ["first", *pages, "second"])


def test_a_server_reads_ahead_as_soon_as_it_has_started(tmp_path: Path):
    load(settings_in(tmp_path), reference_delivery(), DATENSTAND, demo=True)
    # Nobody asks for anything but whether it lives, for which no database is needed.
    with running_server(tmp_path, ready="/healthz"):
        assert eventually(lambda: any((tmp_path / "cache" / "facts").glob("*.npz")))
        assert eventually(lambda: any((tmp_path / "cache" / "prewarm").glob("*")))


def test_a_process_starts_without_data_as_well(tmp_path: Path):
    server = create_app(settings_in(tmp_path)).server
    told: list[str] = []
    server.extensions["krm_warehouse"].noticed = told.append

    look_ahead(server)
    assert eventually(lambda: "look-ahead" not in {thread.name for thread in threading.enumerate()})
    assert told == []
    assert server.test_client().get("/healthz").status_code == 200


def test_pages_are_asked_for_where_nothing_can_be_read_ahead(tmp_path: Path):
    told: list[str] = []

    def fail() -> None:
        raise MemoryError

    Prewarm(lambda page, _query: told.append(page), tmp_path / "marks", fail)("a")
    assert eventually(lambda: told == [*PAGES] * len(QUERIES))


def test_a_page_that_fails_ends_it_quietly(tmp_path: Path):
    tried: list[str] = []

    def fail(page: str, _query: str) -> None:
        tried.append(page)
        raise OSError

    Prewarm(fail, tmp_path / "marks")("a")

    assert eventually(lambda: tried == [PAGES[0]])
