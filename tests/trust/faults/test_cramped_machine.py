"""A full disk and too little memory: old numbers or new ones, a sentence, never half of either."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from data_access.reference.writer import write_delivery
from tests.e2e.server import PROGRAMS, ROOT, environment
from tests.faults.house import DATENSTAND, LIEFERUNG, Answer, faults_of
from tests.integration.cache.places import FIRST, SECOND, ask, expected
from tests.random_data import random_delivery
from tests.trust.faults.conftest import MEMORY_ROWS
from tests.warehouses import import_delivery, uncached_warehouse

LARGE, LARGE_DATENSTAND = random_delivery(1, size=2000)


def krm_import(folder: Path, var_dir: Path, limit: str, datenstand: date) -> subprocess.CompletedProcess[str]:
    """``krm import`` in a process with a limit that prlimit understands."""
    command = ["prlimit", limit, str(PROGRAMS / "flask"), "--app", "app", "krm", "import", str(folder)]
    return subprocess.run(
        [*command, "--datenstand", datenstand.isoformat()],
        cwd=ROOT,
        env=environment(var_dir, {}),
        capture_output=True,
        text=True,
        timeout=300,
    )


def total(var_dir: Path) -> int:
    """Kundenreaktionen of the whole time."""
    with uncached_warehouse(f"sqlite:///{var_dir / 'krm.sqlite'}", var_dir) as warehouse:
        return int(ask(warehouse)[()]["kundenreaktionen"] or 0)


@pytest.mark.parametrize(
    ("rows", "usual", "would_write"),
    [(0, 2, True), (MEMORY_ROWS, 2, False), (MEMORY_ROWS, 0, True)],
    ids=["asked", "held", "to-be-held"],
)
def test_a_full_disk_under_the_server_costs_no_answer(tmp_path: Path, rows: int, usual: int, would_write: bool):
    file, var_dir = tmp_path / "krm.sqlite", tmp_path / "var"
    import_delivery(f"sqlite:///{file}", LIEFERUNG, DATENSTAND)
    command = [sys.executable, "-m", "tests.trust.faults.cramped", f"sqlite:///{file}", str(var_dir)]
    with closing(sqlite3.connect(file)) as other:
        # What SQLite writes itself when a file is opened is there.
        other.execute("SELECT count(*) FROM importlauf").fetchone()
        done = subprocess.run([*command, str(rows), str(usual)], cwd=ROOT, capture_output=True, text=True, timeout=120)

    told = [json.loads(line) for line in done.stdout.splitlines()]
    answers = [Answer(month, status, body, outdated=False, seconds=0.0) for month, status, body in told]
    assert len(answers) == 12, done.stderr
    assert faults_of(answers, 1.0) == []
    assert {answer.status for answer in answers} == {200}
    assert ("File too large" in done.stderr) is would_write
    assert "Exception ignored" not in done.stderr
    # Rows that could not be laid there for others are not half there either.
    assert len(list((var_dir / "cache" / "facts").glob("[!.]*"))) == (1 if rows and usual else 0)


def test_an_import_onto_a_full_disk_changes_nothing_and_says_so(tmp_path: Path):
    url = f"sqlite:///{tmp_path / 'krm.sqlite'}"
    import_delivery(url, FIRST, DATENSTAND)
    folder = tmp_path / "lieferung"
    write_delivery(SECOND, folder)

    refused = krm_import(folder, tmp_path, "--fsize=4096", DATENSTAND)

    assert refused.returncode == 1
    assert "Datenbank" in refused.stderr
    assert "Traceback" not in refused.stderr
    with uncached_warehouse(url, tmp_path) as warehouse:
        assert ask(warehouse) == expected(FIRST)
    assert krm_import(folder, tmp_path, "--fsize=unlimited", DATENSTAND).returncode == 0
    with uncached_warehouse(url, tmp_path) as warehouse:
        assert ask(warehouse) == expected(SECOND)


@pytest.mark.parametrize("megabytes", [250, 280, 310, 340])
def test_an_import_with_too_little_memory_leaves_the_old_or_the_new_numbers(tmp_path: Path, megabytes: int):
    import_delivery(f"sqlite:///{tmp_path / 'krm.sqlite'}", FIRST, DATENSTAND)
    before = total(tmp_path)
    write_delivery(LARGE, tmp_path / "lieferung")

    done = krm_import(tmp_path / "lieferung", tmp_path, f"--as={megabytes << 20}", LARGE_DATENSTAND)

    after = total(tmp_path)
    print(f"{megabytes} MB: {done.returncode}, {before} -> {after}")
    assert (after == before) is (done.returncode != 0)
    # And with enough of it, it goes on from there.
    assert krm_import(tmp_path / "lieferung", tmp_path, "--as=unlimited", LARGE_DATENSTAND).returncode == 0
    assert total(tmp_path) > before
