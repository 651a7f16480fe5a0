"""Programs the tests need are found, or named with the line that installs them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from scripts import provision_test_services as provision

SCRIPT = Path(provision.__file__)


def test_only_missing_packages_are_named_in_order():
    needed = {"b": lambda: False, "a": lambda: True, "c": lambda: False}

    assert provision.missing_packages(needed) == ["b", "c"]


def test_a_program_is_looked_up_on_the_search_path():
    assert provision.on_path("sh")()
    assert not provision.on_path("no-such-program")()


def test_the_line_to_type_names_every_package():
    assert provision.apt_line(["redis-server", "postgresql"]) == (
        "apt-get update && apt-get install -y --no-install-recommends redis-server postgresql"
    )


def test_without_apt_and_programs_the_script_fails_and_says_what_to_install(tmp_path: Path):
    result = subprocess.run([sys.executable, str(SCRIPT)], env={"PATH": str(tmp_path)}, capture_output=True, text=True)

    assert result.returncode == 1
    assert "apt-get install -y --no-install-recommends chromium chromium-driver redis-server" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_where_everything_is_there_the_script_is_silent():
    result = subprocess.run([sys.executable, str(SCRIPT)], capture_output=True, text=True)

    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
