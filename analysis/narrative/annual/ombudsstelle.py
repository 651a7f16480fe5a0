"""The Ombudsstelle: how many turned to it, about what, through which channel, for whom, and who wrote."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.narrative import grammar
from analysis.narrative.annual.complaints import ARTEN
from analysis.narrative.annual.pairs import Named, Pair, ReportYear, compared, in_brackets, paragraph, share
from analysis.narrative.grammar import KUNDENREAKTION, WAR, Gender, Noun
from analysis.narrative.measures import share_words
from domain import formats

EINRICHTUNG = Noun(Gender.FEMININE, "Einrichtung", "Einrichtungen", "Einrichtungen")


def ombudsstelle(year: ReportYear, pair: Pair, total: Pair) -> str:
    """How many reactions went to the Ombudsstelle, and what share of all that is."""
    things = grammar.counted(pair.now, KUNDENREAKTION)
    sentences = [
        f"{year.now} {grammar.GING.agree(pair.now)} {things} an die Ombudsstelle{compared(year, pair, KUNDENREAKTION)}"
    ]
    if pair.now:
        some = "aller Kundenreaktionen " if total.now >= year.smallest_base else ""
        verb = grammar.SEIN.plural if some else grammar.SEIN.agree(pair.now)
        told = f"das {verb} {_of(pair.now, total.now, some, year)}"
        if pair.past and total.past:
            before = WAR.plural if total.past >= year.smallest_base else WAR.agree(pair.past)
            told += f", {year.before} {before} es {share_words(pair.past, total.past, year.smallest_base)}"
        sentences.append(told)
    return paragraph(*sentences)


def hauptarten(counts: Sequence[tuple[str, int]]) -> str:
    """What the reactions to the Ombudsstelle were by their Hauptart; ``counts`` are (code, count)."""
    there = [(code, count) for code, count in counts if count]
    if not there:
        return ""
    parts = [grammar.counted(count, ARTEN[code]) for code, count in there]
    return paragraph(f"nach ihrer Hauptart {WAR.agree(there[0][1])} es {formats.enumeration(parts)}")


def top_kanal(year: ReportYear, row: Named, ombuds: Pair, of_channel: Pair) -> str:
    """The channel that was used most: its share of the Ombudsstelle, and the Ombudsstelle's share of the channel."""
    count = row.pair.now
    if not count:
        return ""
    part = share(count, ombuds.now, year.smallest_base)
    number, verb = grammar.numeral(count, KUNDENREAKTION), grammar.GING.agree(count)
    return paragraph(
        f"über den Zugangsweg „{grammar.tidy(row.name)}“ {verb} davon {number} ein{in_brackets(part)}",
        _of_channel(year, count, of_channel.now),
    )


def _of_channel(year: ReportYear, count: int, whole: int) -> str:
    """The share of the Ombudsstelle in everything that came through its channel."""
    if whole < 2:
        return ""
    large = whole >= year.smallest_base
    some = formats.percent(count / whole) if large else grammar.numeral(count, KUNDENREAKTION)
    verb = grammar.GING.plural if large else grammar.GING.agree(count)
    return (
        f"von allen {formats.number(whole)} Kundenreaktionen über diesen Zugangsweg {verb} {some} an die Ombudsstelle"
    )


def _of(part: int, whole: int, some: str, year: ReportYear) -> str:
    """``43,4 % aller Kundenreaktionen (464 von 1.068)``, from a small base ``5 von 8``."""
    share_of, bracket, out_of = share_words(part, whole, year.smallest_base).partition("(")
    return f"{share_of}{some}{bracket}{out_of}"


def personenkreise(year: ReportYear, rows: Sequence[Named], union: Pair | None, whole: Pair) -> str:
    """The groups of persons that the reactions to the Ombudsstelle concern, and how many reactions carry one at all.

    ``union`` counts a reaction with several of them once; None where that is not known.
    """
    there = [row for row in rows if row.pair.now]
    if not there:
        return paragraph("zu keiner Kundenreaktion an die Ombudsstelle ist ein Personenkreis erfasst")
    parts = [
        f"{grammar.tidy(row.name)} {formats.number(row.pair.now)}"
        f"{in_brackets(share(row.pair.now, whole.now, year.smallest_base))}"
        for row in there
    ]
    named = f"Personenkreise der Kundenreaktionen an die Ombudsstelle: {formats.enumeration(parts)}"
    if len(there) == 1 or union is None:
        return paragraph(named)
    together = share_words(union.now, whole.now, year.smallest_base)
    return paragraph(named, f"mindestens einen dieser Personenkreise tragen {together}")


def own_contacts(year: ReportYear, own: Pair, whole: Pair) -> str:
    """How many turned to the Ombudsstelle without the help of others."""
    number = grammar.numeral(own.now, KUNDENREAKTION)
    verb = "kam" if own.now < 2 else "kamen"
    part = share(own.now, whole.now, year.smallest_base) if own.now else ""
    return paragraph(
        f"ohne Unterstützung Dritter {verb} {number} der Kundenreaktionen an die Ombudsstelle{in_brackets(part)}"
        f"{compared(year, own, KUNDENREAKTION, whole)}"
    )


def bodies(year: ReportYear, rows: Sequence[Named]) -> str:
    """How many bodies turned to the Ombudsstelle by name, and which of them most often."""
    there = [row for row in rows if row.pair.now]
    if not there:
        return paragraph(f"{year.now} ist keine Einrichtung erfasst, die sich an die Ombudsstelle wandte")
    most = [f"{grammar.tidy(row.name)} ({formats.number(row.pair.now)})" for row in there[:3]]
    verb = "wandte" if len(there) == 1 else "wandten"
    told = f"an die Ombudsstelle {verb} sich {grammar.counted(len(there), EINRICHTUNG)}"
    return paragraph(f"{told}, am häufigsten {formats.enumeration(most)}" if len(there) > 1 else f"{told}: {most[0]}")
