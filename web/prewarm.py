"""Computes the views that people open first, as soon as a new Datenstand is seen and before they ask for them."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

import structlog

# The default selection as those see it who may see exact numbers, and as all others do.
QUERIES = ("", "?stufe=geschuetzt")
PAGES = ("ueberblick", "frist", "entwicklung", "vergleich")

log = structlog.get_logger(__name__)


class Prewarm:
    """Told of every Datenstand that a request is about; asks for the start views once per Datenstand and machine.

    ``ask`` answers a page (its slug) for the query text of a selection. ``folder`` holds a mark for the Datenstand that
    is being computed or was. ``prepare`` brings what this process counts from into its memory.
    """

    def __init__(
        self, ask: Callable[[str, str], object], folder: Path, prepare: Callable[[], None] = lambda: None
    ) -> None:
        self._ask = ask
        self._prepare = prepare
        self._folder = folder
        self._seen = ""

    def __call__(self, version: str) -> None:
        """Begin in the background where this Datenstand is new; never waits."""
        if version == self._seen:
            return
        self._seen = version
        threading.Thread(target=self._run, args=(version,), name="prewarm", daemon=True).start()

    def _run(self, version: str) -> None:
        try:
            self._prepare()
        except Exception as error:  # what is not there is read, or asked of the engine, when somebody asks
            log.warning("prepare_failed", error=type(error).__name__)
        if not self._is_first(blake2b(version.encode(), digest_size=16).hexdigest()):
            return
        for query in QUERIES:
            for page in PAGES:
                try:
                    self._ask(page, query)
                except Exception as error:  # nobody is waiting for it; whoever asks computes it himself
                    log.warning("prewarm_failed", page=page, error=type(error).__name__)
                    return

    def _is_first(self, mark: str) -> bool:
        """Whether no process of this machine has begun yet; marks of other Datenstände go."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            os.close(os.open(self._folder / mark, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except OSError:
            return False
        for other in self._folder.iterdir():
            if other.name != mark:
                with suppress(OSError):
                    other.unlink()
        return True
