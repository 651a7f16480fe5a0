"""Foreign files: names, columns and values of another system, encodings, workbooks as people make them."""

from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from data_access.imports import ImportRefusedError, Limits, messages, run_import
from tests.deliveries import anliegen, reaktion, small_delivery, write_folder, write_workbook
from tests.integration.imports.conftest import contents

MAPPING = """
[dateien]
"Faelle 2020.csv" = "kundenreaktion"

[spalten.kundenreaktion]
"Dienststelle" = "jobcenter"
"Vorgang" = "aktenzeichen"
"Eingangsdatum" = "eingang_am"
"Erledigt am" = "erledigt_am"
"Eingangsart" = "kanal"
"Notiz" = "erfasserbemerkung"
"Gruppen" = "personenkreis"

[werte.kundenreaktion.kanal]
"E-Mail" = "email"
"unbekannt" = ""

[werte.kundenreaktion.art]
"B" = "beschwerde"

[werte.kundenreaktion.personenkreis]
"Fam." = "familien"
"Umzug u. Fam." = "umzug|familien"

[ombudsstelle]
muster = ["ombud", "schlichtung"]
"""

FOREIGN = (
    "Dienststelle,Vorgang,Eingangsdatum,Erledigt am,Status,Eingangsart,Art,Gruppen,Notiz,Sachbearbeitung\n"
    'nord,A-1,02.03.2020,16.03.2020,erledigt,E-Mail,B,Umzug u. Fam.,"über die Schlichtung, am Telefon",Kim\n'
    "nord,A-2,2.3.2020,,offen,unbekannt,B,Fam.|umzug,nichts,Kim\n"
    "sued,A-1,28.10.2020,02.11.2020,erledigt,brief,B,,OMBUDSSTELLE,Kim\n"
)


@pytest.fixture
def foreign(tmp_path):
    lieferung = small_delivery()
    del lieferung["kundenreaktion"]
    folder = write_folder(lieferung, tmp_path / "fremd")
    (folder / "Faelle 2020.csv").write_text(FOREIGN, encoding="cp1252")
    return folder


