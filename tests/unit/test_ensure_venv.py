"""The virtual environment is installed once and again only when something changed."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import ensure_venv

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with two requirement files and an environment folder without packages."""
    (tmp_path / "requirements.txt").write_text("one==1\n", encoding="utf-8")
    (tmp_path / "requirements-dev.txt").write_text("two==2\n", encoding="utf-8")
    (tmp_path / ".venv").mkdir()
    return tmp_path


def test_a_new_environment_is_not_current(checkout: Path):
    assert not ensure_venv.is_current(checkout, "run")
    assert not ensure_venv.is_current(checkout, "dev")


def test_the_development_set_contains_the_runtime_set(checkout: Path):
    ensure_venv.write_stamp(checkout, "dev")

    assert ensure_venv.is_current(checkout, "dev")
    assert ensure_venv.is_current(checkout, "run")


def test_the_runtime_set_does_not_contain_the_development_set(checkout: Path):
    ensure_venv.write_stamp(checkout, "run")

    assert ensure_venv.is_current(checkout, "run")
    assert not ensure_venv.is_current(checkout, "dev")


def test_a_changed_requirement_file_outdates_the_environment(checkout: Path):
    ensure_venv.write_stamp(checkout, "dev")
    (checkout / "requirements.txt").write_text("one==2\n", encoding="utf-8")

    assert not ensure_venv.is_current(checkout, "run")
    assert not ensure_venv.is_current(checkout, "dev")


def test_renewing_the_runtime_set_leaves_the_development_set_outdated(checkout: Path):
    ensure_venv.write_stamp(checkout, "dev")
    (checkout / "requirements.txt").write_text("one==2\n", encoding="utf-8")
    ensure_venv.write_stamp(checkout, "run")

    assert ensure_venv.is_current(checkout, "run")
    assert not ensure_venv.is_current(checkout, "dev")


def test_a_moved_checkout_has_no_current_environment(checkout: Path):
    ensure_venv.write_stamp(checkout, "dev")
    moved = checkout.rename(checkout.with_name("moved"))

    assert not ensure_venv.is_current(moved, "run")


@pytest.mark.parametrize("content", ["", "{", "[]", '{"place": 1}'])
def test_an_unreadable_stamp_counts_as_none(checkout: Path, content: str):
    (checkout / ".venv" / ensure_venv.STAMP_NAME).write_text(content, encoding="utf-8")

    assert not ensure_venv.is_current(checkout, "run")


def test_contents_are_not_mixed_up_across_files(tmp_path: Path):
    for name, content in {"a": "xy", "b": "z", "c": "x", "d": "yz"}.items():
        (tmp_path / name).write_text(content, encoding="utf-8")

    first = ensure_venv.requirements_hash([tmp_path / "a", tmp_path / "b"])
    second = ensure_venv.requirements_hash([tmp_path / "c", tmp_path / "d"])

    assert first != second


def test_an_unknown_set_is_refused_with_the_usage(capsys: pytest.CaptureFixture[str]):
    assert ensure_venv.main(["prod"]) == 2
    assert "run|dev" in capsys.readouterr().err


def test_the_script_makes_an_environment_and_then_leaves_it_alone(tmp_path: Path):
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "ensure_venv.py", tmp_path / "scripts")
    (tmp_path / "requirements.txt").write_text("# nothing\n", encoding="utf-8")
    command = [sys.executable, str(tmp_path / "scripts" / "ensure_venv.py"), "run"]

    first = subprocess.run(command, capture_output=True, text=True, check=True)
    second = subprocess.run(command, capture_output=True, text=True, check=True)

    assert ".venv" in first.stdout
    assert second.stdout == ""
    assert (tmp_path / ".venv" / "bin" / "python").exists()
    assert json.loads((tmp_path / ".venv" / ensure_venv.STAMP_NAME).read_text(encoding="utf-8"))["run"]


def test_packages_that_cannot_be_installed_end_in_one_sentence(tmp_path: Path):
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "ensure_venv.py", tmp_path / "scripts")
    (tmp_path / "requirements.txt").write_text("no hashes here\n", encoding="utf-8")
    command = [sys.executable, str(tmp_path / "scripts" / "ensure_venv.py"), "run"]

    result = subprocess.run(command, capture_output=True, text=True)

    assert result.returncode == 1
    assert "ließen sich nicht installieren" in result.stderr
    assert "Traceback" not in result.stderr
    assert not (tmp_path / ".venv" / ensure_venv.STAMP_NAME).exists()
