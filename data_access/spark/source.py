"""Facts from Spark, everything else from the KRM database, and never two Datenstände in one answer.

The KRM database says which Datenstand is the newest. Its facts lie in a folder that is named by it and never changes;
as long as there is none, the KRM database answers in Spark's place.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from sqlalchemy import Connection, Engine

from data_access.catalog import Stand
from data_access.sources import DirectSource
from data_access.spark.address import SparkAddress, read_address
from data_access.spark.dialect import SparkDialect, open_engine
from data_access.spark.errors import SparkPackagesError
from data_access.spark.store import NUMBERS, Holding, name_of
from data_access.spark.tables import forget_others, has_all_rows, newest, use

# So often it is looked for a folder that was not there.
LOOK_SECONDS = 10.0

log = structlog.get_logger(__name__)


def usable(text: str) -> SparkAddress:
    """The address of ``KRM_ANALYTICS``; raises ``SparkAddressError`` and ``SparkPackagesError``."""
    address = read_address(text)
    try:
        SparkDialect.import_dbapi()
    except ModuleNotFoundError as error:
        raise SparkPackagesError from error
    return address


def open_spark(database: Engine, text: str, statement_seconds: float, pool_size: int) -> SparkSource:
    """The source that the address names; nothing is connected before it is asked. Raises what ``usable`` raises."""
    address = usable(text)
    return SparkSource(database, open_engine(address, statement_seconds, pool_size), address.store)


class SparkSource(DirectSource):
    """The KRM database with its facts on Spark; shared by all threads of a process."""

    may_be_held = False

    def __init__(self, database: Engine, spark: Engine, store: str) -> None:
        super().__init__(database)
        self._spark = spark
        self._store = store
        # Version and folder of the newest Datenstand that Spark has.
        self._found: tuple[str, str] | None = None
        # Version and time of the last look for one that it had not.
        self._missed: tuple[str, float] | None = None
        self._guard = threading.Lock()

    @contextmanager
    def connect_to_facts(self, stand: Stand) -> Iterator[Connection]:
        """Spark with the tables of this Datenstand; the KRM database where they are not written yet.

        Raises ``StandChangedError`` and ``SQLAlchemyError``.
        """
        folder = self._folder(stand)
        if folder is None:
            with super().connect_to_facts(stand) as connection:
                yield connection
        else:
            with self._spark.connect() as connection:
                yield use(connection, self._store, folder)

    def release(self) -> None:
        """Close all connections: they must not be shared with a process that is about to be made from this one."""
        self._spark.dispose()
        self.engine.dispose()

    def _folder(self, stand: Stand) -> str | None:
        with self._guard:
            if self._found and self._found[0] == stand.version:
                return self._found[1]
            missed = self._missed
            if missed and missed[0] == stand.version and time.monotonic() - missed[1] < LOOK_SECONDS:
                return None
            folder = self._look(stand)
            if folder is None:
                self._missed = (stand.version, time.monotonic())
                log.warning("parquet_missing", nummer=stand.nummer)
            else:
                self._found = (stand.version, folder)
            return folder

    def _look(self, stand: Stand) -> str | None:
        with self.connect_at(stand) as database:
            name = name_of(stand.version, database.execute(NUMBERS).all())
        with self._spark.connect() as connection:
            holding = newest(connection, self._store)
            if holding is None or holding.name != name or not self._is_whole(holding):
                return None
            forget_others(connection, stand.version.partition(":")[0], holding)
        return name

    def _is_whole(self, holding: Holding) -> bool:
        with self._spark.connect() as connection:
            return has_all_rows(use(connection, self._store, holding.name), holding)
