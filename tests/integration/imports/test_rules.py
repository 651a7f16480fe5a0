"""Every rule of the import contract: what breaks it is named with file, row, column, value and rule."""

from datetime import date
from decimal import Decimal

import pytest

from data_access.imports import messages, run_import
from data_access.schema import STATUS
from domain.meldung import MELDBAR, MERKMALE_DER_MELDUNG
from tests.deliveries import anliegen, reaktion, small_delivery, standard, write_folder


def checked(engine, folder, lieferung, **options):
    return run_import(engine, write_folder(lieferung, folder), check_only=True, **options)


@pytest.fixture
def faults(sqlite_engine, tmp_path):
    """Checks a delivery against the empty database and returns its faults as tuples."""

    def check(lieferung, **options):
        result = checked(sqlite_engine, tmp_path / "lieferung", lieferung, **options)
        assert result.ok == (not result.errors)
        assert result.error_count == len(result.errors)
        return [(fault.file, fault.row, fault.column, fault.value, fault.rule) for fault in result.errors]

    return check


def test_the_delivery_that_the_tests_spoil_has_no_fault(faults):
    assert faults(small_delivery()) == []


SPOILED_CELLS = [
    ("jobcenter", 0, "traegerform", "GE", messages.not_one_of(("gE", "zkT"))),
    ("kanal", 1, "code", "alle", messages.RESERVED_CODE),
    ("jobcenter", 0, "name", "", messages.REQUIRED),
    ("jobcenter", 0, "name", "x" * 201, messages.too_long(201, 200)),
    ("bereich", 0, "uebergeordnet", "gold", messages.unknown_code("bereich")),
    ("thema", 1, "code", "Höhe", messages.CODE_CHARACTERS),
    ("kanal", 0, "name", "E\x00Mail", messages.INVISIBLE_CHARACTER),
    ("personenkreis", 0, "sonderlage", "ja", messages.NOT_A_FLAG),
    ("qualitaetsstandard", 0, "jobcenter", "west", messages.unknown_code("jobcenter")),
    ("qualitaetsstandard", 0, "frist_tage", "0", messages.not_an_integer(1, 3650)),
    ("qualitaetsstandard", 0, "tageart", "Werktage", messages.not_one_of(("Kalendertage", "Arbeitstage"))),
    ("qualitaetsstandard", 0, "zielquote", "90", messages.out_of_range(Decimal(0), Decimal(1))),
    ("qualitaetsstandard", 0, "gueltig_bis", "2019-12-31", messages.PERIOD_REVERSED),
    ("ereignis", 1, "datum_bis", "2020-05-03", messages.PERIOD_REVERSED),
    ("ereignis", 0, "kanal", "fax", messages.unknown_code("kanal")),
    ("ereignis", 0, "bereich", "gold", messages.unknown_code("bereich")),
    ("kundenreaktion", 0, "eingang_am", "30.02.2020", messages.NO_SUCH_DAY),
    ("kundenreaktion", 0, "eingang_am", "gestern", messages.NOT_A_DATE),
    ("kundenreaktion", 0, "eingang_am", "1900-01-01", messages.YEAR_OUT_OF_RANGE),
    ("kundenreaktion", 0, "eingang_am", "2019-12-31", messages.NO_STANDARD),
    ("kundenreaktion", 0, "erledigt_am", "2020-03-01", messages.ERLEDIGT_BEFORE_EINGANG),
    ("kundenreaktion", 0, "erledigt_am", "", messages.erledigt_am_missing("erledigt")),
    ("kundenreaktion", 1, "erledigt_am", "2020-03-20", messages.OFFEN_WITH_ERLEDIGT_AM),
    ("kundenreaktion", 0, "status", "fertig", messages.not_one_of(STATUS)),
    ("kundenreaktion", 0, "kanal", "Email", messages.unknown_code("kanal")),
    ("kundenreaktion", 0, "art", "Beschwerde", messages.not_one_of(("beschwerde", "lob", "idee", "sonstiges"))),
    ("kundenreaktion", 0, "ombudsstelle", "2", messages.NOT_A_FLAG),
    ("kundenreaktion", 0, "beratungsstelle", "x" * 201, messages.too_long(201, 200)),
    ("anliegen", 0, "lfd_nr", "0", messages.not_an_integer(1, 2**31 - 1)),
    ("anliegen", 0, "bereich", "gold", messages.unknown_code("bereich")),
    ("anliegen", 0, "thema", "wetter", messages.unknown_code("thema")),
    ("anliegen", 0, "bewertung", "ja", messages.not_one_of(("begruendet", "teilweise", "unbegruendet"))),
    ("petition_eingabe", 0, "art", "brief", messages.not_one_of(("petition", "eingabe"))),
    ("petition_eingabe", 0, "erledigt_am", "2020-05-31", messages.ERLEDIGT_BEFORE_EINGANG),
    ("manuelle_meldung", 0, "zeitraum_bis", "2017-12-31", messages.PERIOD_REVERSED),
    ("manuelle_meldung", 0, "kennzahl", "fristquote", messages.not_one_of(MELDBAR)),
    ("manuelle_meldung", 0, "merkmal", "monat", messages.not_one_of(MERKMALE_DER_MELDUNG)),
    ("manuelle_meldung", 0, "auspraegung", "taube", messages.unknown_code("kanal")),
    ("manuelle_meldung", 0, "wert", "1,5", messages.RETURN_NOT_A_COUNT),
    ("manuelle_meldung", 0, "wert", "-1", messages.RETURN_NOT_A_COUNT),
    ("manuelle_meldung", 0, "merkmal", "", messages.MERKMAL_AND_AUSPRAEGUNG),
    ("manuelle_meldung", 0, "wert", "1.068", messages.THOUSANDS_SEPARATOR),
    ("bezugsgroesse", 0, "monat", "2020-13", messages.NOT_A_MONTH),
    ("bezugsgroesse", 0, "wert", "", messages.REQUIRED),
    ("berichtswert", 0, "berichtsjahr", "20", messages.not_an_integer(1990, 2100)),
    ("berichtswert", 0, "nenner", "viele", messages.NOT_A_NUMBER),
]


