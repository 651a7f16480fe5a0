"""Petitionen and Eingaben of one period: they are counted apart from the Kundenreaktionen."""

from __future__ import annotations

import random
from datetime import date, timedelta

from data_access.reference.margins import Counts
from data_access.reference.model import Profile
from data_access.reference.rows import Row
from data_access.reference.verlauf import holiday_rule
from domain.frist import is_working_day


def petition_eingabe_rows(
    rng: random.Random, counts: Counts, profile: Profile, jobcenter: str, datenstand: date
) -> list[Row]:
    """The rows of ``petition_eingabe``, each kind in the order of its Eingang."""
    settings = profile["petition_eingabe"]
    days = _working_days(counts, profile)
    rows: list[Row] = []
    for art in ("petition", "eingabe"):
        kind = settings[art]
        for number, eingang in enumerate(sorted(rng.choices(days, k=counts.total(kind["kennzahl"]))), start=1):
            takes = rng.randint(settings["bearbeitung_mindestens"], settings["bearbeitung_hoechstens"])
            answered = _working_day_from(eingang + timedelta(days=takes), profile)
            rows.append(
                {
                    "jobcenter": jobcenter,
                    "kennung": f"{kind['kuerzel']}-{eingang.year}-{number:02d}",
                    "art": art,
                    "adressat": rng.choice(kind["adressaten"]),
                    "eingang_am": eingang,
                    "erledigt_am": answered if answered <= datenstand else None,
                    "aktenzeichen": None,
                }
            )
    return rows


def _working_days(counts: Counts, profile: Profile) -> list[date]:
    is_holiday = holiday_rule(profile)
    length = (counts.last - counts.first).days + 1
    days = (counts.first + timedelta(days=n) for n in range(length))
    return [day for day in days if is_working_day(day, is_holiday)]


def _working_day_from(day: date, profile: Profile) -> date:
    while not is_working_day(day, holiday_rule(profile)):
        day += timedelta(days=1)
    return day
