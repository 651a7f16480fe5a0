"""What nobody needs any more in the application's own database: old check numbers, log-outs of long ago."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from app_data.database import AppDatabase
from app_data.pruefnummern import forget_figures
from app_data.sitzungen import forget_epochs
from settings import Settings
from web.access.session import LONGEST_SECONDS

# Rather kept a day too long than a day too short.
_LONGEST_YEAR = timedelta(days=366)
# Clocks of several machines may differ.
_MARGIN = timedelta(hours=1)


class Removed(NamedTuple):
    """How many of each have been removed."""

    pruefnummern: int
    abmeldungen: int


def clean_up(settings: Settings, now: datetime) -> Removed:
    """Remove it; raises ``AppDatabaseUnavailableError``, and then nothing has been removed."""
    database = AppDatabase(settings.app_url)
    try:
        with database.writing() as connection:
            return Removed(
                forget_figures(connection, now - settings.pruefnummern_jahre * _LONGEST_YEAR),
                forget_epochs(connection, now - timedelta(seconds=LONGEST_SECONDS) - _MARGIN),
            )
    finally:
        database.close()
