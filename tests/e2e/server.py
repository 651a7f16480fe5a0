"""The real server for end-to-end tests: gunicorn with its own database and folders."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from tests.services import free_port

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = Path(sys.executable).parent
READY_SECONDS = 90


def environment(var_dir: Path, settings: Mapping[str, str]) -> dict[str, str]:
    """The environment of a server process: nothing of the caller's settings, everything below var_dir."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("KRM_", "DASH_"))}
    return inherited | {
        "FLASK_SKIP_DOTENV": "1",
        "KRM_VAR_DIR": str(var_dir),
        "KRM_DATABASE_URL": f"sqlite:///{var_dir / 'krm.sqlite'}",
        **settings,
    }


def krm(var_dir: Path, *arguments: str, settings: Mapping[str, str] | None = None) -> str:
    """Run ``flask --app app krm …``; returns its output, raises CalledProcessError if it fails."""
    command = [str(PROGRAMS / "flask"), "--app", "app", "krm", *arguments]
    result = subprocess.run(
        command,
        cwd=ROOT,
        env=environment(var_dir, settings or {}),
        check=True,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    return result.stdout


def copy_demo(demo_dir: Path, var_dir: Path) -> None:
    """The reference data of a folder, which a server may have open, and what it has compressed already."""
    with (
        closing(sqlite3.connect(demo_dir / "krm.sqlite")) as old,
        closing(sqlite3.connect(var_dir / "krm.sqlite")) as new,
    ):
        old.backup(new)
    compressed = var_dir / "cache" / "static"
    compressed.mkdir(parents=True, exist_ok=True)
    for file in (demo_dir / "cache" / "static").glob("*.*"):
        shutil.copy(file, compressed)


@contextmanager
def running_server(var_dir: Path, settings: Mapping[str, str] | None = None, ready: str = "/readyz") -> Iterator[str]:
    """gunicorn with the application on a free port; yields its address when it is ready and stops it after.

    For ``/readyz`` the database must hold data already, ``/healthz`` does without. The server's log is
    ``gunicorn.log`` in var_dir; it becomes the message of the AssertionError if the server does not get ready.
    """
    port = free_port()
    log = var_dir / "gunicorn.log"
    command = [str(PROGRAMS / "gunicorn"), "-c", "gunicorn.conf.py", "-b", f"127.0.0.1:{port}", "app:create_server()"]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment(var_dir, settings or {}), stdout=output, stderr=subprocess.STDOUT
        )
    try:
        url = f"http://127.0.0.1:{port}"
        assert _is_ready(process, url, ready), log.read_text(encoding="utf-8")
        yield url
    finally:
        process.terminate()
        process.wait(timeout=60)


def _is_ready(process: subprocess.Popen[bytes], url: str, path: str) -> bool:
    """Wait until the path answers 200; False if the process ends or time is up."""
    deadline = time.monotonic() + READY_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        connection = HTTPConnection(url.removeprefix("http://"), timeout=5)
        try:
            connection.request("GET", path)
            if connection.getresponse().status == 200:
                return True
        except (OSError, HTTPException):
            pass
        finally:
            connection.close()
        time.sleep(0.1)
    return False
