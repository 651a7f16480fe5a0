"""Small tools for measuring: medians of repeated runs, and lines of a table."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable


def median_ms(action: Callable[[], object], repeats: int, prepare: Callable[[], object] | None = None) -> float:
    """Median wall time of ``action`` in milliseconds; ``prepare`` runs before each repeat and is not counted."""
    times = []
    for _ in range(repeats):
        if prepare is not None:
            prepare()
        started = time.perf_counter()
        action()
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def line(name: str, milliseconds: float, bare: float) -> str:
    """One row: what was measured, its time, and its ratio to the bare SQL."""
    return f"{name:<68}{milliseconds:>10.2f} ms{milliseconds / bare:>9.2f}x"
