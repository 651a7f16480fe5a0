"""A count in the year of the report and in the year before, and how the two are compared in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from analysis.narrative import grammar
from analysis.narrative.grammar import Noun
from domain import formats
from domain.zeitraum import Vergleich, Zeitraum


@dataclass(frozen=True)
class ReportYear:
    """The year that a report is about; ``vergleich`` is None where there is nothing to compare it with.

    ``smallest_base``: no percentages below it.
    """

    zeitraum: Zeitraum
    datenstand: date
    vergleich: Vergleich | None = None
    smallest_base: int = 20

    @property
    def now(self) -> str:
        """``im Jahr 2020``; while it is not over ``im Jahr 2021 (bis 31.03.2021)``."""
        running = not self.zeitraum.is_complete(self.datenstand)
        return grammar.in_period(self.zeitraum, [grammar.until(self.datenstand)] if running else [])

    @property
    def then(self) -> str:
        """``im Jahr 2019``, with its last day where it is cut; ``vergleich`` must not be None."""
        assert self.vergleich is not None
        return grammar.in_period(self.vergleich.zeitraum, [grammar.until(self.vergleich.span.bis)] if self._cut else [])

    @property
    def before(self) -> str:
        """The same where it has been named already: ``im Vorjahr``."""
        return "im Vorjahreszeitraum" if self._cut else "im Vorjahr"

    @property
    def _cut(self) -> bool:
        return self.vergleich is not None and self.vergleich.span.bis != self.vergleich.zeitraum.span.bis


@dataclass(frozen=True)
class Pair:
    """A count now and in the year before; None: there is nothing to compare with."""

    now: int
    past: int | None = None

    @property
    def nothing(self) -> bool:
        """Whether there is neither now nor before a single case."""
        return not self.now and not self.past


@dataclass(frozen=True)
class Named:
    """A value of a dimension with its counts."""

    name: str
    pair: Pair


def moved(pair: Pair, smallest_base: int) -> str:
    """What became of a number: ``sank um 36,6 %``, ``stieg von 3 auf 6``; empty without comparison."""
    now, past = pair.now, pair.past
    if past is None:
        return ""
    if now == past:
        return "blieb gleich"
    verb = "stieg" if now > past else "sank"
    if past < max(smallest_base, 1):
        return f"{verb} von {formats.number(past)} auf {formats.number(now)}"
    change = abs(now - past) / past
    if formats.rounded(change * 100, 1) == 0:
        return f"{verb} um weniger als 0,1{formats.NBSP}%"
    return f"{verb} um {formats.percent(change)}"


def movement(subject: str, pair: Pair, smallest_base: int) -> str:
    """``die Zahl der Beschwerden sank um 45,0 %``; empty without comparison."""
    verb = moved(pair, smallest_base)
    return f"{subject} {verb}" if verb else ""


def share(part: int, whole: int, smallest_base: int) -> str:
    """``18,4 %``, from a small base ``5 von 8``; empty over nothing."""
    if not whole:
        return ""
    if whole < smallest_base:
        return f"{formats.number(part)} von {formats.number(whole)}"
    return formats.percent(part / whole)


def in_brackets(*remarks: str) -> str:
    """`` (18,4 %; im Vorjahr 60,0 %)``, without those that are empty."""
    there = [remark for remark in remarks if remark]
    return f" ({'; '.join(there)})" if there else ""


def were(when: str, count: int, noun: Noun) -> str:
    """``im Vorjahr waren es 1.010``, ``im Vorjahr war es keine``."""
    return f"{when} {grammar.WAR.agree(count)} es {grammar.numeral(count, noun)}"


def compared(year: ReportYear, pair: Pair, noun: Noun, whole: Pair | None = None) -> str:
    """The end of a sentence on a count: ``, im Vorjahr waren es 1.010 (60,0 %); die Zahl sank um 80,6 %``."""
    if pair.past is None:
        return ""
    part = "" if whole is None or whole.past is None else share(pair.past, whole.past, year.smallest_base)
    past = f", {were(year.before, pair.past, noun)}{in_brackets(part)}"
    # From a small base, and of none at all, the two numbers say it all.
    told = pair.now and pair.past >= max(year.smallest_base, 1) and pair.now != pair.past
    return f"{past}; {movement('die Zahl', pair, year.smallest_base)}" if told else past


def listed(year: ReportYear, rows: Sequence[Named]) -> str:
    """``Brief 61 (im Vorjahr 74; −17,6 %) und Fax 13 (im Vorjahr 12)``."""
    return formats.enumeration([f"{grammar.tidy(row.name)} {brief(year, row.pair)}" for row in rows])


def brief(year: ReportYear, pair: Pair) -> str:
    """A count with its comparison in brackets: ``72 (im Vorjahr 131; −45,0 %)``."""
    number = formats.number(pair.now)
    if pair.past is None:
        return number
    change = ""
    if pair.past >= max(year.smallest_base, 1) and pair.now != pair.past:
        change = formats.percent_change((pair.now - pair.past) / pair.past)
    return number + in_brackets(f"{year.before} {formats.number(pair.past)}", change)


def paragraph(*sentences: str) -> str:
    """The sentences that are not empty, each with a capital at its start and a full stop."""
    return " ".join(grammar.sentence(text) for text in sentences if text)
