"""Whether an indicator of the period and its comparison mean the same, and if not, why no change is told."""

from __future__ import annotations

from cards.base import Context
from cards.series_breaks import MEASURED_BY_STANDARD, before_comparison, reason, series_breaks
from data_access.aggregate import Werte, breakdown
from domain import formats

OPEN = "offen_in_frist"
WAIT = "Verglichen wird erst, wenn alle entschieden sind."


def obstacle(context: Context, kennzahl: str, *splits: str) -> str:
    """Why no change of the indicator is told: its series breaks in between, or it is not decided; empty: none.

    ``splits`` are the dimensions by which its parts are told apart.
    """
    for split in splits or (None,):
        broken = before_comparison(context, series_breaks(context, kennzahl, split))[-1]
        if broken is not None:
            return reason(broken)
    return undecided_note(undecided(context, kennzahl))


def undecided(context: Context, kennzahl: str) -> int:
    """How many Kundenreaktionen of the period and its comparison can still change a deadline figure."""
    if kennzahl not in MEASURED_BY_STANDARD:
        return 0
    (row,) = breakdown(context.view, context.selection, [OPEN])
    return still_open(row.werte[OPEN])


def still_open(werte: Werte) -> int:
    """The same of the values of ``offen_in_frist`` themselves."""
    return int(werte.wert or 0) + int(werte.vergleich or 0)


def undecided_note(count: int) -> str:
    """Why a figure that can still change is not compared; empty without such cases."""
    if not count:
        return ""
    cases = "1 Kundenreaktion ist" if count == 1 else f"{formats.number(count)} Kundenreaktionen sind"
    return f"{cases} noch in Frist. {WAIT}"
