"""gunicorn as it is shipped, with its processes in reach: for tests that signal, kill and count them."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import psutil

from tests.e2e.server import PROGRAMS, ROOT, environment
from tests.services import free_port

READY_SECONDS = 90
STOP_SECONDS = 60


@dataclass(frozen=True)
class Gunicorn:
    """A running server: its port and its master process."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def workers(self) -> list[psutil.Process]:
        """The worker processes that live."""
        return [
            child for child in psutil.Process(self.process.pid).children() if child.status() != psutil.STATUS_ZOMBIE
        ]

    def status(self, path: str, seconds: float = 10) -> int:
        """Status of a GET on a connection of its own; 0 where there is no answer in time."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        try:
            connection.request("GET", path, headers={"Connection": "close"})
            return connection.getresponse().status
        except (OSError, HTTPException):
            return 0
        finally:
            connection.close()


@contextmanager
def gunicorn(
    var_dir: Path, settings: Mapping[str, str] | None = None, *options: str, ready: str = "/readyz"
) -> Iterator[Gunicorn]:
    """The server on a free port, ready to answer; it is stopped afterwards unless that has been done."""
    port, log = free_port(), var_dir / "gunicorn.log"
    command = [str(PROGRAMS / "gunicorn"), "-c", "gunicorn.conf.py", "-b", f"127.0.0.1:{port}", *options]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, "app:create_server()"],
            cwd=ROOT,
            env=environment(var_dir, settings or {}),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    server = Gunicorn(port, process, log)
    try:
        assert _wait_until_ready(server, ready), log.read_text(encoding="utf-8")
        yield server
    finally:
        process.terminate()
        process.wait(timeout=STOP_SECONDS)


def _wait_until_ready(server: Gunicorn, path: str) -> bool:
    deadline = time.monotonic() + READY_SECONDS
    while server.process.poll() is None and time.monotonic() < deadline:
        if server.status(path) == 200:
            return True
        time.sleep(0.1)
    return False
