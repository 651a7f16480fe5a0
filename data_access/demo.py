"""Loads the shipped reference data, and never beside the data of somebody else."""

from __future__ import annotations

import tempfile
from pathlib import Path

from sqlalchemy import Engine, func, select

from data_access import schema
from data_access.imports import ImportRefusedError, ImportResult, messages, run_import
from data_access.imports.rows import Progress
from data_access.imports.run import bring_up_to_date, no_progress
from data_access.reference.generator import DATENSTAND, reference_delivery
from data_access.reference.writer import write_delivery

# Named in the importlauf as the source of the data.
FOLDER = "referenzdaten"


def load_demo(engine: Engine, *, only_if_empty: bool = False, progress: Progress = no_progress) -> ImportResult | None:
    """Bring the schema up to date and load the reference data, marked as demo.

    None: ``only_if_empty`` and there are data already. ImportRefusedError: other data are there, or see ``run_import``.
    """
    bring_up_to_date(engine)
    loaded, foreign = _loaded(engine)
    if loaded and only_if_empty:
        return None
    if foreign:
        raise ImportRefusedError(messages.OTHER_DATA_LOADED)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / FOLDER
        write_delivery(reference_delivery(), folder)
        return run_import(engine, folder, datenstand=DATENSTAND, demo=True, progress=progress)


def _loaded(engine: Engine) -> tuple[bool, bool]:
    """Whether there are data, and whether they are others than the reference data."""
    lauf = schema.importlauf
    with engine.connect() as connection:
        runs = connection.scalar(select(func.count()).select_from(lauf)) or 0
        own_runs = connection.scalar(select(func.count()).where(lauf.c.demo == 0)) or 0
        # Rows that no import has brought are somebody's as well.
        rows = connection.scalar(select(schema.jobcenter.c.code).limit(1)) is not None
    return bool(runs) or rows, bool(own_runs) or (rows and not runs)
