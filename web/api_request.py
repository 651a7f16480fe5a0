"""What a client asks: query parameters to a checked question, or sentences that name everything wrong with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from cards.base import at_level
from data_access.warehouse import View
from domain.kennzahlen import KENNZAHLEN
from domain.merkmale import MAX_NACH, MERKMALE
from domain.scope import Stufe
from domain.selection import Problem, Selection, parse
from web import texts

LONGEST_QUOTE = 60
TABLE_PARAMETER = ("kennzahl", "nach", "ebene")

Pairs = list[tuple[str, str]]


class RequestError(Exception):
    """The question cannot be answered; ``sentence`` says why in German."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status


@dataclass(frozen=True)
class Question:
    """A selection, and what is seen of the data by whoever asks for it."""

    view: View
    selection: Selection


@dataclass(frozen=True)
class TableQuestion(Question):
    """One indicator of a selection, by up to three dimensions."""

    kennzahl: str
    nach: tuple[str, ...]
    ebene: int | None


def read_pairs(query: bytes) -> Pairs:
    """Decoded parameters of a query string; bytes that are no UTF-8 become replacement characters."""
    return parse_qsl(query.decode("utf-8", "replace"), keep_blank_values=True)


def read_selection(pairs: Pairs, view: View) -> Question:
    """The selection and its view; raises ``RequestError`` where anything is unknown or not allowed."""
    return _checked(pairs, view, [])


def read_card_selection(pairs: Pairs, problems: Sequence[Problem], view: View) -> Question:
    """The same for a card; ``problems`` are those of the card's own choices, refused with the others."""
    return _checked(pairs, view, [_sentence(problem) for problem in problems])


def read_table_question(pairs: Pairs, view: View) -> TableQuestion:
    """Indicator, dimensions and selection; raises ``RequestError`` that names everything wrong."""
    sentences: list[str] = []
    kennzahl = _kennzahl(_values(pairs, "kennzahl"), sentences)
    nach = _nach(_values(pairs, "nach", separated=True), sentences)
    ebene = _ebene(_values(pairs, "ebene"), sentences)
    rest = [(name, value) for name, value in pairs if name not in TABLE_PARAMETER]
    asked = _checked(rest, view, sentences)
    return TableQuestion(asked.view, asked.selection, kennzahl, nach, ebene)


def _checked(pairs: Pairs, view: View, sentences: list[str]) -> Question:
    selection, problems = parse(pairs, view.catalog.vocabulary)
    sentences = [*sentences, *map(_sentence, problems)]
    if sentences:
        raise RequestError(" ".join(dict.fromkeys(sentences)))
    seen = view.of(selection)
    if selection.stufe == Stufe.GENAU.value and seen.scope.stufe is not Stufe.GENAU:
        raise RequestError(texts.EXACT_FORBIDDEN, 403)
    return Question(seen, at_level(selection, seen))


def _values(pairs: Pairs, parameter: str, *, separated: bool = False) -> list[str]:
    texts_given = [value for name, value in pairs if name == parameter]
    parts = [part for text in texts_given for part in (text.split(",") if separated else [text])]
    return [part.strip() for part in parts if part.strip()]


def _kennzahl(values: Sequence[str], sentences: list[str]) -> str:
    if not values:
        sentences.append(texts.KENNZAHL_MISSING.format(allowed=", ".join(KENNZAHLEN)))
    elif len(values) > 1:
        sentences.append(texts.KENNZAHL_SEVERAL.format(wert=quoted(", ".join(values))))
    elif values[0] not in KENNZAHLEN:
        sentences.append(texts.KENNZAHL_UNKNOWN.format(wert=quoted(values[0]), allowed=", ".join(KENNZAHLEN)))
    return values[0] if values else ""


def _nach(values: Sequence[str], sentences: list[str]) -> tuple[str, ...]:
    for value in dict.fromkeys(values):
        if value not in MERKMALE:
            sentences.append(texts.NACH_UNKNOWN.format(wert=quoted(value), allowed=", ".join(MERKMALE)))
        elif values.count(value) > 1:
            sentences.append(texts.NACH_TWICE.format(wert=value))
    if len(values) > MAX_NACH:
        sentences.append(texts.NACH_TOO_MANY.format(count=len(values), allowed=MAX_NACH))
    return tuple(values)


def _ebene(values: Sequence[str], sentences: list[str]) -> int | None:
    for value in dict.fromkeys(values):
        if value != "1":
            sentences.append(texts.EBENE_UNKNOWN.format(wert=quoted(value)))
    return 1 if values else None


def _sentence(problem: Problem) -> str:
    return texts.FAULTS[problem.art].format(parameter=quoted(problem.parameter), wert=quoted(problem.wert))


def quoted(text: str) -> str:
    """``text`` as errors repeat it: at most 60 characters of it."""
    return text if len(text) <= LONGEST_QUOTE else text[:LONGEST_QUOTE] + "…"
