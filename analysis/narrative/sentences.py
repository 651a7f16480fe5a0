"""The head of a page: three to five sentences on one indicator.

Their order is fixed: value with comparison, what restricts the comparison, the verdict of the control chart, the
largest contribution to the change, the events of the period.
"""

from __future__ import annotations

from collections.abc import Sequence

from analysis.narrative import comparison, grammar, measures
from analysis.narrative.contribution import contribution_sentence
from analysis.narrative.facts import Event, Facts, Rule, Signal, Verdict
from domain import formats
from domain.kennzahlen import CountedOn
from domain.zeitraum import Monat, Zeitraum

_AT_LEAST = 3
_BUCKETS = {"monat": grammar.MONAT, "quartal": grammar.QUARTAL, "jahr": grammar.JAHR}


def headline(facts: Facts) -> list[str]:
    """Three to five German sentences, each with a capital at its start and a full stop at its end."""
    return [grammar.sentence(text) for text in _texts(facts)]


def verdict_sentence(verdict: Verdict | None) -> str:
    """What a control chart says, by itself; None: none was drawn."""
    return grammar.sentence(_verdict(verdict))


def signal_words(signal: Signal, bucket: str) -> str:
    """One signal in a few words: ``8 Monate in Folge über dem Mittel``; ``bucket`` as in ``Verdict``."""
    return _signal(signal, _BUCKETS[bucket])


def _texts(facts: Facts) -> list[str]:
    if facts.zeitraum.span.von > facts.datenstand:
        return _nothing_yet(facts)
    if facts.werte.wert is None:
        told = _without_value(facts)
    else:
        told = [measures.value_clause(facts, _remarks(facts)) + comparison.compared(facts), *_restrictions(facts)]
    told.append(_verdict(facts.verdict))
    told += [text for text in (contribution_sentence(facts), _events(facts.events)) if text]
    if len(told) < _AT_LEAST:
        told.append("für diesen Zeitraum ist kein Ereignis eingetragen")
    return told


def _nothing_yet(facts: Facts) -> list[str]:
    compare = "ein Vergleich ist nicht gewählt" if facts.vergleich is None else "ein Vergleich ist noch nicht möglich"
    return [
        f"für {grammar.for_period(facts.zeitraum)} gibt es noch keine Daten",
        f"der Datenstand ist der {formats.day(facts.datenstand)}",
        compare,
    ]


def _without_value(facts: Facts) -> list[str]:
    kennzahl = facts.kennzahl
    if kennzahl.counted_on is CountedOn.PETITION:
        return [f"{kennzahl.name} folgen nur dem Zeitraum und dem Jobcenter; für diese Auswahl gibt es keine Zahl"]
    reason = measures.empty_clause(facts, facts.zeitraum, _remarks(facts))
    told = [f"{reason}; {measures.missing_words(kennzahl)}"]
    if facts.vergleich is not None and facts.werte.vergleich is not None:
        told.append(comparison.past_value(facts))
    return told


def _restrictions(facts: Facts) -> list[str]:
    """What the reader must know about the comparison: that there is none, that data or a base are too small.

    Two at most, so that five sentences hold everything.
    """
    texts = (comparison.impossible(facts), comparison.incomplete(facts), comparison.withheld(facts))
    return [text for text in texts if text][:2]


def _remarks(facts: Facts) -> Sequence[str]:
    """What stands in brackets behind the period: its last counted day while it is not over, and the filters."""
    running = not facts.zeitraum.is_complete(facts.datenstand)
    last_day = [grammar.until(facts.datenstand)] if running else []
    return [*last_day, *([grammar.tidy(facts.auswahl)] if facts.auswahl else [])]


def _verdict(verdict: Verdict | None) -> str:
    if verdict is None:
        return "auf Signale wurde diese Auswahl nicht geprüft"
    bucket = _BUCKETS[verdict.bucket]
    if verdict.points < verdict.needed:
        there = f"vorhanden {grammar.SEIN.agree(verdict.points)} {grammar.numeral(verdict.points, bucket)}"
        verb = grammar.SEIN.agree(verdict.needed)
        return f"für ein Urteil über Signale {verb} {grammar.counted(verdict.needed, bucket)} nötig, {there}"
    without = formats.enumeration([zeitraum.in_words() for zeitraum in verdict.left_out])
    if not verdict.judged:
        return f"noch kein Urteil über Signale{f'; nicht abgeschlossen: {without}' if without else ''}"
    told = "kein Signal – übliche Schwankung"
    if verdict.signals:
        told = "Signal: " + "; außerdem ".join(_signal(signal, bucket) for signal in verdict.signals)
    return f"{told}; nicht beurteilt: {without}" if without else told


def _signal(signal: Signal, bucket: grammar.Noun) -> str:
    points = grammar.counted(signal.count, bucket)
    if signal.rule is Rule.OUTSIDE:
        text = f"{points} {'über der oberen' if signal.high else 'unter der unteren'} Grenze"
    elif signal.rule is Rule.RUN:
        text = f"{points} in Folge {'über' if signal.high else 'unter'} dem Mittel"
    elif signal.rule is Rule.TREND:
        text = f"{points} in Folge mit {'steigenden' if signal.high else 'fallenden'} Werten"
    else:
        of_three = grammar.counted(3, bucket, grammar.Case.DATIVE)
        text = f"{formats.number(signal.count)} von {of_three} nahe der {'oberen' if signal.high else 'unteren'} Grenze"
    if signal.last is None:
        return text
    return f"{text}, {'' if signal.count == 1 else 'zuletzt '}{grammar.in_period(signal.last)}"


def _events(events: Sequence[Event]) -> str:
    if not events:
        return ""
    month = Monat.of(events[0].datum_von)
    when, title = grammar.in_period(Zeitraum(month, month)), grammar.quotable(events[0].titel)
    if len(events) == 1:
        return f"{when} begann: {title}"
    return f"im Zeitraum begannen {grammar.counted(len(events), grammar.EREIGNIS)}, das erste {when}: {title}"
