"""Results as the page ``docs/benchmarks.md``, and as the tables that a run prints."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks import browser
from benchmarks.growth import NARROW, SEVERAL, Point, exponent
from benchmarks.pages import FigureTime, PageTime
from benchmarks.promises import promises
from benchmarks.results import Results
from benchmarks.selections import WHOLE
from domain.formats import number
from layouts.pages.registry import PAGES

MARKER = "<!-- Von `make bench` geschrieben. Wer hier etwas ändert, verliert es beim nächsten Lauf. -->"
TEMPLATE = Path(__file__).with_name("vorlage.md")
NOT_MEASURED = "In diesem Lauf nicht gemessen."
# Ten times the country with its two million Anliegen a year, for ten years.
TEN_COUNTRIES = 200_000_000
NONE = "–"
PICTURE = "![Zeit gegen Anliegen und gegen Jobcenter, beide Achsen logarithmisch](bilder/wachstum.svg)"


def page(results: Results, stop_seconds: float) -> str:
    """The whole page."""
    return TEMPLATE.read_text(encoding="utf-8").format(
        marke=MARKER,
        stopp=number(stop_seconds),
        **{name: text or NOT_MEASURED for name, text in parts(results).items()},
    )


def parts(results: Results) -> dict[str, str]:
    """Text per place of the template; empty where nothing was measured."""
    return {
        "maschine": _table(("", ""), results.facts.items()),
        "bestaende": _built(results),
        "abbildungen": _figures(results.figures),
        "zusagen": _promises(results),
        "seiten": _pages(results.every_page),
        "schwerste": _pages(results.heaviest),
        "http": _latencies(results),
        "browser": _browser(results),
        "speicher": _held(results),
        "vorausgelesen": _read_ahead(results),
        "importe": _imports(results),
        "bandbreite": _gaps(results),
        "wachstum": _growth(results),
    }


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown; the columns after the first stand on the right."""
    lines = [list(row) for row in rows]
    if not lines:
        return ""
    rules = ["---", *("---:" for _ in heads[1:])]
    return "\n".join(f"| {' | '.join(line)} |" for line in [list(heads), rules, *lines])


def _ms(value: float | None) -> str:
    if value is None:
        return NONE
    return number(value, 0 if value >= 100 else 1)


def _times(value: float | None, sign: str = "") -> str:
    if value is None:
        return NONE
    return f"{sign}{number(value, 0 if value >= 100 else 2 if value < 10 else 1)}×"


def _browser(results: Results) -> str:
    if results.browser is None:
        return ""
    lines = "\n".join(browser.table(results.browser))
    return f"```text\n{lines}\n```"


def _built(results: Results) -> str:
    heads = ("Bestand", "Anliegen", "laden s", "Faktentabelle s", "Schnappschuss s", "Anliegen/s in den Schnappschuss")
    return _table(
        (*heads, "SQLite MB", "Schnappschuss MB", "Arbeitsspeicher dabei MB"),
        [
            (
                row.scale,
                number(row.anliegen),
                number(row.load_seconds, 1),
                NONE if row.facts_seconds is None else number(row.facts_seconds, 1),
                number(row.snapshot_seconds, 1),
                number(row.rows_per_second, 0),
                number(row.database_megabytes, 0),
                number(row.snapshot_megabytes, 1),
                number(row.peak_megabytes, 0),
            )
            for row in results.built
        ],
    )


def _figures(rows: Sequence[FigureTime]) -> str:
    heads = ("Auswahl", "Anweisungen", "Untergrenze ms", "Zahlen ms", "× Untergrenze", "naiv ms", "naiv ÷ Zahlen")
    parts = []
    for scale, engine in dict.fromkeys((row.scale, row.engine) for row in rows):
        lines = [_figure_line(row) for row in rows if (row.scale, row.engine) == (scale, engine)]
        parts.append(f"### {scale}, {engine}\n\n{_table((*heads, 'ganze Seite ms', 'wieder ms'), lines)}")
    return "\n\n".join(parts)


def _figure_line(row: FigureTime) -> tuple[str, ...]:
    sign = ">" if row.naive_stopped else ""
    return (
        row.selection,
        str(row.statements),
        _ms(row.floor_ms),
        _ms(row.figures_ms),
        _times(row.over_floor),
        sign + _ms(row.naive_ms),
        _times(row.naive_over, sign),
        _ms(row.page_ms),
        _ms(row.cached_ms),
    )


def _promises(results: Results) -> str:
    kept = {True: "gehalten", False: "verfehlt", None: "nicht gemessen"}
    return _table(
        ("Zusage", "gemessen", ""),
        [(promise.words, promise.measured or NONE, kept[promise.kept]) for promise in promises(results)],
    )


