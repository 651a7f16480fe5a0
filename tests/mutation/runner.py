"""Runs tests against one change at a time, each in a process of its own; the files themselves stay as they are.

Such a process is a copy of one that has loaded everything that does not depend on the changed file, so that it begins
within milliseconds. It gives the changed file in the place of the real one to whoever imports it.
"""

from __future__ import annotations

import gc
import importlib
import os
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

import grimp
import orjson
import pytest
from hypothesis import settings

from tests import sizes
from tests.mutation.mutants import Mutant
from tests.packages import PACKAGES

ROOT = Path(__file__).resolve().parents[2]
# Tests that take so many times longer than without a change do not end.
PATIENCE, SHORTEST_PATIENCE_SECONDS = 5.0, 30.0
EXAMPLES = 20
PASSED = 0
_PAUSE_SECONDS = 0.02


class UnfitTestsError(Exception):
    """The tests fail before anything has been changed."""


class _Changed(MetaPathFinder, Loader):
    """Finds one module with another source."""

    def __init__(self, file: str, source: str) -> None:
        self._name = module_name(file)
        self._file = str(ROOT / file)
        self._source = source

    def find_spec(self, fullname: str, path: Any, target: ModuleType | None = None) -> ModuleSpec | None:
        """The changed module, and nothing else."""
        return ModuleSpec(fullname, self, origin=self._file) if fullname == self._name else None

    def exec_module(self, module: ModuleType) -> None:
        """Run the changed source as the module."""
        module.__file__ = self._file
        exec(compile(self._source, self._file, "exec"), module.__dict__)


class _FewExamples:
    """Makes property tests short, the same each time and without traces."""

    def pytest_configure(self) -> None:
        """After the tests have named their sizes."""
        settings.register_profile(sizes.SHORT, max_examples=EXAMPLES, derandomize=True, database=None, deadline=None)
        settings.load_profile(sizes.SHORT)


def module_name(file: str) -> str:
    """``web/access/policy.py`` → ``web.access.policy``."""
    return file.removesuffix(".py").replace("/", ".")


def survivors(mutants: Sequence[Mutant], tests: Sequence[str], at_once: int) -> list[Mutant]:
    """Those changes to one file that no test notices; tests that do not end have noticed.

    Raises ``UnfitTestsError``.
    """
    at = _told_by(partial(_surviving_places, mutants, tests, at_once))
    if not isinstance(at, list):
        raise UnfitTestsError(*tests)
    return [mutants[place] for place in sorted(at)]


def _surviving_places(mutants: Sequence[Mutant], tests: Sequence[str], at_once: int) -> list[int] | None:
    """Places of the survivors in the list; None where the tests fail without a change."""
    loaded = _told_by(partial(_loaded_by, tests))
    if not isinstance(loaded, list):
        return None
    _preload(loaded, module_name(mutants[0].file))
    begun = time.monotonic()
    if _ended(_start(partial(_run_tests, tests))) != PASSED:
        return None
    patience = max(PATIENCE * (time.monotonic() - begun), SHORTEST_PATIENCE_SECONDS)
    return [at for at, status in _outcomes(mutants, tests, at_once, patience) if status == PASSED]


def _outcomes(
    mutants: Sequence[Mutant], tests: Sequence[str], at_once: int, patience: float
) -> Iterator[tuple[int, int]]:
    """Place and exit code of each, as they end."""
    waiting = list(range(len(mutants)))
    running: dict[int, tuple[int, float]] = {}
    while waiting or running:
        while waiting and len(running) < at_once:
            at = waiting.pop(0)
            running[_start(partial(_changed_run, mutants[at], tests))] = at, time.monotonic()
        process, status = os.waitpid(-1, os.WNOHANG)
        if process:
            yield running.pop(process)[0], os.waitstatus_to_exitcode(status)
            continue
        for other, (_, begun) in running.items():
            if time.monotonic() - begun > patience:
                os.killpg(other, signal.SIGKILL)
        time.sleep(_PAUSE_SECONDS)


def _loaded_by(tests: Sequence[str]) -> list[str] | None:
    """Names of all modules that the tests load; None where they fail."""
    return list(sys.modules) if _run_tests(tests) == PASSED else None


def _preload(names: Sequence[str], changed: str) -> None:
    """Load those modules that are not the tests' own and do not depend on the one that is changed."""
    graph = grimp.build_graph(*PACKAGES, cache_dir=None)
    dependent = {changed, *graph.find_downstream_modules(changed)}
    for name in names:
        own = name.partition(".")[0] in ("app", "settings", "tests")
        if not own and name not in dependent:
            # Some are parts of programs, or loaded under another name than their own.
            with suppress(Exception):
                importlib.import_module(name)
    gc.collect()
    gc.freeze()


def _changed_run(mutant: Mutant, tests: Sequence[str]) -> int:
    sys.meta_path.insert(0, _Changed(mutant.file, mutant.source))
    return _run_tests(tests)


def _run_tests(tests: Sequence[str]) -> int:
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    place = tempfile.mkdtemp()
    try:
        options = ["-x", "-q", "--assert=plain", "-p", "no:cacheprovider", "--basetemp", f"{place}/tests"]
        return int(pytest.main([*options, *tests], plugins=[_FewExamples()]))
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _told_by(work: Callable[[], object]) -> object:
    """What work in a process of its own answers, as JSON can hold it; None where it fails."""
    reading, writing = os.pipe()

    def tell() -> int:
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(orjson.dumps(work()))
        return PASSED

    process = _start(tell)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read()
    return orjson.loads(told) if _ended(process) == PASSED else None


def _start(work: Callable[[], int]) -> int:
    """A copy of this process that does the work and ends with its result as exit code."""
    process = os.fork()
    if process:
        return process
    status = PASSED + 1
    try:
        os.setpgid(0, 0)
        status = work()
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


def _ended(process: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
