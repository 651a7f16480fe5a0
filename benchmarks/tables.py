"""Generated cases as rows of the normalised tables, and as a delivery of the import contract."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from benchmarks.catalogues import (
    BERATUNGSSTELLEN,
    BEREICHE,
    KANAELE,
    PERSONENKREISE,
    THEMEN,
    catalogue_rows,
    jobcenter_codes,
)
from benchmarks.generator import SEED, Cases, Ints
from benchmarks.scale import BEGIN, DATENSTAND, DAYS, YEARS, Scale, day
from data_access.schema import ART, BEWERTUNG, MELDER, STATUS

AT_ONCE = 200_000
LONGEST_FRIST = 60
# One petition or submission per so many reactions.
PETITION_EVERY = 250

Rows = Iterator[tuple[Any, ...]]
Lieferung = dict[str, list[dict[str, Any]]]

COLUMNS = {
    "kundenreaktion": (
        "id",
        "jobcenter",
        "aktenzeichen",
        "eingang_am",
        "erledigt_am",
        "faellig_am",
        "status",
        "kanal",
        "art",
        "ombudsstelle",
        "melder",
        "beratungsstelle",
    ),
    "kundenreaktion_personenkreis": ("kundenreaktion_id", "personenkreis"),
    "anliegen": ("kundenreaktion_id", "lfd_nr", "art", "bereich", "thema", "bewertung"),
    "petition_eingabe": ("jobcenter", "kennung", "art", "adressat", "eingang_am", "erledigt_am", "aktenzeichen"),
    "bezugsgroesse": ("jobcenter", "monat", "art", "wert"),
}


def case_rows(cases: Cases) -> dict[str, Rows]:
    """Rows of the large tables in the order of ``COLUMNS``; days as ISO text, ids count from 1."""
    return {
        "kundenreaktion": _in_parts(_reaktionen(cases), len(cases.eingang)),
        "kundenreaktion_personenkreis": _links(cases),
        "anliegen": _in_parts(_anliegen(cases), len(cases.reaktion)),
        "petition_eingabe": _petitionen(cases),
        "bezugsgroesse": _bedarfsgemeinschaften(cases.scale),
    }


def delivery(cases: Cases) -> Lieferung:
    """The same cases as a delivery, for scales that fit into memory as Python objects."""
    reactions = [dict(zip(COLUMNS["kundenreaktion"], row, strict=True)) for row in case_rows(cases)["kundenreaktion"]]
    keys = [{name: row[name] for name in ("jobcenter", "aktenzeichen")} for row in reactions]
    codes = [code for code, _, _ in PERSONENKREISE]
    for row, bits in zip(reactions, cases.personenkreise.tolist(), strict=True):
        row["personenkreis"] = tuple(code for place, code in enumerate(codes) if bits >> place & 1)
        del row["id"], row["faellig_am"]
    anliegen = [
        {**keys[row[0] - 1], **dict(zip(COLUMNS["anliegen"][1:], row[1:], strict=True))}
        for row in case_rows(cases)["anliegen"]
    ]
    return {**catalogue_rows(cases.scale), "kundenreaktion": reactions, "anliegen": anliegen}


def _in_parts(part: Callable[[slice], Rows], count: int) -> Rows:
    """All rows, some at a time: as Python objects they are far larger than as arrays."""
    for start in range(0, count, AT_ONCE):
        yield from part(slice(start, min(start + AT_ONCE, count)))


def _named(values: Sequence[str | None]) -> Callable[[Ints], list[Any]]:
    """Places → values; -1 is the last one, which is None."""
    known = np.array([*values, None], dtype=object)
    return lambda places: known[places].tolist()


_days = _named([day(number).isoformat() for number in range(DAYS + LONGEST_FRIST)])
_arten, _status, _melder = _named(ART), _named(STATUS), _named(MELDER)
_bewertungen, _stellen = _named(BEWERTUNG), _named(BERATUNGSSTELLEN)
_bereiche, _themen = _named([row[0] for row in BEREICHE]), _named([row[0] for row in THEMEN])
_kanaele, _kreise = _named([row[0] for row in KANAELE]), _named([row[0] for row in PERSONENKREISE])


def _reaktionen(cases: Cases) -> Callable[[slice], Rows]:
    jobcenter = _named(jobcenter_codes(cases.scale))

    def part(of: slice) -> Rows:
        return zip(
            range(of.start + 1, of.stop + 1),
            jobcenter(cases.jobcenter[of]),
            [f"{number:07d}" for number in cases.nummer[of].tolist()],
            _days(cases.eingang[of]),
            _days(cases.erledigt[of]),
            _days(cases.faellig[of]),
            _status(cases.status[of]),
            _kanaele(cases.kanal[of]),
            _arten(cases.art[of]),
            cases.ombudsstelle[of].tolist(),
            _melder(cases.melder[of]),
            _stellen(cases.beratungsstelle[of]),
            strict=True,
        )

    return part


def _anliegen(cases: Cases) -> Callable[[slice], Rows]:
    def part(of: slice) -> Rows:
        return zip(
            (cases.reaktion[of] + 1).tolist(),
            cases.lfd_nr[of].tolist(),
            _arten(cases.anliegen_art[of]),
            _bereiche(cases.bereich[of]),
            _themen(cases.thema[of]),
            _bewertungen(cases.bewertung[of]),
            strict=True,
        )

    return part


def _links(cases: Cases) -> Rows:
    """(Kundenreaktion, Personenkreis), in the order of their key."""
    bits = cases.personenkreise[:, None] >> np.arange(len(PERSONENKREISE), dtype=np.int8) & 1
    places, groups = np.nonzero(bits)

    def part(of: slice) -> Rows:
        return zip((places[of] + 1).tolist(), _kreise(groups[of]), strict=True)

    return _in_parts(part, len(places))


def _petitionen(cases: Cases) -> Rows:
    rng = np.random.default_rng([SEED, cases.scale.jobcenter])
    codes = jobcenter_codes(cases.scale)
    for number in range(len(cases.eingang) // PETITION_EVERY):
        received = int(rng.integers(DAYS))
        finished = received + int(rng.gamma(3, 15))
        yield (
            codes[int(rng.integers(len(codes)))],
            f"p{number:06d}",
            "petition" if rng.random() < 0.3 else "eingabe",
            "Landtag" if rng.random() < 0.5 else "Geschäftsführung",
            day(received).isoformat(),
            day(finished).isoformat() if finished < DAYS else None,
            None,
        )


def _bedarfsgemeinschaften(scale: Scale) -> Rows:
    """One denominator per Jobcenter and month."""
    rng = np.random.default_rng([SEED, scale.jobcenter])
    months = [f"{year}-{month:02d}" for year in YEARS for month in range(1, 13)]
    assert (BEGIN.month, DATENSTAND.month) == (1, 12)
    for code in jobcenter_codes(scale):
        size = float(rng.lognormal(9, 0.8))
        for number, month in enumerate(months):
            yield (code, month, "bedarfsgemeinschaften", int(size * (1 - 0.002 * number)))
