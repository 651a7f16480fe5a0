"""Counts in several processes like a server: ``python -m tests.integration.counting_child``.

Two workers count, one of them is killed, and another one takes its place; what they counted together comes on stdout.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path
from types import SimpleNamespace

from prometheus_client import CollectorRegistry, Counter, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from web import shared_counts


def worker(counter: Counter, living: list[SimpleNamespace], times: int, end: int) -> SimpleNamespace:
    """A process that counts and ends by the signal (0: by itself); back when it is over."""
    one = SimpleNamespace()
    shared_counts.reserve(one, living)
    pid = os.fork()
    if pid == 0:
        shared_counts.enter(one)
        for _ in range(times):
            counter.inc()
        if end:
            os.kill(os.getpid(), end)
        os._exit(0)
    os.waitpid(pid, 0)
    return one


if __name__ == "__main__":
    (variable,) = shared_counts.environment(None)
    folder = os.environ[shared_counts.VARIABLE] = variable.partition("=")[2]
    counter = Counter("krm_counted", "Gezählt")
    first = worker(counter, [], 3, signal.SIGKILL)
    second = worker(counter, [first], 5, 0)
    # The first one is gone: its place is free again.
    third = worker(counter, [second], 4, signal.SIGTERM)
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    print(first.krm_place, second.krm_place, third.krm_place)
    print(folder)
    print(*sorted(path.name for path in Path(folder).iterdir()))
    print(generate_latest(registry).decode().splitlines()[-1])
