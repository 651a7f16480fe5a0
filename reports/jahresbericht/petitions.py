"""Chapter 3: Petitionen and Eingaben."""

from __future__ import annotations

from analysis.narrative import annual
from exports.document import Block, Heading, Question
from reports.jahresbericht import words
from reports.jahresbericht.parts import Parts, told


def petitions(parts: Parts) -> list[Block]:
    """All blocks of the chapter."""
    numbers = parts.numbers
    return [
        Heading(words.CHAPTERS[3]),
        Question(words.QUESTIONS[3]),
        Heading(words.PETITIONS, 2),
        *told(annual.petitions(numbers.year, numbers.count("petitionen"), numbers.count("eingaben"))),
        Heading(parts.place("petitionen").title, 2),
        parts.place("petitionen"),
    ]
