"""The Fristquote of receipts that are not all finished: where it can still end, and what a target still needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil

from analysis.narrative import grammar
from analysis.narrative.grammar import KUNDENREAKTION, MUESSEN, SEIN, Case
from analysis.narrative.measures import share_words
from domain import formats
from domain.zeitraum import Zeitraum


@dataclass(frozen=True)
class Fristlage:
    """How many Kundenreaktionen of one period of receipt are in each deadline state."""

    fristgerecht: int
    verspaetet: int
    ueberfaellig: int
    offen_in_frist: int

    @property
    def total(self) -> int:
        """All that the rate will be divided by in the end."""
        return self.fristgerecht + self.verspaetet + self.ueberfaellig + self.offen_in_frist

    @property
    def at_most(self) -> int:
        """How many can still end in time."""
        return self.fristgerecht + self.offen_in_frist

    def needed(self, zielquote: float | Decimal) -> int:
        """How many more must end in time to reach the target; 0 or less where it is reached already."""
        return ceil(Fraction(str(zielquote)) * self.total) - self.fristgerecht


def rate_range(zeitraum: Zeitraum, lage: Fristlage, smallest_base: int, last_day: date | None = None) -> str:
    """The range in which the Fristquote of a period of receipt can end, or the value that it has reached.

    ``last_day`` is the last counted day of a period that is not over.
    """
    received = _received(zeitraum, last_day)
    if lage.total == 0:
        return _none_counts(received)
    lowest = share_words(lage.fristgerecht, lage.total, smallest_base)
    if lage.offen_in_frist == 0:
        return grammar.sentence(f"die Fristquote für den {received} steht fest: {lowest}")
    few = lage.total < smallest_base
    highest = share_words(lage.at_most, lage.total, smallest_base)
    if not few:
        lowest, highest = (formats.percent(count / lage.total) for count in (lage.fristgerecht, lage.at_most))
    still = grammar.numeral(lage.offen_in_frist, KUNDENREAKTION)
    whole = grammar.counted(lage.total, KUNDENREAKTION, Case.DATIVE)
    verb = SEIN.agree(lage.offen_in_frist)
    return grammar.sentence(
        f"die Fristquote für den {received} endet zwischen {lowest} und {highest}; "
        f"{still} von {whole} {verb} noch in Frist"
    )


def still_needed(
    zeitraum: Zeitraum,
    lage: Fristlage,
    zielquote: float | Decimal,
    smallest_base: int,
    due: date | None = None,
    last_day: date | None = None,
) -> str:
    """What a target still needs: so many of the open ones until ``due``, nothing more, or that it is out of reach.

    ``zielquote`` is a fraction; ``last_day`` is the last counted day of a period that is not over.
    """
    received = _received(zeitraum, last_day)
    if lage.total == 0:
        return _none_counts(received)
    goal, needed, still_open = (
        f"das Ziel von {formats.percent(float(zielquote))}",
        lage.needed(zielquote),
        lage.offen_in_frist,
    )
    for_these = f"{goal} ist für den {received}"
    kept = share_words(lage.fristgerecht, lage.total, smallest_base)
    if still_open == 0:
        return grammar.sentence(f"{for_these} {'erreicht' if needed <= 0 else 'verfehlt'}: {kept}")
    if needed <= 0:
        return grammar.sentence(f"{for_these} schon sicher: mindestens {kept}")
    if needed > still_open:
        best = share_words(lage.at_most, lage.total, smallest_base)
        return grammar.sentence(f"{for_these} nicht mehr erreichbar: höchstens {best}")
    until = f", spätestens am {formats.day(due)}" if due else ""
    return grammar.sentence(
        f"um {goal} für den {received} zu erreichen, {MUESSEN.agree(needed)} {_of_the_open(needed, still_open)}"
        f" fristgerecht erledigt werden{until}"
    )


def _of_the_open(needed: int, still_open: int) -> str:
    if still_open == 1:
        return "die eine offene Kundenreaktion"
    if needed == still_open:
        return f"alle {formats.number(still_open)} offenen Kundenreaktionen"
    return f"von {formats.number(still_open)} offenen Kundenreaktionen noch {grammar.numeral(needed, KUNDENREAKTION)}"


def _received(zeitraum: Zeitraum, last_day: date | None) -> str:
    return f"Eingang {grammar.in_period(zeitraum, [grammar.until(last_day)] if last_day else [])}"


def _none_counts(received: str) -> str:
    return grammar.sentence(f"von den Kundenreaktionen mit {received} zählt keine zur Fristquote")
