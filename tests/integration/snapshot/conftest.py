"""Databases of three Datenstände, the folder of the snapshots, and a warehouse that reads them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask_caching.backends.nullcache import NullCache

from data_access.cache import RowCache
from data_access.snapshot.files import alone_in, new_name, point_to, remove_others
from data_access.warehouse import Warehouse
from tests.integration.snapshot.stands import Prepared, prepare, snapshots_in


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Prepared]:
    """An SQLite database as it was after each of three imports, and a snapshot of each; by the number of the stand."""
    return prepare(tmp_path_factory.mktemp("stands"), 3)


@pytest.fixture
def database(prepared: dict[int, Prepared], tmp_path: Path) -> Callable[[int], str]:
    """A function that puts the database of a Datenstand in place; returns its address."""

    def put(number: int) -> str:
        shutil.copy(prepared[number].database, tmp_path / "krm.sqlite")
        return f"sqlite:///{tmp_path / 'krm.sqlite'}"

    return put


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the snapshots lie."""
    return tmp_path / "snapshot"


@pytest.fixture
def swap(prepared: dict[int, Prepared], folder: Path) -> Callable[[int], Path]:
    """A function that makes the snapshot of a Datenstand the one that counts; returns its file."""

    def put(number: int) -> Path:
        with alone_in(folder):
            file = folder / new_name(prepared[number].stand)
            shutil.copy(prepared[number].snapshot, file)
            point_to(folder, prepared[number].stand, file)
            remove_others(folder)
        return file

    return put


@pytest.fixture
def warehouse(folder: Path, tmp_path: Path) -> Iterator[Warehouse]:
    """Answers from the newest snapshot, without a cache."""
    snapshots = snapshots_in(folder)
    yield Warehouse(snapshots, RowCache(NullCache(), tmp_path / "locks"))
    snapshots.release()
