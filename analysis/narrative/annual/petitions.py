"""Petitionen and Eingaben, which come beside the Kundenreaktionen."""

from __future__ import annotations

from analysis.narrative import grammar
from analysis.narrative.annual.pairs import Pair, ReportYear, compared, paragraph
from analysis.narrative.grammar import EINGABE, GING, PETITION


def petitions(year: ReportYear, petitionen: Pair, eingaben: Pair) -> str:
    """Both counts with those of the year before."""
    first = f"{year.now} {GING.agree(petitionen.now)} {grammar.counted(petitionen.now, PETITION)} ein"
    second = "an Eingaben ging keine ein"
    if eingaben.now:
        second = f"zusätzlich {GING.agree(eingaben.now)} {grammar.counted(eingaben.now, EINGABE)} ein"
    return paragraph(
        f"{first}{compared(year, petitionen, PETITION)}",
        f"{second}{compared(year, eingaben, EINGABE)}",
    )
