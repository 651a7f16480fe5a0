"""Which questions may be answered with protected numbers, and how much is taken from them.

The grammar leaves one fixed set of tables: whole calendar periods, one value or all per dimension, few dimensions at
once. Any freer question, such as a chosen set of values, could be asked twice with one case between the answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from domain.merkmale import ZEIT_MERKMALE
from domain.selection import Selection
from domain.zeitraum import Zeitraum

MOST_DIMENSIONS = 3
YEAR = 12
# Number of dimensions, a period below a year counting as one, from which small counts are hidden.
DEEP = 2


@dataclass(frozen=True)
class Protection:
    """What protected numbers look like.

    ``rounding``: counts are multiples of it. ``hidden_below``: rounded counts below it are not shown in tables of
    ``DEEP`` dimensions and more (0: all are). There they are so many and so small that their sums would tell them.
    ``smallest_base``: rounded denominator from which a share is shown. ``smallest_durations``: number of cases from
    which a median or another quantile is shown, and of Kundenreaktionen behind a share of their Anliegen.
    """

    rounding: int = 5
    hidden_below: int = 10
    smallest_base: int = 20
    smallest_durations: int = 10

    def rounded(self, count: int) -> int:
        """The nearest multiple; halves (there are none with an odd ``rounding``) go up."""
        return (2 * count + self.rounding) // (2 * self.rounding) * self.rounding

    def at_least(self, count: int) -> int:
        """The smallest number of cases that looks like ``count`` does."""
        return max(self.rounded(count) - self.rounding // 2, 0)


class Rule(Enum):
    """What a question must be like to be answered with protected numbers."""

    # Exact numbers.
    GENAU = auto()
    # A whole month, quarter or year.
    ZEITRAUM = auto()
    # A period that is over.
    BEENDET = auto()
    # One value of a dimension, or all.
    EIN_WERT = auto()
    # Few dimensions at once.
    MERKMALE = auto()
    # No value left out.
    OHNE = auto()
    # The right to see single cases.
    FAELLE = auto()


@dataclass(frozen=True)
class Violation:
    """A rule that a question breaks; ``merkmal`` is the dimension where one is to blame."""

    rule: Rule
    merkmal: str = ""


def violations(
    selection: Selection, nach: Sequence[str], ausser: Sequence[object], datenstand: date
) -> tuple[Violation, ...]:
    """Everything that keeps a breakdown from being answered with protected numbers; empty where it may be."""
    found = []
    if not is_calendar_period(selection.zeitraum):
        found.append(Violation(Rule.ZEITRAUM))
    if not selection.zeitraum.is_complete(datenstand):
        found.append(Violation(Rule.BEENDET))
    found += [Violation(Rule.EIN_WERT, merkmal) for merkmal, codes in selection.filter if len(codes) > 1]
    if dimensions(selection, nach) > MOST_DIMENSIONS:
        found.append(Violation(Rule.MERKMALE))
    if ausser:
        found.append(Violation(Rule.OHNE))
    return tuple(found)


def dimensions(selection: Selection, nach: Sequence[str]) -> int:
    """Of how many dimensions the cells of a breakdown are; a period below a year is one, however it was asked for.

    A dimension that is filtered and broken down as well counts twice: several Personenkreise of one reaction meet.
    """
    below_a_year = selection.zeitraum.length < YEAR or not {"monat", "quartal"}.isdisjoint(nach)
    others = [merkmal for merkmal in nach if merkmal not in ZEIT_MERKMALE]
    return len(selection.filter) + len(others) + below_a_year


def is_calendar_period(zeitraum: Zeitraum) -> bool:
    """Whether the period is one whole calendar month, quarter or year."""
    return zeitraum.length in (1, 3, YEAR) and (zeitraum.von.monat - 1) % zeitraum.length == 0
