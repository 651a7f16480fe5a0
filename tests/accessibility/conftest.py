"""The browser and the server of the end-to-end tests."""

from __future__ import annotations

from tests.e2e.conftest import (
    _watched,
    browser_log,
    chromium,
    context,
    demo_dir,
    live_server,
    page,
    pytest_configure,
)

__all__ = ["_watched", "browser_log", "chromium", "context", "demo_dir", "live_server", "page", "pytest_configure"]
