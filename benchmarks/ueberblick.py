"""The numbers of the six figures of the Überblick, as the program computes them and as one plain mapping."""

from __future__ import annotations

from cards import bereiche_themen, eingaenge, fristquote, kanaele, kennzahlen, personenkreise
from data_access.aggregate import Aggregate, aggregate
from data_access.warehouse import View
from domain.selection import Selection

# Per figure: indicators and dimensions, in the order in which the cards ask.
QUESTIONS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (kennzahlen.SHOWN, ()),
    ((eingaenge.KENNZAHL,), ("monat",)),
    ((kanaele.KENNZAHL,), ("kanal",)),
    ((personenkreise.KENNZAHL,), ("personenkreis",)),
    (fristquote.KENNZAHLEN, ("monat",)),
    ((bereiche_themen.KENNZAHL,), ("thema", "bereich")),
    ((bereiche_themen.KENNZAHL,), ("thema",)),
    ((bereiche_themen.KENNZAHL,), ("bereich",)),
)

# (figure, codes, indicator) → value of the period and of the comparison.
Numbers = dict[tuple[str, tuple[str, ...], str], tuple[int, int]]


def answers(view: View, selection: Selection) -> list[Aggregate]:
    """The answers behind the six figures."""
    return [aggregate(view, selection, kennzahlen, nach) for kennzahlen, nach in QUESTIONS]


def numbers(found: list[Aggregate]) -> Numbers:
    """Every count of the answers that is not 0, shares as their numerators."""
    counted = {
        (" ".join(answer.nach), zeile.codes, kennzahl): (werte.zaehler or 0, werte.vergleich_zaehler or 0)
        for answer in found
        for zeile in answer.zeilen
        for kennzahl, werte in zeile.werte.items()
    }
    return {key: both for key, both in counted.items() if any(both)}
