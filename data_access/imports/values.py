"""Cells to values: one parser per kind of column.

A cell is text (CSV) or what a spreadsheet holds (number, date). A parser gets a cell that is not empty and returns the
value to store, or raises ``BadValueError`` with the rule in German.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Collection
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from data_access.imports import messages
from data_access.imports.faults import BadValueError

Cell = Any
Parser = Callable[[Cell], Any]

YEARS = (1990, 2100)
RESERVED_CODES = frozenset({"ohne", "offen", "alle"})

CODE = re.compile(r"[A-Za-z0-9_.-]+")
# A time of day is accepted only where it says nothing: many exports write midnight after a date.
MIDNIGHT = r"(?:[T ]00:00(?::00(?:\.0+)?)?)?"
ISO_DATE = re.compile(rf"(?P<y>\d{{4}})-(?P<m>\d{{2}})-(?P<d>\d{{2}}){MIDNIGHT}", re.ASCII)
GERMAN_DATE = re.compile(rf"(?P<d>\d{{1,2}})\.(?P<m>\d{{1,2}})\.(?P<y>\d{{4}}){MIDNIGHT}", re.ASCII)
ISO_MONTH = re.compile(r"(?P<y>\d{4})-(?P<m>\d{2})", re.ASCII)
GERMAN_MONTH = re.compile(r"(?P<m>\d{1,2})\.(?P<y>\d{4})", re.ASCII)
INTEGER = re.compile(r"[+-]?\d{1,12}", re.ASCII)
NUMBER = re.compile(r"[+-]?\d{1,15}(?:[.,]\d{1,15})?", re.ASCII)
# 1.068 is one thousand to a German reader and about one to a program: nobody can tell, so nobody guesses.
GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?", re.ASCII)

# Fine enough to see that a number is not whole.
_FINE = Decimal("0.0001")

# Characters without a shape, which would hide in a name: control, format (text direction), surrogate, private use.
INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


class _Faulty:
    """Stands in a row for a cell that is wrong; equal to nothing but itself."""

    def __repr__(self) -> str:
        return "FAULTY"


FAULTY = _Faulty()


class Unusable:
    """A spreadsheet cell that holds no value of its own: a formula, an error such as #NV."""

    def __init__(self, rule: str, content: object) -> None:
        self.rule = rule
        self.content = content

    def __str__(self) -> str:
        return str(self.content)


