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
INCOMPLETE = "nicht alles gezeigt"


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
    """What is left of a whole without its parts; rounded parts can exceed it, which leaves nothing."""
    cells = (whole, *parts)
    values = [number(cell) for cell in cells]
    empty = ",".join(f'{cell.at}=""' for cell in cells)
    text = f'=IF(OR({empty}),"",MAX(0,{"-".join(cell.at for cell in cells)}))'
    known = [value for value in values if value is not None]
    return Computed(text, max(0, known[0] - sum(known[1:])) if len(known) == len(cells) else None)


def note(base: Cell, limits: Limits) -> Computed:
    """A word where the base of a change is small."""
    text = f'=IF(AND({base.at}<>"",{base.at}>0,{base.at}<{SMALL_BASE}),"{SMALL}","")'
    b = number(base)
    return Computed(text, SMALL if b is not None and 0 < b < limits.small_base else None)


class Parts(NamedTuple):
    """The cells that are added: themselves, the areas in which they lie, and a formula that counts all there are."""

    cells: Sequence[Cell]
    block: str
    expected: str


def verdict(summed: Cell, whole: Cell, parts: Parts, limits: Limits, *, multiple: bool) -> Computed:
    """Whether parts make the whole; rounded numbers may differ by what rounding can do.

    With ``multiple`` a case may be in several parts: together they must not be less than the whole. Where a part is
    not shown, all that can be said is that the rest is not too much.
    """
    gap, slack = f"{summed.at}-{whole.at}", f"{ROUNDING}*(COUNT({parts.block})+1)/2"
    known = [cell for cell in parts.cells if number(cell) is not None]
    a, b, allowed = number(summed), number(whole), limits.rounding * (len(known) + 1) / 2
    good, holds = (MULTIPLE, f"{gap}+{slack}>=0") if multiple else (HOLDS, f"ABS({gap})<={slack}")
    not_too_much = "TRUE" if multiple else f"{gap}<={slack}"
    text = (
        f'=IF(OR({summed.at}="",{whole.at}=""),"{NOT_KNOWN}",'
        f'IF(COUNT({parts.block})<{parts.expected},IF({not_too_much},"{INCOMPLETE}","{DIFFERS}"),'
        f'IF({holds},"{good}","{DIFFERS}")))'
    )
    if a is None or b is None:
        return Computed(text, NOT_KNOWN)
    if len(known) < len(parts.cells):
        return Computed(text, INCOMPLETE if a - b <= allowed or multiple else DIFFERS)
    right = a - b + allowed >= 0 if multiple else abs(a - b) <= allowed
    return Computed(text, good if right else DIFFERS)
