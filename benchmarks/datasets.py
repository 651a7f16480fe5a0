"""Generated databases in a folder, built once and used again until their generator or the schema changes."""

from __future__ import annotations

import json
import resource
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from sqlalchemy import make_url

from benchmarks.generator import SEED, Cases, generate
from benchmarks.loader import build_facts, load
from benchmarks.scale import Scale
from data_access.snapshot.build import write_snapshot
from domain.formats import number
from settings import PROJECT_ROOT, SNAPSHOT, Settings

# Whatever decides what lies in a generated database.
SOURCES = (
    "benchmarks/generator.py",
    "benchmarks/catalogues.py",
    "benchmarks/scale.py",
    "benchmarks/tables.py",
    "data_access/schema.py",
    "data_access/facts/build.py",
    "data_access/facts/deadline.py",
    "data_access/facts/keys.py",
    "data_access/facts/rollups.py",
    "data_access/snapshot",
    "data_access/migrations",
)
NOTE = "bau.json"
PATIENCE = "3600"

Note = Callable[[str], None]


@dataclass(frozen=True)
class Built:
    """How a database came to be: seconds per step, rows, bytes, and the most memory that the process had."""

    seconds: dict[str, float]
    reactions: int
    anliegen: int
    database_bytes: int
    snapshot_bytes: int
    peak_bytes: int


@dataclass(frozen=True)
class Dataset:
    """A generated database with its snapshot."""

    scale: Scale
    folder: Path
    built: Built

    @property
    def url(self) -> str:
        """SQLAlchemy address of the SQLite file."""
        return f"sqlite:///{self.folder / 'krm.sqlite'}"

    def environment(self, analytics: str, url: str = "") -> dict[str, str]:
        """Settings by name for an application over this database, or over the same one at another address."""
        return {
            # Each with a cache of its own.
            "KRM_VAR_DIR": str(self.folder / (make_url(url).get_backend_name() if url else analytics)),
            "KRM_DATABASE_URL": url or self.url,
            "KRM_ANALYTICS": analytics,
            "KRM_LOG_LEVEL": "ERROR",
        }

    def settings(self, analytics: str, url: str = "") -> Settings:
        """The same as settings, with time for the slowest of all questions."""
        patient = {"KRM_STATEMENT_SECONDS": PATIENCE, "KRM_REQUEST_SECONDS": PATIENCE}
        values = (self.environment(analytics, url) | patient).items()
        return Settings(**{name.removeprefix("KRM_").lower(): value for name, value in values})  # type: ignore[arg-type]


def dataset(scale: Scale, folder: Path, say: Note) -> Dataset:
    """The database of a scale below ``folder``: the one that is there, if it is of the same making, or a new one."""
    place = folder / f"{scale.name}-{scale.anliegen}"
    wanted = fingerprint(scale)
    note = _read_note(place)
    if note.get("fingerprint") != wanted:
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True, mode=0o700)
        built = asdict(_build(scale, place, wanted, say))
        (place / NOTE).write_text(json.dumps({"fingerprint": wanted, "built": built}), encoding="utf-8")
        note = _read_note(place)
    return Dataset(scale, place, Built(**note["built"]))


def fingerprint(scale: Scale) -> str:
    """A text that changes with whatever decides the rows of a generated database."""
    total = blake2b(f"{SEED} {scale}".encode(), digest_size=16)
    for name in SOURCES:
        path = PROJECT_ROOT / name
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            total.update(file.read_bytes())
    return total.hexdigest()


def _read_note(place: Path) -> dict[str, Any]:
    note = place / NOTE
    found: dict[str, Any] = json.loads(note.read_text(encoding="utf-8")) if note.exists() else {}
    return found


def _build(scale: Scale, place: Path, checksum: str, say: Note) -> Built:
    seconds: dict[str, float] = {}
    with _timed(seconds, "erzeugen", scale, say):
        cases: Cases = generate(scale)
    made = Dataset(scale, place, Built({}, 0, 0, 0, 0, 0))
    with _timed(seconds, "laden", scale, say):
        load(made.url, cases, checksum)
    reactions, anliegen = len(cases.eingang), len(cases.reaktion)
    del cases
    if scale.direct:
        with _timed(seconds, "faktentabelle", scale, say):
            build_facts(made.url)
    settings = made.settings(SNAPSHOT)
    with _timed(seconds, "schnappschuss", scale, say):
        write_snapshot(settings.krm_url, settings.snapshot_dir, settings.snapshot_megabytes)
    return Built(
        seconds=seconds,
        reactions=reactions,
        anliegen=anliegen,
        database_bytes=(place / "krm.sqlite").stat().st_size,
        snapshot_bytes=sum(file.stat().st_size for file in settings.snapshot_dir.glob("*.duckdb")),
        peak_bytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    )


@contextmanager
def _timed(seconds: dict[str, float], step: str, scale: Scale, say: Note) -> Iterator[None]:
    started = time.perf_counter()
    yield
    seconds[step] = time.perf_counter() - started
    say(f"{scale.name}: {step} {number(seconds[step], 1)} s")
