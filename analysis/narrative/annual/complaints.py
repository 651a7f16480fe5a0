"""What the Anliegen were: kinds, Beschwerden with those that were justified, and Lob."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.narrative import grammar
from analysis.narrative.annual.pairs import (
    Named,
    Pair,
    ReportYear,
    compared,
    in_brackets,
    movement,
    paragraph,
    share,
    were,
)
from analysis.narrative.grammar import (
    BEGRUENDETE_BESCHWERDE,
    BESCHWERDE,
    IDEE,
    LOB,
    WAR,
    WURDE,
    Gender,
    Noun,
)
from domain import formats

SONSTIGES = Noun(Gender.NEUTER, "sonstiges Anliegen", "sonstige Anliegen", "sonstigen Anliegen", "sonstigen Anliegen")
ARTEN = {"beschwerde": BESCHWERDE, "lob": LOB, "idee": IDEE, "sonstiges": SONSTIGES}


def kinds(total: int, counts: Sequence[tuple[str, int]]) -> str:
    """Of how many Anliegen each kind was; ``counts`` are (code of the Art, count)."""
    parts = [grammar.counted(count, ARTEN[code]) for code, count in counts if count]
    if not total or not parts:
        return ""
    if total == 1:
        return paragraph(f"das eine Anliegen war {parts[0]}")
    first = next(count for _, count in counts if count)
    verb = WAR.agree(first)
    return paragraph(f"von den {formats.number(total)} Anliegen {verb} {formats.enumeration(parts)}")


def complaints(year: ReportYear, beschwerden: Pair, begruendet: Pair) -> str:
    """Beschwerden, how many of them were justified, and how that share moved in percentage points."""
    small = year.smallest_base
    verb, things = WURDE.agree(beschwerden.now), grammar.counted(beschwerden.now, BESCHWERDE)
    sentences = [f"{year.now} {verb} {things} erfasst{compared(year, beschwerden, BESCHWERDE)}"]
    if beschwerden.now:
        part = share(begruendet.now, beschwerden.now, small)
        number = grammar.numeral(begruendet.now, BESCHWERDE)
        told = f"begründet {WAR.agree(begruendet.now)} davon {number}{in_brackets(part if begruendet.now else '')}"
        if begruendet.past is not None and beschwerden.past:
            past = share(begruendet.past, beschwerden.past, small) if begruendet.past else ""
            told += f", {were(year.before, begruendet.past, BEGRUENDETE_BESCHWERDE)}{in_brackets(past)}"
        sentences.append(told)
        if (begruendet.past or 0) >= small:
            sentences.append(movement("die Zahl der begründeten Beschwerden", begruendet, small))
        sentences.append(_points(year, begruendet, beschwerden))
    return paragraph(*sentences)


def praise(year: ReportYear, lob: Pair, now: Sequence[Named]) -> str:
    """How much Lob came, and through which channel most of it came, in each of the two years."""
    sentences = [
        f"als Lob {WURDE.agree(lob.now)} {grammar.counted(lob.now, grammar.ANLIEGEN)} erfasst"
        f"{compared(year, lob, grammar.ANLIEGEN)}"
    ]
    if lob.now:
        top = _most(year, [(row.name, row.pair.now) for row in now], lob.now)
        sentences.append(f"am häufigsten kam Lob über {top}" if top else "")
    if lob.past:
        top = _most(year, [(row.name, row.pair.past or 0) for row in now], lob.past)
        sentences.append(f"{year.before} kam es am häufigsten über {top}" if top else "")
    return paragraph(*sentences)


def _points(year: ReportYear, begruendet: Pair, beschwerden: Pair) -> str:
    small = year.smallest_base
    if begruendet.past is None or not beschwerden.past or min(beschwerden.now, beschwerden.past) < small:
        return ""
    now, past = begruendet.now / beschwerden.now, begruendet.past / beschwerden.past
    points = grammar.measured(abs(now - past) * 100, 1, grammar.PROZENTPUNKT)
    subject = "der Anteil der begründeten Beschwerden"
    if formats.rounded(abs(now - past) * 100, 1) == 0:
        return f"{subject} änderte sich um weniger als 0,1{formats.NBSP}Prozentpunkte"
    verb = "stieg" if now > past else "sank"
    return f"{subject} {verb} um {points} von {formats.percent(past)} auf {formats.percent(now)}"


def _most(year: ReportYear, rows: Sequence[tuple[str, int]], whole: int) -> str:
    """``den Zugangsweg „E-Mail“ (12 von 27)``; several where they share the first place."""
    top = max((count for _, count in rows), default=0)
    if not top:
        return ""
    names = [f"„{grammar.tidy(name)}“" for name, count in rows if count == top]
    which = "den Zugangsweg" if len(names) == 1 else "die Zugangswege"
    each = "" if len(names) == 1 else "je "
    out_of = f"{each}{formats.number(top)} von {formats.number(whole)}"
    percent = formats.percent(top / whole) if whole >= year.smallest_base else ""
    return f"{which} {formats.enumeration(names)}{in_brackets(out_of, percent)}"
