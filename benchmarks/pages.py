"""The Überblick and the heaviest page for seven selections: beside their own statements, and beside the naive page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from benchmarks import naive, ueberblick
from benchmarks.application import Application
from benchmarks.datasets import Note
from benchmarks.selections import WHOLE
from benchmarks.timing import Contender, ratio, take_turns
from data_access.engine import reading_engine
from domain.formats import number
from layouts.pages.registry import PAGES

UEBERBLICK = "ueberblick"
# About so long all contenders of one selection take turns.
SECONDS = 4.0
CACHED_REPEATS = 10


@dataclass(frozen=True)
class FigureTime:
    """The numbers of the six figures on one engine for one selection; times are medians in milliseconds.

    ``floor_ms`` is what the ``statements`` take on the bare driver, ``page_ms`` the whole answer of the page. The naive
    page is None where there is none on this engine; with ``naive_stopped`` it took longer than that.
    """

    scale: str
    engine: str
    selection: str
    statements: int
    floor_ms: float
    figures_ms: float
    over_floor: float
    page_ms: float
    cached_ms: float
    naive_ms: float | None = None
    naive_stopped: bool = False
    naive_over: float | None = None


@dataclass(frozen=True)
class PageTime:
    """The whole answer of one page, with an empty cache and from the cache."""

    scale: str
    engine: str
    page: str
    selection: str
    statements: int
    floor_ms: float
    page_ms: float
    cached_ms: float
    kilobytes: float


class _Naive:
    """The naive page on the database of an application; stopped once, it is not tried again."""

    def __init__(self, application: Application, query: str, seconds: float) -> None:
        self._engine = reading_engine(application.settings.krm_url, application.settings.statement_seconds)
        self._catalog = application.view().catalog
        self._selection = application.selection(query)
        self._seconds = seconds
        self.stopped = False
        self.numbers: ueberblick.Numbers | None = None

    def __call__(self) -> None:
        try:
            frames = naive.page(self._engine, self._catalog, self._selection, self._seconds)
        except naive.TooSlowError:
            self.stopped = True
            return
        if self.numbers is None:
            self.numbers = naive.numbers(frames, self._selection)

    def close(self) -> None:
        """Disconnect."""
        self._engine.dispose()


def figure_times(
    scale: str,
    queries: Mapping[str, str],
    applications: Mapping[str, Application],
    naive_on: Mapping[str, Application],
    stop_seconds: float,
    say: Note,
) -> list[FigureTime]:
    """All selections on all engines; ``naive_on`` are the applications whose databases the naive page reads.

    An engine is compared with the naive page of its own name, or with that on SQLite.
    """
    found = []
    for name, query in queries.items():
        rows = _one_selection(scale, name, query, applications, naive_on, stop_seconds)
        found += rows
        for row in rows:
            slow = "" if row.naive_ms is None else f", naiv {'>' if row.naive_stopped else ''}{number(row.naive_ms)} ms"
            figures, floor = number(row.figures_ms, 1), number(row.over_floor, 2)
            say(f"{scale} {row.engine}, {name}: {figures} ms, {floor}× Untergrenze{slow}")
    return found


def _one_selection(
    scale: str,
    name: str,
    query: str,
    applications: Mapping[str, Application],
    naive_on: Mapping[str, Application],
    stop_seconds: float,
) -> list[FigureTime]:
    contenders: dict[str, Contender] = {}
    counts, slow = {}, {engine: _Naive(app, query, stop_seconds) for engine, app in naive_on.items()}
    for engine, app in applications.items():
        statements = app.statements(lambda asking: asking.figures(query))
        counts[engine] = len(statements)
        contenders[f"{engine} floor"] = Contender(app.replay(statements))
        contenders[f"{engine} figures"] = Contender(partial(app.figures, query), app.forget)
        contenders[f"{engine} page"] = Contender(partial(app.fresh_page, UEBERBLICK, query), app.forget)
    contenders |= {f"{engine} naive": Contender(page) for engine, page in slow.items()}
    take_turns(contenders, SECONDS)
    for engine, app in applications.items():
        _require_same(app, query, slow.get(engine) or next(iter(slow.values()), None))
    found = [
        _figure_time(scale, engine, name, counts[engine], contenders, slow, _cached(app, UEBERBLICK, query))
        for engine, app in applications.items()
    ]
    for page in slow.values():
        page.close()
    return found


def _figure_time(
    scale: str,
    engine: str,
    name: str,
    count: int,
    contenders: Mapping[str, Contender],
    slow: Mapping[str, _Naive],
    cached_ms: float,
) -> FigureTime:
    floor, figures = contenders[f"{engine} floor"], contenders[f"{engine} figures"]
    against = engine if engine in slow else next(iter(slow), "")
    rival = contenders.get(f"{against} naive")
    return FigureTime(
        scale=scale,
        engine=engine,
        selection=name,
        statements=count,
        floor_ms=floor.median,
        figures_ms=figures.median,
        over_floor=ratio(figures, floor),
        page_ms=contenders[f"{engine} page"].median,
        cached_ms=cached_ms,
        naive_ms=rival.median if rival else None,
        naive_stopped=slow[against].stopped if rival else False,
        naive_over=ratio(rival, figures) if rival else None,
    )


def _require_same(app: Application, query: str, page: _Naive | None) -> None:
    """Both must have answered the same question."""
    if page is not None and page.numbers is not None:
        assert ueberblick.numbers(app.figures(query)) == page.numbers, query


def _cached(app: Application, slug: str, query: str) -> float:
    app.page(slug, query)
    contender = Contender(lambda: app.page(slug, query))
    for _ in range(CACHED_REPEATS):
        contender.run()
    return contender.median


def page_times(
    scale: str, engine: str, app: Application, queries: Mapping[str, str], slugs: list[str]
) -> list[PageTime]:
    """The given pages for all selections."""
    return [_page_time(scale, engine, app, slug, name, query) for slug in slugs for name, query in queries.items()]


def every_page(scale: str, engine: str, app: Application, queries: Mapping[str, str]) -> list[PageTime]:
    """All pages for the whole year, the slowest first."""
    slugs = [page.slug for page in PAGES.values()]
    found = page_times(scale, engine, app, {WHOLE: queries[WHOLE]}, slugs)
    return sorted(found, key=lambda row: -row.page_ms)


def _page_time(scale: str, engine: str, app: Application, slug: str, name: str, query: str) -> PageTime:
    statements = app.statements(lambda asking: asking.fresh_page(slug, query))
    contenders = {
        "floor": Contender(app.replay(statements)),
        "page": Contender(lambda: app.fresh_page(slug, query), app.forget),
    }
    take_turns(contenders, SECONDS / 2)
    size = len(app.page(slug, query))
    return PageTime(
        scale=scale,
        engine=engine,
        page=slug,
        selection=name,
        statements=len(statements),
        floor_ms=contenders["floor"].median,
        page_ms=contenders["page"].median,
        cached_ms=_cached(app, slug, query),
        kilobytes=size / 1000,
    )
