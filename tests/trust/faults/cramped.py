"""The application in a process that may not write: ``python -m tests.trust.faults.cramped DATABASE VAR ROWS USUAL``.

It may hold ROWS in memory. It answers USUAL months as usual, then no file may grow any more, and it answers the others.
One JSON line per answer.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

from app import create_app
from settings import Settings
from tests.faults.house import MONTHS


def main(database: str, var_dir: str, rows: str, usual: str) -> None:
    """Print the answers."""
    server = create_app(Settings(var_dir=Path(var_dir), database_url=database, memory_rows=int(rows))).server
    for number, month in enumerate(MONTHS[:12]):
        if number == int(usual):
            resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        response = server.test_client().get(f"/api/v1/kennzahlen.json?von={month}&bis={month}&vergleich=ohne")
        print(json.dumps([month, response.status_code, response.get_json()]), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
