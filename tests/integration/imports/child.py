"""Runs one import in a process of its own: ``python -m tests.integration.imports.child URL FOLDER``.

Every call of the progress callback is a line on stdout, so that the parent can kill the process at a chosen moment.
"""

from __future__ import annotations

import sys
from pathlib import Path

from data_access.engine import writing_engine
from data_access.imports import run_import


def tell(phase: str, done: int, _total: int | None) -> None:
    """One line per step."""
    print(f"{phase} {done}", flush=True)


if __name__ == "__main__":
    result = run_import(writing_engine(sys.argv[1]), Path(sys.argv[2]), progress=tell)
    print(f"nummer {result.nummer} {result.changed}", flush=True)
    sys.exit(0 if result.ok else 1)
