"""German grammar of figures: number, case and gender of what is counted, verbs that agree, periods with prepositions.

A number and its unit (``8 Monate``, ``2,1 Prozentpunkte``, ``94,4 %``) are joined by a no-break space, a number and a
counted noun (``1.068 Kundenreaktionen``) by an ordinary one. Zero and one of a counted noun are words: ``keine
Kundenreaktion``, ``eine Kundenreaktion``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from domain import formats
from domain.zeitraum import Zeitraum


class Case(Enum):
    """The grammatical cases that sentences about figures need."""

    NOMINATIVE = 0
    ACCUSATIVE = 1
    DATIVE = 2


class Gender(Enum):
    """Grammatical gender."""

    MASCULINE = 0
    FEMININE = 1
    NEUTER = 2


# One row per gender; columns are nominative, accusative, dative.
_A = (("ein", "einen", "einem"), ("eine", "eine", "einer"), ("ein", "ein", "einem"))
_ONE = (("einer", "einen", "einem"), ("eine", "eine", "einer"), ("eines", "eines", "einem"))
_THE = (("der", "den", "dem"), ("die", "die", "der"), ("das", "das", "dem"))


@dataclass(frozen=True)
class Noun:
    """A noun with its forms; ``unit`` marks units of measure, which keep their digits (``1 Tag``, ``0 Tage``)."""

    gender: Gender
    singular: str
    plural: str
    dative_plural: str
    dative_singular: str = ""
    unit: bool = False

    def one(self, case: Case = Case.NOMINATIVE) -> str:
        """The singular form."""
        return self.dative_singular or self.singular if case is Case.DATIVE else self.singular

    def many(self, case: Case = Case.NOMINATIVE) -> str:
        """The plural form."""
        return self.dative_plural if case is Case.DATIVE else self.plural

    def the(self, case: Case = Case.NOMINATIVE) -> str:
        """The definite article of the singular: ``das``, ``dem``."""
        return _THE[self.gender.value][case.value]


@dataclass(frozen=True)
class Verb:
    """A finite verb in the third person."""

    singular: str
    plural: str

    def agree(self, count: int) -> str:
        """The form that goes with so many; none and one take the singular: ``ging keine … ein``."""
        return self.singular if count < 2 else self.plural


def _feminine(stem: str, ending: str = "n") -> Noun:
    return Noun(Gender.FEMININE, stem, stem + ending, stem + ending)


def _adjective_and_beschwerde(adjective: str) -> Noun:
    return Noun(
        Gender.FEMININE,
        f"{adjective}e Beschwerde",
        f"{adjective}e Beschwerden",
        f"{adjective}en Beschwerden",
        f"{adjective}en Beschwerde",
    )


KUNDENREAKTION = _feminine("Kundenreaktion", "en")
FAELLIGE_KUNDENREAKTION = Noun(
    Gender.FEMININE,
    "fällige Kundenreaktion",
    "fällige Kundenreaktionen",
    "fälligen Kundenreaktionen",
    "fälligen Kundenreaktion",
)
ANLIEGEN = Noun(Gender.NEUTER, "Anliegen", "Anliegen", "Anliegen")
BESCHWERDE = _feminine("Beschwerde")
BEGRUENDETE_BESCHWERDE = _adjective_and_beschwerde("begründet")
BEWERTETE_BESCHWERDE = _adjective_and_beschwerde("bewertet")
LOB = Noun(Gender.NEUTER, "Lob", "Lobe", "Loben")
IDEE = Noun(Gender.FEMININE, "Idee oder Anregung", "Ideen oder Anregungen", "Ideen oder Anregungen")
PETITION = _feminine("Petition", "en")
EINGABE = _feminine("Eingabe")
FALL = Noun(Gender.MASCULINE, "Fall", "Fälle", "Fällen")
EREIGNIS = Noun(Gender.NEUTER, "Ereignis", "Ereignisse", "Ereignissen")
PROZENTPUNKT = Noun(Gender.MASCULINE, "Prozentpunkt", "Prozentpunkte", "Prozentpunkten", unit=True)
TAG = Noun(Gender.MASCULINE, "Tag", "Tage", "Tagen", unit=True)
MONAT = Noun(Gender.MASCULINE, "Monat", "Monate", "Monaten", unit=True)
QUARTAL = Noun(Gender.NEUTER, "Quartal", "Quartale", "Quartalen", unit=True)
JAHR = Noun(Gender.NEUTER, "Jahr", "Jahre", "Jahren", unit=True)

SEIN = Verb("ist", "sind")
WAR = Verb("war", "waren")
WURDE = Verb("wurde", "wurden")
GING = Verb("ging", "gingen")
ENTFALLEN = Verb("entfällt", "entfallen")
MUESSEN = Verb("muss", "müssen")


def counted(count: int, noun: Noun, case: Case = Case.NOMINATIVE) -> str:
    """``keine Kundenreaktion``, ``eine Kundenreaktion``, ``1.068 Kundenreaktionen``; of units ``8 Monate``."""
    if noun.unit:
        return measured(count, 0, noun, case)
    if count < 2:
        article = _A[noun.gender.value][case.value]
        return f"{'' if count else 'k'}{article} {noun.one(case)}"
    return f"{formats.number(count)} {noun.many(case)}"


def numeral(count: int, noun: Noun, case: Case = Case.NOMINATIVE) -> str:
    """The number alone, standing for the noun: ``keine``, ``eine`` (``eines`` of Anliegen), ``1.068``."""
    if count < 2:
        return ("" if count else "k") + _ONE[noun.gender.value][case.value]
    return formats.number(count)


def measured(value: float, places: int, unit: Noun, case: Case = Case.NOMINATIVE) -> str:
    """A measured value: ``1 Tag``, ``8,5 Tage``, ``1,0 Prozentpunkte``; the singular belongs to a plain 1 only."""
    text = formats.number(value, places)
    return text + formats.NBSP + (unit.one(case) if text == "1" else unit.many(case))


def named(noun: Noun, name: str, case: Case) -> str:
    """``das Thema Beratung``, ``dem Kanal Fax``."""
    return f"{noun.the(case)} {noun.one(case)} {name}"


def about(noun: Noun) -> str:
    """``zum Thema``, ``zur Art``."""
    return f"{'zur' if noun.gender is Gender.FEMININE else 'zum'} {noun.one(Case.DATIVE)}"


def in_period(zeitraum: Zeitraum, remarks: Sequence[str] = ()) -> str:
    """When something happened: ``im März 2020``, ``im 1. Quartal 2020``, ``im Jahr 2020``, ``von April bis Mai 2020``.

    ``remarks`` follow in brackets: ``im Jahr 2021 (bis 31.03.2021)``.
    """
    years = _years(zeitraum)
    if years:
        words = f"im Jahr {years}" if zeitraum.length == 12 else f"in den Jahren {years}"
    elif _has_one_name(zeitraum):
        words = f"im {zeitraum.in_words()}"
    else:
        words = f"von {zeitraum.in_words()}"
    return f"{words} ({'; '.join(remarks)})" if remarks else words


def for_period(zeitraum: Zeitraum) -> str:
    """The period after "für": ``den März 2020``, ``das 1. Quartal 2020``, ``das Jahr 2020``, ``April bis Mai 2020``."""
    years = _years(zeitraum)
    if years:
        return f"das Jahr {years}" if zeitraum.length == 12 else f"die Jahre {years}"
    if not _has_one_name(zeitraum):
        return zeitraum.in_words()
    return f"{'den' if zeitraum.length == 1 else 'das'} {zeitraum.in_words()}"


def until(last_day: date) -> str:
    """``bis 31.03.2021``."""
    return f"bis {formats.day(last_day)}"


def several(places: Sequence[str], shown: int = 3) -> str:
    """``a``, ``a und b``, ``a, b und c``; of more than ``shown`` only the first: ``a und noch 4-mal``."""
    if len(places) <= shown:
        return formats.enumeration(list(places))
    return f"{places[0]} und noch {formats.number(len(places) - 1)}-mal"


def sentence(text: str) -> str:
    """The text with a capital at its start and one full stop at its end."""
    return text[0].upper() + text[1:] + ("" if text.endswith(".") else ".")


def tidy(name: str) -> str:
    """A name or title from outside: one line, single spaces."""
    return re.sub(r"[ \t\r\n\f\v]+", " ", name).strip()


def quotable(title: str) -> str:
    """A tidy title that may end a sentence; one with a closing mark of its own is put in quotation marks."""
    words = tidy(title)
    return words if words[-1:].isalnum() or words.endswith((".", ")", "%", "“")) else f"„{words}“"


def _years(zeitraum: Zeitraum) -> str:
    """``2020``, ``2019 und 2020``, ``2018 bis 2020``; empty where the period is not made of whole years."""
    von, bis = zeitraum.von, zeitraum.bis
    if (von.monat, bis.monat) != (1, 12):
        return ""
    if von.jahr == bis.jahr:
        return str(von.jahr)
    return f"{von.jahr} {'und' if bis.jahr - von.jahr == 1 else 'bis'} {bis.jahr}"


def _has_one_name(zeitraum: Zeitraum) -> bool:
    """Whether the period is a month or a quarter and not a range of months."""
    quarter = zeitraum.length == 3 and zeitraum.von.monat % 3 == 1
    return quarter or zeitraum.length == 1
