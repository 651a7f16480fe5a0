"""How large the generated databases are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

BEGIN = date(2016, 1, 1)
DATENSTAND = date(2025, 12, 31)
DAYS = (DATENSTAND - BEGIN).days + 1
YEARS = range(BEGIN.year, DATENSTAND.year + 1)


@dataclass(frozen=True)
class Scale:
    """A generated database: how many Jobcenter, and about how many Anliegen in ten years.

    ``direct``: the database itself is measured as well, and not only the snapshot made from it.
    """

    name: str
    jobcenter: int
    anliegen: int
    direct: bool = False

    @property
    def kundenreaktionen(self) -> int:
        """Every Kundenreaktion carries two Anliegen on average."""
        return max(1, self.anliegen // 2)

    def times(self, factor: float) -> Scale:
        """The same with another number of Anliegen, for trials."""
        return self if factor == 1 else replace(self, anliegen=max(200, int(self.anliegen * factor)))


# One Jobcenter, a tenth of the country, the whole country. The two in between are for the curve of growth alone.
SCALES = {
    scale.name: scale
    for scale in (
        Scale("S", 1, 40_000, direct=True),
        Scale("S-M", 60, 300_000),
        Scale("M", 400, 2_000_000, direct=True),
        Scale("M-L", 400, 6_000_000),
        Scale("L", 400, 20_000_000),
    )
}


def day(number: int) -> date:
    """The day that many days after the first one."""
    return BEGIN + timedelta(days=number)
