"""One cluster for all tests here, and databases whose facts lie before it as Parquet files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.random_data import Lieferung, random_delivery
from tests.spark.cluster import SparkCluster, spark_cluster
from tests.spark.stock import Stock, open_stock

LARGE = 4_000


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkCluster]:
    """A running cluster with two workers."""
    with spark_cluster(tmp_path_factory.mktemp("spark")) as running:
        yield running


def with_households(seed: int, size: int) -> tuple[Lieferung, date]:
    """A random delivery, with denominators for two of its Jobcenter."""
    lieferung, datenstand = random_delivery(seed, size)
    lieferung["bezugsgroesse"] = [
        {"jobcenter": jobcenter, "monat": f"{year}-{month:02}", "art": "bedarfsgemeinschaften", "wert": 900 + month}
        for jobcenter in ("elbtal", "ruhr")
        for year in (2019, 2020)
        for month in range(1, 13)
    ]
    return lieferung, datenstand


@pytest.fixture(scope="session", params=[150, LARGE], ids=["small", "large"])
def stock(
    request: pytest.FixtureRequest,
    cluster: SparkCluster,
    new_postgres_database: Callable[[], str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Stock]:
    """A random delivery in PostgreSQL and as Parquet files."""
    folder: Path = tmp_path_factory.mktemp("stock")
    with open_stock(with_households(request.param, request.param), new_postgres_database(), cluster, folder) as opened:
        yield opened
