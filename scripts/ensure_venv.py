"""Make ``.venv`` hold the locked packages: ``python3 scripts/ensure_venv.py run|dev|spark|spark-dev``.

``spark`` adds to ``run`` what a server needs that asks Spark, ``spark-dev`` to ``dev`` a whole Spark for the tests.

Runs under the system's Python and needs its standard library only. A stamp inside ``.venv`` remembers the
requirement files last installed, so a second call returns at once. Exit code 1 with one sentence on failure.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROFILES = {
    "run": ("requirements.txt",),
    "dev": ("requirements.txt", "requirements-dev.txt"),
    "spark": ("requirements.txt", "requirements-spark.txt"),
    "spark-dev": (
        "requirements.txt",
        "requirements-dev.txt",
        "requirements-spark.txt",
        "requirements-spark-dev.txt",
    ),
}
OLDEST_PYTHON = (3, 11)
STAMP_NAME = "installed.json"


class SetupError(Exception):
    """The environment cannot be provided; the message tells people what to do."""


def requirements_hash(files: Sequence[Path]) -> str:
    """Hex digest over the contents of the requirement files, in order."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def place(root: Path) -> str:
    """What a virtual environment is tied to: its absolute path and the Python it was made with."""
    return f"{root / '.venv'} Python {sys.version_info[0]}.{sys.version_info[1]}"


def read_stamp(root: Path) -> dict[str, str]:
    """The stamp of the environment below root; empty if there is none or it cannot be read."""
    try:
        stamp = json.loads((root / ".venv" / STAMP_NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def profiles_installed(profile: str) -> list[str]:
    """Every profile whose requirement files are all part of the given profile's."""
    return [name for name, files in PROFILES.items() if set(files) <= set(PROFILES[profile])]


def is_current(root: Path, profile: str) -> bool:
    """Whether the environment below root was made here and holds the profile's requirement files."""
    stamp = read_stamp(root)
    wanted = requirements_hash([root / name for name in PROFILES[profile]])
    return stamp.get("place") == place(root) and stamp.get(profile) == wanted


def write_stamp(root: Path, profile: str) -> None:
    """Remember that the profile, and those it contains, are installed."""
    stamp = read_stamp(root) | {"place": place(root)}
    for name in profiles_installed(profile):
        stamp[name] = requirements_hash([root / file for file in PROFILES[name]])
    (root / ".venv" / STAMP_NAME).write_text(json.dumps(stamp, indent=1), encoding="utf-8")


def create_venv(root: Path) -> None:
    """Create ``.venv`` unless a usable one exists; one made elsewhere or by another Python is replaced."""
    if importlib.util.find_spec("ensurepip") is None:
        raise SetupError("Das Paket python3-venv fehlt; bitte installieren: apt-get install python3-venv")
    stamp = read_stamp(root)
    moved = bool(stamp) and stamp.get("place") != place(root)
    if moved or not (root / ".venv" / "bin" / "pip").exists():
        print("Lege die virtuelle Umgebung .venv an …", flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(root / ".venv")], check=True)


def install(root: Path, profile: str) -> None:
    """Install the profile's locked packages, every file checked against its hash."""
    print("Installiere die festgelegten Pakete (beim ersten Mal etwa eine Minute) …", flush=True)
    pip = [str(root / ".venv" / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "--no-input"]
    files = [part for name in PROFILES[profile] for part in ("-r", str(root / name))]
    subprocess.run([*pip, "install", "--quiet", "--require-hashes", *files], check=True)


def ensure(root: Path, profile: str) -> None:
    """Bring ``.venv`` below root to the profile; parallel calls wait for one another.

    Raises SetupError or subprocess.CalledProcessError when that is not possible.
    """
    if sys.version_info[:2] < OLDEST_PYTHON:
        raise SetupError("Python 3.11 oder neuer wird gebraucht.")
    with (root / "requirements.txt").open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if is_current(root, profile):
            return
        create_venv(root)
        install(root, profile)
        write_stamp(root, profile)


def main(arguments: Sequence[str]) -> int:
    """Entry point; returns the exit code."""
    if len(arguments) != 1 or arguments[0] not in PROFILES:
        print(f"Aufruf: ensure_venv.py {'|'.join(PROFILES)}", file=sys.stderr)
        return 2
    try:
        ensure(ROOT, arguments[0])
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    except subprocess.CalledProcessError:
        print("Die Python-Pakete ließen sich nicht installieren; siehe die Meldung darüber.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
