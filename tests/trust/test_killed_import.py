"""An import that is killed at any moment leaves the old Datenstand or the new one: every row, every fact, every figure.

Each kill meets a fresh copy of the old state, so that none helps the next one along.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, make_url, select, text

from data_access import schema
from data_access.aggregate import aggregate
from data_access.engine import writing_engine
from data_access.warehouse import View
from domain.kennzahlen import KENNZAHLEN
from domain.scope import LOCAL
from domain.selection import Selection, parse_text
from tests.e2e.server import ROOT
from tests.integration.imports.conftest import contents
from tests.random_data import random_delivery, write_delivery
from tests.services import PostgresServer
from tests.warehouses import holding_warehouse, import_delivery, uncached_warehouse

KILLS = 20
SIZE = 700
BREAKDOWNS: tuple[tuple[str, ...], ...] = ((), ("monat",), ("thema", "bereich"), ("personenkreis",), ("kanal", "art"))
PERIOD = "von=2018-01&bis=2021-12"


@dataclass(frozen=True)
class Place:
    """A kind of database: ``original`` is filled once, ``copy`` makes another one like it."""

    original: str
    copy: Callable[[], str]


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """SQLite and PostgreSQL in turn."""
    if request.param == "sqlite":
        yield _files(tmp_path)
        return
    server, copies = request.getfixturevalue("postgres_server"), list[str]()
    yield _databases(server, request.getfixturevalue("postgres_url"), copies)
    for url in copies:
        server.drop_database(url)


def _files(folder: Path) -> Place:
    original, numbers = folder / "alt.sqlite", iter(range(1_000))

    def copy() -> str:
        target = folder / f"kopie{next(numbers)}.sqlite"
        shutil.copy(original, target)
        return f"sqlite:///{target}"

    return Place(f"sqlite:///{original}", copy)


def _databases(server: PostgresServer, original: str, copies: list[str]) -> Place:
    like = make_url(original).database

    def copy() -> str:
        name = f"{like}_{len(copies)}"
        engine = create_engine(server.admin_url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {like}"))
        engine.dispose()
        copies.append(make_url(original).set(database=name).render_as_string(hide_password=False))
        return copies[-1]

    return Place(original, copy)


def start(url: str, folder: Path) -> subprocess.Popen[str]:
    """The import as a process, its progress on stdout."""
    command = [sys.executable, "-m", "tests.integration.imports.child", url, str(folder)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def killed_after(url: str, folder: Path, seconds: float) -> None:
    """Kill -9 so long after the import has begun to read."""
    process = start(url, folder)
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(seconds)
    process.kill()
    process.communicate()


def state(url: str, folder: Path) -> tuple[Any, ...]:
    """Every row of every table, the facts under the names of their cases, and every figure in several breakdowns."""
    engine = writing_engine(url)
    rows = contents(engine)
    fact, reaktion = schema.fact_anliegen, schema.kundenreaktion
    columns = [column for column in fact.columns if column.name != "reaktion"]
    named = select(reaktion.c.jobcenter, reaktion.c.aktenzeichen, *columns).join(
        reaktion, reaktion.c.id == fact.c.reaktion
    )
    with engine.connect() as connection:
        facts = sorted((tuple(row) for row in connection.execute(named)), key=repr)
        keys = sorted(tuple(row) for row in connection.execute(select(schema.schluessel)))
    engine.dispose()
    return rows, facts, keys, figures(url, folder)


def figures(url: str, folder: Path) -> list[str]:
    """Every indicator, in several breakdowns; those from rows in memory, which all databases here share, are the same.

    ``folder``: of this database alone.
    """
    with uncached_warehouse(url, folder) as asked, holding_warehouse(url, folder.parent / "gemeinsam") as holding:
        from_database, from_memory = [
            [repr(aggregate(view, _selection(view), tuple(KENNZAHLEN), nach)) for nach in BREAKDOWNS]
            for view in (asked.view(LOCAL), holding.view(LOCAL))
        ]
        assert holding.holder is not None
        assert holding.holder.size > 0
    assert from_memory == from_database
    return from_database


def _selection(view: View) -> Selection:
    return parse_text(PERIOD, view.catalog.vocabulary)[0]


def changed(lieferung: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """The same delivery a little later: half of the cases are finished otherwise, and others came in."""
    later = {table: [dict(row) for row in rows] for table, rows in lieferung.items()}
    for row in later["anliegen"][::2]:
        row["thema"] = None
    for table in ("kundenreaktion", "anliegen"):
        later[table] += [{**row, "aktenzeichen": f"{row['aktenzeichen']}-neu"} for row in lieferung[table][: SIZE // 3]]
    known = {(row["jobcenter"], row["aktenzeichen"]) for row in later["kundenreaktion"]}
    later["anliegen"] = [row for row in later["anliegen"] if (row["jobcenter"], row["aktenzeichen"]) in known]
    cases = {(row["jobcenter"], row["aktenzeichen"]) for row in later["anliegen"]}
    later["kundenreaktion"] = [
        row for row in later["kundenreaktion"] if (row["jobcenter"], row["aktenzeichen"]) in cases
    ]
    return later


def test_an_import_killed_at_twenty_moments_leaves_the_old_or_the_new_numbers(place: Place, tmp_path: Path):
    lieferung, datenstand = random_delivery(24, size=SIZE)
    import_delivery(place.original, lieferung, datenstand)
    folder = tmp_path / "neu"
    folder.mkdir()
    write_delivery(changed(lieferung), folder)

    whole = place.copy()
    process = start(whole, folder)
    assert process.stdout is not None
    process.stdout.readline()
    begun = time.monotonic()
    said, errors = process.communicate()
    took = time.monotonic() - begun
    assert (process.returncode, errors) == (0, ""), said
    old, new = state(place.original, tmp_path / "a"), state(whole, tmp_path / "a")
    assert all(before != after for before, after in zip(old[:2], new[:2], strict=True))
    assert old[3] != new[3]

    rng = random.Random(20210331)
    # The last moments are the dangerous ones: there everything is written and becomes valid.
    moments = [rng.uniform(0, took) for _ in range(KILLS // 2)]
    moments += [rng.uniform(0.8, 1.05) * took for _ in range(KILLS - KILLS // 2)]
    seen = []
    for number, seconds in enumerate(sorted(moments)):
        copy = place.copy()
        killed_after(copy, folder, seconds)
        seen.append(state(copy, tmp_path / str(number)))

    assert [found in (old, new) for found in seen] == [True] * KILLS
    assert old in seen
