"""Manual returns at the import: nothing counts twice, all or nothing, a corrected return replaces the former."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from data_access import schema
from data_access.imports import messages, run_import
from tests.deliveries import anliegen, reaktion, small_delivery, write_folder

YEAR = (date(2020, 1, 1), date(2020, 12, 31))
STAND = date(2020, 12, 31)


def meldung(jobcenter="sued", von=YEAR[0], bis=YEAR[1], kennzahl="kundenreaktionen", wert=12, **other):
    """A figure of a return as a row of the import file."""
    row = {"jobcenter": jobcenter, "zeitraum_von": von, "zeitraum_bis": bis, "kennzahl": kennzahl}
    return row | {"merkmal": None, "auspraegung": None, "wert": wert} | other


def catalogues():
    """A delivery with the catalogues, the case of ``nord`` in March 2020 and no other."""
    lieferung = small_delivery()
    lieferung["kundenreaktion"], lieferung["anliegen"] = [reaktion("A-1")], [anliegen("A-1")]
    return {name: rows for name, rows in lieferung.items() if name not in ("petition_eingabe", "manuelle_meldung")}


@pytest.fixture
def deliver(engine, tmp_path):
    """Imports some files into the same database; returns the faults as (file, row, rule)."""
    count = iter(range(99))

    def run(lieferung):
        result = run_import(engine, write_folder(lieferung, tmp_path / f"lieferung{next(count)}"), datenstand=STAND)
        return [(fault.file, fault.row, fault.rule) for fault in result.errors]

    return run


def stored(engine):
    table = schema.manuelle_meldung.c
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(select(table.jobcenter, table.zeitraum_von, table.wert))]


def test_a_return_for_a_period_with_cases_is_refused_as_a_whole(deliver, engine):
    assert deliver(catalogues()) == []
    refused = messages.return_beside_cases(*YEAR)

    rows = [meldung("sued"), meldung("nord"), meldung("nord", kennzahl="lob", wert=0)]
    assert deliver({"manuelle_meldung": rows}) == [("manuelle_meldung.csv", 3, refused)]
    assert stored(engine) == []
    january = (date(2020, 1, 1), date(2020, 1, 31))
    assert deliver({"manuelle_meldung": [meldung("nord", *january), meldung("sued")]}) == []
    assert len(stored(engine)) == 2


def test_cases_and_a_return_for_them_in_one_delivery_are_refused_unless_the_cases_are_cancelled(deliver):
    lieferung = catalogues() | {"manuelle_meldung": [meldung("nord")]}
    assert deliver(lieferung) == [("manuelle_meldung.csv", 2, messages.return_beside_cases(*YEAR))]
    assert deliver(catalogues()) == []
    lieferung["kundenreaktion"][0] |= {"status": "storniert"}
    assert deliver(lieferung) == []


def test_a_petition_is_a_case_too(deliver):
    lieferung = catalogues()
    lieferung["petition_eingabe"] = [
        {"jobcenter": "sued", "kennung": "P-1", "art": "petition", "adressat": "Landtag", "eingang_am": YEAR[1]}
    ]
    lieferung["manuelle_meldung"] = [meldung("sued")]
    assert deliver(lieferung) == [("manuelle_meldung.csv", 2, messages.return_beside_cases(*YEAR))]


def test_cases_for_a_period_with_a_return_are_refused_until_it_is_taken_back(deliver, engine):
    assert deliver(catalogues() | {"manuelle_meldung": [meldung("sued")]}) == []
    cases = {
        "kundenreaktion": [reaktion("B-1", jobcenter="sued", eingang_am=YEAR[1], erledigt_am=YEAR[1])],
        "anliegen": [anliegen("B-1", jobcenter="sued")],
    }
    refused = [("kundenreaktion.csv", 2, messages.cases_beside_return(*YEAR))]

    assert deliver(cases) == refused
    assert deliver({"manuelle_meldung": [meldung("sued", wert=None)]}) == []
    assert deliver(cases) == []
    assert stored(engine) == [("sued", YEAR[0], None)]


def test_returns_of_one_jobcenter_do_not_overlap(deliver):
    assert deliver(catalogues() | {"manuelle_meldung": [meldung("sued")]}) == []
    december = (date(2020, 12, 1), date(2020, 12, 31))
    overlap = [("manuelle_meldung.csv", 2, messages.returns_overlap(*YEAR))]

    assert deliver({"manuelle_meldung": [meldung("sued", *december, kennzahl="lob")]}) == overlap
    assert deliver({"manuelle_meldung": [meldung("sued", *december, kennzahl="lob", wert=None)]}) == []
    assert deliver({"manuelle_meldung": [meldung("sued", wert=None), meldung("sued", *december)]}) == []


def test_the_same_return_again_changes_nothing_and_a_corrected_one_replaces_it(engine, deliver, tmp_path):
    rows = [meldung("sued"), meldung("sued", kennzahl="lob", wert=0), meldung("sued", kennzahl="ideen", wert=None)]
    assert deliver(catalogues() | {"manuelle_meldung": rows}) == []
    again = run_import(engine, write_folder({"manuelle_meldung": rows}, tmp_path / "nochmal"), datenstand=STAND)

    assert (again.changed, again.nummer) == (False, 1)
    assert {row[2] for row in stored(engine)} == {12, 0, None}
    assert deliver({"manuelle_meldung": [meldung("sued", wert=15)]}) == []
    assert {row[2] for row in stored(engine)} == {15, 0, None}
