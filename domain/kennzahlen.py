"""One row per indicator: code, unit, numerator, denominator, better direction, definition.

An indicator is made of additive parts (``Part``), so that one computation serves all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class CountedOn(Enum):
    """What a part is counted on."""

    REAKTION = "kundenreaktion"
    ANLIEGEN = "anliegen"
    PETITION = "petition_eingabe"


class Part(Enum):
    """An additive count, the stuff of which indicators are made; the value is its column name in statements."""

    KUNDENREAKTIONEN = ("kundenreaktionen", CountedOn.REAKTION)
    OMBUDSSTELLE = ("ombudsstelle", CountedOn.REAKTION)
    FRISTGERECHT = ("fristgerecht", CountedOn.REAKTION)
    VERSPAETET = ("verspaetet", CountedOn.REAKTION)
    UEBERFAELLIG = ("ueberfaellig", CountedOn.REAKTION)
    OFFEN_IN_FRIST = ("offen_in_frist", CountedOn.REAKTION)
    ANLIEGEN = ("anliegen", CountedOn.ANLIEGEN)
    BESCHWERDEN = ("beschwerden", CountedOn.ANLIEGEN)
    BEWERTETE = ("bewertete", CountedOn.ANLIEGEN)
    BEGRUENDET = ("begruendet", CountedOn.ANLIEGEN)
    LOB = ("lob", CountedOn.ANLIEGEN)
    IDEEN = ("ideen", CountedOn.ANLIEGEN)
    PETITIONEN = ("petitionen", CountedOn.PETITION)
    EINGABEN = ("eingaben", CountedOn.PETITION)

    # There is one object of each member; hashing its name every time would cost more than adding it up.
    __hash__ = object.__hash__

    @property
    def column(self) -> str:
        return self.value[0]

    @property
    def counted_on(self) -> CountedOn:
        return self.value[1]


class Einheit(Enum):
    """Unit of an indicator, as the API spells it."""

    ANZAHL = "anzahl"
    ANTEIL = "anteil"
    TAGE = "tage"
    VERHAELTNIS = "verhaeltnis"


class Richtung(Enum):
    """Which direction is the better one; NEUTRAL where more and less both need reading."""

    MEHR = "mehr"
    WENIGER = "weniger"
    NEUTRAL = "neutral"


@dataclass(frozen=True)
class Kennzahl:
    """An indicator. ``quantil`` is set for the two duration indicators, which have no numerator."""

    code: str
    name: str
    einheit: Einheit
    counted_on: CountedOn
    einheit_name: str
    richtung: Richtung
    definition: str
    zaehler: Part | None = None
    nenner: tuple[Part, ...] = ()
    quantil: float | None = None

    def denominator_parts(self, bewertungsbasis: str) -> tuple[Part, ...]:
        """Parts of the denominator; only the Begründetenquote depends on the ``bewertungsbasis``."""
        if self.code == "begruendetenquote" and bewertungsbasis == "bewertete":
            return (Part.BEWERTETE,)
        return self.nenner

    def parts(self, bewertungsbasis: str) -> tuple[Part, ...]:
        """All parts that the indicator needs."""
        return ((self.zaehler,) if self.zaehler else ()) + self.denominator_parts(bewertungsbasis)


def _anzahl(code: str, name: str, part: Part, einheit_name: str, richtung: Richtung, definition: str) -> Kennzahl:
    return Kennzahl(code, name, Einheit.ANZAHL, part.counted_on, einheit_name, richtung, definition, zaehler=part)


_FAELLIGE = (Part.FRISTGERECHT, Part.VERSPAETET, Part.UEBERFAELLIG)

KENNZAHLEN: dict[str, Kennzahl] = {
    kennzahl.code: kennzahl
    for kennzahl in (
        _anzahl(
            "kundenreaktionen",
            "Kundenreaktionen",
            Part.KUNDENREAKTIONEN,
            "Kundenreaktionen",
            Richtung.NEUTRAL,
            "Zahl der erfassten Kundenreaktionen. Eine Kundenreaktion ist ein Kontakt, keine Person; stornierte zählen"
            " nicht. Ein Kontakt mit mehreren Anliegen zählt einmal.",
        ),
        _anzahl(
            "anliegen",
            "Anliegen",
            Part.ANLIEGEN,
            "Anliegen",
            Richtung.NEUTRAL,
            "Zahl der einzelnen Anliegen. Eine Kundenreaktion trägt mindestens ein Anliegen, oft mehrere.",
        ),
        Kennzahl(
            "anliegen_je_reaktion",
            "Anliegen je Kundenreaktion",
            Einheit.VERHAELTNIS,
            CountedOn.REAKTION,
            "Anliegen je Kundenreaktion",
            Richtung.NEUTRAL,
            "Anliegen geteilt durch Kundenreaktionen derselben Auswahl.",
            zaehler=Part.ANLIEGEN,
            nenner=(Part.KUNDENREAKTIONEN,),
        ),
        _anzahl(
            "beschwerden",
            "Beschwerden",
            Part.BESCHWERDEN,
            "Anliegen",
            Richtung.NEUTRAL,
            "Zahl der Anliegen der Art Beschwerde. Weniger Beschwerden sind nicht von selbst besser: Auch die Erfassung"
            " und der Zugang ändern die Zahl.",
        ),
        _anzahl(
            "begruendet",
            "Begründete Beschwerden",
            Part.BEGRUENDET,
            "Anliegen",
            Richtung.WENIGER,
            "Zahl der Beschwerden mit der Bewertung begründet.",
        ),
        Kennzahl(
            "begruendetenquote",
            "Begründetenquote",
            Einheit.ANTEIL,
            CountedOn.ANLIEGEN,
            "Anteil an den Beschwerden",
            Richtung.WENIGER,
            "Begründete Beschwerden geteilt durch alle Beschwerden; mit der Basis „nur bewertete“ geteilt durch die"
            " Beschwerden, die eine Bewertung tragen.",
            zaehler=Part.BEGRUENDET,
            nenner=(Part.BESCHWERDEN,),
        ),
        _anzahl(
            "lob",
            "Lob",
            Part.LOB,
            "Anliegen",
            Richtung.MEHR,
            "Zahl der Anliegen der Art Lob.",
        ),
        _anzahl(
            "ideen",
            "Ideen und Anregungen",
            Part.IDEEN,
            "Anliegen",
            Richtung.MEHR,
            "Zahl der Anliegen der Art Idee oder Anregung.",
        ),
        _anzahl(
            "ombudsstelle",
            "An die Ombudsstelle",
            Part.OMBUDSSTELLE,
            "Kundenreaktionen",
            Richtung.NEUTRAL,
            "Zahl der Kundenreaktionen, die sich an die Ombudsstelle richteten.",
        ),
        Kennzahl(
            "ombudsquote",
            "Anteil der Ombudsstelle",
            Einheit.ANTEIL,
            CountedOn.REAKTION,
            "Anteil an den Kundenreaktionen",
            Richtung.NEUTRAL,
            "Kundenreaktionen an die Ombudsstelle geteilt durch alle Kundenreaktionen derselben Auswahl.",
            zaehler=Part.OMBUDSSTELLE,
            nenner=(Part.KUNDENREAKTIONEN,),
        ),
        Kennzahl(
            "fristquote",
            "Fristquote",
            Einheit.ANTEIL,
            CountedOn.REAKTION,
            "Anteil an den fälligen Kundenreaktionen",
            Richtung.MEHR,
            "Fristgerecht erledigte Kundenreaktionen geteilt durch alle fälligen: fristgerecht und verspätet erledigte"
            " sowie offene, deren Frist abgelaufen ist. Offene innerhalb der Frist und abgegebene zählen nicht mit.",
            zaehler=Part.FRISTGERECHT,
            nenner=_FAELLIGE,
        ),
        _anzahl(
            "fristgerecht",
            "Fristgerecht erledigt",
            Part.FRISTGERECHT,
            "Kundenreaktionen",
            Richtung.MEHR,
            "Zahl der Kundenreaktionen, die spätestens am Fälligkeitstag erledigt waren.",
        ),
        _anzahl(
            "verspaetet",
            "Verspätet erledigt",
            Part.VERSPAETET,
            "Kundenreaktionen",
            Richtung.WENIGER,
            "Zahl der Kundenreaktionen, die erst nach dem Fälligkeitstag erledigt wurden.",
        ),
        _anzahl(
            "ueberfaellig",
            "Offen und überfällig",
            Part.UEBERFAELLIG,
            "Kundenreaktionen",
            Richtung.WENIGER,
            "Zahl der Kundenreaktionen, die am Datenstand offen waren und deren Frist abgelaufen war.",
        ),
        _anzahl(
            "offen_in_frist",
            "Offen innerhalb der Frist",
            Part.OFFEN_IN_FRIST,
            "Kundenreaktionen",
            Richtung.NEUTRAL,
            "Zahl der Kundenreaktionen, die am Datenstand offen waren und deren Frist noch lief.",
        ),
        Kennzahl(
            "laufzeit_median",
            "Laufzeit (Median)",
            Einheit.TAGE,
            CountedOn.REAKTION,
            "Tage bis zur Erledigung",
            Richtung.WENIGER,
            "Die Hälfte der erledigten Kundenreaktionen war nach höchstens so vielen Tagen erledigt (vom Eingang an;"
            " zwischen zwei Werten wird linear interpoliert).",
            quantil=0.5,
        ),
        Kennzahl(
            "laufzeit_p90",
            "Laufzeit (90 %)",
            Einheit.TAGE,
            CountedOn.REAKTION,
            "Tage bis zur Erledigung",
            Richtung.WENIGER,
            "Neun von zehn erledigten Kundenreaktionen waren nach höchstens so vielen Tagen erledigt (vom Eingang an;"
            " zwischen zwei Werten wird linear interpoliert).",
            quantil=0.9,
        ),
        _anzahl(
            "petitionen",
            "Petitionen",
            Part.PETITIONEN,
            "Petitionen",
            Richtung.NEUTRAL,
            "Zahl der Petitionen an einen Petitionsausschuss. Sie folgt nur dem Zeitraum und dem Jobcenter.",
        ),
        _anzahl(
            "eingaben",
            "Eingaben",
            Part.EINGABEN,
            "Eingaben",
            Richtung.NEUTRAL,
            "Zahl der Eingaben, zum Beispiel an ein Ministerium. Sie folgt nur dem Zeitraum und dem Jobcenter.",
        ),
    )
}
