"""Entries of the cache as files, and no more of them than are allowed.

The library counts its files in one more file at every entry, and once there are too many it reads all of them each
time. Here a process looks after some entries only, and then lets go of so many that it need not look again soon.
"""

from __future__ import annotations

import os
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

from flask_caching.backends.filesystemcache import FileSystemCache

# Of the entries that are allowed: after so many new ones a process looks, and so many stay where there are too many.
_LOOK_AFTER, _STAY = 1 / 16, 7 / 8


class RowFiles(FileSystemCache):
    """Files in a folder, the oldest of which go where there are more than ``threshold``."""

    def __init__(self, cache_dir: str, threshold: int = 500, **options: Any) -> None:
        # Without a threshold the library does not count.
        super().__init__(cache_dir, 0, **options)
        self._folder = Path(cache_dir)
        self._most = threshold
        self._look_after = max(1, int(threshold * _LOOK_AFTER))
        self._written = count(1)

    def set(self, key: str, value: Any, *args: Any, **options: Any) -> bool:
        """Write an entry."""
        stored: bool = super().set(key, value, *args, **options)
        if next(self._written) % self._look_after == 0:
            self._let_go()
        return stored

    def _let_go(self) -> None:
        files = []
        with os.scandir(self._folder) as found:
            for entry in found:
                # Another process may have removed it meanwhile.
                with suppress(OSError):
                    files.append((entry.stat().st_mtime_ns, entry.path))
        if len(files) <= self._most:
            return
        for _, path in sorted(files)[: len(files) - int(self._most * _STAY)]:
            with suppress(OSError):
                Path(path).unlink()
