"""What the numbers were measured on: processor, memory and versions, and nothing that tells whose machine it is."""

from __future__ import annotations

import os
import platform
import sqlite3
from importlib.metadata import version
from pathlib import Path

import numpy as np
import psutil

from benchmarks.timing import Contender
from domain.formats import number

PACKAGES = ("sqlalchemy", "duckdb", "psycopg", "pandas", "numpy", "dash", "plotly", "flask", "gunicorn")
MEGABYTES = 512
REPEATS = 7


def facts() -> dict[str, str]:
    """Name → value in words."""
    memory = psutil.virtual_memory().total / 2**30
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return {
        "Prozessor": _processor(),
        "Kerne": str(len(os.sched_getaffinity(0))),
        "Arbeitsspeicher": f"{number(memory)} GiB",
        "System": f"Linux {platform.machine()}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}",
        "Pakete": packages,
    }


def bandwidth() -> float:
    """Bytes per second that one core reads: the sum of an array that fits into no cache, best of some times."""
    values = np.ones(MEGABYTES * 2**20 // 8, dtype=np.int64)
    contender = Contender(values.sum)
    for _ in range(REPEATS):
        contender.run()
    return values.nbytes / (min(contender.times) / 1000)


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unbekannt")
