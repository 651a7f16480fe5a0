"""Changes that no test can notice, with the reason: the table in ``docs/mutation.md``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "mutation.md"
_CELL = re.compile(r"(?<!\\)\|")


class Place(NamedTuple):
    """A change by file, function (empty: outside of all) and how the code reads before and after."""

    file: str
    function: str
    change: str


def read_reasons() -> dict[Place, str]:
    """Every row of the table whose first cell is a file: ``file``, ``function``, ``before → after``, reason."""
    found = {}
    for line in DOCUMENT.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip().replace("\\|", "|") for cell in _CELL.split(line)[1:-1]]
        if len(cells) == 4 and cells[0].endswith(".py`"):
            file, function, change = (cell.strip("`") for cell in cells[:3])
            found[Place(file, function, change)] = cells[3]
    return found
