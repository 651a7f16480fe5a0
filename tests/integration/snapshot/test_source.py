"""Who has begun on a snapshot ends on it; the next one begins on the newest."""

from __future__ import annotations

import gc
import multiprocessing
import sqlite3
from contextlib import closing
from pathlib import Path

import orjson
import pytest
from flask import Flask

from data_access.aggregate import breakdown
from data_access.cache import RowCache, connect_cache
from data_access.engine import reading_engine
from data_access.errors import DatabaseUnavailableError, NoDataError
from data_access.snapshot.build import write_snapshot
from data_access.snapshot.files import POINTER
from data_access.sources import direct
from data_access.warehouse import Warehouse
from domain.scope import LOCAL
from settings import Settings
from tests.integration.snapshot.stands import YEAR_2020, counted, number_of, snapshots_in
from tests.warehouses import SNAPSHOT_MEGABYTES, STATEMENT_SECONDS


def open_files(folder: Path) -> set[str]:
    """Names of the snapshots that this process has open, whether they are still there or not."""
    opened = [str(link.readlink()) for link in Path("/proc/self/fd").iterdir() if link.is_symlink()]
    return {Path(name.removesuffix(" (deleted)")).name for name in opened if name.startswith(f"{folder}/krm-")}


def test_as_long_as_nothing_is_new_everybody_reads_the_same_source(swap, folder):
    swap(1)
    snapshots = snapshots_in(folder)

    first = snapshots()

    assert snapshots() is first
    assert len(open_files(folder)) == 1
    snapshots.release()


def test_a_view_ends_on_the_snapshot_on_which_it_began_even_when_its_file_is_gone(swap, warehouse, folder):
    swap(1)
    old = warehouse.view(LOCAL)
    assert counted(old) == 1

    swap(2)
    new = warehouse.view(LOCAL)

    assert (number_of(new), counted(new)) == (2, 2)
    assert (number_of(old), counted(old)) == (1, 1)
    assert len(list(folder.glob("krm-*"))) == 1


def test_a_snapshot_is_closed_when_nobody_reads_it_any_more(swap, warehouse, folder):
    swap(1)
    old = warehouse.view(LOCAL)
    counted(old)
    file = swap(2)
    counted(warehouse.view(LOCAL))
    assert len(open_files(folder)) == 2

    del old
    gc.collect()

    assert open_files(folder) == {file.name}


def test_without_a_snapshot_there_are_no_data(warehouse):
    assert not warehouse.is_ready()
    with pytest.raises(NoDataError):
        warehouse.view(LOCAL)


@pytest.mark.parametrize("harm", ["file", "pointer", "form"])
def test_a_snapshot_that_cannot_be_read_is_told_from_none(swap, warehouse, folder, harm):
    file = swap(1)
    if harm == "file":
        file.write_bytes(b"no database")
    elif harm == "pointer":
        (folder / POINTER).write_bytes(b"{")
    else:
        given = orjson.loads((folder / POINTER).read_bytes())
        (folder / POINTER).write_bytes(orjson.dumps(given | {"form": "of another version"}))

    assert not warehouse.is_ready()
    with pytest.raises(DatabaseUnavailableError):
        warehouse.view(LOCAL)


def test_what_was_unreadable_is_read_when_it_has_been_written_anew(swap, folder, prepared):
    swap(1)
    (folder / POINTER).write_bytes(b"{")
    snapshots = snapshots_in(folder)
    with pytest.raises(DatabaseUnavailableError):
        snapshots()

    swap(2)

    assert snapshots().version == prepared[2].stand.version
    snapshots.release()


def test_a_process_made_after_a_release_opens_the_file_itself(swap, folder):
    swap(1)
    snapshots = snapshots_in(folder)
    snapshots()
    snapshots.release()
    gc.collect()
    assert open_files(folder) == set()

    context = multiprocessing.get_context("fork")
    with context.Pool(2) as pool:
        found = pool.map(_version, [folder, folder])

    assert found == [snapshots().version] * 2
    snapshots.release()


def _version(folder: Path) -> str | None:
    return snapshots_in(folder)().version


def test_a_cache_that_is_shared_with_the_database_mixes_no_numbers_of_codes(database, folder, tmp_path):
    url = database(1)
    # As PostgreSQL may have joined the set; the snapshot joins it in order, under a number of its own.
    with closing(sqlite3.connect(tmp_path / "krm.sqlite")) as numbered, numbered:
        numbered.execute("UPDATE schluessel SET code = 'umzug|familien' WHERE code = 'familien|umzug'")
    write_snapshot(url, folder, SNAPSHOT_MEGABYTES)
    settings, engine, snapshots = (
        Settings(var_dir=tmp_path),
        reading_engine(url, STATEMENT_SECONDS),
        snapshots_in(folder),
    )
    cache = RowCache(connect_cache(Flask("shared"), settings), settings.cache_dir / "locks")

    answers = [
        breakdown(
            Warehouse(sources, cache).view(LOCAL).broadly(YEAR_2020), YEAR_2020, ["kundenreaktionen"], ["personenkreis"]
        )
        for sources in (snapshots, direct(engine), snapshots)
    ]

    assert {zeile.codes[0]: zeile.werte["kundenreaktionen"].wert for zeile in answers[0]} == {
        "familien": 1,
        "umzug": 1,
        "ohne": 3,
    }
    assert answers[0] == answers[1] == answers[2]
    engine.dispose()
    snapshots.release()
