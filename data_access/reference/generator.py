"""Composes the reference data set: every period is built step by step so that it meets its margins exactly."""

from __future__ import annotations

import random
from datetime import date

from data_access.reference.anliegen import add_anliegen, assess
from data_access.reference.margins import Counts, load_margins
from data_access.reference.model import Kundenreaktion, Profile, load_profile
from data_access.reference.petitionen import petition_eingabe_rows
from data_access.reference.reaktionen import assign_melder, assign_personenkreise, build_reactions
from data_access.reference.rows import (
    Lieferung,
    anliegen_rows,
    berichtswerte,
    catalogues,
    duplicate,
    ereignisse,
    kundenreaktion_row,
    numbered,
    standards,
)
from data_access.reference.sampling import draw
from data_access.reference.verlauf import Outcomes, assign_eingang

DATENSTAND = date(2021, 3, 31)
SEED = 20210331


def reference_delivery() -> Lieferung:
    """The whole reference data set as rows of the import contract; the same at every call and on every machine."""
    profile, margins = load_profile(), load_margins()
    lieferung = catalogues()
    jobcenter = str(lieferung["jobcenter"][0]["code"])
    lieferung |= {"ereignis": ereignisse(jobcenter), "kundenreaktion": [], "anliegen": [], "petition_eingabe": []}
    for number, zeitraum in enumerate(margins[0].werte):
        # Every period has its own stream, so that a changed margin leaves the other periods as they are.
        rng = random.Random(SEED + number)
        counts = Counts(margins, zeitraum)
        for aktenzeichen, reaction in numbered(_reactions(rng, counts, profile, lieferung, jobcenter)):
            lieferung["kundenreaktion"].append(kundenreaktion_row(jobcenter, aktenzeichen, reaction))
            lieferung["anliegen"] += anliegen_rows(jobcenter, aktenzeichen, reaction)
        lieferung["petition_eingabe"] += petition_eingabe_rows(rng, counts, profile, jobcenter, DATENSTAND)
    lieferung["berichtswert"] = berichtswerte(jobcenter)
    return lieferung


def _reactions(
    rng: random.Random, counts: Counts, profile: Profile, tables: Lieferung, jobcenter: str
) -> list[Kundenreaktion]:
    """All reactions of one period, the cancelled ones last."""
    reactions = build_reactions(rng, counts)
    assign_eingang(rng, counts, profile, reactions)
    add_anliegen(rng, counts, profile, reactions)
    codes = [str(row["code"]) for row in tables["personenkreis"]]
    assign_personenkreise(rng, counts, profile, codes, reactions)
    Outcomes(rng, profile, standards(tables), DATENSTAND).assign(counts, jobcenter, reactions)
    assess(rng, counts, profile, reactions)
    assign_melder(rng, profile, reactions)
    cancelled = draw(rng, reactions, profile["storniert"][counts.zeitraum])
    return reactions + [duplicate(reaction) for reaction in cancelled]
