"""The Erfasserbemerkung is read for its flag and then gone: nothing that an import leaves behind holds a word of it."""

import logging
from pathlib import Path

import pytest

from data_access.imports import run_import, write_error_csv
from tests.deliveries import anliegen, reaktion, small_delivery, write_folder, write_workbook
from tests.integration.imports.conftest import contents

CANARY = "Kanarienvogel"


def with_notes():
    lieferung = small_delivery()
    lieferung["kundenreaktion"] = [
        reaktion(f"A-{number}", ombudsstelle=None, erfasserbemerkung=note)
        for number, note in enumerate(
            (
                f"{CANARY} kam über die Ombudsstelle",
                f"={CANARY}()",
                f"{CANARY}\nzweite Zeile; mit Trennzeichen, und | Strich",
                CANARY * 300,
                f"{CANARY}\u202e",
            ),
            start=1,
        )
    ]
    lieferung["anliegen"] = [anliegen(f"A-{number}") for number in range(1, 6)]
    return lieferung


def written(lieferung, folder: Path, kind: str) -> Path:
    if kind == "csv":
        return write_folder(lieferung, folder / "lieferung")
    return write_workbook(lieferung, folder / "lieferung.xlsx")


def everything_written(engine, folder: Path) -> str:
    """All rows of the database and every byte in the folder of an SQLite database, as one text."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return str(contents(engine)) + "".join(path.read_bytes().decode("latin-1") for path in files)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_word_of_it_is_stored_or_logged(engine, tmp_path, caplog, capfd, kind):
    caplog.set_level(logging.DEBUG)
    lieferung = with_notes()
    result = run_import(engine, written(lieferung, tmp_path, kind))
    assert result.errors == ()
    assert [row[8] for row in contents(engine)["kundenreaktion"]] == [1, 0, 0, 0, 0]
    (tmp_path / "var").mkdir(exist_ok=True)
    left = everything_written(engine, tmp_path / "var") + str(result) + caplog.text + "".join(capfd.readouterr())
    assert "A-1" in left
    assert CANARY not in left


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_word_of_it_is_in_the_report_of_a_faulty_file(sqlite_engine, tmp_path, kind):
    lieferung = with_notes()
    for row in lieferung["kundenreaktion"]:
        row |= {"status": "fertig", "kanal": "taube", "eingang_am": "gestern"}
    result = run_import(sqlite_engine, written(lieferung, tmp_path, kind))
    write_error_csv(result.errors, tmp_path / "fehler.csv")
    assert result.error_count == 15
    assert CANARY not in str(result)
    assert CANARY not in (tmp_path / "fehler.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    "line",
    [
        f"nord;A-7;2020-03-02;2020-03-16;erledigt;Er sagte; {CANARY}; dann nichts;beschwerde\n",
        f"nord;A-7;2020-03-02;2020-03-16;erledigt;{CANARY};nein;nein\n",
        f'nord;A-7;2020-03-02;2020-03-16;erledigt;"{CANARY};beschwerde\n',
        f'nord;A-7;2020-03-02;2020-03-16;erledigt;"{CANARY}" und mehr;beschwerde\n',
        f"{CANARY}\n",
    ],
)
def test_a_note_that_spills_over_its_column_is_not_shown_either(sqlite_engine, tmp_path, line):
    folder = write_folder(small_delivery(), tmp_path / "a")
    header = "jobcenter;aktenzeichen;eingang_am;erledigt_am;status;erfasserbemerkung;art\n"
    (folder / "kundenreaktion.csv").write_text(header + line)
    result = run_import(sqlite_engine, folder)
    assert [(fault.file, fault.row) for fault in result.errors][:1] == [("kundenreaktion.csv", 2)]
    assert CANARY not in str(result)
