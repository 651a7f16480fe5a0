"""The file with the rows of a Datenstand: written by one process for all, and never trusted when it is not whole."""

from __future__ import annotations

import pickle
import stat
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock
from sqlalchemy import create_engine, text
from structlog.testing import capture_logs

from data_access.in_memory.holder import Holder
from data_access.in_memory.table import NAMES, FactColumns
from data_access.in_memory.wanted import Wanted
from data_access.warehouse import Warehouse
from domain.scope import LOCAL
from safety import deadline
from tests.integration.cache.places import DATENSTAND, FIRST, ask, expected
from tests.integration.in_memory.conftest import Loaded
from tests.integration.in_memory.places import JOBCENTER, ROWS_EACH, Asking, rows_in
from tests.warehouses import holding_warehouse, import_delivery, uncached_warehouse

ALL = ROWS_EACH * len(JOBCENTER)


@pytest.fixture
def asking(even: Loaded) -> Asking:
    return Asking(even.warehouses["sqlite"])


def read(asking: Asking, folder: Path, rows_at_most: int = 1_000) -> FactColumns | None:
    """The rows that a process holds that has just begun."""
    return Holder(rows_at_most, folder).facts(asking.view.catalog, Wanted(), asking)


def read_all(asking: Asking, folder: Path) -> FactColumns:
    found = read(asking, folder)
    assert found is not None
    return found


def only_file(folder: Path) -> Path:
    (path,) = folder.glob("*.npz")
    return path


def test_a_second_process_asks_the_database_for_nothing(asking: Asking, tmp_path: Path):
    first, second = read(asking, tmp_path / "facts"), read(asking, tmp_path / "facts")

    assert asking.count == 1
    assert first is not None
    assert second is not None
    assert first.size == ALL
    assert rows_in(first) == rows_in(second)
    assert {name: column.dtype for name, column in first.columns.items()} == {
        name: column.dtype for name, column in second.columns.items()
    }


def test_nobody_else_may_read_what_lies_there(asking: Asking, tmp_path: Path):
    read(asking, tmp_path / "facts")

    assert stat.S_IMODE(only_file(tmp_path / "facts").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "facts").stat().st_mode) == 0o700


def test_a_process_that_may_hold_less_takes_nothing_from_the_file(asking: Asking, tmp_path: Path):
    read(asking, tmp_path)

    assert read(asking, tmp_path, ALL - 1) is None
    assert read(asking, tmp_path, ALL) is not None


def columns(path: Path) -> dict[str, np.ndarray]:
    with np.load(path) as file:
        return {name: file[name] for name in file.files}


def rewritten(change: Callable[[dict[str, np.ndarray]], object]) -> Callable[[Path], None]:
    """The file with other columns."""

    def spoil(path: Path) -> None:
        found = columns(path)
        change(found)
        np.savez(path, allow_pickle=False, **found)

    return spoil


