"""How fast data come in: the import of a delivery, and the snapshot of what is there."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.application import Application
from benchmarks.datasets import Dataset, Note
from benchmarks.generator import generate
from benchmarks.scale import BEGIN, DATENSTAND, Scale
from benchmarks.tables import delivery
from benchmarks.timing import Contender, take_turns
from data_access.engine import writing_engine
from data_access.imports import run_import
from data_access.in_memory.holder import Holder
from data_access.in_memory.shared import SharedFacts
from data_access.in_memory.table import FactColumns, read_facts
from data_access.reference.writer import write_delivery
from domain.formats import number

SECONDS = 3.0


@dataclass(frozen=True)
class Import:
    """A delivery of CSV files into an empty database, and the same files once more, which change nothing."""

    engine: str
    rows: int
    megabytes: float
    seconds: float
    again_seconds: float

    @property
    def rows_per_second(self) -> float:
        """Rows of all files in a second."""
        return self.rows / self.seconds


@dataclass(frozen=True)
class Snapshot:
    """How a generated database came to be: seconds per step, and what its files take; None: the step was left out."""

    scale: str
    anliegen: int
    load_seconds: float
    facts_seconds: float | None
    snapshot_seconds: float
    database_megabytes: float
    snapshot_megabytes: float
    peak_megabytes: float

    @property
    def rows_per_second(self) -> float:
        """Anliegen that come into the snapshot in a second, with everything that belongs to them."""
        return self.anliegen / self.snapshot_seconds


@dataclass(frozen=True)
class Held:
    """Rows that come into the memory of a process: asked of the engine, and from the file of another process."""

    scale: str
    engine: str
    rows: int
    asked_ms: float
    from_file_ms: float
    megabytes: float


@dataclass(frozen=True)
class ReadAhead:
    """What a process reads of a larger snapshot beside the first requests: rows of the sums, and of the fact table."""

    scale: str
    sums: int
    rows: int
    milliseconds: float
    megabytes: float


def held(scale: str, engine: str, application: Application) -> Held:
    """All rows of a database that are few enough to be held."""
    catalog = application.view().catalog
    years = range(BEGIN.year, DATENSTAND.year + 1)

    def ask() -> FactColumns:
        with application.warehouse.sources().connect_to_facts(catalog.stand) as connection:
            return read_facts(connection, catalog.stand.datenstand, (), years)

    asked = Contender(ask)
    with tempfile.TemporaryDirectory(prefix="krm-bench-") as folder:
        shared = SharedFacts(Path(folder))
        facts = shared.facts(catalog.stand.version, ask)
        assert facts is not None
        from_file = Contender(lambda: shared.facts(catalog.stand.version, ask))
        take_turns({"asked": asked, "file": from_file}, SECONDS)
    size = sum(column.nbytes for column in facts.columns.values())
    return Held(scale, engine, facts.size, asked.median, from_file.median, size / 1e6)


def read_ahead(scale: str, application: Application) -> ReadAhead:
    """Everything that is read ahead, once more into an empty memory."""
    warehouse = application.warehouse
    before = warehouse.holder
    with tempfile.TemporaryDirectory(prefix="krm-bench-") as folder:
        warehouse.holder = holder = Holder(application.settings.memory_rows, Path(folder))
        started = time.perf_counter()
        warehouse.prepare()
        milliseconds = (time.perf_counter() - started) * 1000
        warehouse.holder = before
    return ReadAhead(scale, holder.sums.size, holder.size, milliseconds, holder.bytes / 1e6)


def imports(scale: Scale, engines: dict[str, Callable[[Path], str]], say: Note) -> list[Import]:
    """The same delivery into each database; ``engines`` gives the address of an empty one, for SQLite in a folder."""
    with tempfile.TemporaryDirectory(prefix="krm-bench-") as folder:
        files = Path(folder) / "lieferung"
        tables = delivery(generate(scale))
        write_delivery(tables, files)
        rows = sum(len(table) for table in tables.values())
        size = sum(file.stat().st_size for file in files.iterdir()) / 1e6
        found = []
        for engine, new_database in engines.items():
            url = new_database(Path(folder))
            seconds, again = _import(url, files), _import(url, files)
            found.append(Import(engine, rows, size, seconds, again))
            say(f"Import in {engine}: {number(found[-1].rows_per_second)} Zeilen/s")
        return found


def built(data: Dataset) -> Snapshot:
    """What is known of the making of a generated database."""
    seconds = data.built.seconds
    return Snapshot(
        scale=data.scale.name,
        anliegen=data.built.anliegen,
        load_seconds=seconds["laden"],
        facts_seconds=seconds.get("faktentabelle"),
        snapshot_seconds=seconds["schnappschuss"],
        database_megabytes=data.built.database_bytes / 1e6,
        snapshot_megabytes=data.built.snapshot_bytes / 1e6,
        peak_megabytes=data.built.peak_bytes / 1e6,
    )


def _import(url: str, files: Path) -> float:
    engine = writing_engine(url)
    started = time.perf_counter()
    result = run_import(engine, files, datenstand=DATENSTAND)
    seconds = time.perf_counter() - started
    engine.dispose()
    assert result.ok, result.errors[:3]
    return seconds
