"""The largest contribution to a change: as a fraction in words where that is true, otherwise with the number."""

from __future__ import annotations

from analysis.narrative import comparison, grammar, measures
from analysis.narrative.facts import Contribution, Facts
from analysis.narrative.grammar import Case, Gender, Noun
from domain import formats
from domain.kennzahlen import Einheit
from domain.merkmale import MERKMALE

_NOUNS = {
    "jobcenter": Noun(Gender.NEUTER, "Jobcenter", "Jobcenter", "Jobcentern"),
    "bereich": Noun(Gender.MASCULINE, "Bereich", "Bereiche", "Bereichen"),
    "thema": Noun(Gender.NEUTER, "Thema", "Themen", "Themen"),
    "kanal": Noun(Gender.MASCULINE, "Kanal", "Kanäle", "Kanälen"),
    "personenkreis": Noun(Gender.MASCULINE, "Personenkreis", "Personenkreise", "Personenkreisen"),
    "art": Noun(Gender.FEMININE, "Art", "Arten", "Arten"),
    "hauptart": Noun(Gender.FEMININE, "Hauptart", "Hauptarten", "Hauptarten"),
    "bewertung": Noun(Gender.FEMININE, "Bewertung", "Bewertungen", "Bewertungen"),
    "jahr": grammar.JAHR,
}
_OMBUDSSTELLE = {"ja": "Kundenreaktionen an die Ombudsstelle", "nein": "Kundenreaktionen ohne Ombudsstelle"}
_FRACTIONS = (
    (1 / 4, "ein Viertel", 1),
    (1 / 3, "ein Drittel", 1),
    (1 / 2, "die Hälfte", 1),
    (2 / 3, "zwei Drittel", 2),
    (3 / 4, "drei Viertel", 3),
)
# A fraction is said as it is within half a percentage point and with "rund" within one.
_EXACT, _NEAR = 0.005, 0.01


def contribution_sentence(facts: Facts) -> str:
    """The largest contribution, without full stop; empty where there is no change that can be shared out."""
    part, total = facts.contribution, comparison.difference(facts)
    if part is None or total is None or not _can_be_shared(facts, part, total):
        return ""
    share = part.differenz / total if total else 0.0
    if abs(share - 1) <= _NEAR and comparison.rounds_to_nothing(facts, total - part.differenz):
        change = "Anstieg" if total > 0 else "Rückgang"
        whole = measures.with_unit(facts.kennzahl, total)
        return f"der ganze {change} um {whole} entfällt auf {_place(part, Case.ACCUSATIVE)}"
    if not 0 < share < 1:
        return _against_the_rest(facts, part, total)
    return _fraction(facts, part, total, share) or _number(facts, part, total, share)


def _can_be_shared(facts: Facts, part: Contribution, total: float | int) -> bool:
    if comparison.small_share_base(facts) is not None or comparison.incomplete(facts):
        return False
    if comparison.rounds_to_nothing(facts, part.differenz):
        return False
    return total == 0 or not comparison.rounds_to_nothing(facts, total)


def _fraction(facts: Facts, part: Contribution, total: float | int, share: float) -> str:
    if _is_small(facts, total):
        return ""
    size, words, count = min(_FRACTIONS, key=lambda fraction: abs(fraction[0] - share))
    off = abs(size - share)
    if off > _NEAR:
        return ""
    of_the_change = "des Anstiegs" if total > 0 else "des Rückgangs"
    numbers = measures.amount(facts.kennzahl, part.differenz)
    numbers += f" von {measures.with_unit(facts.kennzahl, total, Case.DATIVE)}"
    about = "" if off <= _EXACT else "rund "
    verb = grammar.ENTFALLEN.agree(count)
    return f"{about}{words} {of_the_change} {verb} auf {_place(part, Case.ACCUSATIVE)} ({numbers})"


def _number(facts: Facts, part: Contribution, total: float | int, share: float) -> str:
    change = "vom Anstieg" if total > 0 else "vom Rückgang"
    own = measures.amount(facts.kennzahl, part.differenz)
    verb = grammar.ENTFALLEN.agree(1 if own == "1" else 2)
    whole = measures.with_unit(facts.kennzahl, total)
    percent = "" if _is_small(facts, total) else f" ({formats.percent(share)})"
    return f"{change} um {whole} {verb} {own} auf {_place(part, Case.ACCUSATIVE)}{percent}"


def _against_the_rest(facts: Facts, part: Contribution, total: float | int) -> str:
    own = f"größte Veränderung: {_change(facts, part.differenz)} {_at(part)}"
    rest = total - part.differenz
    return own if comparison.rounds_to_nothing(facts, rest) else f"{own}, {_change(facts, rest)} bei allem Übrigen"


def _change(facts: Facts, change: float | int) -> str:
    return f"{measures.with_unit(facts.kennzahl, change)} {comparison.more_or_less(change)}"


def _is_small(facts: Facts, total: float | int) -> bool:
    """Whether the change is too small a number of cases for fractions and percentages."""
    return facts.kennzahl.einheit is Einheit.ANZAHL and abs(total) < facts.smallest_base


def _at(part: Contribution) -> str:
    return f"bei {_place(part, Case.DATIVE)}".replace("bei dem ", "beim ", 1)


def _place(part: Contribution, case: Case) -> str:
    """The value of the dimension in words: ``das Thema Beratung``, ``Fälle ohne Angabe zum Kanal``."""
    if part.code == MERKMALE[part.merkmal].ohne:
        cases = grammar.FALL.many(case)
        if part.merkmal == "bewertung":
            return f"{cases} ohne Bewertung"
        return f"{cases} ohne Angabe {grammar.about(_NOUNS[part.merkmal])}"
    if part.merkmal == "ombudsstelle":
        return _OMBUDSSTELLE[part.code]
    name = grammar.tidy(part.name)
    if part.merkmal in ("monat", "quartal"):
        noun = grammar.MONAT if part.merkmal == "monat" else grammar.QUARTAL
        return f"{noun.the(case)} {name}"
    return grammar.named(_NOUNS[part.merkmal], name, case)
