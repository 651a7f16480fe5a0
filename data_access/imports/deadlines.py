"""Due dates of receipts under the standards and Länder that hold after an import."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from data_access.imports.feiertage import holidays_of
from domain.frist import Qualitaetsstandard, faellig_am, standard_for


class Deadlines:
    """Answers are remembered: a delivery has far more cases than days."""

    def __init__(self, standards: Iterable[Qualitaetsstandard], bundesland: Mapping[str, str]) -> None:
        self._standards = tuple(standards)
        self._bundesland = bundesland
        self._known: dict[tuple[str, date], date | None] = {}

    def faellig_am(self, jobcenter: str, eingang: date) -> date | None:
        """Due date of a receipt; None where no standard is valid on that day or the Jobcenter is unknown."""
        asked = (jobcenter, eingang)
        if asked not in self._known:
            self._known[asked] = self._compute(jobcenter, eingang)
        return self._known[asked]

    def _compute(self, jobcenter: str, eingang: date) -> date | None:
        standard = standard_for(eingang, jobcenter, self._standards)
        land = self._bundesland.get(jobcenter)
        return None if standard is None or land is None else faellig_am(eingang, standard, holidays_of(land))
