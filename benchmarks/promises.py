"""What is promised of the speed, and what came of it in a run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from benchmarks.browser import Visit, Way, times
from benchmarks.growth import NARROW
from benchmarks.latency import Latency
from benchmarks.pages import FigureTime
from benchmarks.results import Results
from benchmarks.selections import WHOLE
from domain.formats import number

SQLITE, POSTGRESQL, SNAPSHOT = "SQLite", "PostgreSQL", "Schnappschuss"
# The floor of a small database and of a narrow selection is so low that what does not grow weighs more.
OVER_FLOOR, OVER_LOW_FLOOR = 1.3, 1.6
FASTER = {"S": 4, "M": 30, "L": 100}
FASTER_ON_POSTGRESQL = 10
SLOWER, SLOWER_MS = 1.2, 5.0
HTTP_MS = {"S": (12, 25), "M": (20, 70), "L": (25, 100)}
CACHED_MS = (1, 5)
OVER_DRAWING = 1.5
FIRST_VISIT, VISIT_AGAIN = (900, 30), (30, 30)


@dataclass(frozen=True)
class Promise:
    """A promise in words, what was measured of it, and whether it is kept (None: nothing was measured)."""

    words: str
    measured: str
    kept: bool | None


def promises(results: Results) -> list[Promise]:
    """All of them, in order."""
    return [
        _floor("Schnappschuss, M und L: Zahlen höchstens {most}× Untergrenze", OVER_FLOOR, _wide(results.figures)),
        _floor("Schnappschuss, S und ein Jobcenter: höchstens {most}×", OVER_LOW_FLOOR, _low(results.figures)),
        *(_faster(results.figures, SNAPSHOT, scale, least) for scale, least in FASTER.items()),
        _faster(results.figures, POSTGRESQL, "M", FASTER_ON_POSTGRESQL),
        _never_slower(results.figures),
        *(_http(row, "neu", HTTP_MS[row.scale], (row.uncached_p50, row.uncached_p95)) for row in _hits(results)),
        *(_http(row, "wieder", CACHED_MS, (row.cached_p50, row.cached_p95)) for row in _hits(results)),
        *(() if results.browser is None else _in_browser(results.browser)),
    ]


def _wide(rows: Iterable[FigureTime]) -> list[FigureTime]:
    return [row for row in rows if row.engine == SNAPSHOT and row.scale in "ML" and row.selection != NARROW]


def _low(rows: Iterable[FigureTime]) -> list[FigureTime]:
    return [row for row in rows if row.engine == SNAPSHOT and (row.scale == "S" or row.selection == NARROW)]


def _hits(results: Results) -> list[Latency]:
    return [row for row in results.latencies if row.engine == SNAPSHOT and row.scale in HTTP_MS]


def _floor(words: str, most: float, rows: Sequence[FigureTime]) -> Promise:
    words = words.format(most=number(most, 1))
    return _worst(words, rows, lambda row: row.over_floor, lambda found: found <= most)


def _faster(rows: Iterable[FigureTime], engine: str, scale: str, least: float) -> Promise:
    words = f"{engine}, {scale}, {WHOLE}: mindestens {number(least)}-mal so schnell wie die naive Seite"
    found = [row for row in rows if (row.engine, row.scale, row.selection) == (engine, scale, WHOLE)]
    times = [row.naive_over for row in found if row.naive_over is not None]
    if not times:
        return Promise(words, "", None)
    return Promise(words, f"{number(times[0], 1)}-mal", times[0] >= least)


def _never_slower(rows: Iterable[FigureTime]) -> Promise:
    words = "Schnappschuss: nirgends langsamer als naiv um mehr als 1,2× oder 5 ms, je nachdem, was mehr ist"
    compared = [row for row in rows if row.engine == SNAPSHOT and row.naive_ms is not None]

    def excess(row: FigureTime) -> float:
        assert row.naive_ms is not None
        return row.figures_ms - max(row.naive_ms * SLOWER, row.naive_ms + SLOWER_MS)

    if not compared:
        return Promise(words, "", None)
    worst = max(compared, key=excess)
    told = f"{worst.scale}, {worst.selection}: {number(worst.figures_ms, 1)} gegen {number(worst.naive_ms or 0, 1)} ms"
    return Promise(words, told, excess(worst) <= 0)


def _worst(
    words: str, rows: Sequence[FigureTime], value: Callable[[FigureTime], float], holds: Callable[[float], bool]
) -> Promise:
    if not rows:
        return Promise(words, "", None)
    worst = max(rows, key=value)
    return Promise(words, f"{number(value(worst), 2)}× ({worst.scale}, {worst.selection})", holds(value(worst)))


def _http(row: Latency, how: str, most: tuple[float, float], found: tuple[float, float]) -> Promise:
    words = f"HTTP, {row.scale}, {how}: p50/p95 etwa {number(most[0])}/{number(most[1])} ms"
    told = f"{number(found[0], 1)}/{number(found[1], 1)} ms"
    return Promise(words, told, all(round(ms) <= about for ms, about in zip(found, most, strict=True)))


def _in_browser(way: Way) -> list[Promise]:
    return [
        _visit("erster Besuch", way.first, FIRST_VISIT),
        _visit("zweiter Besuch", way.again, VISIT_AGAIN),
        _change("neu", times(way.new_answer, way.first_drawing)),
        _change("bekannt", times(way.known_answer, way.drawing)),
    ]


def _visit(name: str, visits: Sequence[Visit], most: tuple[float, int]) -> Promise:
    words = f"Im Browser, S, {name}: höchstens {number(most[0])} kB in {most[1]} Anfragen"
    kilobytes, requests = (max(visit.transferred for visit in visits) / 1000, max(visit.requests for visit in visits))
    told = f"{number(kilobytes)} kB in {requests} Anfragen"
    return Promise(words, told, kilobytes <= most[0] and requests <= most[1])


def _change(answer: str, found: float) -> Promise:
    words = (
        f"Im Browser, S, Antwort {answer}: von der Wahl bis gezeichnet höchstens {number(OVER_DRAWING, 1)}× Zeichnen"
    )
    return Promise(words, f"{number(found, 2)}×", found <= OVER_DRAWING)
