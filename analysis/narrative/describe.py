"""Text alternatives of charts: the highest and the lowest value, and how the first differs from the last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from analysis.narrative import grammar, measures
from analysis.narrative.grammar import Case
from domain import formats
from domain.kennzahlen import Einheit, Kennzahl
from domain.zeitraum import Zeitraum


@dataclass(frozen=True)
class Point:
    """A value of a course; ``last_day`` is set where its period is not over, None in ``wert`` means no value."""

    zeitraum: Zeitraum
    wert: float | int | None
    last_day: date | None = None


def describe_course(kennzahl: Kennzahl, course: Sequence[Point]) -> str:
    """A course in order of time, in up to four sentences.

    Periods that are not over stand for themselves: they are neither the lowest value nor the end of the course.
    """
    whole = [point for point in course if point.last_day is None]
    texts = _extremes(kennzahl, [(grammar.in_period(point.zeitraum), point.wert) for point in whole])
    texts += _first_and_last(kennzahl, whole)
    for point in course:
        if point.last_day is not None and point.wert is not None:
            when = grammar.in_period(point.zeitraum, [grammar.until(point.last_day)])
            texts.append(f"{when}: {measures.value_words(kennzahl, point.wert)}")
    return " ".join(grammar.sentence(text) for text in texts or ["es gibt keinen Wert"])


def describe_categories(kennzahl: Kennzahl, rows: Sequence[tuple[str, float | int | None]]) -> str:
    """Named values without an order of time, in up to two sentences."""
    texts = _extremes(kennzahl, [(f"bei „{grammar.tidy(name)}“", wert) for name, wert in rows])
    return " ".join(grammar.sentence(text) for text in texts or ["es gibt keinen Wert"])


def _extremes(kennzahl: Kennzahl, named: Sequence[tuple[str, float | int | None]]) -> list[str]:
    """Highest and lowest value with their places; one sentence where all are the same."""
    there = [(place, wert) for place, wert in named if wert is not None]
    if not there:
        return []
    if len(there) == 1:
        texts = [f"einziger Wert: {measures.value_words(kennzahl, there[0][1])} {there[0][0]}"]
    elif _all_same(kennzahl, [wert for _, wert in there]):
        every = "beide" if len(there) == 2 else f"alle {formats.number(len(there))}"
        texts = [f"{every} Werte sind gleich: {measures.value_words(kennzahl, there[0][1])}"]
    else:
        highest, lowest = (_places(kennzahl, there, pick(wert for _, wert in there)) for pick in (max, min))
        texts = [f"höchster Wert: {highest}; niedrigster Wert: {lowest}"]
    if len(there) < len(named):
        missing = len(named) - len(there)
        texts.append("ein Wert fehlt" if missing == 1 else f"{formats.number(missing)} Werte fehlen")
    return texts


def _places(kennzahl: Kennzahl, there: Sequence[tuple[str, float | int]], extreme: float | int) -> str:
    words = measures.value_words(kennzahl, extreme)
    same = [place for place, wert in there if measures.value_words(kennzahl, wert) == words]
    return f"{words} {grammar.several(same)}"


def _first_and_last(kennzahl: Kennzahl, whole: Sequence[Point]) -> list[str]:
    course = [(point.zeitraum, point.wert) for point in whole if point.wert is not None]
    if not course or _all_same(kennzahl, [wert for _, wert in course]):
        return []
    (first, begin), (last, end) = course[0], course[-1]
    reached = measures.short_value(kennzahl, end)
    if measures.short_value(kennzahl, begin) == reached:
        return [f"der erste und der letzte Wert sind gleich: {reached}"]
    start = measures.short_value(kennzahl, begin, Case.DATIVE)
    moved = "stieg" if end > begin else "sank"
    subject = "die Zahl" if kennzahl.einheit is Einheit.ANZAHL else "der Wert"
    return [f"{subject} {moved} von {start} {grammar.in_period(first)} auf {reached} {grammar.in_period(last)}"]


def _all_same(kennzahl: Kennzahl, werte: Sequence[float | int]) -> bool:
    """Whether all values read the same; also true of a single one."""
    return len({measures.value_words(kennzahl, wert) for wert in werte}) == 1
