"""The fixed annual workbook: every figure of the report, a layout that never moves, formulas that hold."""

from __future__ import annotations

import csv
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest

from data_access.reference.generator import DATENSTAND, reference_delivery
from domain.scope import Scope, Stufe
from settings import Settings
from tests.api_server import load, settings_in
from tests.formula_evaluator import Evaluator
from tests.workbooks import cells, feste_auswertung, golden_lines, layout_lines, opened

GOLDEN = Path(__file__).parents[2] / "golden"
BOTH = ("B", "C")


def place(sheet, label, *columns):
    """Cells of the row with a label, which must be the only one."""
    return sheet, label, columns


WAYS, ARTS, AREAS = "Zugangswege", "Arten", "Beschwerden nach Bereich"
OMBUDS, GROUPS, WORK, PETITIONS = "Ombudsstelle", "Personenkreise", "Bearbeitung", "Petitionen und Eingaben"
# Every figure of the report that data can give: where its number stands, what that number is, how the share or change
# reads that is printed with it (as computed, where the print is wrong), and where that stands.
FIGURES = {
    "F01": (place(WAYS, "Kundenreaktionen gesamt", "C"), 1684, None, None),
    "F02": (place(ARTS, "Anliegen gesamt", "C"), 3936, None, None),
    "F03": (place(WAYS, "Kundenreaktionen gesamt", "B"), 1068, None, None),
    "F04": (place(ARTS, "Anliegen gesamt", "B"), 2145, None, None),
    "F05": (place(WAYS, "Kundenreaktionen gesamt", "B"), 1068, "E", "-36.6"),
    "F06": (place(ARTS, "Anliegen gesamt", "B"), 2145, "E", "-45.5"),
    "F07": (place(WAYS, "persönlich", "C"), 1010, "G", "60.0"),
    "F08": (place(WAYS, "persönlich", "B"), 196, "E", "-80.6"),
    "F09": (place(WAYS, "persönlich", "B"), 196, "F", "18.4"),
    "F10": (place(WAYS, "E-Mail", "C"), 381, "G", "22.6"),
    "F11": (place(WAYS, "E-Mail", "B"), 434, "F", "40.6"),
    "F12": (place(WAYS, "E-Mail", "B"), 434, "E", "13.9"),
    "F13": (place(WAYS, "telefonisch", "C"), 139, "G", "8.3"),
    "F14": (place(WAYS, "telefonisch", "B"), 313, "F", "29.3"),
    "F15": (place(WAYS, "telefonisch", "B"), 313, "E", "125.2"),
    "F18": (place(WORK, "fristgerecht erledigt", "B"), 1008, "F", "94.4"),
    "F19": (place(ARTS, "Beschwerden gesamt", "B"), 1906, None, None),
    "F20": (place(ARTS, "Beschwerden gesamt", "C"), 3466, "E", "-45.0"),
    "F21": (place(ARTS, "begründet", "B"), 360, "E", "-44.4"),
    "F22": (place(ARTS, "begründet", "C"), 648, "G", "18.7"),
    "F23": (place(ARTS, "begründet", "B"), 360, "F", "18.9"),
    "F24": (place("Übersicht", "Lob (Anliegen)", "B"), 27, None, None),
    "F25": (place("Übersicht", "Lob (Anliegen)", "C"), 81, "E", "-66.7"),
    "F27": (place(AREAS, "Leistungsgewährung", "C"), 2130, "E", "-43.9"),
    "F28": (place(AREAS, "Leistungsgewährung", "B"), 1195, "F", "62.7"),
    "F30": (place(AREAS, "kommunale Leistungen", "C"), 674, "E", "-45.0"),
    "F32": (place(AREAS, "Arbeitsvermittlung", "C"), 202, "E", "-52.0"),
    "F33": (place(AREAS, "Arbeitsvermittlung", "B"), 97, "F", "5.1"),
    "F35": (place(OMBUDS, "an die Ombudsstelle", "C"), 380, "G", "22.6"),
    "F36": (place(OMBUDS, "an die Ombudsstelle", "B"), 464, None, None),
    "F37": (place(OMBUDS, "an die Ombudsstelle", "B"), 464, "E", "22.1"),
    "F38": (place(OMBUDS, "an die Ombudsstelle", "B"), 464, "F", "43.4"),
    "F39a": (place(OMBUDS, "Beschwerde", "B"), 456, None, None),
    "F39b": (place(OMBUDS, "Lob", "B"), 7, None, None),
    "F39c": (place(OMBUDS, "Idee oder Anregung", "B"), 1, None, None),
    "F40": (place(OMBUDS, "telefonisch", "B"), 269, "J", "85.9"),
    "F41": (place(GROUPS, "Flüchtlinge und Asylbewerber", "H"), 291, "J", "62.7"),
    "F42": (place(GROUPS, "EU-Migranten", "H"), 47, "J", "10.1"),
    "F43": (place(GROUPS, "mit mindestens einem Personenkreis (ohne Sonderlagen)", "H"), 338, "J", "72.8"),
    "F44": (place(PETITIONS, "Petitionen", "C"), 6, None, None),
    "F45": (place(PETITIONS, "Petitionen", "B"), 3, "E", "-50.0"),
    "F46": (place(PETITIONS, "Eingaben", "B"), 3, None, None),
    "F47": (place("Übersicht", "fristgerecht erledigt", "B"), 1008, None, None),
    "F48": (place(GROUPS, "Corona", "B"), 21, "F", "2.0"),
}
# By Bereich and Thema, on the sheet with a group of columns for each Bereich.
CROSSED = {
    "F29": ("Grundsicherung", "Bearbeitungsdauer", 210, 346, "-39.3"),
    "F31a": ("kommunale Leistungen", "Bearbeitungsdauer", 72, None, None),
    "F31b": ("kommunale Leistungen", "Höhe der Leistungen", 59, None, None),
    "F31c": ("kommunale Leistungen", "Zustimmung zum Umzug", 44, None, None),
    "F31d": ("kommunale Leistungen", "Beratung", 40, None, None),
    "F34a": ("Arbeitsvermittlung", "Beratung", 31, None, None),
    "F34b": ("Arbeitsvermittlung", "Fachliche Kompetenz der Mitarbeiter", 25, None, None),
}
# Rest of channels (sums of rows), a statement without a number, and what no KRM data say (staff, rooms, partners).
ELSEWHERE = {"F16", "F17", "F26", "F49", "F50", "F51"}


