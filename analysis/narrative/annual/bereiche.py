"""Beschwerden by Bereich and, within each, by Thema."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.narrative import grammar
from analysis.narrative.annual.pairs import (
    Named,
    Pair,
    ReportYear,
    brief,
    compared,
    in_brackets,
    listed,
    paragraph,
    share,
)
from analysis.narrative.grammar import BESCHWERDE, WURDE
from domain import formats


@dataclass(frozen=True)
class Bereich:
    """A Bereich with its Beschwerden, those of the Bereiche below it, and its most frequent Themen.

    ``direct`` are those recorded at the Bereich itself although it has others below it.
    """

    name: str
    pair: Pair
    below: tuple[Bereich, ...] = ()
    direct: Pair | None = None
    themen: tuple[Named, ...] = ()


def bereich_paragraphs(year: ReportYear, bereich: Bereich, total: Pair) -> list[str]:
    """One paragraph on the Bereich and one on each Bereich below it that has Themen to tell."""
    pair = bereich.pair
    part = share(pair.now, total.now, year.smallest_base) if pair.now else ""
    remark = f"{part} aller Beschwerden" if part.endswith("%") else part
    things = grammar.counted(pair.now, BESCHWERDE)
    head = (
        f"im Bereich {grammar.tidy(bereich.name)} {WURDE.agree(pair.now)} {things} erfasst{in_brackets(remark)}"
        f"{compared(year, pair, BESCHWERDE)}"
    )
    own = _themen(year, bereich) if not bereich.below else ""
    told = [paragraph(head, _below(year, bereich), own)]
    return told + [_themen(year, child) for child in bereich.below if child.themen]


def themen_sentence(year: ReportYear, of: str, themen: Sequence[Named]) -> str:
    """``Häufigste Themen im Bereich …: Bearbeitungsdauer 72 (im Vorjahr 131; −45,0 %), …``; empty without Themen.

    ``of`` says of what they are the Themen: ``im Bereich …``, ``der Beschwerden an die Ombudsstelle``.
    """
    if not themen:
        return ""
    which = "häufigstes Thema" if len(themen) == 1 else "häufigste Themen"
    return paragraph(f"{which} {of}: {listed(year, themen)}")


def _themen(year: ReportYear, bereich: Bereich) -> str:
    return themen_sentence(year, f"im Bereich {grammar.tidy(bereich.name)}", bereich.themen)


def _below(year: ReportYear, bereich: Bereich) -> str:
    if not bereich.below:
        return ""
    parts = [_place(year, child) for child in bereich.below]
    if bereich.direct is not None and not bereich.direct.nothing:
        parts.append(f"{brief(year, bereich.direct)} keinem der Bereiche darunter zugeordnet")
    return f"davon: {formats.enumeration(parts)}"


def _place(year: ReportYear, child: Bereich) -> str:
    return f"{grammar.tidy(child.name)} {brief(year, child.pair)}"
