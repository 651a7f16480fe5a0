"""By what a change can be split, and the choices of the page „Veränderung erklären“."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cards.options import Option
from data_access.catalog import Catalog
from domain.kennzahlen import KENNZAHLEN, CountedOn, Kennzahl
from domain.merkmale import MERKMALE

COUNTS = (
    "beschwerden",
    "begruendet",
    "kundenreaktionen",
    "anliegen",
    "lob",
    "ideen",
    "ombudsstelle",
    "fristgerecht",
    "verspaetet",
    "ueberfaellig",
)
RATES = ("begruendetenquote", "fristquote", "ombudsquote")
AUTO = "auto"


@dataclass(frozen=True)
class Dimension:
    """A dimension by which a change can be split; ``ebene`` 1 rolls Bereiche up to the top of their tree.

    ``groups`` are its items in the dative plural.
    """

    code: str
    name: str
    merkmal: str
    groups: str
    ebene: int | None = None


DIMENSIONS: Mapping[str, Dimension] = {
    dimension.code: dimension
    for dimension in (
        Dimension("bereich", "Bereich", "bereich", "Bereichen", ebene=1),
        Dimension("bereich_genau", "Bereich, unterste Ebene", "bereich", "Bereichen"),
        Dimension("thema", "Thema", "thema", "Themen"),
        Dimension("kanal", "Kanal", "kanal", "Kanälen"),
        Dimension("art", "Art des Anliegens", "art", "Arten"),
        Dimension("hauptart", "Hauptart", "hauptart", "Hauptarten"),
        Dimension("bewertung", "Bewertung", "bewertung", "Bewertungen"),
        Dimension("ombudsstelle", "Ombudsstelle", "ombudsstelle", "Gruppen"),
        Dimension("jobcenter", "Jobcenter", "jobcenter", "Jobcentern"),
    )
}
# Dimensions that are part of an indicator's own definition.
OWN = {
    "beschwerden": {"art"},
    "begruendet": {"art", "bewertung"},
    "begruendetenquote": {"art", "bewertung"},
    "lob": {"art"},
    "ideen": {"art"},
    "ombudsstelle": {"ombudsstelle"},
    "ombudsquote": {"ombudsstelle"},
}


def available(catalog: Catalog) -> list[Dimension]:
    """The dimensions that tell something apart in these catalogues."""
    flat = all(parent is None for parent in catalog.parents.values())
    single = len(catalog.vocabulary.names["jobcenter"]) < 2
    left_out = ({"bereich_genau"} if flat else set()) | ({"jobcenter"} if single else set())
    return [dimension for code, dimension in DIMENSIONS.items() if code not in left_out]


def _dimension_values(catalog: Catalog) -> dict[str, str]:
    best = {AUTO: "was am meisten erklärt"}
    return best | {dimension.code: dimension.name for dimension in available(catalog)}


def _items(catalog: Catalog) -> dict[str, str]:
    """Every value of every dimension, ``bereich.grundsicherung``: "Bereich: Grundsicherung"."""
    largest = {AUTO: "größter Beitrag"}
    return largest | {
        f"{dimension.code}.{code}": f"{dimension.name}: {catalog.vocabulary.name(dimension.merkmal, code)}"
        for dimension in available(catalog)
        for code in _codes(catalog, dimension)
    }


def _codes(catalog: Catalog, dimension: Dimension) -> list[str]:
    merkmal = MERKMALE[dimension.merkmal]
    codes = list(catalog.vocabulary.names[merkmal.code])
    if merkmal.code == "bereich":
        codes = [code for code in catalog.bereiche_in_order if dimension.ebene is None or catalog.roots[code] == code]
    never_missing = merkmal.code in ("ombudsstelle", "jobcenter")
    return codes if never_missing else [*codes, merkmal.ohne]


KENNZAHL = Option("kennzahl", "Kennzahl", {code: KENNZAHLEN[code].name for code in (*COUNTS, *RATES)}, COUNTS[0])
NACH = Option("nach", "Erklären nach", _dimension_values, AUTO)
POSTEN = Option("posten", "Posten", _items, AUTO, on_card=True)
WEITER = Option("weiter", "Weiter aufteilen nach", _dimension_values, AUTO, on_card=True)


def fits(kennzahl: Kennzahl, dimension: Dimension) -> bool:
    """Whether the rows of this dimension add up to the indicator, and are not part of its definition."""
    merkmal = MERKMALE[dimension.merkmal]
    mixes = merkmal.multi_valued if kennzahl.counted_on is CountedOn.ANLIEGEN else merkmal.multiplies
    return not mixes and not is_own(kennzahl, dimension)


def is_own(kennzahl: Kennzahl, dimension: Dimension) -> bool:
    """Whether the dimension is part of the indicator's definition and so says nothing about its change."""
    return dimension.merkmal in OWN.get(kennzahl.code, ())
