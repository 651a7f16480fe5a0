"""The sentences of a report on one year: paragraphs of whole sentences, made by rules from counts alone.

Like every sentence of ours they say what was counted and never why. The first sentence on a thing names both years, the
ones after it say "im Vorjahr".
"""

from __future__ import annotations

from analysis.narrative.annual.bereiche import Bereich, bereich_paragraphs, themen_sentence
from analysis.narrative.annual.complaints import complaints, kinds, praise
from analysis.narrative.annual.indicator import indicator
from analysis.narrative.annual.ombudsstelle import (
    bodies,
    hauptarten,
    ombudsstelle,
    own_contacts,
    personenkreise,
    top_kanal,
)
from analysis.narrative.annual.pairs import Named, Pair, ReportYear
from analysis.narrative.annual.petitions import petitions
from analysis.narrative.annual.reactions import channel, other_channels, sonderlage, volume
from analysis.narrative.annual.standards import standard_sentence, states_sentence

__all__ = [
    "Bereich",
    "Named",
    "Pair",
    "ReportYear",
    "bereich_paragraphs",
    "bodies",
    "channel",
    "complaints",
    "hauptarten",
    "indicator",
    "kinds",
    "ombudsstelle",
    "other_channels",
    "own_contacts",
    "personenkreise",
    "petitions",
    "praise",
    "sonderlage",
    "standard_sentence",
    "states_sentence",
    "themen_sentence",
    "top_kanal",
    "volume",
]
