"""Checksum of a Datenstand: what was loaded before, and what a delivery says, however it is written down."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from data_access.imports.contract import TABLES
from data_access.imports.delivery import Delivery


def checksum(former: str, datenstand: date, delivery: Delivery) -> str:
    """SHA-256 over the former checksum, the Datenstand and every row in the order of its values, as hexadecimal."""
    total = hashlib.sha256(f"{former}\n{datenstand.isoformat()}\n".encode())
    for table in TABLES.values():
        if table.name not in delivery:
            continue
        total.update(f"{table.name}\n".encode())
        for line in sorted(_line(row[:-1]) for row in delivery[table.name].rows.values()):
            total.update(line.encode())
    return total.hexdigest()


def _line(values: tuple[Any, ...]) -> str:
    # repr keeps None, the empty text and a number apart, and no text can pretend to be two cells.
    return repr([str(value) if isinstance(value, date) else value for value in values]) + "\n"
