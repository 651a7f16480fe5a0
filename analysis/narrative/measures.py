"""How each indicator is said: the clause that states its value in a period, and its amounts with their unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.narrative import grammar
from analysis.narrative.facts import Facts
from analysis.narrative.grammar import Case, Noun, Verb
from domain import formats
from domain.kennzahlen import Einheit, Kennzahl
from domain.zeitraum import Zeitraum


@dataclass(frozen=True)
class _Received:
    """A count of what came in: ``gingen 634 Beschwerden ein``."""

    noun: Noun
    addressee: str = ""


@dataclass(frozen=True)
class _Rate:
    """A share: ``von den fälligen Kundenreaktionen … wurden 94,4 % fristgerecht erledigt``."""

    group: Noun
    verb: Verb
    rest: str
    missing: str


_RECEIVED = {
    "kundenreaktionen": _Received(grammar.KUNDENREAKTION),
    "anliegen": _Received(grammar.ANLIEGEN),
    "beschwerden": _Received(grammar.BESCHWERDE),
    "begruendet": _Received(grammar.BEGRUENDETE_BESCHWERDE),
    "lob": _Received(grammar.LOB),
    "ideen": _Received(grammar.IDEE),
    "ombudsstelle": _Received(grammar.KUNDENREAKTION, "an die Ombudsstelle"),
    "petitionen": _Received(grammar.PETITION),
    "eingaben": _Received(grammar.EINGABE),
}
# The deadline states belong to the reactions received in the period, whenever they were finished.
_STATES = {
    "fristgerecht": (grammar.WURDE, "fristgerecht erledigt"),
    "verspaetet": (grammar.WURDE, "verspätet erledigt"),
    "ueberfaellig": (grammar.WAR, "am Datenstand offen und überfällig"),
    "offen_in_frist": (grammar.WAR, "am Datenstand offen und noch in Frist"),
}
_RATES = {
    "fristquote": _Rate(
        grammar.FAELLIGE_KUNDENREAKTION, grammar.WURDE, "fristgerecht erledigt", "eine Fristquote gibt es nicht"
    ),
    "ombudsquote": _Rate(
        grammar.KUNDENREAKTION, grammar.GING, "an die Ombudsstelle", "einen Anteil der Ombudsstelle gibt es nicht"
    ),
    "begruendetenquote": _Rate(grammar.BESCHWERDE, grammar.WAR, "begründet", "eine Begründetenquote gibt es nicht"),
}
_DURATIONS = {
    "laufzeit_median": "lag die Laufzeit im Median bei",
    "laufzeit_p90": "lagen neun von zehn Laufzeiten bei höchstens",
}


def noun(kennzahl: Kennzahl) -> Noun:
    """What the numerals of a count stand for."""
    return _RECEIVED[kennzahl.code].noun if kennzahl.code in _RECEIVED else grammar.KUNDENREAKTION


def value_clause(facts: Facts, remarks: Sequence[str] = ()) -> str:
    """The value in its period, without its comparison; ``facts.werte.wert`` must not be None.

    ``im Jahr 2020 gingen 634 Beschwerden ein``; ``remarks`` stand in brackets behind the period.
    """
    werte, kennzahl = facts.werte, facts.kennzahl
    assert werte.wert is not None
    when = grammar.in_period(facts.zeitraum, remarks)
    if kennzahl.einheit is Einheit.ANZAHL:
        return _count(facts, int(werte.wert), when)
    if kennzahl.einheit is Einheit.ANTEIL:
        return _share(facts, when)
    amount = with_unit(kennzahl, werte.wert, Case.DATIVE)
    if kennzahl.einheit is Einheit.TAGE:
        return (
            f"bei den erledigten Kundenreaktionen mit {_date_meant(facts)} {when} {_DURATIONS[kennzahl.code]} {amount}"
        )
    return f"auf eine Kundenreaktion mit {_date_meant(facts)} {when} kamen {amount} Anliegen"


def empty_clause(facts: Facts, zeitraum: Zeitraum, remarks: Sequence[str] = ()) -> str:
    """Why an indicator that divides or ranks has no value in a period: there was nothing below it."""
    when, code = grammar.in_period(zeitraum, remarks), facts.kennzahl.code
    if code == "fristquote" or code in _DURATIONS:
        state = "fällig" if code == "fristquote" else "erledigt"
        return f"von den Kundenreaktionen mit {_date_meant(facts)} {when} ist keine {state}"
    group = _group(facts) if code in _RATES else grammar.KUNDENREAKTION
    return _came_in(facts, _Received(group), 0, when)


def missing_words(kennzahl: Kennzahl) -> str:
    """That the indicator has no value: ``eine Fristquote gibt es nicht``."""
    if kennzahl.code in _RATES:
        return _RATES[kennzahl.code].missing
    return "eine Laufzeit gibt es nicht" if kennzahl.einheit is Einheit.TAGE else "ein Verhältnis gibt es nicht"


def amount(kennzahl: Kennzahl, value: float | int) -> str:
    """The absolute value as a bare number with the decimals of its unit: ``366``, ``2,1`` (percentage points)."""
    return formats.number(_in_unit(kennzahl, value), _places(kennzahl, value))


def with_unit(kennzahl: Kennzahl, value: float | int, case: Case = Case.NOMINATIVE) -> str:
    """The absolute value of a difference or of a number of days, with its unit: ``2,1 Prozentpunkte``, ``8 Tagen``."""
    units = {Einheit.ANTEIL: grammar.PROZENTPUNKT, Einheit.TAGE: grammar.TAG}
    if kennzahl.einheit not in units:
        return amount(kennzahl, value)
    return grammar.measured(_in_unit(kennzahl, value), _places(kennzahl, value), units[kennzahl.einheit], case)


def value_words(kennzahl: Kennzahl, wert: float | int) -> str:
    """A value by itself: ``634 Beschwerden``, ``keine Petition``, ``94,4 %``, ``8 Tage``, ``2,01``."""
    if kennzahl.einheit is Einheit.ANZAHL:
        return grammar.counted(int(wert), noun(kennzahl))
    return short_value(kennzahl, wert)


def short_value(kennzahl: Kennzahl, wert: float | int, case: Case = Case.NOMINATIVE) -> str:
    """The same without the noun: ``634``, ``94,4 %``, ``8 Tage``."""
    return formats.percent(wert) if kennzahl.einheit is Einheit.ANTEIL else with_unit(kennzahl, wert, case)


def out_of(zaehler: int, nenner: int) -> str:
    """``1.008 von 1.068``."""
    return f"{formats.number(zaehler)} von {formats.number(nenner)}"


def share_words(zaehler: int, nenner: int, smallest_base: int) -> str:
    """``94,4 % (1.008 von 1.068)``; from a small base only ``5 von 8``."""
    if nenner < smallest_base:
        return out_of(zaehler, nenner)
    return f"{formats.percent(zaehler / nenner)} ({out_of(zaehler, nenner)})"


def _count(facts: Facts, count: int, when: str) -> str:
    code = facts.kennzahl.code
    if code in _RECEIVED:
        return _came_in(facts, _RECEIVED[code], count, when)
    verb, rest = _STATES[code]
    number = grammar.numeral(count, grammar.KUNDENREAKTION)
    return f"von den Kundenreaktionen mit {_date_meant(facts)} {when} {verb.agree(count)} {number} {rest}"


def _came_in(facts: Facts, received: _Received, count: int, when: str) -> str:
    things = grammar.counted(count, received.noun)
    if facts.zeitbezug == "eingang":
        return f"{when} {grammar.GING.agree(count)} {things} {received.addressee or 'ein'}"
    finished = f"{received.addressee} abgeschlossen".lstrip()
    return f"{when} {grammar.WURDE.agree(count)} {things} {finished}"


def _share(facts: Facts, when: str) -> str:
    rate, zaehler, nenner = _RATES[facts.kennzahl.code], facts.werte.zaehler, facts.werte.nenner
    assert zaehler is not None
    assert nenner
    group, date_meant = _group(facts), _date_meant(facts)
    if nenner < facts.smallest_base:
        some, number = grammar.counted(nenner, group, Case.DATIVE), grammar.numeral(zaehler, group)
        return f"von {some} mit {date_meant} {when} {rate.verb.agree(zaehler)} {number} {rate.rest}"
    share = formats.percent(zaehler / nenner)
    all_of_them = f"von den {group.many(Case.DATIVE)} mit {date_meant} {when}"
    return f"{all_of_them} {rate.verb.plural} {share} {rate.rest} ({out_of(zaehler, nenner)})"


def _group(facts: Facts) -> Noun:
    if facts.kennzahl.code == "begruendetenquote" and facts.bewertungsbasis == "bewertete":
        return grammar.BEWERTETE_BESCHWERDE
    return _RATES[facts.kennzahl.code].group


def _date_meant(facts: Facts) -> str:
    return "Eingang" if facts.zeitbezug == "eingang" else "Abschluss"


def _in_unit(kennzahl: Kennzahl, value: float | int) -> float:
    return abs(value) * 100 if kennzahl.einheit is Einheit.ANTEIL else abs(value)


def _places(kennzahl: Kennzahl, value: float | int) -> int:
    if kennzahl.einheit is Einheit.TAGE:
        return 0 if formats.rounded(value, 1) == formats.rounded(value, 0) else 1
    return {Einheit.ANZAHL: 0, Einheit.ANTEIL: 1, Einheit.VERHAELTNIS: 2}[kennzahl.einheit]
