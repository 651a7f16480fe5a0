"""Counters of all processes of one server in one folder, so that any of them can answer for all.

Every living process has a place, a number of its own, and its files carry that number. Whoever takes the place of a
process that is gone goes on counting where it stopped: no count is lost, and there are never more files than places.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterable
from itertools import count
from typing import Any

from prometheus_client import values

# Where the library looks for the folder; set by gunicorn before the application is loaded.
VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
_PREFIX = "krm-zaehler-"
_PLACE = "krm_place"
_MASTER = 0


class _Process:
    """What this process knows of the sharing; a worker inherits it from the master."""

    folder: str | None = None
    place = _MASTER


def environment(parent: str | None) -> list[str]:
    """The variable for gunicorn's ``raw_env``; nothing where no folder can be made: then each process counts alone.

    The folder is made below ``parent`` (None: the usual place for temporary files) at the first call, and goes with
    the process that made it.
    """
    if _Process.folder is None:
        try:
            _Process.folder = tempfile.mkdtemp(prefix=_PREFIX, dir=parent)
        except OSError:
            return []
        values.ValueClass = values.MultiProcessValue(lambda: _Process.place)  # type: ignore[no-untyped-call]
        atexit.register(_remove, _Process.folder, os.getpid())
    return [f"{VARIABLE}={_Process.folder}"]


def reserve(worker: Any, living: Iterable[Any]) -> None:
    """In the master, before ``worker`` begins: give it the first place that none of the living ones has."""
    taken = {getattr(other, _PLACE, _MASTER) for other in living}
    setattr(worker, _PLACE, next(place for place in count(_MASTER + 1) if place not in taken))


def enter(worker: Any) -> None:
    """In the worker, before anything is counted: count at its place."""
    _Process.place = getattr(worker, _PLACE)


def _remove(folder: str, owner: int) -> None:
    # Workers inherit what is to be done at the end.
    if os.getpid() == owner:
        shutil.rmtree(folder, ignore_errors=True)