def test_an_export_of_another_system_is_read_through_its_mapping(sqlite_engine, foreign):
    (foreign / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    result = run_import(sqlite_engine, foreign)
    assert result.errors == ()
    stored = contents(sqlite_engine)
    assert [(row[0], row[1], row[6], row[8]) for row in stored["kundenreaktion"]] == [
        ("nord", "A-1", "email", 1),
        ("nord", "A-2", None, 0),
        ("sued", "A-1", "brief", 1),
    ]
    assert stored["kundenreaktion_personenkreis"] == [
        ("nord", "A-1", "familien"),
        ("nord", "A-1", "umzug"),
        ("nord", "A-2", "familien"),
        ("nord", "A-2", "umzug"),
    ]
    assert result.hinweise == (
        messages.mapping_used("mapping.toml"),
        messages.read_as_cp1252("Faelle 2020.csv"),
        messages.columns_unknown("Faelle 2020.csv", ["Sachbearbeitung"]),
    )


def test_a_mapping_given_by_name_wins_over_the_one_in_the_folder(sqlite_engine, foreign, tmp_path):
    (foreign / "mapping.toml").write_text("[dateien]\n")
    given = tmp_path / "andere.toml"
    given.write_text(MAPPING, encoding="utf-8")
    assert run_import(sqlite_engine, foreign, mapping=given).errors == ()


def test_faults_name_the_column_as_the_file_spells_it(sqlite_engine, foreign):
    (foreign / "mapping.toml").write_text(MAPPING.replace('"E-Mail"', '"Mail"'), encoding="utf-8")
    result = run_import(sqlite_engine, foreign)
    assert [(fault.row, fault.column, fault.value) for fault in result.errors] == [(2, "Eingangsart (kanal)", "E-Mail")]


def test_a_given_flag_wins_over_the_note_and_no_note_means_no(sqlite_engine, tmp_path):
    lieferung = small_delivery()
    lieferung["kundenreaktion"] = [
        reaktion("A-1", ombudsstelle=0, erfasserbemerkung="Ombudsstelle"),
        reaktion("A-2", ombudsstelle=1, erfasserbemerkung=""),
        reaktion("A-3", erfasserbemerkung="kam über die ombudsfrau"),
        reaktion("A-4", erfasserbemerkung=None),
    ]
    lieferung["anliegen"] = [anliegen(f"A-{number}") for number in range(1, 5)]
    assert run_import(sqlite_engine, write_folder(lieferung, tmp_path / "a")).ok
    assert [row[8] for row in contents(sqlite_engine)["kundenreaktion"]] == [0, 1, 1, 0]


def test_files_of_any_case_are_found_and_others_are_pointed_out(sqlite_engine, tmp_path):
    folder = write_folder(small_delivery(), tmp_path / "a")
    (folder / "kanal.csv").rename(folder / "KANAL.CSV")
    (folder / "liesmich.txt").write_text("x")
    (folder / "notizen.csv").write_text("a;b\n")
    (folder / ".versteckt.csv").write_text("a;b\n")
    (folder / "unterordner").mkdir()
    result = run_import(sqlite_engine, folder)
    assert result.ok
    assert result.hinweise == (messages.file_unknown("liesmich.txt"), messages.file_unknown("notizen.csv"))


def test_two_files_for_one_table_are_a_fault(sqlite_engine, tmp_path):
    folder = write_folder(small_delivery(), tmp_path / "a")
    (folder / "wege.csv").write_text("code;name\nfax;Fax\n")
    (folder / "mapping.toml").write_text('[dateien]\n"wege" = "kanal"\n')
    result = run_import(sqlite_engine, folder)
    assert [(fault.file, fault.rule) for fault in result.errors] == [
        ("wege.csv", messages.second_file("kanal", "kanal.csv"))
    ]


def test_bytes_of_no_known_encoding_are_refused_and_the_other_files_still_checked(sqlite_engine, tmp_path):
    lieferung = small_delivery()
    lieferung["kanal"][0]["code"] = "E-Mail!"
    folder = write_folder(lieferung, tmp_path / "a")
    (folder / "thema.csv").write_bytes(b"code;name\ndauer;Dau\x81er\nhoehe;H\xf6he\n")
    result = run_import(sqlite_engine, folder)
    others = [fault for fault in result.errors if fault.column not in ("kanal", "auspraegung")]
    assert [(fault.file, fault.row, fault.rule) for fault in others] == [
        ("thema.csv", None, messages.UNKNOWN_ENCODING),
        ("kanal.csv", 2, messages.CODE_CHARACTERS),
    ]


def test_a_truncated_file_is_a_fault(sqlite_engine, tmp_path):
    folder = write_folder(small_delivery(), tmp_path / "a")
    content = (folder / "kundenreaktion.csv").read_bytes()
    (folder / "kundenreaktion.csv").write_bytes(content[: content.rindex(b"2020-11")])
    result = run_import(sqlite_engine, folder)
    assert [(fault.file, fault.row) for fault in result.errors] == [("kundenreaktion.csv", 4)]


def test_a_workbook_as_people_make_it(sqlite_engine, tmp_path):
    path = write_workbook(small_delivery(), tmp_path / "lieferung.xlsx")
    book = openpyxl.load_workbook(path)
    book.create_sheet("Notizen").append(["nur für mich"])
    sheet = book["kundenreaktion"]
    sheet.append(["nord", 4711, datetime(2020, 6, 2), "3.6.2020", "erledigt", None, "lob"])
    sheet.append([])
    sheet.append(["nord", " A-8 ", "2020-06-02", None, "storniert", None, "lob", False])
    sheet.column_dimensions["A"].width = 30
    book["anliegen"].append(["nord", 4711, 1.0, "lob"])
    book["bezugsgroesse"].append(["nord", datetime(2020, 4, 1), "elb", 17.25])
    book.save(path)
    result = run_import(sqlite_engine, path)
    assert result.errors == ()
    assert result.hinweise == (messages.file_unknown("lieferung.xlsx › Notizen"),)
    stored = contents(sqlite_engine)
    assert [row[1:4] for row in stored["kundenreaktion"] if row[1] in ("4711", "A-8")] == [
        ("4711", date(2020, 6, 2), date(2020, 6, 3)),
        ("A-8", date(2020, 6, 2), None),
    ]
    assert [(row[1], str(row[3])) for row in stored["bezugsgroesse"]] == [
        ("2020-03", "23.5000"),
        ("2020-04", "17.2500"),
    ]
    assert stored["importlauf"][0][2] == "lieferung.xlsx"


def test_faults_in_a_workbook_name_sheet_row_and_column(sqlite_engine, tmp_path):
    path = write_workbook(small_delivery(), tmp_path / "lieferung.xlsx")
    book = openpyxl.load_workbook(path)
    book["kundenreaktion"]["C2"] = 43892
    book["kundenreaktion"]["C2"].number_format = "General"
    book["kundenreaktion"]["E3"] = '="of"&"fen"'
    book["anliegen"]["C2"] = 1.5
    book.save(path)
    result = run_import(sqlite_engine, path)
    assert [(fault.file, fault.row, fault.column, fault.value, fault.rule) for fault in result.errors] == [
        ("lieferung.xlsx › kundenreaktion", 2, "eingang_am", "43892", messages.NOT_A_DATE),
        ("lieferung.xlsx › kundenreaktion", 3, "status", '="of"&"fen"', messages.FORMULA),
        ("lieferung.xlsx › anliegen", 2, "lfd_nr", "1.5", messages.not_an_integer(1, 2**31 - 1)),
    ]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("fehlt", None, None),
        ("a.xlsm", b"PK", messages.MACROS),
        ("kanal.csv", b"code;name\n", messages.SINGLE_CSV),
        ("a.ods", b"PK", messages.path_unknown_kind("a.ods")),
        ("a.xlsx", b"keine Arbeitsmappe", messages.NOT_A_WORKBOOK),
    ],
)
def test_what_is_neither_folder_nor_workbook_is_refused_in_a_sentence(sqlite_engine, tmp_path, name, content, sentence):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ImportRefusedError) as refused:
        run_import(sqlite_engine, path)
    assert str(refused.value) == (sentence or messages.path_missing(str(path)))


def test_a_folder_without_any_file_of_ours_is_refused(sqlite_engine, tmp_path):
    (tmp_path / "leer").mkdir()
    with pytest.raises(ImportRefusedError, match="Keine Datei und kein Tabellenblatt"):
        run_import(sqlite_engine, tmp_path / "leer")


def test_the_limit_of_workbooks_is_respected(sqlite_engine, tmp_path):
    path = write_workbook(small_delivery(), tmp_path / "a.xlsx")
    path.write_bytes(path.read_bytes() + bytes(1_000_000))
    with pytest.raises(ImportRefusedError, match="größer als die erlaubten 1 MB"):
        run_import(sqlite_engine, path, limits=Limits(xlsx_megabytes=1))


def test_nothing_is_left_behind_by_a_refused_source(sqlite_engine, tmp_path):
    with pytest.raises(ImportRefusedError):
        run_import(sqlite_engine, tmp_path / "fehlt")
    assert not Path(str(sqlite_engine.url.database)).exists()