@pytest.mark.parametrize(("table", "index", "column", "value", "rule"), SPOILED_CELLS)
def test_one_wrong_cell_is_one_fault_at_its_place(faults, table, index, column, value, rule):
    lieferung = small_delivery()
    lieferung[table][index][column] = value
    shown = value.replace("\x00", "\N{REPLACEMENT CHARACTER}") or None
    expected = (f"{table}.csv", index + 2, column, shown if len(value) <= 60 else "x" * 59 + "…", rule)
    assert faults(lieferung) == [expected]


def test_an_unknown_person_group_in_a_list_is_named_alone(faults):
    lieferung = small_delivery()
    lieferung["kundenreaktion"][0]["personenkreis"] = "umzug|zirkus|familien"
    assert faults(lieferung) == [
        ("kundenreaktion.csv", 2, "personenkreis", "zirkus", messages.unknown_code("personenkreis"))
    ]


def test_an_unknown_jobcenter_is_not_also_an_unknown_reaction_or_standard(faults):
    lieferung = small_delivery()
    lieferung["kundenreaktion"].append(reaktion("A-9", jobcenter="west"))
    lieferung["anliegen"].append(anliegen("A-9", jobcenter="west"))
    unknown = messages.unknown_code("jobcenter")
    assert faults(lieferung) == [
        ("kundenreaktion.csv", 5, "jobcenter", "west", unknown),
        ("anliegen.csv", 6, "jobcenter", "west", unknown),
    ]


def test_a_reaction_needs_an_anliegen_unless_it_is_cancelled(faults):
    lieferung = small_delivery()
    lieferung["kundenreaktion"] += [
        reaktion("A-3"),
        reaktion("A-4", status="storniert", erledigt_am=None),
        reaktion("A-5", status="storniert"),
    ]
    assert faults(lieferung) == [("kundenreaktion.csv", 5, "aktenzeichen", "A-3", messages.WITHOUT_ANLIEGEN)]


def test_an_anliegen_needs_its_reaction(faults):
    lieferung = small_delivery()
    lieferung["anliegen"].append(anliegen("A-2", jobcenter="sued"))
    assert faults(lieferung) == [("anliegen.csv", 6, "aktenzeichen", "A-2", messages.UNKNOWN_REACTION)]


def test_an_anliegen_of_a_faulty_reaction_is_not_reported_as_well(faults):
    lieferung = small_delivery()
    lieferung["kundenreaktion"][0]["kanal"] = "taube"
    lieferung["kundenreaktion"][1]["status"] = ""
    assert [fault[:3] for fault in faults(lieferung)] == [
        ("kundenreaktion.csv", 2, "kanal"),
        ("kundenreaktion.csv", 3, "status"),
    ]


