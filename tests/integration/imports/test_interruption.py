"""An import that is killed leaves the old state or the new one; two imports at once exclude each other."""

import random
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import date

import pytest
from filelock import FileLock
from sqlalchemy import text

from data_access.engine import reading_engine, writing_engine
from data_access.imports import ImportRefusedError, messages, run_import
from data_access.imports.lock import ADVISORY_KEY
from tests.deliveries import anliegen, reaktion, small_delivery, write_folder
from tests.integration.imports.conftest import contents
from tests.random_data import random_delivery
from tests.random_data import write_delivery as write_random_delivery

CASES = 3_000


def start(url, folder):
    """The import as a process, its progress on stdout."""
    command = [sys.executable, "-m", "tests.integration.imports.child", url, str(folder)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def kill_at(process, step, delay):
    """Kill -9 some moments after the process has reported its step for the first time; whether it got that far."""
    reached = False
    for line in process.stdout:
        if line.startswith(step):
            reached = True
            break
    time.sleep(delay)
    process.kill()
    process.communicate()
    return reached


def address(engine):
    """The address of an engine's database, password included."""
    return engine.url.render_as_string(hide_password=False)


def larger_delivery():
    """The small delivery, all of it changed, with many more cases."""
    lieferung = small_delivery()
    lieferung["kanal"][0]["name"] = "Elektronisch"
    lieferung["qualitaetsstandard"][0]["frist_tage"] = 21
    lieferung["kundenreaktion"][0]["art"] = "lob"
    for number in range(CASES):
        lieferung["kundenreaktion"].append(reaktion(f"N-{number}", personenkreis="umzug"))
        lieferung["anliegen"] += [anliegen(f"N-{number}"), anliegen(f"N-{number}", lfd_nr=2)]
    return lieferung


def test_a_killed_import_leaves_the_old_or_the_new_state(engine, database_url, tmp_path):
    assert run_import(engine, write_folder(small_delivery(), tmp_path / "alt")).ok
    folder = write_folder(larger_delivery(), tmp_path / "neu")
    old = contents(engine)
    rng = random.Random(20210331)
    steps = ["Lesen", messages.PHASE_CHECKING]
    steps += [f"{messages.PHASE_WRITING} {place}" for place in (0, 2, 6, 7, 7, 8, 8, 12)]
    seen = []
    for step in steps:
        engine.dispose()
        assert kill_at(start(database_url, folder), step, rng.uniform(0, 0.08))
        seen.append(contents(engine))
        if seen[-1] != old:
            break
    engine.dispose()
    finished = start(database_url, folder)
    _, errors = finished.communicate()
    assert (finished.returncode, errors) == (0, "")
    new = contents(engine)
    assert len(new["kundenreaktion"]) == CASES + 3
    assert [row[0] for row in new["importlauf"]] == [1, 2]
    assert all(state in (old, new) for state in seen)
    assert old in seen


def test_a_first_import_that_is_killed_leaves_an_empty_database(engine, database_url, tmp_path):
    folder = write_folder(larger_delivery(), tmp_path / "neu")
    assert kill_at(start(database_url, folder), f"{messages.PHASE_WRITING} 8", 0)
    assert not any(contents(engine).values())


def test_two_imports_at_once_come_one_after_the_other(engine, database_url, tmp_path):
    folders = []
    for name in ("eins", "zwei"):
        lieferung = small_delivery()
        lieferung["kundenreaktion"] = [reaktion(f"{name}-{number}") for number in range(500)]
        lieferung["anliegen"] = [anliegen(f"{name}-{number}") for number in range(500)]
        folders.append(write_folder(lieferung, tmp_path / name))
    both = [start(database_url, folder) for folder in folders]
    told = [process.communicate() for process in both]
    assert [(process.returncode, errors) for process, (_, errors) in zip(both, told, strict=True)] == [(0, "")] * 2
    assert sorted(output.splitlines()[-1] for output, _ in told) == ["nummer 1 True", "nummer 2 True"]
    stored = contents(engine)
    assert len(stored["kundenreaktion"]) == len(stored["anliegen"]) == 1_000


@contextmanager
def held(engine):
    """The lock of an import, held without one."""
    if engine.dialect.name == "sqlite":
        with FileLock(f"{engine.url.database}.import.lock"):
            yield
    else:
        with engine.connect() as connection:
            connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": ADVISORY_KEY})
            yield


def test_an_import_waits_some_seconds_for_another_one_and_then_gives_up(engine, tmp_path):
    folder = write_folder(small_delivery(), tmp_path / "a")
    holder = writing_engine(address(engine))
    started = time.monotonic()
    with held(holder), pytest.raises(ImportRefusedError) as refused:
        run_import(engine, folder)
    holder.dispose()
    assert str(refused.value) == messages.OTHER_IMPORT
    assert 4 < time.monotonic() - started < 9
    assert run_import(engine, folder).nummer == 1


def test_readers_see_the_old_state_while_an_import_is_writing(engine, tmp_path):
    assert run_import(engine, write_folder(small_delivery(), tmp_path / "alt")).ok
    reader = reading_engine(address(engine), statement_seconds=5)
    seen = []

    def look(phase: str, done: int, _total: int | None) -> None:
        if (phase, done) == (messages.PHASE_WRITING, 12):
            with reader.connect() as connection:
                seen.append(connection.scalar(text("SELECT count(*) FROM kundenreaktion")))

    assert run_import(engine, write_folder(larger_delivery(), tmp_path / "neu"), progress=look).ok
    reader.dispose()
    assert seen == [3]


def test_a_random_delivery_survives_being_killed_twice(database_url, engine, tmp_path):
    lieferung, datenstand = random_delivery(5, size=400)
    write_random_delivery(lieferung, tmp_path)
    for place in (7, 9):
        kill_at(start(database_url, tmp_path), f"{messages.PHASE_WRITING} {place}", 0)
    result = run_import(engine, tmp_path, datenstand=datenstand)
    assert result.errors == ()
    assert len(contents(engine)["kundenreaktion"]) == 400
    assert result.datenstand == datenstand >= date(2000, 1, 1)