def _pages(rows: Sequence[PageTime]) -> str:
    names = {page.slug: page.title for page in PAGES.values()}
    return _table(
        ("Seite", "Bestand", "Auswahl", "Anweisungen", "Untergrenze ms", "Antwort ms", "wieder ms", "kB"),
        [
            (
                names[row.page],
                f"{row.scale}, {row.engine}",
                row.selection,
                str(row.statements),
                _ms(row.floor_ms),
                _ms(row.page_ms),
                _ms(row.cached_ms),
                number(row.kilobytes, 1),
            )
            for row in rows
        ],
    )


def _latencies(results: Results) -> str:
    heads = ("Bestand", "neu p50 ms", "neu p95 ms", "wieder p50 ms", "wieder p95 ms", "Antwort kB")
    return _table(
        (*heads, "Prozesse", "Speicher MB (RSS)", "davon eigener MB (USS)"),
        [
            (
                f"{row.scale}, {row.engine}",
                _ms(row.uncached_p50),
                _ms(row.uncached_p95),
                _ms(row.cached_p50),
                _ms(row.cached_p95),
                number(row.kilobytes, 1),
                str(row.workers),
                number(row.rss_megabytes, 0),
                number(row.uss_megabytes, 0),
            )
            for row in results.latencies
        ],
    )


def _imports(results: Results) -> str:
    return _table(
        ("Datenbank", "Zeilen", "MB", "Sekunden", "Zeilen/s", "noch einmal s"),
        [
            (
                row.engine,
                number(row.rows),
                number(row.megabytes, 1),
                number(row.seconds, 1),
                number(row.rows_per_second, 0),
                number(row.again_seconds, 1),
            )
            for row in results.imports
        ],
    )


def _held(results: Results) -> str:
    return _table(
        ("Bestand", "Zeilen", "aus der Datenbank ms", "aus der Datei ms", "MB je Prozess"),
        [
            (
                f"{row.scale}, {row.engine}",
                number(row.rows),
                _ms(row.asked_ms),
                _ms(row.from_file_ms),
                number(row.megabytes, 1),
            )
            for row in results.held
        ],
    )


def _read_ahead(results: Results) -> str:
    return _table(
        ("Bestand", "Zeilen der Summen", "Anliegen", "ms", "MB je Prozess"),
        [
            (row.scale, number(row.sums), number(row.rows), _ms(row.milliseconds), number(row.megabytes, 1))
            for row in results.read_ahead
        ],
    )


def _gaps(results: Results) -> str:
    heads = ("Bestand", "Zeilen", "Byte je Zeile", "GB/s", "Speicher ms", "bloße Engine ms", "Programm ms")
    return _table(
        (*heads, "Engine ÷ Speicher", "Programm ÷ Speicher"),
        [
            (
                row.scale,
                number(row.rows),
                str(row.bytes_per_row),
                number(row.gigabytes_per_second, 1),
                number(row.memory_ms, 2),
                _ms(row.engine_ms),
                _ms(row.program_ms),
                _times(row.engine_ms / row.memory_ms),
                _times(row.program_ms / row.memory_ms),
            )
            for row in results.gaps
        ],
    )


def _growth(results: Results) -> str:
    rows = _points(("Anliegen", *results.by_rows), list(results.by_rows.values()))
    jobcenter = _points(("Jobcenter", *results.by_jobcenter), list(results.by_jobcenter.values()))
    return "\n\n".join(part for part in (PICTURE if rows else "", rows, jobcenter, _ten_times(results)) if part)


def _points(heads: Sequence[str], series: Sequence[Sequence[Point]]) -> str:
    sizes = sorted({point.size for points in series for point in points})
    found = [{point.size: point.milliseconds for point in points} for points in series]
    heads = (heads[0], *(f"{name} ms" for name in heads[1:]))
    return _table(heads, [(number(size), *(_ms(times.get(size)) for times in found)) for size in sizes])


def _ten_times(results: Results) -> str:
    """The last stretch of the curve, drawn out."""
    drawn_out = (WHOLE, NARROW, SEVERAL)
    series = {name: points for name, points in results.by_rows.items() if len(points) > 1 and name in drawn_out}
    told = []
    for name, points in series.items():
        slope, last = exponent(points), max(points, key=lambda point: point.size)
        there = last.milliseconds * (TEN_COUNTRIES / last.size) ** slope
        told.append(
            f"„{name}“ wächst auf dem letzten Stück mit der Potenz {number(slope, 2)} der Zeilen und läge bei"
            f" {number(TEN_COUNTRIES)} Anliegen, dem Zehnfachen des Landes, bei etwa {_ms(there)} ms."
        )
    if not told:
        return ""
    why = (
        "Die Zeit wächst höchstens wie die gelesenen Zeilen: Eine Auswahl liest nur die Jahre und Jobcenter, die sie"
        " nennt, weil die Faktentabelle danach sortiert ist. Was in Summen je Monat steht, wächst langsamer, solange"
        " sie in den Speicher eines Prozesses passen; danach zählt sie der Schnappschuss. Was darüber hinausgeht,"
        " verteilt die gleiche Summe ohne DISTINCT auf mehrere Rechner (siehe [Betrieb](betrieb.md))."
    )
    return " ".join((*told, why))
