"""What is changed, and which tests have to notice it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.mutation.mutants import Mutant, mutants_of
from tests.mutation.runner import ROOT


@dataclass(frozen=True)
class Target:
    """Files that decide about one thing, and the tests that are run against each change to them.

    ``functions`` restricts the changes to a file to those functions.
    """

    name: str
    files: tuple[str, ...]
    tests: tuple[str, ...]
    functions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


# Reads the files of the program, which are as they were while one of them is changed.
_READS_FILES = "--deselect=tests/unit/test_protection.py::test_exact_rows_leave_the_warehouse_by_the_guarded_ways_alone"

TARGETS = (
    Target("scope", ("domain/scope.py",), ("tests/unit/test_scope.py",)),
    Target(
        "protection",
        ("domain/protection.py", "data_access/protect.py"),
        ("tests/unit/test_protection.py", "tests/unit/test_cache_key.py", _READS_FILES),
    ),
    Target("tokens", ("exports/pruefnummer.py",), ("tests/unit/test_pruefnummer.py",)),
    Target("tokens", ("web/embed_token.py",), ("tests/unit/test_embed_token.py",)),
    Target("tokens", ("web/access/session.py",), ("tests/unit/access/test_session.py",)),
    Target("policy", ("web/access/policy.py", "web/access/role_map.py"), ("tests/unit/access/test_people.py",)),
    Target("policy", ("domain/rollen.py", "web/access/matrix.py"), ("tests/unit/access/test_rights.py",)),
    Target(
        "cache key",
        ("data_access/statements.py", "data_access/warehouse.py", "data_access/single_cases.py"),
        ("tests/unit/test_cache_key.py",),
        {
            "data_access/statements.py": ("Query.text", "build", "sees"),
            "data_access/single_cases.py": ("of_selection",),
            "data_access/warehouse.py": (
                "_as_seen",
                "_key",
                "View.may_be_exact",
                "View.of",
                "View.once",
                "View.read",
                "View.remembered",
                "View.require_cases",
                "View.require_current",
                "View.require_exact",
                "View.rows",
                "Warehouse.remembered",
                "Warehouse.rows",
                "Warehouse.wide_columns",
            ),
        },
    ),
    Target(
        "memory",
        ("data_access/warehouse.py", "data_access/in_memory/memory.py", "data_access/in_memory/wanted.py"),
        ("tests/unit/test_rows_in_memory.py",),
        {
            "data_access/warehouse.py": ("Warehouse.held_rows",),
            "data_access/in_memory/memory.py": ("Memory._sums", "Memory.counts", "Memory.rows"),
            "data_access/in_memory/wanted.py": ("Wanted.of", "_years"),
        },
    ),
    Target("safe cells", ("exports/safe.py",), ("tests/unit/test_safe.py",)),
)


def mutants(target: Target, file: str) -> list[Mutant]:
    """All changes to one file of a target."""
    source = (ROOT / file).read_text(encoding="utf-8")
    return mutants_of(file, source, target.functions.get(file, ()))
