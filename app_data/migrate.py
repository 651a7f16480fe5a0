"""Brings the schema of the application's own database up to date; processes that start together take turns."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from filelock import FileLock
from sqlalchemy import Engine, text

from app_data.engine import WRITES, create_file

MIGRATIONS = Path(__file__).parent / "migrations"
LOCK_SECONDS = 20.0
# Any number will do, as long as every version of the application uses the same one.
ADVISORY_KEY = 5_263_693_215


def migrate(engine: Engine) -> None:
    """Create or upgrade the schema.

    Raises SQLAlchemyError, alembic's CommandError (the schema is newer than this program), OSError or filelock's
    Timeout; whatever it is, the schema stays what it was.
    """
    create_file(engine.url)
    with _alone(engine), engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_KEY})
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


@contextmanager
def _alone(engine: Engine) -> Iterator[None]:
    """The first connection to an SQLite file changes its mode, for which SQLite itself would not wait."""
    if engine.dialect.name != "sqlite" or not engine.url.database:
        yield
        return
    with FileLock(f"{engine.url.database}.lock", timeout=LOCK_SECONDS, mode=0o600):
        yield
