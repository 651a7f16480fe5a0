"""The comparison of a value: absolute and relative, in percentage points for shares, without percent below the
smallest base, "neu" from nothing."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.narrative import grammar, measures
from analysis.narrative.facts import Facts
from analysis.narrative.grammar import Case
from domain import formats
from domain.kennzahlen import Einheit
from domain.zeitraum import Zeitraum


def difference(facts: Facts) -> float | int | None:
    """``wert − vergleich``, None if either is missing or no comparison is chosen."""
    wert, vergleich = facts.werte.wert, facts.werte.vergleich
    return None if facts.vergleich is None or wert is None or vergleich is None else wert - vergleich


def rounds_to_nothing(facts: Facts, value: float | int) -> bool:
    """Whether a difference shows as 0 with the decimals of its unit."""
    return measures.amount(facts.kennzahl, value).strip("0,") == ""


def compared(facts: Facts) -> str:
    """The end of the first sentence: ``, 366 weniger als im Jahr 2019 (−36,6 %)``; empty without a comparison."""
    if difference(facts) is None:
        return ""
    if facts.kennzahl.einheit is Einheit.ANZAHL:
        return _counts(facts)
    return _measured(facts) if small_share_base(facts) is None else f"; {past_value(facts)}"


def past_period(facts: Facts, *remarks: str) -> str:
    """When the comparison was, with its last day where it is cut: ``im Jahr 2020 (bis 31.03.2020; +4,3 %)``."""
    return grammar.in_period(_past(facts), [*past_remarks(facts), *(remark for remark in remarks if remark)])


def past_remarks(facts: Facts) -> Sequence[str]:
    """``bis 31.03.2020`` where the comparison ends before its months do."""
    assert facts.vergleich is not None
    last = facts.vergleich.span.bis
    return () if last == facts.vergleich.zeitraum.span.bis else (grammar.until(last),)


def past_value(facts: Facts) -> str:
    """``im Jahr 2019 waren es 7 von 9``; ``facts.werte.vergleich`` must not be None."""
    then, werte, noun = past_period(facts), facts.werte, measures.noun(facts.kennzahl)
    assert werte.vergleich is not None
    if facts.kennzahl.einheit is Einheit.ANZAHL:
        count = int(werte.vergleich)
        return f"{then} {grammar.WAR.agree(count)} es {grammar.numeral(count, noun)}"
    if facts.kennzahl.einheit is not Einheit.ANTEIL:
        amount = measures.short_value(facts.kennzahl, werte.vergleich)
        if facts.kennzahl.einheit is Einheit.VERHAELTNIS:
            return f"{then} waren es {amount} Anliegen"
        verb = grammar.WAR.agree(1 if amount.startswith(f"1{formats.NBSP}") else 2)
        return f"{then} {verb} es {amount}"
    zaehler, nenner = werte.vergleich_zaehler or 0, werte.vergleich_nenner or 0
    if nenner < facts.smallest_base:
        some = f"{grammar.numeral(zaehler, noun)} von {grammar.numeral(nenner, noun, Case.DATIVE)}"
        return f"{then} {grammar.WAR.agree(zaehler)} es {some}"
    return f"{then} waren es {measures.share_words(zaehler, nenner, facts.smallest_base)}"


def small_share_base(facts: Facts) -> int | None:
    """The smaller denominator of a share and its comparison, where it lies below the smallest base."""
    if facts.kennzahl.einheit is not Einheit.ANTEIL:
        return None
    bases = [base for base in (facts.werte.nenner, facts.werte.vergleich_nenner) if base]
    smallest = min(bases, default=facts.smallest_base)
    return smallest if smallest < facts.smallest_base else None


def withheld(facts: Facts) -> str:
    """Why no percentage stands where one would be expected; empty where nothing is withheld."""
    base, what = small_share_base(facts), "ein Anteil in Prozent"
    change = difference(facts)
    if base is not None and change is not None:
        what = "eine Veränderung in Prozentpunkten"
    if facts.kennzahl.einheit is Einheit.ANZAHL and change and 0 < (facts.werte.vergleich or 0) < facts.smallest_base:
        base, what = int(facts.werte.vergleich or 0), "eine Veränderung in Prozent"
    if base is None:
        return ""
    return (
        f"{what} steht hier nicht: Die Basis {formats.number(base)} liegt unter {formats.number(facts.smallest_base)}"
    )


def impossible(facts: Facts) -> str:
    """Why there is no comparison although one is chosen; empty where there is one."""
    if facts.vergleich is None or facts.werte.vergleich is not None:
        return ""
    if facts.werte.vergleich_nenner == 0:
        reason = grammar.sentence(measures.empty_clause(facts, _past(facts), past_remarks(facts)))
    elif facts.kennzahl.quantil is not None:
        reason = f"Für {grammar.for_period(_past(facts))} gibt es keinen Wert"
    else:
        reason = f"Für {grammar.for_period(_past(facts))} liegen keine Daten vor"
    return f"ein Vergleich ist nicht möglich: {reason}"


def incomplete(facts: Facts) -> str:
    """That the data begin only after the start of a period that is told; empty where they cover it."""
    if facts.data_from is None:
        return ""
    begin = facts.data_from.replace(day=1)
    if facts.zeitraum.span.von < begin:
        which = "des Zeitraums"
    elif facts.vergleich is not None and difference(facts) is not None and facts.vergleich.span.von < begin:
        which = "des Vergleichszeitraums"
    else:
        return ""
    return f"die Daten beginnen am {formats.day(facts.data_from)}, nach dem Anfang {which}"


def more_or_less(change: float | int) -> str:
    """``mehr`` or ``weniger``."""
    return "mehr" if change > 0 else "weniger"


def _counts(facts: Facts) -> str:
    noun = measures.noun(facts.kennzahl)
    now, past = int(facts.werte.wert or 0), int(facts.werte.vergleich or 0)
    if now == past:
        return f", ebenso {'viele ' if now > 1 else ''}wie {past_period(facts)}"
    if past == 0:
        return f", {past_period(facts)} {grammar.numeral(0, noun)} (neu)"
    percent = _relative(now, past, facts.smallest_base)
    if now == 0:
        return f"; {past_value(facts)}" + (f" ({percent})" if percent else "")
    return f", {grammar.numeral(abs(now - past), noun)} {more_or_less(now - past)} als {past_period(facts, percent)}"


def _relative(now: int, past: int, smallest_base: int) -> str:
    if past < smallest_base:
        return ""
    change = (now - past) / past
    if formats.rounded(change * 100, 1) == 0:
        return f"weniger als 0,1{formats.NBSP}%"
    return formats.percent_change(change)


def _measured(facts: Facts) -> str:
    change, past = difference(facts), facts.werte.vergleich
    assert change is not None
    assert past is not None
    then = past_period(facts, measures.short_value(facts.kennzahl, past))
    if change == 0:
        return f", ebenso viel wie {then}"
    if rounds_to_nothing(facts, change):
        return f", kaum anders als {then}"
    return f", {measures.with_unit(facts.kennzahl, change)} {more_or_less(change)} als {then}"


def _past(facts: Facts) -> Zeitraum:
    assert facts.vergleich is not None
    return facts.vergleich.zeitraum
