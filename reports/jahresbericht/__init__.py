"""The annual report of a Jobcenter: five chapters with sentences, charts and tables, and places for people's texts."""

from __future__ import annotations

from reports.jahresbericht.build import jahresbericht
from reports.jahresbericht.places import PLACES, Place

__all__ = ["PLACES", "Place", "jahresbericht"]
