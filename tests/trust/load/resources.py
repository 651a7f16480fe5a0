"""What the processes of a server hold: memory, open files, threads."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field

import psutil


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

    def after(self, second: float) -> list[Sample]:
        """The samples from then on."""
        return [sample for sample in self.samples if sample.second >= second]

    def _look(self) -> None:
        begun = time.monotonic()
        while not self._over.wait(self.every):
            # A worker may end while it is looked at.
            with suppress(psutil.Error):
                self.samples.append(_sample(self.master, time.monotonic() - begun))


def _sample(master: int, second: float) -> Sample:
    workers = psutil.Process(master).children()
    memory = sum(worker.memory_full_info().pss for worker in workers)
    return Sample(second, memory, sum(w.num_fds() for w in workers), sum(w.num_threads() for w in workers))
