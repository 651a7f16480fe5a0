"""Beiträge: what drove the change of an indicator, by one dimension, adding up exactly."""

from __future__ import annotations

from cards.base import Card, CardResult, Context
from cards.dimensions import COUNTS, DIMENSIONS, KENNZAHL, NACH, RATES
from cards.explanation import Explanation
from cards.split_result import split_result, why_not, without_result

TITEL = "Beiträge zur Veränderung"


def _build(context: Context) -> CardResult:
    explanation = Explanation(context)
    obstacle = explanation.obstacle()
    if obstacle:
        return without_result(explanation, TITEL, obstacle)
    split = explanation.chosen(NACH)
    if split is None:
        return without_result(explanation, TITEL, why_not(explanation, DIMENSIONS.get(context.options[NACH.name])))
    titel = f"{split.kennzahl.name}: Beiträge nach {split.dimension.name}"
    return split_result(explanation, split, titel, further=True)


CARD = Card("beitraege", TITEL, "Anzahl", (*COUNTS, *RATES), _build, height=440, wide=True, options=(KENNZAHL, NACH))
