"""Filter changes over HTTP against the server as it is shipped, and what its processes take of the memory."""

from __future__ import annotations

import json
import os
import random
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import cycle, islice
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil

from benchmarks.application import Application
from benchmarks.datasets import Dataset, Note
from benchmarks.pages import UEBERBLICK
from benchmarks.selections import random_selections
from benchmarks.timing import percentile
from domain.formats import number
from tests.e2e.server import running_server
from web import prewarm

UNCACHED, CACHED = 60, 200
SEED = 11
# A process that has used less than this share of a core for so long has nothing to do.
IDLE_SECONDS, IDLE_SHARE, IDLE_AT_MOST = 0.5, 0.05, 60.0
JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True)
class Latency:
    """Milliseconds from the request to the last byte, one request at a time; memory is that of one worker."""

    scale: str
    engine: str
    uncached_p50: float
    uncached_p95: float
    cached_p50: float
    cached_p95: float
    kilobytes: float
    workers: int
    rss_megabytes: float
    uss_megabytes: float


def latency(data: Dataset, engine: str, analytics: str, application: Application, say: Note) -> Latency:
    """The Überblick for random selections, each asked once, and then again from the cache."""
    bodies = [_body(application, UEBERBLICK, query) for query in random_selections(data.scale, UNCACHED)]
    environment = data.environment(analytics)
    shutil.rmtree(Path(environment["KRM_VAR_DIR"]) / "cache" / "rows", ignore_errors=True)
    with _server(environment) as connection:
        for body in (*_start_views(application), bodies[0]):
            _ask(connection, body)
        _wait_until_idle()
        uncached = [_ask(connection, body) for body in bodies[1:]]
        order = random.Random(SEED).sample(bodies, len(bodies))
        cached = [_ask(connection, body) for body in islice(cycle(order), CACHED)]
        memory = [worker.memory_full_info() for worker in _workers()]
    found = Latency(
        scale=data.scale.name,
        engine=engine,
        uncached_p50=percentile([ms for ms, _ in uncached], 0.5),
        uncached_p95=percentile([ms for ms, _ in uncached], 0.95),
        cached_p50=percentile([ms for ms, _ in cached], 0.5),
        cached_p95=percentile([ms for ms, _ in cached], 0.95),
        kilobytes=percentile([size for _, size in uncached], 0.5) / 1000,
        workers=len(memory),
        rss_megabytes=max(one.rss for one in memory) / 1e6,
        uss_megabytes=max(one.uss for one in memory) / 1e6,
    )
    p50, p95 = number(found.uncached_p50), number(found.uncached_p95)
    say(f"{found.scale} {engine}, HTTP: p50 {p50} ms, p95 {p95} ms")
    return found


def _body(application: Application, slug: str, query: str) -> bytes:
    return json.dumps(application.callback(slug, query)).encode()


def _start_views(application: Application) -> list[bytes]:
    """What the server computes on its own as soon as it sees a Datenstand: once they are there it has nothing to do."""
    return [_body(application, slug, query) for query in prewarm.QUERIES for slug in prewarm.PAGES]


@contextmanager
def _server(environment: dict[str, str]) -> Iterator[HTTPConnection]:
    var_dir = Path(environment["KRM_VAR_DIR"])
    with running_server(var_dir, environment) as url:
        connection = HTTPConnection(urlsplit(url).netloc, timeout=60)
        yield connection
        connection.close()


def _workers() -> list[psutil.Process]:
    """Those of the server; its master process has children, they have none."""
    started = psutil.Process(os.getpid()).children(recursive=True)
    return [process for process in started if "gunicorn" in str(process.cmdline()) and not process.children()]


def _wait_until_idle() -> None:
    """Until the processes have read ahead and computed what they do on their own; what is measured are requests."""
    until = time.monotonic() + IDLE_AT_MOST
    before = -1.0
    while (spent := _seconds_spent()) > before + IDLE_SHARE * IDLE_SECONDS and time.monotonic() < until:
        before = spent
        time.sleep(IDLE_SECONDS)


def _seconds_spent() -> float:
    return sum(sum(worker.cpu_times()[:2]) for worker in _workers())


def _ask(connection: HTTPConnection, body: bytes) -> tuple[float, int]:
    """Milliseconds and bytes of one filter change."""
    started = time.perf_counter()
    connection.request("POST", "/_dash-update-component", body, JSON)
    response: Any = connection.getresponse()
    answer = response.read()
    milliseconds = (time.perf_counter() - started) * 1000
    assert response.status == 200, answer[:500]
    return milliseconds, len(answer)
