"""Import rules that the import linter cannot see: single modules, the standard library, the environment."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.packages import PACKAGES

ROOT = Path(__file__).resolve().parents[2]


def imported(file: Path) -> Iterator[str]:
    """The top-level names of everything a file imports, wherever the import stands."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").split(".")[0]


def reads_environment(file: Path) -> bool:
    """Whether a file mentions the process environment."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    # The environment of a request (``request.environ``) is another thing.
    names = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id != "request"
    }
    names |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
    return bool(names & {"environ", "environb", "getenv"})


def application_files() -> list[Path]:
    """Every Python file of the application itself."""
    return sorted(
        [ROOT / "settings.py", *ROOT.glob("app.py"), *(f for p in PACKAGES for f in (ROOT / p).rglob("*.py"))]
    )


def test_the_lowest_packages_import_the_standard_library_only():
    foreign = {
        f"{file.name}: {name}"
        for package in ("domain", "safety")
        for file in (ROOT / package).rglob("*.py")
        for name in imported(file)
        if name != package and name not in sys.stdlib_module_names
    }

    assert foreign == set()


def test_the_settings_import_nothing_of_ours_but_the_domain():
    assert set(imported(ROOT / "settings.py")) & {*PACKAGES, "app"} <= {"domain"}


def test_only_the_settings_read_the_environment():
    assert [file.name for file in application_files() if reads_environment(file)] == []


def test_a_look_at_the_environment_would_be_found(tmp_path: Path):
    for number, line in enumerate(["import os\nos.environ['A']", "from os import getenv", "import os\nos.getenv('A')"]):
        file = tmp_path / f"{number}.py"
        file.write_text(line, encoding="utf-8")
        assert reads_environment(file)
