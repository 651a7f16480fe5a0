"""One run: builds what it needs, measures part by part, and goes on where a part fails."""

from __future__ import annotations

import multiprocessing
import time
import traceback
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import browser, growth, machine, pages, throughput
from benchmarks.application import Application
from benchmarks.datasets import Dataset, Note, dataset, fingerprint
from benchmarks.generator import generate
from benchmarks.latency import latency
from benchmarks.loader import build_facts, load
from benchmarks.promises import POSTGRESQL, SNAPSHOT, SQLITE
from benchmarks.results import Results
from benchmarks.scale import Scale
from benchmarks.selections import WHOLE, selections
from data_access.in_memory.holder import SMALL
from domain.formats import number
from settings import DIRECT
from settings import SNAPSHOT as BY_SNAPSHOT
from tests.e2e.server import running_server
from tests.services import ephemeral_postgres

PARTS = ("seiten", "postgresql", "http", "browser", "import", "wachstum", "bandbreite")
# Enough rows for a rate, few enough to wait for.
IMPORTED = 30_000
# The others are there for the curve of growth alone.
MAIN = ("S", "M", "L")
# On which database all pages are compared.
ALL_PAGES = "M"


@dataclass
class Run:
    """What was asked for, and what has been measured so far."""

    scales: Sequence[Scale]
    parts: Sequence[str]
    folder: Path
    stop_seconds: float
    say: Note
    results: Results = field(default_factory=Results)
    _data: dict[str, Dataset] = field(default_factory=dict)

    def go(self) -> Results:
        """All parts."""
        self.results.facts = machine.facts()
        self._build()
        self.results.built = [throughput.built(data) for data in self._data.values()]
        for data in self._data.values():
            with self._part(f"bestand {data.scale.name} messen"):
                self._one(data)
        if self.results.every_page:
            with self._part("langsamste seite"):
                self._heaviest()
        if "browser" in self.parts and "S" in self._data:
            with self._part("browser"):
                self._browser(self._data["S"])
        if "import" in self.parts:
            with self._part("import"):
                self._imports()
        return self.results

    def _build(self) -> None:
        """Build what is not there, in two processes: the largest takes as long as all others together."""
        spawned = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(2, mp_context=spawned, max_tasks_per_child=1) as pool:
            ordered = sorted(self.scales, key=lambda scale: -scale.anliegen)
            waiting = {scale.name: pool.submit(_build, scale, self.folder) for scale in ordered}
            for scale in self.scales:
                with self._part(f"bestand {scale.name} bauen"):
                    waiting[scale.name].result()
                    self._data[scale.name] = dataset(scale, self.folder, self.say)

    def _one(self, data: Dataset) -> None:
        """Everything that is measured on one database."""
        application = Application(data.settings(BY_SNAPSHOT))
        if "seiten" in self.parts:
            with self._part(f"seiten {data.scale.name}"):
                self._pages(data, application)
        if "http" in self.parts and data.scale.name in MAIN:
            with self._part(f"http {data.scale.name}"):
                self._http(data, application)
        if "wachstum" in self.parts:
            with self._part(f"wachstum {data.scale.name}"):
                self._growth(data, application)
        if "bandbreite" in self.parts and data.scale == self.scales[-1]:
            with self._part("bandbreite"):
                self.results.gaps.append(growth.gap(data, application, machine.bandwidth()))

    def _pages(self, data: Dataset, application: Application) -> None:
        queries, name = selections(data.scale), data.scale.name
        if name not in MAIN:
            queries = {WHOLE: queries[WHOLE]}
        with self._applications(data, application) as applications:
            slow = {engine: app for engine, app in applications.items() if engine != SNAPSHOT}
            slow = slow or {SQLITE: application}
            self.results.figures += pages.figure_times(name, queries, applications, slow, self.stop_seconds, self.say)
            if data.built.anliegen > SMALL:
                self.results.read_ahead.append(throughput.read_ahead(name, application))
            else:
                self.results.held += [throughput.held(name, engine, app) for engine, app in applications.items()]
        if name == ALL_PAGES:
            self.results.every_page = pages.every_page(name, SNAPSHOT, application, queries)

    def _heaviest(self) -> None:
        """The slowest of all pages, on every database that is not there for the curve alone."""
        slowest = self.results.every_page[0].page
        for data in (self._data[name] for name in MAIN if name in self._data):
            application = Application(data.settings(BY_SNAPSHOT))
            queries = selections(data.scale)
            self.results.heaviest += pages.page_times(data.scale.name, SNAPSHOT, application, queries, [slowest])

    @contextmanager
    def _applications(self, data: Dataset, application: Application) -> Iterator[dict[str, Application]]:
        """The application over every engine that has this database."""
        if not data.scale.direct:
            yield {SNAPSHOT: application}
            return
        found = {SQLITE: Application(data.settings(DIRECT)), SNAPSHOT: application}
        if "postgresql" not in self.parts:
            yield found
            return
        with ephemeral_postgres() as server:
            url = server.new_database()
            load(url, generate(data.scale), fingerprint(data.scale))
            build_facts(url)
            self.say(f"{data.scale.name}: PostgreSQL gefüllt")
            yield found | {POSTGRESQL: Application(data.settings(DIRECT, url))}

    def _http(self, data: Dataset, application: Application) -> None:
        engines = {SQLITE: DIRECT, SNAPSHOT: BY_SNAPSHOT} if data.scale.name == "S" else {SNAPSHOT: BY_SNAPSHOT}
        for engine, analytics in engines.items():
            self.results.latencies.append(latency(data, engine, analytics, application, self.say))

    def _growth(self, data: Dataset, application: Application) -> None:
        for point in growth.by_rows(data, application):
            self.results.by_rows.setdefault(point.series, []).append(point)
        for row in self.results.figures:
            if (row.scale, row.selection, row.engine) != (data.scale.name, WHOLE, SNAPSHOT):
                continue
            if row.naive_ms is not None and not row.naive_stopped:
                point = growth.Point(growth.NAIVE, data.built.anliegen, row.naive_ms)
                self.results.by_rows.setdefault(growth.NAIVE, []).append(point)
        if data.scale.name in ("M", "L"):
            self.results.by_jobcenter[f"Bestand {data.scale.name}"] = growth.by_jobcenter(data, application)

    def _browser(self, data: Dataset) -> None:
        environment = data.environment(DIRECT)
        with running_server(Path(environment["KRM_VAR_DIR"]), environment) as url:
            self.results.browser = browser.measure(url)

    def _imports(self) -> None:
        scale = Scale("Import", 1, IMPORTED)
        with ephemeral_postgres() as server:
            engines = {
                SQLITE: lambda folder: f"sqlite:///{folder / 'krm.sqlite'}",
                POSTGRESQL: lambda _folder: server.new_database(),
            }
            self.results.imports = throughput.imports(scale, engines, self.say)

    @contextmanager
    def _part(self, name: str) -> Iterator[None]:
        """A part of the run; where it fails the others go on."""
        started = time.perf_counter()
        try:
            yield
        except Exception:  # whatever it is, hours of other measurements are not lost for it
            traceback.print_exc()
            self.results.failed.append(name)
        self.say(f"{name}: {number(time.perf_counter() - started)} s")


def _build(scale: Scale, folder: Path) -> None:
    dataset(scale, folder, print)
