"""Provide the programs the test suite starts: Chromium with its driver, Redis and the PostgreSQL server.

With the argument ``office`` it is LibreOffice, for the tests that open our files in another program, with ``spark`` the
PostgreSQL server and Java.

Runs under the system's Python and needs its standard library only. Missing programs are installed with
apt-get when that works without a password; otherwise one sentence names what to install and the exit code
is 1. No database cluster is created: the tests start their own instances.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

POSTGRES_VERSIONS = Path("/usr/lib/postgresql")
CLUSTER_SETTINGS = "/etc/postgresql-common/createcluster.d"
CLUSTER_SETTING = f"{CLUSTER_SETTINGS}/no-main-cluster.conf"


def on_path(program: str) -> Callable[[], bool]:
    """A check whether the program can be found on the search path."""
    return lambda: shutil.which(program) is not None


def has_postgres_server() -> bool:
    """Whether the server programs of some PostgreSQL version are there."""
    return any(POSTGRES_VERSIONS.glob("*/bin/initdb"))


NEEDED: Mapping[str, Callable[[], bool]] = {
    "chromium": on_path("chromium"),
    "chromium-driver": on_path("chromedriver"),
    "redis-server": on_path("redis-server"),
    "postgresql": has_postgres_server,
}


# One program, three parts: each opens files of its own kind; and what takes its prints apart.
OFFICE: Mapping[str, Callable[[], bool]] = {
    **{f"libreoffice-{part}-nogui": on_path("soffice") for part in ("writer", "calc", "impress")},
    "poppler-utils": on_path("pdftoppm"),
    "fonts-liberation": Path("/usr/share/fonts/truetype/liberation").exists,
}

SPARK: Mapping[str, Callable[[], bool]] = {
    "openjdk-17-jre-headless": on_path("java"),
    "postgresql": has_postgres_server,
}
GROUPS = {"office": OFFICE, "spark": SPARK}


def missing_packages(needed: Mapping[str, Callable[[], bool]] = NEEDED) -> list[str]:
    """Debian packages whose programs are not there, in a fixed order."""
    return [package for package, is_present in needed.items() if not is_present()]


def administrator_prefix() -> list[str] | None:
    """Words that turn a command into one run as root without asking; None if there is no such way."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
        return ["sudo", "-n"]
    return None


def apt_line(packages: Sequence[str]) -> str:
    """The command that people type to install the packages themselves."""
    return f"apt-get update && apt-get install -y --no-install-recommends {' '.join(packages)}"


@contextmanager
def without_main_cluster(prefix: Sequence[str]) -> Iterator[None]:
    """While active, installing PostgreSQL neither creates nor starts a database cluster of its own."""
    subprocess.run([*prefix, "mkdir", "-p", CLUSTER_SETTINGS], check=True)
    setting = b"create_main_cluster = false\n"
    subprocess.run([*prefix, "tee", CLUSTER_SETTING], input=setting, stdout=subprocess.DEVNULL, check=True)
    try:
        yield
    finally:
        subprocess.run([*prefix, "rm", "-f", CLUSTER_SETTING], check=True)


def install(packages: Sequence[str], prefix: Sequence[str]) -> None:
    """Install the Debian packages; raises subprocess.CalledProcessError or FileNotFoundError if apt fails."""
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]
    with without_main_cluster(prefix):
        subprocess.run([*apt, "update"], check=True)
        subprocess.run([*apt, "install", "-y", "--no-install-recommends", *packages], check=True)


def main() -> int:
    """Entry point; returns the exit code."""
    needed = GROUPS.get(sys.argv[1], NEEDED) if len(sys.argv) > 1 else NEEDED
    packages = missing_packages(needed)
    if not packages:
        return 0
    prefix = administrator_prefix()
    if prefix is not None and shutil.which("apt-get"):
        print(f"Installiere für die Tests: {', '.join(packages)} …", flush=True)
        try:
            install(packages, prefix)
        except (subprocess.CalledProcessError, OSError) as error:
            print(error, file=sys.stderr)
    if packages := missing_packages(needed):
        print(f"Für die Tests bitte als root ausführen: {apt_line(packages)}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
