"""The fixed evaluation in another program: it computes the formulas to the values that are stored with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_access.reference.generator import DATENSTAND, reference_delivery
from settings import Settings
from tests.api_server import load
from tests.office.libreoffice import convert, pages
from tests.workbooks import cells, feste_auswertung, opened


@pytest.mark.parametrize("jahr", [2020, 2018])
def test_formulas_compute_to_the_stored_values(tmp_path: Path, jahr: int):
    settings = Settings(var_dir=tmp_path / "var")
    load(settings, reference_delivery(), DATENSTAND, demo=True)
    content = feste_auswertung(settings, jahr)
    # Without stored values there is nothing to copy: whatever comes back has been computed.
    bare = tmp_path / "mappe.xlsx"
    opened(content, values=False).save(bare)
    computed_file = convert(bare, "ods")
    bare.unlink()
    computed = opened(convert(computed_file, "xlsx").read_bytes(), values=True)
    stored = opened(content, values=True)

    formulas = [
        (sheet, address)
        for sheet, address, value in cells(opened(content, values=False))
        if isinstance(value, str) and value.startswith("=")
    ]
    assert len(formulas) > 1000
    for sheet, address in formulas:
        mine, theirs = stored[sheet][address].value, computed[sheet][address].value
        expected = pytest.approx(mine, abs=1e-9) if isinstance(mine, int | float) else mine or ""
        assert (theirs or "" if isinstance(expected, str) else theirs) == expected, (sheet, address)
    assert {row[3].value for row in computed["Prüfung"].iter_rows(min_row=9)} <= {"stimmt", "Mehrfachnennungen"}


def test_it_prints_on_few_pages(tmp_path: Path):
    settings = Settings(var_dir=tmp_path / "var")
    load(settings, reference_delivery(), DATENSTAND, demo=True)
    path = tmp_path / "mappe.xlsx"
    path.write_bytes(feste_auswertung(settings, 2020))

    assert 15 <= pages(convert(path, "pdf")) <= 20
