"""gunicorn as it is shipped, started where it must refuse: what it says, and whether a port was ever open."""

from __future__ import annotations

import json
import re
import shlex
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.server import PROGRAMS, ROOT, environment
from tests.services import free_port

PATIENCE = 120
PORT = "8050"
# A port that opens between two looks is told by gunicorn's own line "Listening at", which is one line too many.
PAUSE = 0.05
_LISTENS = "0A"
_LOG_LINE = re.compile(r"^\[\d{4}-.*\] \[INFO\] Starting gunicorn")


@dataclass(frozen=True)
class Refused:
    """What became of a launch: its exit code, its lines beside the greeting of gunicorn, and whether it listened."""

    exit_code: int
    lines: list[str]
    listened: bool


def launch(var_dir: Path, settings: Mapping[str, object], arguments: Sequence[str] = ()) -> Refused:
    """Start the server with these settings and arguments (``8050`` stands for a free port) until it ends.

    A setting is named as in the class ``Settings``; a name in capitals goes to the process as it is.
    """
    port = free_port()
    given = {name if name.isupper() else f"KRM_{name.upper()}": str(value) for name, value in settings.items()}
    words = [word.replace(PORT, str(port)) for word in arguments] or ["-b", f"127.0.0.1:{port}"]
    command = [str(PROGRAMS / "gunicorn"), "-c", "gunicorn.conf.py", *words, "app:create_server()"]
    output = var_dir / "start.log"
    with output.open("wb") as stream:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment(var_dir, given), stdout=stream, stderr=subprocess.STDOUT
        )
        try:
            listened = _watch(process, port)
        finally:
            process.kill()
            process.wait()
    lines = [line for line in output.read_text(encoding="utf-8").splitlines() if not _LOG_LINE.match(line)]
    return Refused(process.returncode, lines, listened)


def shipped_launch() -> tuple[dict[str, str], list[str]]:
    """The environment and the arguments of the server in the container image, as the Dockerfile has them."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    environments = re.findall(r"^ENV (.*)$", text, re.MULTILINE)
    given = dict(word.split("=", 1) for line in environments for word in shlex.split(line))
    command = json.loads(re.findall(r"^CMD (.*)$", text, re.MULTILINE)[-1])
    assert command[:3] == ["gunicorn", "-c", "gunicorn.conf.py"]
    return {name: value for name, value in given.items() if name.startswith("KRM_")}, command[3:-1]


def _watch(process: subprocess.Popen[bytes], port: int) -> bool:
    """Whether the process listened anywhere before it ended."""
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None:
        if _answers(port) or _listening(process.pid):
            return True
        assert time.monotonic() < deadline, "the server neither listened nor ended"
        time.sleep(PAUSE)
    return False


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _listening(pid: int) -> bool:
    """Whether one of the open sockets of the process listens, by the tables of the kernel."""
    try:
        links = [str(link.readlink()) for link in Path(f"/proc/{pid}/fd").iterdir()]
    except OSError:
        # The process has just ended, or one of its files has been closed meanwhile.
        return False
    inodes = {link.removeprefix("socket:[").removesuffix("]") for link in links if link.startswith("socket:")}
    tables = [Path(f"/proc/{pid}/net/{name}") for name in ("tcp", "tcp6")]
    rows = [line.split() for table in tables if table.exists() for line in table.read_text().splitlines()[1:]]
    return any(row[3] == _LISTENS and row[9] in inodes for row in rows)
