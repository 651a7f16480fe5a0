"""One indicator with its comparison and what restricts it, in the words of the headlines of the pages."""

from __future__ import annotations

from analysis.narrative import comparison, grammar, measures
from analysis.narrative.annual.pairs import paragraph
from analysis.narrative.facts import Facts


def indicator(facts: Facts) -> str:
    """The value in its period, its comparison, and why a percentage that one expects is missing."""
    running = not facts.zeitraum.is_complete(facts.datenstand)
    remarks = [grammar.until(facts.datenstand)] if running else []
    if facts.werte.wert is None:
        reason = measures.empty_clause(facts, facts.zeitraum, remarks)
        return paragraph(f"{reason}; {measures.missing_words(facts.kennzahl)}")
    told = measures.value_clause(facts, remarks) + comparison.compared(facts)
    return paragraph(told, comparison.withheld(facts))
