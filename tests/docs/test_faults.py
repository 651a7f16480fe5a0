"""Every fault of the list has a test, and the tests that the list names exist."""

from __future__ import annotations

import ast
import re

import pytest

from tests.docs.markdown import ROOT, table_rows, text
from tests.faults.breaking import FAULTS

ROWS = [row for row in table_rows(text(ROOT / "docs/betrieb.md")) if re.fullmatch(r"F\d+", row[0])]


def test_the_list_is_complete():
    assert [row[0] for row in ROWS] == [f"F{number}" for number in range(1, 36)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_the_test_of_a_fault_exists(row: list[str]):
    file, test = re.findall(r"`([^`]+)`", row[2])
    name, _, case = test.partition("[")
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))

    assert name in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    if case:
        assert row[0] in {breaking.number for breaking in FAULTS if breaking.name == case.removesuffix("]")}
