"""Manual returns: which indicators a Jobcenter without recorded cases can report, and which rates follow from them."""

from __future__ import annotations

from domain.kennzahlen import KENNZAHLEN, Einheit
from domain.merkmale import FILTER, MERKMALE

# Only counts add up with those of others; rates follow from them, quantiles cannot be combined at all.
MELDBAR: tuple[str, ...] = tuple(code for code, kennzahl in KENNZAHLEN.items() if kennzahl.einheit is Einheit.ANZAHL)

# Rate -> numerator and the counts that make up its denominator.
QUOTEN: dict[str, tuple[str, tuple[str, ...]]] = {
    code: (kennzahl.zaehler.column, tuple(part.column for part in kennzahl.nenner))
    for code, kennzahl in KENNZAHLEN.items()
    if kennzahl.einheit is Einheit.ANTEIL and kennzahl.zaehler is not None
}

# What the form asks for beside the totals: an indicator along a dimension.
AUFGLIEDERUNGEN: tuple[tuple[str, str], ...] = (
    ("kundenreaktionen", "kanal"),
    ("kundenreaktionen", "hauptart"),
    ("kundenreaktionen", "personenkreis"),
    ("beschwerden", "bereich"),
    ("beschwerden", "thema"),
)

MERKMALE_DER_MELDUNG: tuple[str, ...] = tuple(code for code in FILTER if code != "jobcenter")


def ohne_code(merkmal: str) -> str:
    """The code under which "ohne Angabe" of a dimension is reported."""
    return MERKMALE[merkmal].ohne
