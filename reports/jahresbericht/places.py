"""The places of the report that people fill in; what they write is kept under the key of the place."""

from __future__ import annotations

from dataclasses import dataclass

from exports.document import OwnText


@dataclass(frozen=True)
class Place:
    """A place for a text: its key, which never changes, the chapter it stands in, its title, and what belongs there."""

    key: str
    chapter: int
    title: str
    hint: str

    def filled(self, text: str) -> OwnText:
        """The place with what somebody wrote; an empty text leaves a placeholder."""
        return OwnText(self.key, self.title, self.hint, text)


_ALL = (
    Place(
        "schwerpunkte",
        1,
        "Schwerpunkte und Ursachen",
        "Welche besonderen Schwerpunkte bestanden bei den Anliegen, und welche Ursachen lagen ihnen zugrunde?",
    ),
    Place("massnahmen", 1, "Maßnahmen", "Welche Maßnahmen wurden ergriffen oder sind vorgesehen?"),
    Place(
        "impulse",
        2,
        "Impulse zur Verbesserung",
        "Welche Impulse gab es für Geschäftsabläufe, Dienstleistungen und organisatorische oder bauliche"
        " Gegebenheiten?",
    ),
    Place(
        "ombudsstelle",
        2,
        "Ombudsstelle: Themen und Beispiele",
        "Was beschäftigte die Ombudsstelle über die Zahlen hinaus, und was hat sie erreicht?",
    ),
    Place(
        "netzwerk",
        2,
        "Netzwerkarbeit und Beratungsstellen",
        "Wie entwickelte sich die Zusammenarbeit mit Beratungsstellen, Vereinen und freien Trägern, und was meldeten"
        " sie zurück?",
    ),
    Place("petitionen", 3, "Auffälligkeiten", "Liegen aus der Bearbeitung von Petitionen Auffälligkeiten vor?"),
    Place(
        "zusammenarbeit",
        4,
        "Zusammenarbeit mit beteiligten Stellen",
        "Wie war die Zusammenarbeit mit Kommune, Regionaldirektion, Zentrale, Ministerien und anderen Jobcentern?",
    ),
    Place(
        "qualitaetsstandards",
        4,
        "Anmerkungen zu den Qualitätsstandards",
        "Was ist zur Einhaltung der Qualitätsstandards anzumerken?",
    ),
    Place(
        "schulungen",
        4,
        "Schulungen und Schulungsbedarfe",
        "Welche Schulungen fanden statt, und welcher Bedarf besteht bei den Beschäftigten?",
    ),
    Place(
        "it_anwendung",
        4,
        "Nutzung der KRM-IT-Anwendung",
        "Wie wird die KRM-IT-Anwendung genutzt, und welche Stellen nutzen sie nicht?",
    ),
    Place(
        "optimierung",
        4,
        "Optimierungsbedarfe und Hinweise",
        "Welche grundsätzlichen Optimierungsbedarfe oder Hinweise gibt es?",
    ),
    Place(
        "rahmenbedingungen",
        4,
        "Rahmenbedingungen vor Ort",
        "Welche Rahmenbedingungen vor Ort sind zu nennen, zum Beispiel beim Personal?",
    ),
    Place(
        "sondersituation",
        4,
        "Auffälligkeiten in Sondersituationen",
        "Gab es eine Sondersituation, und was fiel dabei auf?",
    ),
)

PLACES: dict[str, Place] = {place.key: place for place in _ALL}
