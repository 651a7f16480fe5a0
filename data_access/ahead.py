"""What will be asked next, computed beside the request that is going to ask: engines use more than one core."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from typing import Generic, TypeVar

Answer = TypeVar("Answer")

# More do not help a page: it asks four large questions.
MOST_THREADS = 3


def spare_cores() -> int:
    """How many threads can work beside a request on this machine, and as many as are of use."""
    return min(MOST_THREADS, (os.cpu_count() or 1) - 1)


class Pending(Generic[Answer]):
    """Something that may be being computed."""

    def __init__(self, compute: Callable[[], Answer], future: Future[Answer] | None) -> None:
        self._compute = compute
        self._future = future

    @property
    def is_running(self) -> bool:
        """Whether a thread is computing it right now."""
        return self._future is not None and self._future.running()

    def take(self) -> bool:
        """Compute it here, where no thread has begun with it; whether that was so."""
        if self._future is None or not self._future.cancel():
            return False
        here: Future[Answer] = Future()
        try:
            here.set_result(self._compute())
        except Exception as error:  # for whoever asks
            here.set_exception(error)
        self._future = here
        return True

    def result(self) -> Answer:
        """The answer, computed here where no thread has begun with it; raises what computing it raises."""
        if self._future is None:
            return self._compute()
        self.take()
        return self._future.result()


def together(begun: Mapping[str, Pending[Answer]]) -> dict[str, Answer]:
    """All of the answers; those that no thread has begun with are computed here, from the last one on."""
    for pending in reversed([*begun.values()]):
        pending.take()
    return {name: pending.result() for name, pending in begun.items()}


class Ahead:
    """A few threads of a process, shared by all of its requests.

    A request never waits for one of them to become free, and an answer that nobody fetches is dropped.
    """

    def __init__(self, threads: int) -> None:
        """``threads``: 0: everything is computed when it is asked for."""
        self._threads = threads
        self._pool: tuple[int, ThreadPoolExecutor] | None = None
        self._guard = threading.Lock()

    def begin(self, compute: Callable[[], Answer]) -> Pending[Answer]:
        """Let ``compute`` run in one of the threads, in the context and within the time of this request."""
        if self._threads < 1:
            return Pending(compute, None)
        return Pending(compute, self._executor().submit(copy_context().run, compute))

    def _executor(self) -> ThreadPoolExecutor:
        with self._guard:
            # A process that was made from this one has none of its threads.
            if self._pool is None or self._pool[0] != os.getpid():
                self._pool = os.getpid(), ThreadPoolExecutor(self._threads, "krm-ahead")
            return self._pool[1]
