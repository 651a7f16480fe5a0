"""A dated event that may explain a change, imported or added in the application."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

LONGEST_TITEL = 200
LONGEST_KATEGORIE = 60


@dataclass(frozen=True)
class Ereignis:
    """None in ``jobcenter``, ``bereich`` or ``kanal`` means that it concerns all of them.

    ``nummer`` is that of an event added in the application, None for imported ones, which nobody edits here.
    """

    datum_von: date
    datum_bis: date | None
    titel: str
    kategorie: str
    jobcenter: str | None = None
    bereich: str | None = None
    kanal: str | None = None
    nummer: int | None = None
