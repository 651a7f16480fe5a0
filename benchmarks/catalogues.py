"""The catalogues of the generated databases: invented names, as many values as a country would have."""

from __future__ import annotations

from typing import Any

from benchmarks.scale import BEGIN, Scale

# (code, name, code of the Bereich above)
BEREICHE: tuple[tuple[str, str, str | None], ...] = (
    ("leistung", "Leistungsgewährung", None),
    ("leistung_regel", "Regelbedarf", "leistung"),
    ("leistung_wohnen", "Unterkunft und Heizung", "leistung"),
    ("leistung_bildung", "Bildung und Teilhabe", "leistung"),
    ("leistung_selbst", "Leistungen für Selbständige", "leistung"),
    ("vermittlung", "Arbeitsvermittlung", None),
    ("vermittlung_u25", "Vermittlung unter 25", "vermittlung"),
    ("vermittlung_ue25", "Vermittlung ab 25", "vermittlung"),
    ("vermittlung_reha", "Rehabilitation", "vermittlung"),
    ("empfang", "Eingangszone", None),
    ("empfang_telefon", "Telefonservice", "empfang"),
    ("empfang_online", "Online-Service", "empfang"),
    ("recht", "Widerspruch und Klage", None),
    ("recht_rueckforderung", "Rückforderung", "recht"),
    ("uebriges", "Übrige Bereiche", None),
)
# How often each of them is recorded, in the same order; the top-level ones are recorded seldom.
BEREICH_WEIGHTS = (2, 26, 14, 5, 4, 2, 6, 12, 3, 5, 7, 5, 1, 5, 3)
THEMEN = tuple((f"thema{number:02d}", f"Thema {number:02d}") for number in range(1, 61))
KANAELE = (
    ("email", "E-Mail"),
    ("telefon", "Telefon"),
    ("persoenlich", "Persönlich"),
    ("online", "Online"),
    ("brief", "Brief"),
    ("karte", "Meinungskarte"),
)
PERSONENKREISE = (
    ("alleinerziehend", "Alleinerziehende", 0),
    ("selbstaendig", "Selbständige", 0),
    ("zugewandert", "Zugewanderte", 0),
    ("sonderlage", "Sonderlage", 1),
)
BERATUNGSSTELLEN = tuple(f"Beratungsstelle {number}" for number in range(1, 9))
LAENDER = ("NW", "BY", "BW", "NI", "HE", "SN", "RP", "BE", "SH", "BB", "ST", "TH", "HH", "MV", "SL", "HB")
FRIST_TAGE = 21

Row = dict[str, Any]


def jobcenter_codes(scale: Scale) -> list[str]:
    """Codes of the Jobcenter, the place in the list is their number."""
    return [f"jc{number:03d}" for number in range(1, scale.jobcenter + 1)]


def land_of(jobcenter: int) -> str:
    """The Land of a Jobcenter by its number."""
    return LAENDER[jobcenter % len(LAENDER)]


def catalogue_rows(scale: Scale) -> dict[str, list[Row]]:
    """Rows of all catalogues and of the one standard, as the import contract names their columns."""
    return {
        "jobcenter": [
            {
                "code": code,
                "name": f"Jobcenter {number + 1}",
                "traegerform": "zkT" if number % 4 == 3 else "gE",
                "bundesland": land_of(number),
            }
            for number, code in enumerate(jobcenter_codes(scale))
        ],
        "bereich": [dict(zip(("code", "name", "uebergeordnet"), row, strict=True)) for row in BEREICHE],
        "thema": [dict(zip(("code", "name"), row, strict=True)) for row in THEMEN],
        "kanal": [dict(zip(("code", "name"), row, strict=True)) for row in KANAELE],
        "personenkreis": [dict(zip(("code", "name", "sonderlage"), row, strict=True)) for row in PERSONENKREISE],
        "qualitaetsstandard": [
            {
                "jobcenter": None,
                "gueltig_von": BEGIN,
                "gueltig_bis": None,
                "frist_tage": FRIST_TAGE,
                "tageart": "Kalendertage",
                "verschiebe_auf_werktag": 1,
                "zielquote": 0.95,
                "bezeichnung": "21-Tage-Standard",
            }
        ],
    }