def row_of(sheet, label):
    """Number of the first row with a label: in lists a code has one row, and fixed rows stand above them."""
    return next(cell.row for cell in sheet["A"] if cell.value == label and cell.row > 8)


def percent(value):
    return str((Decimal(repr(value)) * 100).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP))


def test_the_workbook_of_2020_carries_every_figure_of_the_report(workbook_2020: bytes):
    book = opened(workbook_2020, values=True)
    with (GOLDEN / "dresden2020_zahlen.csv").open(encoding="utf-8", newline="") as stream:
        report = {row["id"] for row in csv.DictReader(stream, delimiter=";") if row["id"].startswith("F")}
    assert report == FIGURES.keys() | CROSSED.keys() | ELSEWHERE

    for code, ((name, label, (column,)), number, share_column, share) in FIGURES.items():
        sheet = book[name]
        row = row_of(sheet, label)
        assert sheet[f"{column}{row}"].value == number, code
        if share_column:
            assert percent(sheet[f"{share_column}{row}"].value) == share, code
    sheet = book["Bereich und Thema"]
    groups = {cell.value: cell.column for cell in sheet[6] if cell.value}
    for code, (bereich, thema, now, past, change) in CROSSED.items():
        row, first = row_of(sheet, thema), groups[bereich]
        assert sheet.cell(row, first).value == now, code
        if change:
            assert sheet.cell(row, first + 1).value == past
            assert percent(sheet.cell(row, first + 2).value) == change, code
    rest = [
        sum(book[WAYS][f"{column}{row_of(book[WAYS], way)}"].value for way in ("Brief", "Fax", "online"))
        for column in BOTH
    ]
    assert rest == [125, 154]


def test_the_layout_is_the_kept_one_and_the_same_in_two_years(workbook_2020: bytes, workbook_2019: bytes):
    kept = (GOLDEN / "feste_auswertung.txt").read_text(encoding="utf-8").splitlines()

    assert golden_lines(workbook_2020) == kept
    assert layout_lines(workbook_2019) == layout_lines(workbook_2020)


def test_between_two_years_only_numbers_differ(workbook_2020: bytes, workbook_2019: bytes):
    first, second = (
        {(s, a): v for s, a, v in cells(opened(one, values=False))} for one in (workbook_2019, workbook_2020)
    )
    differing = {where for where in first.keys() | second.keys() if first.get(where) != second.get(where)}
    texts = {where for where in differing if isinstance(first.get(where) or second.get(where), str)}

    assert len(differing) > 300
    assert {sheet for sheet, address in texts if address == "A3"} == {
        sheet for sheet, a in first if a == "A3" and sheet != "Angaben"
    }
    assert {where for where in texts if where[1] != "A3" and where[0] != "Angaben"} == {(WORK, "B19")}


def test_every_formula_has_the_value_that_is_stored_with_it(workbook_2020: bytes, workbook_2019: bytes):
    for content in (workbook_2020, workbook_2019):
        book, stored = opened(content, values=False), opened(content, values=True)
        evaluator = Evaluator(book)
        formulas = [(s, a) for s, a, value in cells(book) if isinstance(value, str) and value.startswith("=")]
        assert len(formulas) > 1000
        for sheet, address in formulas:
            computed, kept = evaluator.cell(sheet, address), stored[sheet][address].value
            assert (computed if computed != "" else None) == (
                pytest.approx(kept, abs=1e-12) if isinstance(kept, int | float) else kept
            ), (sheet, address)


