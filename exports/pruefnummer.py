"""The check number of an exported figure: short enough to be typed, and a slip of one character is noticed.

Crockford's Base32 alphabet (no I, L, O, U); the last character is that of the Luhn mod N algorithm (ISO/IEC 7812-1).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date

import orjson
from stdnum import luhn

from exports.table import Cell, Table

PREFIX = "KRM"
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKALIKES = str.maketrans({"I": "1", "L": "1", "O": "0"})
_PAYLOAD, _GROUP = 11, 4


def check_number(karte: str, query: str, stufe: str, datenstand: str, table: Table) -> str:
    """``KRM-7F3A-2K9Q-X4CM``: the same figure with the same numbers always has the same number.

    ``datenstand`` is the text that tells one loaded state of the data from another.
    """
    content = orjson.dumps([karte, query, stufe, datenstand, table.rows, [table.total or ()]])
    number = int.from_bytes(hashlib.sha256(content).digest())
    digits = ""
    for _ in range(_PAYLOAD):
        number, digit = divmod(number, 32)
        digits = _ALPHABET[digit] + digits
    return _grouped(digits + luhn.calc_check_digit(digits, _ALPHABET))


def read_check_number(text: str) -> str | None:
    """The number as it is written in files, from what somebody typed; None where it cannot be one."""
    typed = "".join(text.upper().split()).replace("-", "").removeprefix(PREFIX).translate(_LOOKALIKES)
    return _grouped(typed) if len(typed) == _PAYLOAD + 1 and luhn.is_valid(typed, _ALPHABET) else None


def plain_rows(rows: Sequence[Sequence[Cell]]) -> list[list[str | int | float | None]]:
    """Rows as JSON can hold them: dates as ISO text."""
    return [[cell.isoformat() if isinstance(cell, date) else cell for cell in row] for row in rows]


def _grouped(characters: str) -> str:
    groups = [characters[at : at + _GROUP] for at in range(0, len(characters), _GROUP)]
    return "-".join((PREFIX, *groups))
