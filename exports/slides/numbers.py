"""Numbers as they are written in German texts, to find those that have grown old."""

from __future__ import annotations

import re
from typing import Any

from pptx.oxml.ns import qn

from domain import formats

# Days, check numbers, numbers with separators, plain numbers.
_NUMBER = re.compile(
    r"\d{1,2}\.\d{1,2}\.\d{4}|KRM(?:-[0-9A-Z]{4}){3}|\d{1,3}(?:\.\d{3})+(?:,\d+)?(?!\d)|\d+(?:,\d+)?",
)
_MOST_VALUES = 20_000


def numbers_in(text: str) -> set[str]:
    """The numbers of a text; single digits stand in too many texts to tell anything."""
    return {found for found in _NUMBER.findall(text) if len(found) > 1}


def chart_numbers(office: Any) -> set[str]:
    """The values of a chart as texts would write them: as they are, and shares in percent."""
    found: set[str] = set()
    values = office._chartSpace.iter(qn("c:val"), qn("c:yVal"))
    nodes = [node for value in values for node in value.iter(qn("c:v"))]
    for node in nodes[:_MOST_VALUES]:
        try:
            value = float(node.text or "")
            text = formats.percent(value) if abs(value) <= 1 and not value.is_integer() else formats.number(value)
        except (ValueError, ArithmeticError):
            continue
        found |= numbers_in(text)
    return found