def test_a_reaction_of_a_faulty_anliegen_is_not_reported_as_well(faults):
    lieferung = small_delivery()
    lieferung["anliegen"][2]["art"] = "kummer"
    assert [fault[:3] for fault in faults(lieferung)] == [("anliegen.csv", 4, "art")]


def test_codes_of_a_faulty_catalogue_row_count_as_known(faults):
    lieferung = small_delivery()
    lieferung["kanal"][0]["name"] = ""
    lieferung["thema"][0]["code"] = "dauer der bearbeitung"
    lieferung["anliegen"][0]["thema"] = "dauer der bearbeitung"
    assert [fault[:3] for fault in faults(lieferung)] == [("thema.csv", 2, "code"), ("kanal.csv", 2, "name")]


def test_a_faulty_standard_is_not_reported_again_with_every_receipt(faults):
    lieferung = small_delivery()
    lieferung["qualitaetsstandard"] = [standard(tageart="Tage"), standard(jobcenter="sued", gueltig_von="demnächst")]
    lieferung["kundenreaktion"][0]["eingang_am"] = "2019-12-31"
    assert [fault[:3] for fault in faults(lieferung)] == [
        ("qualitaetsstandard.csv", 2, "tageart"),
        ("qualitaetsstandard.csv", 3, "gueltig_von"),
        ("kundenreaktion.csv", 2, "eingang_am"),
    ]


def test_several_faults_of_one_row_are_all_reported(faults):
    lieferung = small_delivery()
    lieferung["kundenreaktion"][0] |= {
        "eingang_am": date(2021, 6, 1),
        "kanal": "taube",
        "status": "fertig",
        "personenkreis": "zirkus",
    }
    assert {fault[2:4] for fault in faults(lieferung, datenstand=date(2021, 1, 31))} == {
        ("status", "fertig"),
        ("kanal", "taube"),
        ("personenkreis", "zirkus"),
        ("erledigt_am", "2020-03-16"),
        ("eingang_am", "2021-06-01"),
    }


def test_dates_after_the_datenstand_are_faults(faults):
    lieferung = small_delivery()
    rule = messages.after_datenstand(date(2020, 6, 30))
    assert faults(lieferung, datenstand=date(2020, 6, 30)) == [
        ("kundenreaktion.csv", 4, "eingang_am", "2020-10-28", rule),
        ("kundenreaktion.csv", 4, "erledigt_am", "2020-11-02", rule),
        ("petition_eingabe.csv", 2, "erledigt_am", "2020-07-01", rule),
    ]
    assert faults(lieferung, datenstand=date(2020, 11, 2)) == []


def test_a_key_occurs_once_in_a_file(faults):
    lieferung = small_delivery()
    lieferung["kanal"].append({"code": "email", "name": "Post"})
    lieferung["qualitaetsstandard"].append(standard(frist_tage=3))
    lieferung["kundenreaktion"].append(reaktion("A-1", status="unklar"))
    lieferung["anliegen"].append(anliegen("A-1", lfd_nr=2))
    assert faults(lieferung) == [
        ("kanal.csv", 4, "code", "email", messages.duplicate_key(2)),
        ("qualitaetsstandard.csv", 4, "jobcenter, gueltig_von", "2020-01-01", messages.duplicate_key(2)),
        ("kundenreaktion.csv", 5, "status", "unklar", messages.not_one_of(STATUS)),
        ("kundenreaktion.csv", 5, "jobcenter, aktenzeichen", "nord / A-1", messages.duplicate_key(2)),
        ("anliegen.csv", 6, "jobcenter, aktenzeichen, lfd_nr", "nord / A-1 / 2", messages.duplicate_key(3)),
    ]


def test_two_rows_without_a_key_are_not_duplicates_of_each_other(faults):
    lieferung = small_delivery()
    lieferung["petition_eingabe"] = [lieferung["petition_eingabe"][0] | {"kennung": ""} for _ in range(2)]
    assert [fault[1:3] + fault[4:] for fault in faults(lieferung)] == [
        (2, "kennung", messages.REQUIRED),
        (3, "kennung", messages.REQUIRED),
    ]


