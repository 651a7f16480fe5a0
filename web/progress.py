"""Progress of a long import on the command line: one line that is overwritten, or a line now and then in a log."""

from __future__ import annotations

import sys
import time
from types import TracebackType

from data_access.imports import messages

SECONDS_ON_TERMINAL = 0.2
SECONDS_IN_LOG = 5.0
ERASE_LINE = "\r\x1b[K"


class ProgressLine:
    """Callback for ``run_import`` that writes to stderr; leaving the ``with`` clears the line on a terminal."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._interval = SECONDS_ON_TERMINAL if self._terminal else SECONDS_IN_LOG
        self._last = time.monotonic()

    def __enter__(self) -> ProgressLine:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._terminal:
            sys.stderr.write(ERASE_LINE)
            sys.stderr.flush()

    def __call__(self, phase: str, done: int, total: int | None) -> None:
        now = time.monotonic()
        if now - self._last < self._interval:
            return
        self._last = now
        line = messages.progress_line(phase, done, total)
        sys.stderr.write(f"{ERASE_LINE}{line}" if self._terminal else f"{line}\n")
        sys.stderr.flush()
