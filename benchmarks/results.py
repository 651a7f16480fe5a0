"""Everything that one run has measured; what was left out or failed is empty."""

from __future__ import annotations

from dataclasses import dataclass, field

from benchmarks.browser import Way
from benchmarks.growth import Gap, Point
from benchmarks.latency import Latency
from benchmarks.pages import FigureTime, PageTime
from benchmarks.throughput import Held, Import, ReadAhead, Snapshot


@dataclass
class Results:
    """Rows of all tables. ``failed`` are parts that did not come to an end."""

    facts: dict[str, str] = field(default_factory=dict)
    built: list[Snapshot] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    read_ahead: list[ReadAhead] = field(default_factory=list)
    figures: list[FigureTime] = field(default_factory=list)
    every_page: list[PageTime] = field(default_factory=list)
    heaviest: list[PageTime] = field(default_factory=list)
    latencies: list[Latency] = field(default_factory=list)
    browser: Way | None = None
    imports: list[Import] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    by_rows: dict[str, list[Point]] = field(default_factory=dict)
    by_jobcenter: dict[str, list[Point]] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
