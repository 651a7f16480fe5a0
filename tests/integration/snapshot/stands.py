"""Databases with several Datenstände whose numbers tell which one they are of, and snapshots of them."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from data_access.aggregate import aggregate
from data_access.catalog import Stand
from data_access.engine import writing_engine
from data_access.imports import run_import
from data_access.snapshot.build import write_snapshot
from data_access.snapshot.source import Snapshots
from data_access.warehouse import View
from domain.selection import Selection
from domain.zeitraum import Monat, Zeitraum
from tests.deliveries import Lieferung, anliegen, reaktion, small_delivery, write_folder
from tests.warehouses import SNAPSHOT_MEGABYTES, STATEMENT_SECONDS

YEAR_2020 = Selection(Zeitraum(Monat(2020, 1), Monat(2020, 12)), "ohne")
FIRST_DAY = date(2020, 12, 1)


def delivery(more: int) -> Lieferung:
    """The small delivery with so many more Kundenreaktionen, each with one Anliegen."""
    lieferung = small_delivery()
    lieferung["kundenreaktion"] += [reaktion(f"M-{n}") for n in range(more)]
    lieferung["anliegen"] += [anliegen(f"M-{n}") for n in range(more)]
    return lieferung


def load(url: str, lieferung: Lieferung, datenstand: date) -> None:
    """Import a delivery, which must be accepted."""
    engine = writing_engine(url)
    try:
        with tempfile.TemporaryDirectory() as folder:
            result = run_import(engine, write_folder(lieferung, Path(folder) / "lieferung"), datenstand=datenstand)
    finally:
        engine.dispose()
    assert result.ok, result.errors


def load_stand(url: str, number: int) -> None:
    """Import the Datenstand of this number: its day and its cases are all others than those of another number."""
    load(url, delivery(number), FIRST_DAY + timedelta(days=number))


@dataclass(frozen=True)
class Prepared:
    """One Datenstand: a closed database that holds it, and a snapshot of it."""

    stand: Stand
    database: Path
    snapshot: Path


def prepare(folder: Path, count: int) -> dict[int, Prepared]:
    """The Datenstände 1 to ``count``, one after the other in one database."""
    found = {}
    for number in range(1, count + 1):
        url = f"sqlite:///{folder / 'krm.sqlite'}"
        load_stand(url, number)
        stand, _ = write_snapshot(url, folder / str(number), SNAPSHOT_MEGABYTES)
        database = folder / f"{number}.sqlite"
        with closing(sqlite3.connect(folder / "krm.sqlite")) as source, closing(sqlite3.connect(database)) as copy:
            source.backup(copy)
        (snapshot,) = (folder / str(number)).glob("*.duckdb")
        found[number] = Prepared(stand, database, snapshot)
    return found


def number_of(view: View) -> int:
    """The number of the Datenstand that a view names."""
    return (view.catalog.stand.datenstand - FIRST_DAY).days


def counted(view: View) -> int:
    """The number of the Datenstand that the figures of a view are of."""
    return int(aggregate(view, YEAR_2020, ["kundenreaktionen"]).summe["kundenreaktionen"].wert or 0) - 3


def snapshots_in(folder: Path) -> Snapshots:
    """The newest snapshot of a folder, as a process of the server holds it."""
    return Snapshots(folder, SNAPSHOT_MEGABYTES, STATEMENT_SECONDS)
