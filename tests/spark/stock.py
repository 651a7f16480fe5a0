"""A delivery in PostgreSQL, its facts as Parquet files, and warehouses that answer from the one and the other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from flask_caching.backends.nullcache import NullCache
from sqlalchemy import Engine, event

from data_access.cache import RowCache
from data_access.engine import reading_engine
from data_access.snapshot.build import write_snapshot
from data_access.spark.address import read_address
from data_access.spark.dialect import open_engine
from data_access.spark.parquet import write_parquet
from data_access.spark.source import SparkSource
from data_access.warehouse import Warehouse
from tests.random_data import Lieferung
from tests.spark.cluster import HOST, SparkCluster
from tests.warehouses import import_delivery, uncached_warehouse

MEGABYTES = 256
# The first statements of a new cluster are slow, and those after a lost worker.
PATIENCE = 60.0


@dataclass(frozen=True)
class Stock:
    """One database: ``direct`` answers from it, ``spark`` from its Parquet files."""

    url: str
    folder: Path
    address: str
    lieferung: Lieferung = field(repr=False)
    datenstand: date
    direct: Warehouse = field(repr=False)
    spark: Warehouse = field(repr=False)
    engine: Engine = field(repr=False)

    @property
    def parquet(self) -> Path:
        """Where the files lie."""
        return self.folder / "parquet"

    def write(self) -> None:
        """Bring the files to what is in the database."""
        write_snapshot(self.url, self.folder / "snapshot", MEGABYTES)
        write_parquet(self.folder / "snapshot", self.parquet, MEGABYTES)

    @contextmanager
    def sent(self) -> Iterator[list[str]]:
        """The statements that Spark is asked meanwhile."""
        statements: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            statements.append(statement)

        event.listen(self.engine, "before_cursor_execute", note)
        try:
            yield statements
        finally:
            event.remove(self.engine, "before_cursor_execute", note)


@contextmanager
def open_stock(
    delivery: tuple[Lieferung, date], url: str, cluster: SparkCluster, folder: Path, seconds: float = PATIENCE
) -> Iterator[Stock]:
    """Import a delivery into an empty database and write its files; no statement may take longer than ``seconds``."""
    import_delivery(url, *delivery)
    address = f"spark://{HOST}:{cluster.port}{folder / 'parquet'}"
    named = read_address(address)
    engine = open_engine(named, seconds, pool_size=4)
    database = reading_engine(url, seconds)
    source = SparkSource(database, engine, named.store)
    spark = Warehouse(lambda: source, RowCache(NullCache(), folder / "locks"))
    try:
        with uncached_warehouse(url, folder / "direct") as direct:
            stock = Stock(url, folder, address, *delivery, direct, spark, engine)
            stock.write()
            yield stock
    finally:
        source.release()
