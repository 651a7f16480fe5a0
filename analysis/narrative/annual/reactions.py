"""How many Kundenreaktionen came, through which channel, and how many of them in a special situation."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.narrative import grammar
from analysis.narrative.annual.pairs import (
    Named,
    Pair,
    ReportYear,
    compared,
    in_brackets,
    listed,
    movement,
    paragraph,
    share,
)
from analysis.narrative.grammar import ANLIEGEN, GING, KUNDENREAKTION, WAR, Case
from domain import formats


def volume(year: ReportYear, reaktionen: Pair, anliegen: Pair) -> str:
    """Kundenreaktionen and Anliegen of both years, their changes, and how many Anliegen a reaction carries."""
    now = f"{year.now} {GING.agree(reaktionen.now)} {_with_anliegen(reaktionen.now, anliegen.now)} ein"
    if reaktionen.past is None or anliegen.past is None:
        return paragraph(now, _ratio(year, reaktionen, anliegen))
    past = f"{year.then} {WAR.agree(reaktionen.past)} es {_with_anliegen(reaktionen.past, anliegen.past)}"
    small = year.smallest_base
    changes = [
        movement("die Zahl der Kundenreaktionen", reaktionen, small),
        movement("die Zahl der Anliegen", anliegen, small),
    ]
    told = not reaktionen.nothing
    return paragraph(now, past, ", ".join(changes) if told else "", _ratio(year, reaktionen, anliegen))


def channel(year: ReportYear, row: Named, total: Pair) -> str:
    """One channel: count, share of all Kundenreaktionen and the same for the year before."""
    pair = row.pair
    things = grammar.counted(pair.now, KUNDENREAKTION)
    part = share(pair.now, total.now, year.smallest_base) if pair.now else ""
    return paragraph(
        f"über den Zugangsweg „{grammar.tidy(row.name)}“ {GING.agree(pair.now)} {things} ein{in_brackets(part)}"
        f"{compared(year, pair, KUNDENREAKTION, total)}"
    )


def other_channels(year: ReportYear, rest: Pair, rows: Sequence[Named], total: Pair) -> str:
    """What came through the channels that are not told by themselves; empty where there are none."""
    if not rows or rest.nothing:
        return ""
    things = grammar.counted(rest.now, KUNDENREAKTION)
    part = share(rest.now, total.now, year.smallest_base) if rest.now else ""
    whole = (
        f"über die übrigen Zugangswege {GING.agree(rest.now)} {things} ein{in_brackets(part)}"
        f"{compared(year, rest, KUNDENREAKTION, total)}"
    )
    return paragraph(whole, f"im Einzelnen: {listed(year, rows)}")


def sonderlage(year: ReportYear, row: Named, total: Pair) -> str:
    """How many reactions carry a special situation, which is recorded like a group of persons without being one."""
    pair = row.pair
    things = grammar.counted(pair.now, KUNDENREAKTION)
    part = share(pair.now, total.now, year.smallest_base) if pair.now else ""
    verb = grammar.SEIN.agree(pair.now)
    return paragraph(
        f"mit der Sonderlage „{grammar.tidy(row.name)}“ {verb} {things} gekennzeichnet{in_brackets(part)}"
        f"{compared(year, pair, KUNDENREAKTION)}"
    )


def _with_anliegen(reaktionen: int, anliegen: int) -> str:
    things = grammar.counted(reaktionen, KUNDENREAKTION)
    return f"{things} mit insgesamt {grammar.counted(anliegen, ANLIEGEN, Case.DATIVE)}" if reaktionen else things


def _ratio(year: ReportYear, reaktionen: Pair, anliegen: Pair) -> str:
    if not reaktionen.now:
        return ""
    now = f"auf eine Kundenreaktion kamen im Mittel {formats.number(anliegen.now / reaktionen.now, 2)} Anliegen"
    if not reaktionen.past or anliegen.past is None:
        return now
    return f"{now}, {year.before} waren es {formats.number(anliegen.past / reaktionen.past, 2)}"
