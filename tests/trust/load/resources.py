"""What the processes of a server hold: memory, open files, threads."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from statistics import median

import psutil

WARM_SECONDS = 300.0


@dataclass(frozen=True)
class Sample:
    """Of the workers together; memory in bytes (pages that they share counted by share)."""

    second: float
    memory: int
    files: int
    threads: int


@dataclass
class Watch:
    """Looks at the workers of ``master`` every so many seconds while its block runs."""

    master: int
    every: float = 5.0
    samples: list[Sample] = field(default_factory=list)
    _over: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Watch:
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        begun = time.monotonic()
        while not self._over.wait(self.every):
            # A worker may end while it is looked at.
            with suppress(psutil.Error):
                self.samples.append(_sample(self.master, time.monotonic() - begun))


def growth(samples: Sequence[Sample]) -> dict[str, float]:
    """Share by which each of the three has grown since everything was warm; nothing where the run was too short."""
    warm = [sample for sample in samples if sample.second >= WARM_SECONDS]
    quarter = len(warm) // 4
    if quarter == 0:
        return {}
    return {
        name: median(getattr(one, name) for one in warm[-quarter:])
        / median(getattr(one, name) for one in warm[:quarter])
        - 1
        for name in ("memory", "files", "threads")
    }


def _sample(master: int, second: float) -> Sample:
    workers = psutil.Process(master).children()
    memory = sum(worker.memory_full_info().pss for worker in workers)
    return Sample(second, memory, sum(w.num_fds() for w in workers), sum(w.num_threads() for w in workers))
