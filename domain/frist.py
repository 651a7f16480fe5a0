"""Due date and the four deadline states of a Kundenreaktion.

The day of receipt is not counted: 21 days from 13 March end on 3 April, and what is finished on that day is in time.
Holidays differ by Land and come in as a function, so that this module needs no calendar.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

KALENDERTAGE = "Kalendertage"
ARBEITSTAGE = "Arbeitstage"

SAMSTAG = 5
ONE_DAY = timedelta(days=1)

IsHoliday = Callable[[date], bool]


@dataclass(frozen=True, slots=True)
class Qualitaetsstandard:
    """How many days an answer may take, for the receipts from ``gueltig_von`` to ``gueltig_bis`` (None: open ended)."""

    jobcenter: str | None
    gueltig_von: date
    gueltig_bis: date | None
    frist_tage: int
    tageart: str
    verschiebe_auf_werktag: bool
    zielquote: Decimal | None = None
    bezeichnung: str = ""

    @property
    def rule(self) -> tuple[int, str, bool]:
        """What decides the due date; two standards with the same rule are the same yardstick."""
        return self.frist_tage, self.tageart, self.verschiebe_auf_werktag

    def gilt_am(self, tag: date) -> bool:
        return self.gueltig_von <= tag and (self.gueltig_bis is None or tag <= self.gueltig_bis)


class FristStatus(StrEnum):
    """The four disjoint deadline states; the values are the codes of the indicators that count them."""

    FRISTGERECHT = "fristgerecht"
    VERSPAETET = "verspaetet"
    UEBERFAELLIG = "ueberfaellig"
    OFFEN_IN_FRIST = "offen_in_frist"


def standard_for(eingang: date, jobcenter: str, standards: Iterable[Qualitaetsstandard]) -> Qualitaetsstandard | None:
    """The standard valid on the day of receipt; one of the Jobcenter itself wins over one for all. None: there is none.

    Where several of the same kind are valid, which an import refuses, the latest beginning wins.
    """
    valid = [s for s in standards if s.jobcenter in (None, jobcenter) and s.gilt_am(eingang)]
    return max(valid, key=lambda s: (s.jobcenter is not None, s.gueltig_von), default=None)


def faellig_am(eingang: date, standard: Qualitaetsstandard, is_holiday: IsHoliday) -> date:
    """Last day on which an answer to a receipt of ``eingang`` is in time."""
    if standard.tageart == ARBEITSTAGE:
        return _after_working_days(eingang, standard.frist_tage, is_holiday)
    day = eingang + timedelta(days=standard.frist_tage)
    return _next_working_day(day, is_holiday) if standard.verschiebe_auf_werktag else day


def frist_status(status: str, erledigt_am: date | None, faellig_am: date, datenstand: date) -> FristStatus | None:
    """Deadline state at the Datenstand; None for ``abgegeben`` and ``storniert``, which are in none of the four."""
    if status == "erledigt" and erledigt_am is not None:
        return FristStatus.FRISTGERECHT if erledigt_am <= faellig_am else FristStatus.VERSPAETET
    if status == "offen":
        return FristStatus.UEBERFAELLIG if datenstand > faellig_am else FristStatus.OFFEN_IN_FRIST
    return None


def is_working_day(day: date, is_holiday: IsHoliday) -> bool:
    """Monday to Friday and no holiday: Samstag is no Werktag here."""
    return day.weekday() < SAMSTAG and not is_holiday(day)


def _after_working_days(eingang: date, count: int, is_holiday: IsHoliday) -> date:
    day = eingang
    for _ in range(count):
        day = _next_working_day(day + ONE_DAY, is_holiday)
    return day


def _next_working_day(day: date, is_holiday: IsHoliday) -> date:
    while not is_working_day(day, is_holiday):
        day += ONE_DAY
    return day
