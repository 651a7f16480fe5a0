"""Opens what ``KRM_ANALYTICS`` names: where the figures of the pages are computed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from data_access.engine import reading_engine
from data_access.sources import Sources, direct
from settings import SNAPSHOT, SPARK, Settings


@dataclass(frozen=True)
class Analytics:
    """Where figures come from. ``release`` closes what is open; what is asked afterwards opens it anew."""

    sources: Sources
    release: Callable[[], None]


def open_analytics(settings: Settings, pool_size: int = 8) -> Analytics:
    """The place that the settings name; nothing is connected before it is asked.

    Raises ``SparkUnusableError``.
    """
    if settings.analytics == SNAPSHOT:
        # It brings a database engine of its own, which nobody else needs.
        from data_access.snapshot.source import Snapshots

        snapshots = Snapshots(settings.snapshot_dir, settings.snapshot_megabytes, settings.statement_seconds)
        return Analytics(snapshots, snapshots.release)
    engine = reading_engine(settings.krm_url, settings.statement_seconds, pool_size)
    if settings.analytics.startswith(SPARK):
        # Its packages are no part of every installation.
        from data_access.spark.source import open_spark

        source = open_spark(engine, settings.analytics, settings.statement_seconds, pool_size)
        return Analytics(lambda: source, source.release)
    return Analytics(direct(engine), engine.dispose)
