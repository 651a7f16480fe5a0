"""Reports and forms of the command line: made without a server, by the person who owns the machine."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from flask_caching.backends.nullcache import NullCache

from app_data.database import AppDatabase
from app_data.ereignisse import own_events
from data_access.analytics import open_analytics
from data_access.cache import RowCache
from data_access.warehouse import View, Warehouse
from domain.scope import LOCAL
from settings import Settings
from web.jahresbericht import make_jahresbericht
from web.reports import ReportQuestion, make_feste_auswertung, make_form, read_question

MAKERS: dict[str, Callable[[View, AppDatabase, Settings, ReportQuestion], bytes]] = {
    "xlsx": make_feste_auswertung,
    "docx": make_jahresbericht,
}


def write_report(settings: Settings, jahr: str, ending: str, target: Path, jobcenter: Sequence[str]) -> Path:
    """Write the report of a year, or nothing at all; the path of the file.

    Raises OSError, ``ReportRefusedError``, ``NoDataError`` and the errors of the two databases.
    """
    database = AppDatabase(settings.app_url)

    def compute(view: View) -> bytes:
        question = read_question(jahr, jobcenter, "", view.catalog)
        return MAKERS[ending](view, database, settings, question)

    with _warehouse(settings, database) as warehouse:
        return _write(target, warehouse.answer(LOCAL, compute))


def write_form(settings: Settings, jobcenter: str, von: str, bis: str, target: Path) -> Path:
    """Write the form for a manual return; errors as in ``write_report``."""
    with _warehouse(settings, AppDatabase(settings.app_url)) as warehouse:
        content = warehouse.answer(LOCAL, lambda view: make_form(view.catalog, jobcenter, von, bis))
    return _write(target, content)


@contextmanager
def _warehouse(settings: Settings, database: AppDatabase) -> Iterator[Warehouse]:
    analytics = open_analytics(settings, pool_size=1)
    try:
        cache = RowCache(NullCache(), settings.cache_dir / "locks")
        yield Warehouse(analytics.sources, cache, lambda: own_events(database))
    finally:
        analytics.release()


def _write(target: Path, content: bytes) -> Path:
    """Beside its place first, so that there is never half a file."""
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        beside.write_bytes(content)
        beside.replace(target)
    except OSError as error:
        beside.unlink(missing_ok=True)
        # The person asked for the file, not for what stands in for it.
        error.filename = str(target)
        raise
    return target
