"""What the form for manual returns asks for: totals first, then the parts along the catalogues as they are loaded."""

from __future__ import annotations

from data_access.catalog import Catalog
from domain import formats
from domain.kennzahlen import KENNZAHLEN
from domain.meldung import AUFGLIEDERUNGEN, MELDBAR
from domain.merkmale import MERKMALE
from domain.zeitraum import Zeitraum
from exports.meldevorlage import FormHead, FormRow, meldevorlage

TOTAL = "Gesamtzahl"


def form(catalog: Catalog, jobcenter: str, zeitraum: Zeitraum) -> bytes:
    """The form of one Jobcenter for whole months, as a workbook."""
    name = catalog.vocabulary.name("jobcenter", jobcenter)
    span = zeitraum.span
    facts = [
        ("Jobcenter", name),
        ("Zeitraum", f"{formats.day(span.von)} bis {formats.day(span.bis)}"),
        ("Kataloge", f"Stand {formats.day(catalog.stand.datenstand)}"),
    ]
    head = FormHead(jobcenter, name, span.von, span.bis)
    return meldevorlage(head, form_rows(catalog), facts, catalog.stand.datenstand)


def form_rows(catalog: Catalog) -> list[FormRow]:
    """Every figure that is asked for."""
    return [
        *(_row(code, "", "", TOTAL) for code in MELDBAR),
        *(
            _row(kennzahl, merkmal, code, f"{MERKMALE[merkmal].name}: {catalog.vocabulary.name(merkmal, code)}")
            for kennzahl, merkmal in AUFGLIEDERUNGEN
            for code in _codes(catalog, merkmal)
        ),
    ]


def _codes(catalog: Catalog, merkmal: str) -> list[str]:
    names = catalog.vocabulary.names[merkmal]
    codes = catalog.bereiche_in_order if merkmal == "bereich" else names
    return [*codes, *([] if MERKMALE[merkmal].werte else [MERKMALE[merkmal].ohne])]


def _row(kennzahl: str, merkmal: str, auspraegung: str, part: str) -> FormRow:
    described = KENNZAHLEN[kennzahl]
    return FormRow(kennzahl, merkmal, auspraegung, described.name, part, described.einheit_name)