def test_all_check_sums_hold_and_persons_may_count_twice(workbook_2020: bytes):
    sheet = opened(workbook_2020, values=True)["Prüfung"]
    verdicts = {row[0].value: (row[3].value, row[6].value) for row in sheet.iter_rows(min_row=9)}

    assert verdicts.pop("Kundenreaktionen nach Personenkreis") == ("Mehrfachnennungen", "Mehrfachnennungen")
    assert len(verdicts) == 16
    assert set(verdicts.values()) == {("stimmt", "stimmt")}


def test_a_year_without_a_year_before_leaves_cells_empty(reports_settings: Settings):
    book = opened(feste_auswertung(reports_settings, 2018), values=True)
    sheet = book[WAYS]

    assert sheet["B9"].value > 0
    assert [sheet[f"{column}9"].value for column in "CDEGH"] == [None] * 5
    assert sheet["F9"].value == 1
    assert {row[6].value for row in book["Prüfung"].iter_rows(min_row=9)} == {"keine Angabe"}


def test_the_last_sheet_says_whose_figures_these_are(reports_settings: Settings, workbook_2020: bytes):
    told = {row[0].value: row[1].value for row in opened(workbook_2020, values=True)["Angaben"].iter_rows(min_row=3)}
    one = opened(feste_auswertung(reports_settings, 2020, "dresden"), values=True)["Angaben"]

    assert told["Datenstand"].date() == DATENSTAND
    assert told["Jobcenter"] == "alle Jobcenter"
    assert one["B4"].value == "Jobcenter Dresden"
    assert told["Quelle"] == "KRM-Datenbank Musterstadt"
    assert told["Schutzstufe"].startswith("intern")
    assert told["Prüfnummer Zugangswege"].startswith("KRM-")
    assert told["Abdeckung"].startswith("Einzelfälle aus 1 von 1 Jobcenter")


def test_protected_workbooks_hold_rounded_counts_and_no_share_of_a_small_base(reports_settings: Settings):
    scope = Scope(all_rows=True, stufe=Stufe.GESCHUETZT)
    content = feste_auswertung(reports_settings, 2020, scope=scope)
    book = opened(content, values=True)
    counts = [
        sheet[f"{column}{row}"].value
        for sheet in (book[WAYS], book[ARTS], book[AREAS], book[OMBUDS], book[GROUPS], book[PETITIONS])
        for column in BOTH
        for row in range(9, sheet.max_row + 1)
    ]

    assert len([count for count in counts if count is not None]) > 80
    assert {count % 5 for count in counts if count is not None} == {0}
    petitions = book[PETITIONS]
    assert [petitions[f"{column}9"].value for column in "BCDEF"] == [5, 5, 0, None, "kleine Basis"]
    assert {row[3].value for row in book["Prüfung"].iter_rows(min_row=9)} == {
        "stimmt",
        "nicht alles gezeigt",
        "Mehrfachnennungen",
    }
    evaluator = Evaluator(opened(content, values=False))
    for row in range(9, 26):
        assert evaluator.cell("Prüfung", f"D{row}") == book["Prüfung"][f"D{row}"].value
    assert "geschützt" in book[WAYS]["A3"].value


def test_new_catalogue_values_follow_the_old_ones_and_names_stay_text(tmp_path: Path):
    settings = settings_in(tmp_path)
    load(settings, reference_delivery(), DATENSTAND, demo=True)
    before = opened(feste_auswertung(settings, 2020), values=False)
    hostile = '=HYPERLINK("http://example.org";"Ämter")'
    more: Any = {
        "kanal": [{"code": "app", "name": hostile}],
        "bereich": [{"code": "aaa", "name": "AAA – zuerst im Alphabet", "uebergeordnet": None}],
        "thema": [{"code": "aaa", "name": "AAA"}],
    }
    load(Settings(var_dir=tmp_path / "zwei", database_url=settings.krm_url), more, date(2021, 4, 1))
    after = opened(feste_auswertung(settings, 2020), values=False)

    old, new = ({(s, a): v for s, a, v in cells(book)} for book in (before, after))
    labels = {where: value for where, value in old.items() if where[1].startswith("A") and where[1][1:].isdigit()}
    assert {where: new[where] for where in labels if where[1] != "A3"} == {
        where: value for where, value in labels.items() if where[1] != "A3"
    }
    assert after[WAYS]["A18"].value == hostile
    assert after[WAYS]["A18"].data_type == "s"
    assert [after[AREAS][f"A{row}"].value for row in (17, 18)] == ["Sonstige", "AAA – zuerst im Alphabet"]
    assert after["Bereich und Thema"]["AY6"].value == "AAA – zuerst im Alphabet"
    assert {name: one.attr_text for name, one in before.defined_names.items()} == {
        name: one.attr_text for name, one in after.defined_names.items()
    }
