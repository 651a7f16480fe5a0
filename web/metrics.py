"""What a Prometheus asks for: counts and durations of requests, the cache, the age of the data.

No label says who asked or for what selection.
"""

from __future__ import annotations

import platform
from collections.abc import Iterator
from datetime import date
from time import perf_counter

from flask import Flask, Response, g, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from data_access.errors import DatabaseUnavailableError, NoDataError
from data_access.warehouse import Warehouse
from domain.scope import Scope
from domain.version import VERSION
from web import texts
from web.access.guard import OWN_REQUEST

# What is asked for by other methods is refused; their names come from whoever asks and are no label.
METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15)


class Metrics:
    """Counts what one application does; in several processes see ``web.shared_counts``."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = self._counter("krm_http_requests", texts.METRIC_REQUESTS, "endpoint", "method", "status")
        self._refusals = self._counter("krm_rate_refusals", texts.METRIC_REFUSALS)
        self._lookups = self._counter("krm_cache_lookups", texts.METRIC_CACHE, "outcome")
        self._seconds = Histogram(
            "krm_http_request_seconds", texts.METRIC_SECONDS, ["endpoint"], buckets=SECONDS, registry=self._registry
        )

    def cache_looked_up(self, outcome: str) -> None:
        """One question to the cache of rows: ``hit``, ``miss`` or ``error``."""
        self._lookups.labels(outcome).inc()

    def install(self, server: Flask) -> None:
        """Count every request but our own; call it before anything else that looks at requests."""

        @server.before_request
        def _begin() -> None:
            g.begun = perf_counter()

        @server.after_request
        def _end(response: Response) -> Response:
            if OWN_REQUEST not in request.environ:
                self._note(response.status_code, perf_counter() - g.begun)
            return response

    def text(self, state: Collector) -> bytes:
        """Everything that was counted, by all processes together, and ``state`` as it is now."""
        return generate_latest(self._counted()) + generate_latest(_registry_of(state))

    def _note(self, status: int, seconds: float) -> None:
        endpoint = request.endpoint or "none"
        method = request.method if request.method in METHODS else "other"
        self._requests.labels(endpoint, method, str(status)).inc()
        self._seconds.labels(endpoint).observe(seconds)
        if status == 429:
            self._refusals.inc()

    def _counter(self, name: str, help_text: str, *labels: str) -> Counter:
        return Counter(name, help_text, labels, registry=self._registry)

    def _counted(self) -> CollectorRegistry:
        together = CollectorRegistry()
        try:
            MultiProcessCollector(together)  # type: ignore[no-untyped-call]
        except ValueError:
            # There is no folder in which processes count together: this one is alone.
            return self._registry
        return together


class State(Collector):
    """What is asked anew each time: whether the database answers, how old its data are, which version runs."""

    def __init__(self, warehouse: Warehouse) -> None:
        self._warehouse = warehouse

    def collect(self) -> Iterator[Metric]:
        """One family per figure; the age is missing where there is none."""
        stand = datenstand(self._warehouse)
        yield GaugeMetricFamily("krm_database_up", texts.METRIC_DATABASE, int(self._warehouse.is_ready()))
        if stand is not None:
            age = (date.today() - stand).days
            yield GaugeMetricFamily("krm_datenstand_age_days", texts.METRIC_AGE, age)
        if self._warehouse.holder is not None:
            yield GaugeMetricFamily("krm_held_rows", texts.METRIC_HELD, self._warehouse.holder.size)
            yield GaugeMetricFamily("krm_held_sums", texts.METRIC_HELD_SUMS, self._warehouse.holder.sums.size)
            yield GaugeMetricFamily("krm_held_bytes", texts.METRIC_HELD_BYTES, self._warehouse.holder.bytes)
        build = GaugeMetricFamily("krm_build_info", texts.METRIC_BUILD, labels=("version", "python"))
        build.add_metric((VERSION, platform.python_version()), 1)
        yield build


def datenstand(warehouse: Warehouse) -> date | None:
    """The day for which the data stand; None where none are loaded or the database does not answer."""
    try:
        return warehouse.view(Scope()).catalog.stand.datenstand
    except (NoDataError, DatabaseUnavailableError):
        return None


def register(server: Flask, metrics: Metrics, warehouse: Warehouse) -> None:
    """Add ``/metrics``."""
    state = State(warehouse)

    @server.get("/metrics", endpoint="metrics")
    def _metrics() -> Response:
        return Response(
            metrics.text(state), content_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "private, no-store"}
        )


def _registry_of(state: Collector) -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(state)
    return registry
