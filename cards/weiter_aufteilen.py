"""Weiter aufteilen: one item of the change, split by a second dimension."""

from __future__ import annotations

from cards.base import Card, CardResult, Context
from cards.dimensions import COUNTS, DIMENSIONS, KENNZAHL, NACH, POSTEN, RATES, WEITER
from cards.explanation import Explanation, chosen_item
from cards.split_result import NOTHING, split_result, why_not, without_result

TITEL = "Posten weiter aufteilen"


def _build(context: Context) -> CardResult:
    explanation = Explanation(context)
    obstacle = explanation.obstacle()
    item = None if obstacle else chosen_item(explanation)
    if item is None:
        return without_result(explanation, TITEL, obstacle or NOTHING)
    inside = item.only(explanation)
    split = inside.chosen(WEITER)
    if split is None:
        return without_result(inside, TITEL, why_not(inside, DIMENSIONS.get(context.options[WEITER.name])))
    titel = f"{item.name(context)}: {split.kennzahl.name} nach {split.dimension.name}"
    return split_result(inside, split, titel)


CARD = Card(
    "weiter-aufteilen",
    TITEL,
    "Anzahl",
    (*COUNTS, *RATES),
    _build,
    height=400,
    wide=True,
    options=(KENNZAHL, NACH, POSTEN, WEITER),
)
