"""The Qualitätsstandard of the year, and in which state the Kundenreaktionen are that it does not call in time."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.narrative import grammar
from analysis.narrative.annual.pairs import paragraph
from analysis.narrative.grammar import KUNDENREAKTION, SEIN, WURDE
from domain import formats


def standard_sentence(rules: Sequence[tuple[str, str]]) -> str:
    """Which standards hold; ``rules`` are (name, rule in words)."""
    named = [f"„{grammar.tidy(name)}“ ({rule} ab Eingang)" for name, rule in rules]
    if not named:
        return ""
    verb = "gilt der Standard" if len(named) == 1 else "gelten die Standards"
    return paragraph(f"für die Eingänge des Jahres {verb} {formats.enumeration(named)}")


def states_sentence(late: int, overdue: int, open_in_time: int) -> str:
    """The states that are not "fristgerecht", at the Datenstand."""
    still_open = grammar.numeral(open_in_time, KUNDENREAKTION)
    return paragraph(
        f"verspätet erledigt {WURDE.agree(late)} {grammar.numeral(late, KUNDENREAKTION)}",
        f"am Datenstand {SEIN.agree(overdue)} {grammar.numeral(overdue, KUNDENREAKTION)} offen und überfällig, "
        f"{still_open} {SEIN.agree(open_in_time)} offen und noch in Frist",
    )
