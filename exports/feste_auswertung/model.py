"""What fills the workbook: numbers by sheet, row and measure, the places of catalogue values, and what is told of them.

A figure that is None stays an empty cell: nothing is known. Zero is a number like any other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

Value = int | float | str | None


class Pair(NamedTuple):
    """A figure of the year and of the year before."""

    jahr: Value = None
    vorjahr: Value = None


@dataclass(frozen=True)
class Entry:
    """A catalogue value and its place in the lists, counted from 0; it keeps the place for ever."""

    platz: int
    code: str
    name: str


class Figure(NamedTuple):
    """Where a pair of numbers belongs: keys of sheet and row, and what is measured."""

    sheet: str
    row: str
    measure: str


@dataclass(frozen=True)
class About:
    """What travels with the numbers.

    ``angaben`` are the values of the fixed rows by key; ``smallest_shown`` is the base from which shares and changes
    are computed at all, ``small_base`` the one below which they carry a note, ``rounding`` the step to which counts
    are rounded (0: exact). ``definitionen`` and ``hinweise`` end the sheet.
    """

    datenstand: date
    angaben: Mapping[str, str | int | date]
    smallest_shown: int
    small_base: int
    rounding: int
    definitionen: Sequence[tuple[str, str]]
    hinweise: Sequence[str]


@dataclass(frozen=True)
class Content:
    """Everything of one workbook. ``head`` stands on every sheet: whose figures, which period, which Datenstand."""

    jahr: int
    head: str
    entries: Mapping[str, Sequence[Entry]]
    figures: Mapping[Figure, Pair]
    about: About


def entry_row(katalog: str, code: str) -> str:
    """Key of the row of a catalogue value; no fixed row has a colon in its key."""
    return f"{katalog}:{code}"
