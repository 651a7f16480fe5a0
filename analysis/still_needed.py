"""What is still needed for a month to reach its target, and the range in which its rate will end."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from math import ceil


class Outlook(Enum):
    """Whether a month's target can be reached: whatever happens, by effort, or not any more."""

    REACHED = "reached"
    POSSIBLE = "possible"
    MISSED = "missed"
    NO_CASES = "no_cases"


@dataclass(frozen=True, slots=True)
class StillNeeded:
    """``needed`` of the ``offen`` cases have to be finished in time; the rate ends from ``lowest`` to ``highest``.

    ``needed`` is 0 where the target is reached whatever happens, and more than ``offen`` where it is missed. The
    bounds count every open case as late, or every one as in time; None where there are no cases.
    """

    outlook: Outlook
    needed: int
    offen: int
    lowest: float | None
    highest: float | None


def still_needed(
    fristgerecht: int, verspaetet: int, ueberfaellig: int, offen_in_frist: int, zielquote: Decimal | float
) -> StillNeeded:
    """How many of the cases that are open inside their deadline must be finished in time for ``zielquote`` (0 to 1).

    The four counts are the deadline states of a month's receipts. The target counts as it is written in decimals: 0.9
    of ten cases are nine, whatever the binary number behind 0.9.
    """
    cases = fristgerecht + verspaetet + ueberfaellig + offen_in_frist
    if not cases:
        return StillNeeded(Outlook.NO_CASES, 0, 0, None, None)
    needed = max(0, ceil(Fraction(str(zielquote)) * cases) - fristgerecht)
    return StillNeeded(
        _outlook(needed, offen_in_frist),
        needed,
        offen_in_frist,
        lowest=fristgerecht / cases,
        highest=(fristgerecht + offen_in_frist) / cases,
    )


def _outlook(needed: int, offen: int) -> Outlook:
    if not needed:
        return Outlook.REACHED
    return Outlook.POSSIBLE if needed <= offen else Outlook.MISSED