def is_empty(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def as_text(cell: Cell) -> str:
    """The cell as a person sees it, without surrounding white space; composed umlauts in one form (NFC)."""
    if isinstance(cell, Unusable):
        raise BadValueError(cell.rule)
    if isinstance(cell, (date, time, timedelta)):
        raise BadValueError(messages.DATE_IN_TEXT)
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return unicodedata.normalize("NFC", str(cell)).strip()


def text(longest: int) -> Parser:
    """Text without line breaks or invisible characters, at most ``longest`` characters."""

    def parse(cell: Cell) -> str:
        value = as_text(cell)
        if not value.isprintable() and any(unicodedata.category(sign) in INVISIBLE for sign in value):
            raise BadValueError(messages.INVISIBLE_CHARACTER)
        if len(value) > longest:
            raise BadValueError(messages.too_long(len(value), longest))
        return value

    return parse


def code(longest: int, reserved: Collection[str] = ()) -> Parser:
    """A code of our own making: letters, digits, ``_ . -``; ``reserved`` words mean something else in an address."""
    plain = text(longest)

    def parse(cell: Cell) -> str:
        value: str = plain(cell)
        if CODE.fullmatch(value) is None:
            raise BadValueError(messages.CODE_CHARACTERS)
        if value in reserved:
            raise BadValueError(messages.RESERVED_CODE)
        return value

    return parse


def code_list(cell: Cell) -> tuple[str, ...]:
    """Codes joined by ``|``: sorted, each once."""
    return tuple(sorted({part.strip() for part in as_text(cell).split("|") if part.strip()}))


def choice(allowed: Collection[str]) -> Parser:
    """One of a few words, spelled exactly so."""

    def parse(cell: Cell) -> str:
        value = as_text(cell)
        if value not in allowed:
            raise BadValueError(messages.not_one_of(allowed))
        return value

    return parse


def flag(cell: Cell) -> int:
    value = as_text(cell)
    if value not in ("0", "1"):
        raise BadValueError(messages.NOT_A_FLAG)
    return int(value)


def integer(low: int, high: int) -> Parser:
    """A whole number from ``low`` to ``high``."""

    def parse(cell: Cell) -> int:
        value = as_text(cell)
        if INTEGER.fullmatch(value) is None or not low <= int(value) <= high:
            raise BadValueError(messages.not_an_integer(low, high))
        return int(value)

    return parse


def number(digits: int, places: int, low: Decimal | None = None, high: Decimal | None = None) -> Parser:
    """A decimal number with at most ``places`` decimals, point or comma, no thousands separator."""
    step = Decimal(1).scaleb(-places)
    largest = Decimal(10) ** (digits - places)

    def parse(cell: Cell) -> Decimal:
        value = _exact(cell, step)
        if abs(value) >= largest or (low is not None and value < low) or (high is not None and value > high):
            raise BadValueError(messages.out_of_range(low, high))
        if value != value.quantize(step):
            raise BadValueError(messages.too_many_places(places))
        return value.quantize(step)

    return parse


def count(largest: int) -> Parser:
    """A count of a manual return: a whole number from 0 to ``largest``, in a spreadsheet often stored as 12.0."""

    def parse(cell: Cell) -> int:
        value = _exact(cell, _FINE)
        if value != value.to_integral_value() or not 0 <= value <= largest:
            raise BadValueError(messages.RETURN_NOT_A_COUNT)
        return int(value)

    return parse


def _exact(cell: Cell, step: Decimal) -> Decimal:
    if isinstance(cell, float) and math.isfinite(cell):
        # A spreadsheet computes in binary: 0.1 + 0.2 is meant to be 0.3. The bound keeps quantize from overflowing.
        exact = Decimal(repr(cell))
        return exact.quantize(step, rounding=ROUND_HALF_UP) if abs(cell) < 1e15 else exact
    value = as_text(cell)
    if GROUPED.fullmatch(value):
        raise BadValueError(messages.THOUSANDS_SEPARATOR)
    if NUMBER.fullmatch(value) is None:
        raise BadValueError(messages.NOT_A_NUMBER)
    return Decimal(value.replace(",", "."))


def day(cell: Cell) -> date:
    """A calendar day: ISO, German, or a date cell; a time of day other than midnight is refused."""
    if isinstance(cell, datetime):
        if cell.time() != time():
            raise BadValueError(messages.TIME_OF_DAY)
        cell = cell.date()
    if isinstance(cell, date):
        return _in_range(cell)
    found = _parts(cell, ISO_DATE, GERMAN_DATE, messages.NOT_A_DATE)
    try:
        return _in_range(date(int(found["y"]), int(found["m"]), int(found["d"])))
    except ValueError as error:
        raise BadValueError(messages.NO_SUCH_DAY) from error


def month(cell: Cell) -> str:
    """A month as ``2020-03``; a date cell counts if it is the first of the month, as spreadsheets store months."""
    if isinstance(cell, datetime) and cell.day == 1:
        return f"{_in_range(cell.date()):%Y-%m}"
    if isinstance(cell, date):
        raise BadValueError(messages.NOT_A_MONTH)
    found = _parts(cell, ISO_MONTH, GERMAN_MONTH, messages.NOT_A_MONTH)
    try:
        return f"{_in_range(date(int(found['y']), int(found['m']), 1)):%Y-%m}"
    except ValueError as error:
        raise BadValueError(messages.NOT_A_MONTH) from error


def _parts(cell: Cell, iso: re.Pattern[str], german: re.Pattern[str], rule: str) -> re.Match[str]:
    if isinstance(cell, (int, float, time, timedelta)):
        raise BadValueError(rule)
    value = as_text(cell)
    found = iso.fullmatch(value) or german.fullmatch(value)
    if found is None:
        raise BadValueError(rule)
    return found


def _in_range(value: date) -> date:
    if not YEARS[0] <= value.year <= YEARS[1]:
        raise BadValueError(messages.YEAR_OUT_OF_RANGE)
    return value
