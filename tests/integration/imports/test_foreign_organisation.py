"""A body that is no Jobcenter: a city library with its own Bereiche, Themen, Kanäle, groups and standards."""

import csv
from datetime import date
from pathlib import Path

import pytest

from data_access.imports import TableCount, run_import
from tests.deliveries import write_workbook
from tests.integration.imports.conftest import contents

FOLDER = Path(__file__).parents[2] / "fixtures" / "stadtbibliothek"


def rows_of(table):
    with (FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


def test_its_folder_imports_as_it_is(engine, loaded):
    result = loaded(FOLDER)
    assert (result.hinweise, result.datenstand) == ((), date(2023, 9, 22))
    assert result.counts["kundenreaktion"] == TableCount(60, neu=60)
    stored = contents(engine)
    assert [row[0] for row in stored["kanal"]] == ["kummerkasten", "telefon", "tresen", "webformular"]
    assert ("ausleihe_musik_noten", "Noten", "ausleihe_musik") in stored["bereich"]
    delivered = rows_of("kundenreaktion")
    assert sum(row[8] for row in stored["kundenreaktion"]) == sum(
        "Ombudsfrau" in row["erfasserbemerkung"] for row in delivered
    )
    assert len(stored["kundenreaktion_personenkreis"]) == sum(
        len(row["personenkreis"].split("|")) for row in delivered if row["personenkreis"]
    )
    due = {row[:2]: row[4] for row in stored["kundenreaktion"]}
    # Ten working days of 2022; 14 calendar days of its own in the northern branch since 2023, moved off Good Friday.
    assert due["zentral", "BIB/001"] == date(2022, 6, 20)
    assert due["nord", "BIB/002"] == date(2023, 4, 21)
    assert not loaded(FOLDER).changed


@pytest.mark.parametrize("first", ["folder", "workbook"])
def test_its_workbook_brings_the_same(engine, loaded, tmp_path, first):
    tables = [path.stem for path in sorted(FOLDER.glob("*.csv"))]
    lieferung = {
        table: [{key: value or None for key, value in row.items()} for row in rows_of(table)] for table in tables
    }
    workbook = write_workbook(lieferung, tmp_path / "bibliothek.xlsx")
    one, other = (FOLDER, workbook) if first == "folder" else (workbook, FOLDER)
    loaded(one)
    assert not run_import(engine, other).changed
