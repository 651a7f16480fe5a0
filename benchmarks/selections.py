"""The seven selections that everything is measured with, and random ones as people make them."""

from __future__ import annotations

import random

from benchmarks.catalogues import BEREICHE, KANAELE, PERSONENKREISE, THEMEN, jobcenter_codes
from benchmarks.scale import DATENSTAND, YEARS, Scale

LAST = DATENSTAND.year
YEAR = f"von={LAST}-01&bis={LAST}-12"
SEED = 7


def selections(scale: Scale) -> dict[str, str]:
    """Name → query text. Where there is one Jobcenter only, it is the ten as well."""
    codes = jobcenter_codes(scale)
    several = ",".join(codes[:: max(1, len(codes) // 10)][:10])
    return {
        "ein Jahr, alles": YEAR,
        "ein Jobcenter": f"{YEAR}&jobcenter={codes[len(codes) // 2]}",
        "zehn Jobcenter": f"{YEAR}&jobcenter={several}",
        "ein Bereich": f"{YEAR}&bereich=leistung_wohnen",
        "mehrere Filter": (
            f"von={LAST}-03&bis={LAST}-09&thema=thema01,thema05,thema09&kanal=email,telefon&art=beschwerde"
        ),
        "schmal": f"von={LAST}-07&bis={LAST}-09&bereich=vermittlung_u25&personenkreis=alleinerziehend&art=beschwerde",
        "fünf Jahre": f"von={LAST - 4}-01&bis={LAST}-12&art=beschwerde",
    }


WHOLE = "ein Jahr, alles"


def many_jobcenter(scale: Scale, count: int) -> str:
    """One year of the first ``count`` Jobcenter."""
    return f"{YEAR}&jobcenter={','.join(jobcenter_codes(scale)[:count])}"


def random_selections(scale: Scale, count: int, seed: int = SEED) -> list[str]:
    """``count`` different query texts: mostly one Jobcenter, sometimes filters, seldom the whole country."""
    rng = random.Random(seed)
    found: dict[str, None] = {}
    while len(found) < count:
        found[f"{_period(rng)}{_filters(rng, scale)}"] = None
    return list(found)


def _period(rng: random.Random) -> str:
    months = rng.choice((1, 3, 6, 12, 12))
    first = rng.randrange(0, 12 * len(YEARS[2:]) - months + 1)
    last = first + months - 1
    von, bis = (f"{YEARS[2] + month // 12}-{month % 12 + 1:02d}" for month in (first, last))
    return f"von={von}&bis={bis}"


def _filters(rng: random.Random, scale: Scale) -> str:
    kinds = {
        f"&jobcenter={rng.choice(jobcenter_codes(scale))}": 60,
        f"&bereich={rng.choice(BEREICHE)[0]}": 15,
        f"&bereich={rng.choice(BEREICHE)[0]}&art=beschwerde": 10,
        f"&thema={','.join(sorted(code for code, _ in rng.sample(THEMEN, 3)))}": 5,
        f"&kanal={rng.choice(KANAELE)[0]}&personenkreis={rng.choice(PERSONENKREISE)[0]}": 5,
        "": 5,
    }
    return rng.choices(list(kinds), weights=list(kinds.values()))[0]
