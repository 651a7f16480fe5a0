"""PostgreSQL and Redis for the tests: own instances on free loopback ports, or given ones used with care."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import redis
from sqlalchemy import URL, create_engine, make_url, text

ATTEMPTS = 3
POSTGRES_VERSIONS = Path("/usr/lib/postgresql")
# Data of tests need not survive a crash, so nothing waits for the disk.
POSTGRES_OPTIONS = (
    "listen_addresses=127.0.0.1",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=60",
)


class ServiceError(RuntimeError):
    """A service could not be provided; the message says what to install or to look at."""


def free_port() -> int:
    """A TCP port on the loopback interface that nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class PostgresServer:
    """A PostgreSQL server that tests may create databases in.

    An own one can be killed and started again; ``stop_command`` and ``start_command`` do that.
    """

    admin_url: URL
    stop_command: tuple[str, ...] = ()
    start_command: tuple[str, ...] = ()

    def kill(self) -> None:
        """End the server as a power cut does: no connection is told, nothing is tidied up."""
        _run(self.stop_command)

    def start(self) -> None:
        """Start it again at the same address; it recovers what was committed."""
        _run(self.start_command)

    def new_database(self) -> str:
        """Create an empty database under a random name; returns its SQLAlchemy address."""
        name = f"krm_test_{secrets.token_hex(8)}"
        self._administer(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
        return self.admin_url.set(database=name).render_as_string(hide_password=False)

    def drop_database(self, url: str) -> None:
        """Remove a database made by new_database together with its connections."""
        self._administer(f"DROP DATABASE IF EXISTS {make_url(url).database} WITH (FORCE)")

    def _administer(self, statement: str) -> None:
        engine = create_engine(self.admin_url, isolation_level="AUTOCOMMIT")
        try:
            with engine.connect() as connection:
                connection.execute(text(statement))
        finally:
            engine.dispose()


@contextmanager
def ephemeral_postgres() -> Iterator[PostgresServer]:
    """An own PostgreSQL server; it is stopped and its folder removed afterwards."""
    programs = _postgres_programs()
    folder = Path(tempfile.mkdtemp(prefix="krm-postgres-"))
    as_owner = _as_postgres_owner(folder)
    control = [*as_owner, str(programs / "pg_ctl"), "-D", str(folder / "data")]
    try:
        initdb = [*as_owner, str(programs / "initdb"), "-D", str(folder / "data"), "-U", "postgres"]
        _run([*initdb, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"])
        port, start = _start_postgres(control, folder)
        url = URL.create("postgresql+psycopg", username="postgres", host="127.0.0.1", port=port, database="postgres")
        yield PostgresServer(url, (*control, "-m", "immediate", "stop"), start)
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], cwd="/", capture_output=True)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def ephemeral_redis() -> Iterator[str]:
    """An own Redis server that keeps nothing on disk; yields its address and stops it afterwards."""
    program = shutil.which("redis-server")
    if program is None:
        raise ServiceError("Redis fehlt; bitte installieren: apt-get install redis-server")
    with tempfile.TemporaryDirectory(prefix="krm-redis-") as folder:
        process, port = _start_redis(program, folder)
        try:
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            process.terminate()
            process.wait(timeout=10)


def empty_redis_database(url: str, worker: int = 0, workers: int = 1) -> str:
    """The address of an unused logical database on a Redis server that is not ours.

    Of several test processes each looks at other ones. Raises ServiceError if all of them hold keys.
    """
    base = url.rsplit("/", 1)[0] if url.count("/") > 2 else url
    for number in range(15 - worker, -1, -workers):
        candidate = f"{base}/{number}"
        with redis.Redis.from_url(candidate) as client:
            if client.dbsize() == 0:
                return candidate
    raise ServiceError("TEST_REDIS_URL: Zu wenige der Datenbanken 0 bis 15 sind leer.")


def flush_redis_database(url: str) -> None:
    """Remove every key of the one logical database."""
    with redis.Redis.from_url(url) as client:
        client.flushdb()


def postgres_program(name: str) -> str:
    """Path of a program of PostgreSQL, such as ``pg_dump``."""
    return str(_postgres_programs() / name)


def _postgres_programs() -> Path:
    """The program folder of the newest PostgreSQL version installed."""
    folders = [program.parent for program in POSTGRES_VERSIONS.glob("*/bin/initdb")]
    if not folders:
        raise ServiceError("PostgreSQL fehlt; bitte installieren: apt-get install postgresql")
    return max(folders, key=lambda folder: int(folder.parent.name))


def _as_postgres_owner(folder: Path) -> list[str]:
    """Words in front of commands on the folder: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return []
    owner = pwd.getpwnam("postgres")
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    return ["runuser", "-u", "postgres", "--"]


def _start_postgres(control: Sequence[str], folder: Path) -> tuple[int, tuple[str, ...]]:
    """Start the server, on another port if somebody was faster; returns the port and the command that started it."""
    for _ in range(ATTEMPTS):
        port = free_port()
        settings = [f"port={port}", f"unix_socket_directories={folder}", *POSTGRES_OPTIONS]
        options = " ".join(f"-c {setting}" for setting in settings)
        start = [*control, "-l", str(folder / "log"), "-w", "-t", "60", "-o", options, "start"]
        if subprocess.run(start, cwd="/", stdout=subprocess.DEVNULL).returncode == 0:
            return port, tuple(start)
    raise ServiceError(f"PostgreSQL ließ sich nicht starten: {_last_lines(folder / 'log')}")


def _last_lines(log: Path) -> str:
    return "\n".join(log.read_text(encoding="utf-8").splitlines()[-10:]) if log.exists() else "kein Protokoll"


def _start_redis(program: str, folder: str) -> tuple[subprocess.Popen[bytes], int]:
    """Start the server, on another port if somebody was faster; returns process and port."""
    for _ in range(ATTEMPTS):
        port = free_port()
        command = [program, "--port", str(port), "--bind", "127.0.0.1", "--dir", folder]
        process = subprocess.Popen(
            [*command, "--save", "", "--appendonly", "no"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        if _answers(process, port):
            return process, port
        process.kill()
        process.wait()
    raise ServiceError("Redis ließ sich nicht starten.")


def _answers(process: subprocess.Popen[bytes], port: int) -> bool:
    """Whether the started server answers within ten seconds."""
    deadline = time.monotonic() + 10
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with redis.Redis(port=port, socket_timeout=1) as client:
                return bool(client.ping())
        except redis.ConnectionError:
            time.sleep(0.02)
    return False


def _run(command: Sequence[str]) -> None:
    """Run a command from a folder everybody may enter; its output must not keep a pipe open."""
    subprocess.run(command, cwd="/", check=True, stdout=subprocess.DEVNULL)
