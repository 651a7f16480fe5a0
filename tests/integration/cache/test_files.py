"""The cache of files holds what was written last, and not much more than it may."""

from __future__ import annotations

import os
from pathlib import Path

from flask import Flask

from data_access.cache import connect_cache
from settings import Settings

MOST = 32


def test_the_oldest_entries_go_where_there_are_too_many(tmp_path: Path):
    settings = Settings(var_dir=tmp_path, cache_entries=MOST)
    cache = connect_cache(Flask("krm_statistik", static_folder=None), settings)
    folder = settings.cache_dir / "rows"

    for number in range(200):
        cache.set(str(number), {"rows": [[number]]})
        for file in folder.iterdir():
            # All of one moment on a fast machine otherwise.
            if file.stat().st_mtime_ns > 10**12:
                os.utime(file, ns=(number, number))
        assert len(list(folder.iterdir())) <= MOST + MOST // 16

    kept = [number for number in range(200) if cache.get(str(number)) is not None]
    assert kept == list(range(200 - len(kept), 200))
    assert len(kept) >= MOST * 3 // 4
