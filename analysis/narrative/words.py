"""Words that no sentence of ours contains: those that judge the size of a change, and those that claim a cause.

The lists hold lower-case beginnings of words ("stark" also finds "stärker" where it is listed with its umlaut), or
whole phrases.
"""

from __future__ import annotations

import re

STRONG = (
    "alarmierend",
    "auffällig",
    "bemerkenswert",
    "beträchtlich",
    "brach ein",
    "brachen ein",
    "brechen ein",
    "bricht ein",
    "deutlich",
    "dramatisch",
    "drastisch",
    "einbruch",
    "enorm",
    "erheblich",
    "explodier",
    "explosion",
    "extrem",
    "gewaltig",
    "massiv",
    "rapide",
    "rasant",
    "rekord",
    "schlagartig",
    "signifikant",
    "sprunghaft",
    "spürbar",
    "stark",
    "stärk",
    "wesentlich",
)
CAUSAL = (
    "aufgrund",
    "auf grund",
    "bedingt",
    "bewirk",
    "dadurch",
    "daher",
    "dank",
    "denn",
    "deshalb",
    "deswegen",
    "durch",
    "folglich",
    "führte",
    "infolge",
    "liegt an",
    "lag an",
    "somit",
    "ursache",
    "ursächlich",
    "verursacht",
    "weil",
    "wegen",
)


def strong_words(text: str) -> list[str]:
    """Entries of ``STRONG`` that begin a word of the text."""
    return _found(text, STRONG)


def causal_words(text: str) -> list[str]:
    """Entries of ``CAUSAL`` that begin a word of the text."""
    return _found(text, CAUSAL)


def _found(text: str, beginnings: tuple[str, ...]) -> list[str]:
    lower = text.lower()
    return [beginning for beginning in beginnings if re.search(rf"\b{beginning}", lower)]
