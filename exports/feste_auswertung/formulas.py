"""The few shapes that formulas of the workbook have, each with the value that it has: what readers see that do not
calculate.

An empty operand makes the result empty, never zero; over a base below the name ``Mindestbasis`` there is no share.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from exports.feste_auswertung.model import Value

JAHR = "Berichtsjahr"
SMALLEST_SHOWN = "Mindestbasis"
SMALL_BASE = "Kleine_Basis"
ROUNDING = "Rundung"

SMALL = "kleine Basis"
HOLDS = "stimmt"
DIFFERS = "weicht ab"
NOT_KNOWN = "keine Angabe"
MULTIPLE = "Mehrfachnennungen"


class Cell(NamedTuple):
    """A cell: its address as other formulas write it, its value, and its own formula, empty where it has none."""

    at: str
    value: Value
    formula: str = ""


class Limits(NamedTuple):
    """The values behind the names that the formulas use."""

    smallest_shown: int
    small_base: int
    rounding: int


class Computed(NamedTuple):
    """A formula and its value."""

    formula: str
    value: Value


def number(cell: Cell) -> float | int | None:
    """The number in a cell; None where it is empty or text."""
    return None if isinstance(cell.value, str) else cell.value


def link(cell: Cell) -> Computed:
    """The same figure as elsewhere."""
    return Computed(f'=IF({cell.at}="","",{cell.at})', number(cell))


def difference(now: Cell, past: Cell) -> Computed:
    """``now − past``."""
    a, b = number(now), number(past)
    value = None if a is None or b is None else a - b
    return Computed(f'=IF(OR({now.at}="",{past.at}=""),"",{now.at}-{past.at})', value)


def change(now: Cell, past: Cell, limits: Limits) -> Computed:
    """Relative change."""
    a, b = number(now), number(past)
    text = f'=IF(OR({now.at}="",{past.at}="",{past.at}<{SMALLEST_SHOWN}),"",({now.at}-{past.at})/{past.at})'
    return Computed(text, None if a is None or b is None or b < limits.smallest_shown else (a - b) / b)


def quotient(part: Cell, whole: Cell, limits: Limits) -> Computed:
    """``part`` as a share of ``whole``."""
    a, b = number(part), number(whole)
    text = f'=IF(OR({part.at}="",{whole.at}="",{whole.at}<{SMALLEST_SHOWN}),"",{part.at}/{whole.at})'
    return Computed(text, None if a is None or b is None or b < limits.smallest_shown else a / b)


def total(cells: Sequence[Cell], block: str) -> Computed:
    """The sum of a block of cells; empty where all of them are."""
    known = [value for value in map(number, cells) if value is not None]
    return Computed(f'=IF(COUNT({block})=0,"",SUM({block}))', sum(known) if known else None)


def rest(whole: Cell, *parts: Cell) -> Computed:
    """What is left of a whole without its parts."""
    cells = (whole, *parts)
    values = [number(cell) for cell in cells]
    empty = ",".join(f'{cell.at}=""' for cell in cells)
    text = f'=IF(OR({empty}),"",{"-".join(cell.at for cell in cells)})'
    known = [value for value in values if value is not None]
    return Computed(text, known[0] - sum(known[1:]) if len(known) == len(cells) else None)


def note(base: Cell, limits: Limits) -> Computed:
    """A word where the base of a change is small."""
    text = f'=IF(AND({base.at}<>"",{base.at}>0,{base.at}<{SMALL_BASE}),"{SMALL}","")'
    b = number(base)
    return Computed(text, SMALL if b is not None and 0 < b < limits.small_base else None)


def verdict(
    parts: Cell, whole: Cell, addends: Sequence[Cell], block: str, limits: Limits, *, multiple: bool
) -> Computed:
    """Whether parts make the whole; rounded numbers may differ by what rounding can do.

    With ``multiple`` a case may be in several parts: together they must not be less than the whole.
    """
    gap, slack = f"{parts.at}-{whole.at}", f"{ROUNDING}*(COUNT({block})+1)/2"
    empty = f'OR({parts.at}="",{whole.at}="")'
    a, b = number(parts), number(whole)
    allowed = limits.rounding * (sum(number(cell) is not None for cell in addends) + 1) / 2
    if multiple:
        text = f'=IF({empty},"{NOT_KNOWN}",IF({gap}+{slack}<0,"{DIFFERS}","{MULTIPLE}"))'
        holds, good = a is not None and b is not None and a - b + allowed >= 0, MULTIPLE
    else:
        text = f'=IF({empty},"{NOT_KNOWN}",IF(ABS({gap})<={slack},"{HOLDS}","{DIFFERS}"))'
        holds, good = a is not None and b is not None and abs(a - b) <= allowed, HOLDS
    if a is None or b is None:
        return Computed(text, NOT_KNOWN)
    return Computed(text, good if holds else DIFFERS)
