"""Whether the audit log is whole, and its entries as a file."""

from __future__ import annotations

import csv
from dataclasses import astuple, fields
from pathlib import Path

from app_data.database import AppDatabase
from app_data.protokoll import Eintrag, entries, first_broken
from exports.safe import safe_cell
from settings import Settings
from web.secret_key import secret_key


class BrokenAuditLogError(Exception):
    """The chain is broken at entry ``number``."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def check_audit_log(settings: Settings, target: Path | None) -> Eintrag | None:
    """The last entry of a log that is whole (None: it is empty), all of it written to ``target`` as CSV where given.

    Raises ``BrokenAuditLogError`` (the file is written all the same), ``AppDatabaseUnavailableError`` and OSError.
    """
    with AppDatabase(settings.app_url).reading() as connection:
        broken = first_broken(connection, secret_key(settings.secret_key, settings.var_dir))
        found = list(entries(connection))
    if target is not None:
        _write(found, target)
    if broken is not None:
        raise BrokenAuditLogError(broken)
    return found[-1] if found else None


def _write(found: list[Eintrag], target: Path) -> None:
    with target.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow([field.name for field in fields(Eintrag)])
        writer.writerows([safe_cell(str(cell)) for cell in astuple(entry)] for entry in found)