def shorter(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def cut_in_half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def turned_over(path: Path) -> None:
    """One bit of the numbers is another one."""
    content = bytearray(path.read_bytes())
    content[200] ^= 1
    path.write_bytes(bytes(content))


def one_array(path: Path) -> None:
    with path.open("wb") as file:
        np.save(file, np.arange(3))


def pickled(path: Path) -> None:
    path.write_bytes(pickle.dumps(dict.fromkeys(NAMES, 1)))


def objects(path: Path) -> None:
    np.savez(path, allow_pickle=True, **{name: np.array([{}, None], dtype=object) for name in NAMES})


DAMAGED = {
    "empty": lambda path: path.write_bytes(b""),
    "shorter": shorter,
    "half": cut_in_half,
    "one bit": turned_over,
    "text": lambda path: path.write_text("keine Spalten", encoding="utf-8"),
    "one array": one_array,
    "pickled": pickled,
    "objects": objects,
    "a column too few": rewritten(lambda found: found.pop("art")),
    "a shorter column": rewritten(lambda found: found.update(art=found["art"][1:])),
    "a square column": rewritten(lambda found: found.update(art=found["art"].reshape(-1, 2))),
    "fractions": rewritten(lambda found: found.update(art=found["art"].astype(float))),
    "texts": rewritten(lambda found: found.update(art=found["art"].astype(str))),
}


@pytest.mark.parametrize("spoil", DAMAGED.values(), ids=DAMAGED.keys())
def test_what_is_not_whole_counts_as_not_there(asking: Asking, tmp_path: Path, spoil: Callable[[Path], object]):
    right = read_all(asking, tmp_path)
    spoil(only_file(tmp_path))

    again, after = read_all(asking, tmp_path), read_all(asking, tmp_path)

    # Once for the first process, once for the one that found it damaged; that one wrote it anew.
    assert asking.count == 2
    assert rows_in(again) == rows_in(after) == rows_in(right)


@pytest.mark.parametrize("place", ["no folder", "folder in place of the file"])
def test_what_cannot_be_written_costs_a_line_of_the_log(asking: Asking, tmp_path: Path, place: str):
    folder = tmp_path / "facts"
    if place == "no folder":
        folder.write_text("hier liegt schon etwas", encoding="utf-8")
    else:
        read(asking, folder)
        path = only_file(folder)
        path.unlink()
        (path / "darin").mkdir(parents=True)
    with capture_logs() as logs:
        found = read_all(asking, folder)

    assert found.size == ALL
    assert [line["event"] for line in logs] == ["shared_facts_unavailable"]
    assert not list(tmp_path.rglob("*.tmp"))


def test_who_waits_in_vain_for_the_others_asks_the_database(asking: Asking, tmp_path: Path):
    with FileLock(tmp_path / ".lock"), capture_logs() as logs:
        deadline.begin(2)
        try:
            found = read_all(asking, tmp_path)
        finally:
            deadline.end()

    assert found.size == ALL
    assert {line["event"] for line in logs} == {"shared_facts_unavailable"}
    assert not list(tmp_path.glob("*.npz"))


@pytest.mark.parametrize("rows_at_most", [ALL, ALL - 1])
def test_rows_of_other_datenstaende_go_and_so_does_what_was_left_unfinished(
    asking: Asking, tmp_path: Path, rows_at_most: int
):
    for name in ("ein_frueherer_stand.npz", "ein_frueherer_stand.tmp", "etwas_anderes.txt"):
        (tmp_path / name).write_bytes(b"frueher")
    found = read(asking, tmp_path, rows_at_most)

    left = sorted(path.suffix for path in tmp_path.iterdir() if path.name != ".lock")
    assert left == ([".txt"] if found is None else [".npz", ".txt"])
    assert (found is None) is (rows_at_most < ALL)
    assert not list(tmp_path.glob("ein_frueherer_stand*"))


@pytest.fixture
def numbered_otherwise(tmp_path: Path) -> Iterator[tuple[Warehouse, Warehouse]]:
    """Two databases of one Datenstand, the second of which numbers two Kanäle the other way round; one folder."""
    url, other = (f"sqlite:///{tmp_path / name}" for name in ("krm.sqlite", "other.sqlite"))
    import_delivery(url, FIRST, DATENSTAND)
    engine = create_engine(url)
    with engine.connect() as connection:
        connection.execute(text("VACUUM INTO :path"), {"path": str(tmp_path / "other.sqlite")})
    engine.dispose()
    engine = create_engine(other)
    with engine.begin() as connection:
        for before, after in ((1, 999), (2, 1), (999, 2)):
            names = {"before": before, "after": after}
            connection.execute(
                text("UPDATE schluessel SET nr = :after WHERE merkmal = 'kanal' AND nr = :before"), names
            )
            connection.execute(text("UPDATE fact_anliegen SET kanal = :after WHERE kanal = :before"), names)
    engine.dispose()
    with holding_warehouse(url, tmp_path) as one, holding_warehouse(other, tmp_path) as another:
        yield one, another


def test_places_that_number_codes_otherwise_never_share_their_rows(numbered_otherwise: tuple[Warehouse, Warehouse]):
    one, another = numbered_otherwise
    versions = {warehouse.view(LOCAL).catalog.stand.version for warehouse in numbered_otherwise}
    numbers = [warehouse.view(LOCAL).catalog.keys.numbers["kanal"] for warehouse in numbered_otherwise]

    assert len(versions) == 1
    assert numbers[0] != numbers[1]
    assert ask(one) == ask(another) == ask(one) == expected(FIRST)


def test_a_datenstand_without_cases_is_held_as_well(tmp_path: Path):
    url = f"sqlite:///{tmp_path / 'krm.sqlite'}"
    empty = {**FIRST, "kundenreaktion": [], "anliegen": [], "petition_eingabe": []}
    import_delivery(url, empty, date(2021, 3, 31))
    with holding_warehouse(url, tmp_path) as held, uncached_warehouse(url, tmp_path) as asked:
        assert ask(held) == ask(held) == ask(asked)