def test_standards_of_the_same_jobcenter_do_not_overlap(faults):
    lieferung = small_delivery()
    lieferung["qualitaetsstandard"] += [
        standard(gueltig_von=date(2022, 1, 1)),
        standard(jobcenter="nord", gueltig_von=date(2020, 1, 1), gueltig_bis=date(2020, 12, 31)),
        standard(jobcenter="nord", gueltig_von=date(2021, 1, 1), gueltig_bis=date(2021, 12, 31)),
    ]
    rule = messages.standards_overlap(date(2020, 1, 1), None)
    assert faults(lieferung) == [("qualitaetsstandard.csv", 4, "gueltig_von", "2022-01-01", rule)]


def test_bereiche_do_not_lie_in_a_circle(faults):
    lieferung = small_delivery()
    lieferung["bereich"] = [
        {"code": "a", "name": "A", "uebergeordnet": "c"},
        {"code": "b", "name": "B", "uebergeordnet": "a"},
        {"code": "c", "name": "C", "uebergeordnet": "b"},
        {"code": "geld", "name": "Geld", "uebergeordnet": "geld"},
        {"code": "team", "name": "Team", "uebergeordnet": "a"},
    ]
    assert faults(lieferung) == [
        ("bereich.csv", 2, "uebergeordnet", "c", messages.bereich_cycle(("a", "c", "b", "a"))),
        ("bereich.csv", 5, "uebergeordnet", "geld", messages.bereich_cycle(("geld", "geld"))),
    ]


def test_a_missing_required_column_is_one_fault_and_hides_what_follows_from_it(faults):
    lieferung = small_delivery()
    for row in lieferung["kundenreaktion"]:
        del row["status"], row["eingang_am"]
    for row in lieferung["kanal"]:
        del row["code"]
    assert faults(lieferung, datenstand=date(2021, 1, 31)) == [
        ("kanal.csv", None, None, None, messages.columns_missing(["code"])),
        ("kundenreaktion.csv", None, None, None, messages.columns_missing(["eingang_am", "status"])),
    ]


def test_a_row_with_too_many_or_too_few_cells_shows_none_of_them(faults, tmp_path):
    lieferung = small_delivery()
    folder = write_folder(lieferung, tmp_path / "lieferung")
    with (folder / "thema.csv").open("a") as stream:
        stream.write("wohnen;Wohnen; und mehr\nlob\nreise;Reise;;\n")
    del lieferung["thema"]
    assert faults(lieferung) == [
        ("thema.csv", 4, None, None, messages.row_width(3, 2)),
        ("thema.csv", 5, None, None, messages.row_width(1, 2)),
    ]


def test_an_empty_file_lacks_its_header(faults, tmp_path):
    lieferung = small_delivery()
    del lieferung["thema"]
    folder = write_folder(lieferung, tmp_path / "lieferung")
    (folder / "thema.csv").write_text("\n\n")
    assert faults(lieferung) == [("thema.csv", None, None, None, messages.NO_HEADER)]


def test_a_heading_that_occurs_twice_is_one_fault(faults, tmp_path):
    lieferung = small_delivery()
    del lieferung["thema"]
    folder = write_folder(lieferung, tmp_path / "lieferung")
    (folder / "thema.csv").write_text("code;name;Name\na;b;c\n")
    assert faults(lieferung)[0] == ("thema.csv", None, None, None, messages.column_twice("name"))


def test_a_long_value_is_shortened_and_made_visible(faults):
    lieferung = small_delivery()
    lieferung["kanal"][0]["code"] = "x\x1b[31m" + "y" * 500
    shown = faults(lieferung)[0][3]
    assert shown == "x�[31m" + "y" * 53 + "…"


def test_a_datenstand_that_cannot_be_known_is_asked_for(faults):
    lieferung = {"kanal": small_delivery()["kanal"]}
    assert faults(lieferung) == [("lieferung", None, None, None, messages.DATENSTAND_UNKNOWN)]
    assert faults(lieferung, datenstand=date(2020, 12, 31)) == []


def test_a_faulty_mapping_ends_the_import_before_any_row_looks_wrong(faults, tmp_path):
    folder = write_folder(small_delivery(), tmp_path / "lieferung")
    (folder / "mapping.toml").write_text('[dateien]\n"Kanal.csv" = "wege"\n')
    assert [fault[:3] for fault in faults(small_delivery())] == [("mapping.toml", None, "dateien.Kanal.csv")]
