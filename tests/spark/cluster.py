"""A Spark cluster of separate processes: a master, two workers with an executor each, and the Thrift server.

Everything listens on free loopback ports, writes into files and lies in one folder. Each part leads a process group
of its own, so that a worker can be killed together with its executor.
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.services import ServiceError, free_port

HOST = "127.0.0.1"
WORKERS = (1, 2)
START_SECONDS = 120.0
# Small machines: no second compiler, no parallel collector.
JAVA_OPTIONS = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1"
THRIFT_CLASS = "org.apache.spark.sql.hive.thriftserver.HiveThriftServer2"
SETTINGS = {
    "spark.driver.host": HOST,
    "spark.driver.bindAddress": HOST,
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.catalogImplementation": "in-memory",
    "spark.executor.extraJavaOptions": JAVA_OPTIONS,
    "spark.driver.extraJavaOptions": JAVA_OPTIONS,
}


class SparkCluster:
    """The processes of one cluster; ``folder`` holds what they write."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._home = _spark_home()
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._master_port, self._web_port, self.port = free_port(), free_port(), free_port()

    @property
    def master(self) -> str:
        """Address of the master."""
        return f"spark://{HOST}:{self._master_port}"

    def start(self) -> None:
        """Start every part and wait until the Thrift server answers with both workers behind it."""
        self._spark_class(
            "master",
            "org.apache.spark.deploy.master.Master",
            *("--host", HOST, "--port", str(self._master_port), "--webui-port", str(self._web_port)),
        )
        self._wait("master", lambda: _listens(self._master_port) and self.alive_workers() == 0)
        for number in WORKERS:
            self.start_worker(number)
        self.start_thrift_server()

    def start_worker(self, number: int) -> None:
        """Start a worker and wait until the master counts it."""
        name = f"worker{number}"
        before = self.alive_workers()
        self._spark_class(
            name,
            "org.apache.spark.deploy.worker.Worker",
            *("--host", HOST, "--webui-port", "0", "--cores", "1", "--memory", "1100m"),
            *("--work-dir", str(self._folder / name), self.master),
        )
        self._wait(name, lambda: self.alive_workers() > before)

    def start_thrift_server(self) -> None:
        """Start the Thrift server and wait until it answers."""
        settings = SETTINGS | {"spark.sql.warehouse.dir": str(self._folder / "warehouse")}
        hive = {
            "hive.server2.thrift.port": str(self.port),
            "hive.server2.thrift.bind.host": HOST,
            "hive.server2.enable.doAs": "false",
        }
        self._run(
            "thrift",
            [
                *(str(self._home / "bin" / "spark-submit"), "--master", self.master, "--class", THRIFT_CLASS),
                *("--executor-memory", "900m", "--executor-cores", "1", "--total-executor-cores", str(len(WORKERS))),
                *(part for name, value in settings.items() for part in ("--conf", f"{name}={value}")),
                "spark-internal",
                *(part for name, value in hive.items() for part in ("--hiveconf", f"{name}={value}")),
            ],
            "1g",
        )
        self._wait("thrift", lambda: _listens(self.port))

    def kill(self, *names: str) -> None:
        """SIGKILL parts (``worker1``, ``thrift`` …) with all processes that they have started."""
        for name in names:
            process = self._running.pop(name)
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def stop(self) -> None:
        """End whatever still runs."""
        self.kill(*reversed(self._running))

    def alive_workers(self) -> int:
        """How many workers the master believes to be alive."""
        with urllib.request.urlopen(f"http://{HOST}:{self._web_port}/json/", timeout=5) as answer:
            return int(json.load(answer)["aliveworkers"])

    def executors(self) -> int:
        """How many executors run on the workers."""
        with urllib.request.urlopen(f"http://{HOST}:{self._web_port}/json/", timeout=5) as answer:
            return int(json.load(answer)["coresused"])

    def _spark_class(self, name: str, *arguments: str) -> None:
        self._run(name, [str(self._home / "bin" / "spark-class"), *arguments], "300m")

    def _run(self, name: str, command: Sequence[str], memory: str) -> None:
        environment = os.environ | {
            "SPARK_HOME": str(self._home),
            "SPARK_LOCAL_IP": HOST,
            "SPARK_DAEMON_MEMORY": memory,
            "SPARK_DAEMON_JAVA_OPTS": JAVA_OPTIONS,
            "SPARK_LOCAL_DIRS": str(self._folder / "local"),
        }
        with (self._folder / f"{name}.log").open("ab") as log:
            self._running[name] = subprocess.Popen(
                command,
                cwd=self._folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def _wait(self, name: str, ready: Callable[[], bool]) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._running[name].poll() is None:
            with suppress(OSError, ValueError):
                if ready():
                    return
            time.sleep(0.2)
        log = (self._folder / f"{name}.log").read_text(encoding="utf-8", errors="replace")
        raise ServiceError(f"Spark: {name} ist nicht bereit geworden:\n{log[-3000:]}")


@contextmanager
def spark_cluster(folder: Path) -> Iterator[SparkCluster]:
    """A running cluster, which is stopped in any case."""
    cluster = SparkCluster(folder)
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()


def _spark_home() -> Path:
    spec = importlib.util.find_spec("pyspark")
    if spec is None or spec.origin is None:
        raise ServiceError("Das Paket pyspark fehlt; „make test-spark“ installiert es.")
    if shutil.which("java") is None:
        raise ServiceError("Java fehlt; bitte installieren: apt-get install openjdk-17-jre-headless")
    return Path(spec.origin).parent


def _listens(port: int) -> bool:
    with socket.create_connection((HOST, port), timeout=1):
        return True
