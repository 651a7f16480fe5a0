"""Invented cases of one scale as arrays: fixed seed, skewed like real ones, the same for every engine.

Jobcenter differ in size by orders of magnitude, few Themen make up most of the Anliegen and each Bereich has its own,
fewer reactions come at weekends, most are finished in time. Cells are closer to independent than those of real data,
so that real data have fewer distinct combinations and compress better.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from benchmarks.catalogues import (
    BERATUNGSSTELLEN,
    BEREICH_WEIGHTS,
    FRIST_TAGE,
    KANAELE,
    LAENDER,
    PERSONENKREISE,
    THEMEN,
    land_of,
)
from benchmarks.scale import BEGIN, DAYS, YEARS, Scale, day
from data_access.imports.deadlines import Deadlines
from data_access.schema import ART, MELDER, STATUS
from domain.frist import Qualitaetsstandard

SEED = 20251231
NONE = -1

OFFEN, ERLEDIGT, ABGEGEBEN, STORNIERT = range(len(STATUS))
BESCHWERDE = ART.index("beschwerde")
BERATUNGSSTELLE = MELDER.index("beratungsstelle")

WEEKDAY = np.array([1.15, 1.1, 1.0, 1.05, 0.8, 0.08, 0.05])
ART_SHARES = (0.62, 0.12, 0.03, 0.23)
KANAL_SHARES = np.array([0.27, 0.26, 0.20, 0.12, 0.11, 0.04])
ONLINE_GROWTH = 0.02
PERSONENKREIS_SHARES = (0.12, 0.08, 0.05, 0.01)
SONDERLAGE_YEARS, SONDERLAGE_SHARE = (2020, 2021), 0.15
MELDER_SHARES = (0.72, 0.10, 0.05, 0.06, 0.03, 0.04)
BEWERTUNG_SHARES = (0.32, 0.16, 0.52)

Ints = NDArray[np.integer]


@dataclass(frozen=True)
class Cases:
    """All cases of a scale. Days are numbers from ``BEGIN``, values are places in their lists, -1 is none.

    The arrays up to ``faellig`` have one element per Kundenreaktion in the order of Eingang, those after it one per
    Anliegen; ``reaktion`` is the place of its Kundenreaktion. ``nummer`` counts within the Jobcenter; the bits of
    ``personenkreise`` say which ones a reaction concerns.
    """

    scale: Scale
    eingang: Ints
    jobcenter: Ints
    nummer: Ints
    status: Ints
    kanal: Ints
    art: Ints
    ombudsstelle: Ints
    personenkreise: Ints
    melder: Ints
    beratungsstelle: Ints
    erledigt: Ints
    faellig: Ints
    reaktion: Ints
    lfd_nr: Ints
    anliegen_art: Ints
    bereich: Ints
    thema: Ints
    bewertung: Ints


def generate(scale: Scale, seed: int = SEED) -> Cases:
    """The cases of a scale; the same scale and seed give the same cases."""
    rng = np.random.default_rng([seed, scale.jobcenter, scale.anliegen])
    count = scale.kundenreaktionen
    eingang = np.repeat(np.arange(DAYS, dtype=np.int16), rng.multinomial(count, _day_weights()))
    jobcenter = _pick(rng, _sizes(rng, scale.jobcenter), count, np.int16)
    status, erledigt = _course(rng, eingang, jobcenter, scale)
    art = _pick(rng, ART_SHARES, count)
    melder = _without(rng, _pick(rng, MELDER_SHARES, count), 0.5)
    body = _pick(rng, np.ones(len(BERATUNGSSTELLEN)), count)
    return Cases(
        scale=scale,
        eingang=eingang,
        jobcenter=jobcenter,
        nummer=_numbers(jobcenter),
        status=status,
        kanal=_without(rng, _channels(rng, eingang), 0.02),
        art=art,
        ombudsstelle=(rng.random(count, np.float32) < 0.04).astype(np.int8),
        personenkreise=_groups(rng, eingang),
        melder=melder,
        beratungsstelle=np.where(melder == BERATUNGSSTELLE, body, NONE).astype(np.int8),
        erledigt=erledigt,
        faellig=_due(scale)[jobcenter % len(LAENDER), eingang],
        **_anliegen(rng, art),
    )


def _day_weights() -> NDArray[np.float64]:
    """How likely each day is: fewer at weekends, more in winter, growing slowly."""
    number = np.arange(DAYS)
    season = 1 + 0.15 * np.cos(2 * np.pi * number / 365.25)
    weights: NDArray[np.float64] = WEEKDAY[(BEGIN.weekday() + number) % 7] * season * (1 + 0.02 * number / 365.25)
    shares: NDArray[np.float64] = weights / weights.sum()
    return shares


def _sizes(rng: np.random.Generator, jobcenter: int) -> NDArray[np.float64]:
    return rng.lognormal(0, 0.8, jobcenter)


def _pick(rng: np.random.Generator, weights: object, count: int, kind: type = np.int8) -> Ints:
    """Places drawn by their weights."""
    steps = np.cumsum(np.asarray(weights, dtype=np.float64))
    return np.searchsorted(steps[:-1] / steps[-1], rng.random(count, np.float32), side="right").astype(kind)


def _without(rng: np.random.Generator, places: Ints, share: float) -> Ints:
    """The same with a share of them replaced by none."""
    return np.where(rng.random(len(places), np.float32) < share, NONE, places).astype(places.dtype)


def _years(eingang: Ints) -> list[slice]:
    """Where each year begins and ends in days that are sorted."""
    firsts = [(BEGIN.replace(year=year) - BEGIN).days for year in (*YEARS, YEARS[-1] + 1)]
    bounds = np.searchsorted(eingang, firsts)
    return [slice(int(start), int(end)) for start, end in pairwise(bounds)]


def _channels(rng: np.random.Generator, eingang: Ints) -> Ints:
    """Online grows year by year at the cost of all others."""
    online = [code for code, _ in KANAELE].index("online")
    found = np.empty(len(eingang), np.int8)
    for number, part in enumerate(_years(eingang)):
        shares = KANAL_SHARES.copy()
        shares[online] += ONLINE_GROWTH * number
        found[part] = _pick(rng, shares, part.stop - part.start)
    return found


def _groups(rng: np.random.Generator, eingang: Ints) -> Ints:
    found = np.zeros(len(eingang), np.int8)
    for place, ((_, _, special), share) in enumerate(zip(PERSONENKREISE, PERSONENKREIS_SHARES, strict=True)):
        for year, part in zip(YEARS, _years(eingang), strict=True):
            likely = SONDERLAGE_SHARE if special and year in SONDERLAGE_YEARS else share
            found[part] |= (rng.random(part.stop - part.start, np.float32) < likely).astype(np.int8) << place
    return found


def _course(rng: np.random.Generator, eingang: Ints, jobcenter: Ints, scale: Scale) -> tuple[Ints, Ints]:
    """Status and day of Erledigung; what would be finished after the Datenstand is still open."""
    pace = rng.lognormal(0, 0.25, scale.jobcenter).astype(np.float32)
    days = rng.standard_gamma(2, len(eingang), np.float32) * (FRIST_TAGE / 3) * pace[jobcenter]
    end = eingang.astype(np.int32) + days.astype(np.int32)
    chance = rng.random(len(eingang), np.float32)
    status = np.full(len(eingang), ERLEDIGT, np.int8)
    status[chance < 0.03] = ABGEGEBEN
    forgotten = (chance > 0.998) & (eingang > DAYS - 365)
    status[(end >= DAYS) | forgotten] = OFFEN
    status[(chance > 0.97) & (chance < 0.99)] = STORNIERT
    finished = (status == ERLEDIGT) | (status == ABGEGEBEN)
    return status, np.where(finished, end, NONE).astype(np.int16)


def _numbers(jobcenter: Ints) -> Ints:
    """The running number of each reaction within its Jobcenter."""
    order = np.argsort(jobcenter, kind="stable")
    counts = np.bincount(jobcenter)
    starts = np.repeat(np.cumsum(counts) - counts, counts)
    numbers = np.empty(len(jobcenter), np.int32)
    numbers[order] = np.arange(len(jobcenter)) - starts + 1
    return numbers


def _due(scale: Scale) -> Ints:
    """Due day by (number of the Land, day of Eingang), by the rule of the import itself."""
    standard = Qualitaetsstandard(None, BEGIN, None, FRIST_TAGE, "Kalendertage", True)
    laender = range(min(len(LAENDER), scale.jobcenter))
    deadlines = Deadlines([standard], {str(land): land_of(land) for land in laender})
    found = np.zeros((len(LAENDER), DAYS), np.int16)
    for land in laender:
        for number in range(DAYS):
            due = deadlines.faellig_am(str(land), day(number))
            assert due is not None
            found[land, number] = (due - BEGIN).days
    return found


def _anliegen(rng: np.random.Generator, hauptart: Ints) -> dict[str, Ints]:
    """One Anliegen per reaction and some more; the first is mostly of the Art of the reaction."""
    each = 1 + rng.poisson(1.0, len(hauptart)).astype(np.int8)
    count = int(each.sum(dtype=np.int64))
    reaktion = np.repeat(np.arange(len(hauptart), dtype=np.int32), each)
    first = np.cumsum(each, dtype=np.int64) - each
    lfd_nr = (np.arange(count) - np.repeat(first, each) + 1).astype(np.int8)
    own = rng.random(count, np.float32) < np.where(lfd_nr == 1, 0.92, 0.4)
    art = np.where(own, hauptart[reaktion], _pick(rng, ART_SHARES, count)).astype(np.int8)
    bereich = _pick(rng, BEREICH_WEIGHTS, count)
    bewertung = _without(rng, _pick(rng, BEWERTUNG_SHARES, count), 0.15)
    return {
        "reaktion": reaktion,
        "lfd_nr": lfd_nr,
        "anliegen_art": art,
        "thema": _without(rng, _themes(rng, bereich), 0.05),
        "bereich": _without(rng, bereich, 0.03),
        "bewertung": np.where(art == BESCHWERDE, bewertung, NONE).astype(np.int8),
    }


def _themes(rng: np.random.Generator, bereich: Ints) -> Ints:
    """Few Themen are frequent everywhere, and each Bereich has some of its own."""
    rank = _pick(rng, 1 / np.arange(1, len(THEMEN) + 1), len(bereich))
    local = rng.random(len(bereich), np.float32) < 0.6
    return np.where(local, (rank + 4 * bereich.astype(np.int16)) % len(THEMEN), rank).astype(np.int8)
