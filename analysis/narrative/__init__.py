"""Figures in German sentences, by rules alone: the same facts always give the same words.

Sentences state what was counted; they never say why, and they carry no word that judges the size of a change. What
is more than the usual fluctuation is said by the rules of the control chart and by nothing else. German prose of this
kind is written in this package only.
"""

from __future__ import annotations

from analysis.narrative.deadlines import Fristlage, rate_range, still_needed
from analysis.narrative.describe import Point, describe_categories, describe_course
from analysis.narrative.facts import Contribution, Event, Facts, Rule, Signal, Values, Verdict
from analysis.narrative.sentences import headline, signal_words, verdict_sentence

__all__ = [
    "Contribution",
    "Event",
    "Facts",
    "Fristlage",
    "Point",
    "Rule",
    "Signal",
    "Values",
    "Verdict",
    "describe_categories",
    "describe_course",
    "headline",
    "rate_range",
    "signal_words",
    "still_needed",
    "verdict_sentence",
]
