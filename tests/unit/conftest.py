"""What several unit tests lean on."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask_caching.backends.simplecache import SimpleCache

from data_access.cache import RowCache


@pytest.fixture
def cache(tmp_path: Path) -> RowCache:
    """An empty cache of rows in the memory of this process."""
    return RowCache(SimpleCache(), tmp_path / "locks")
