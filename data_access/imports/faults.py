"""What can be wrong with a delivery: faults for the row report, and the exceptions that carry them there."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date

SHOWN_CHARACTERS = 60
KEPT_FAULTS = 100_000


@dataclass(frozen=True, slots=True)
class ImportFault:
    """One fault: file, row as in the file (the header is row 1; None: the file as a whole), column, value, rule."""

    file: str
    row: int | None
    column: str | None
    value: str | None
    rule: str


class BadValueError(Exception):
    """A cell does not hold what its column asks for; the argument is the German rule."""


class UnreadableFileError(Exception):
    """A file cannot be read, or not to its end; the arguments are the German rule and, where known, the row."""

    def __init__(self, rule: str, row: int | None = None) -> None:
        super().__init__(rule)
        self.rule = rule
        self.row = row


class ImportRefusedError(Exception):
    """The import cannot take place at all; the argument is one German sentence."""


class Faults:
    """Collects the faults of one import. Beyond ``KEPT_FAULTS`` they are only counted, so that memory stays bounded."""

    def __init__(self) -> None:
        self.kept: list[ImportFault] = []
        self.total = 0

    def __bool__(self) -> bool:
        return self.total > 0

    def add(
        self, file: str, rule: str, row: int | None = None, column: str | None = None, value: object = None
    ) -> None:
        self.total += 1
        if len(self.kept) < KEPT_FAULTS:
            self.kept.append(ImportFault(file, row, column, None if value is None else shown(value), rule))


def shown(value: object) -> str:
    """``value`` as it may appear in a report: short and printable."""
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    return printable(text if len(text) <= SHOWN_CHARACTERS else text[: SHOWN_CHARACTERS - 1] + "…")


def printable(text: object) -> str:
    """Text on one line, without control characters and the lone surrogates that undecodable file names have."""
    return "".join("\N{REPLACEMENT CHARACTER}" if unicodedata.category(sign)[0] == "C" else sign for sign in str(text))
