"""Files that people open elsewhere: types, formats, German spelling, and nothing that becomes a formula."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from exports import labels
from exports.csv import german_csv, plain_csv
from exports.sheet_names import LONGEST, sheet_names
from exports.table import Cell, Column, Kind, Meta, Table
from exports.xlsx import MAX_ROWS, TooManyRowsError, workbook
from tests.formulas import FORMULAS

TEXT = st.text(st.characters(codec="utf-8"))

COLUMNS = (
    Column("Kanal"),
    Column("Monat", Kind.MONAT),
    Column("Tag", Kind.DATUM),
    Column("Anzahl", Kind.ANZAHL),
    Column("Quote", Kind.ANTEIL),
    Column("Laufzeit", Kind.TAGE),
    Column("je Reaktion", Kind.VERHAELTNIS),
    Column("Differenz", Kind.DIFFERENZ),
    Column("Punkte", Kind.PROZENTPUNKTE),
    Column("Veränderung", Kind.VERAENDERUNG),
)
ROW: tuple[Cell, ...] = (
    "E-Mail; geprüft",
    "2020-03",
    date(2020, 3, 13),
    1068,
    0.943820,
    8.5,
    2.008,
    -616,
    -0.0019,
    -0.366,
)
TOTAL: tuple[Cell, ...] = ("Gesamt", None, None, 1068, None, None, None, None, None, None)
TABLE = Table("Zugangswege", COLUMNS, (ROW,), TOTAL, ("Mehrfachnennungen.",))
META = Meta(
    auswahl="Zeitraum 2020, Vergleich Vorjahr",
    einheit="Kundenreaktionen",
    definitionen=[("Kundenreaktionen", "Zahl der Kontakte.")],
    datenstand=date(2021, 3, 31),
    quelle="KRM-Datenbank",
    hinweise=("Demodaten", "Mehrfachnennungen."),
)


def rows_of(content: bytes, delimiter: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def texts_table(texts: list[str]) -> Table:
    return Table("Texte", (Column("Text"),), tuple((text,) for text in texts))


def sheets(table: Table, meta: Meta = META) -> Any:
    return load_workbook(io.BytesIO(workbook(table, meta)))


@given(st.lists(TEXT, min_size=1), st.sampled_from([(plain_csv, ","), (lambda t: german_csv(t, META), ";")]))
def test_every_text_comes_back_from_csv_and_none_begins_like_a_formula(texts: list[str], writer: Any):
    write, delimiter = writer

    cells = [row[0] if row else "" for row in rows_of(write(texts_table(texts)), delimiter)][1 : len(texts) + 1]

    assert [
        cell.removeprefix("'") if cell[1:] == text else cell for cell, text in zip(cells, texts, strict=True)
    ] == texts
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "\0"))]


def test_plain_csv_has_a_comma_a_decimal_point_and_no_byte_order_mark():
    content = plain_csv(TABLE)

    assert content.startswith(b"Kanal,Monat,")
    assert rows_of(content, ",")[1] == [
        "E-Mail; geprüft",
        "2020-03",
        "2020-03-13",
        "1068",
        "0.94382",
        "8.5",
        "2.008",
        "-616",
        "-0.0019",
        "-0.366",
    ]
    assert len(rows_of(content, ",")) == 2


def test_german_csv_has_a_byte_order_mark_semicolons_decimal_commas_and_iso_dates():
    content = german_csv(TABLE, META)

    assert content.startswith(b"\xef\xbb\xbfKanal;Monat;")
    assert rows_of(content, ";")[1] == [
        "E-Mail; geprüft",
        "2020-03",
        "2020-03-13",
        "1068",
        "0,94382",
        "8,5",
        "2,008",
        "-616",
        "-0,0019",
        "-0,366",
    ]


def test_german_csv_says_below_the_table_what_its_numbers_mean():
    rows = rows_of(german_csv(TABLE, META), ";")

    assert rows[2] == ["Gesamt", "", "", "1068", *[""] * 6]
    assert rows[3] == []
    assert rows[4:] == [
        ["Titel", "Zugangswege"],
        ["Auswahl", "Zeitraum 2020, Vergleich Vorjahr"],
        ["Einheit", "Kundenreaktionen"],
        ["Datenstand", "2021-03-31"],
        ["Quelle", "KRM-Datenbank"],
        ["Kundenreaktionen", "Zahl der Kontakte."],
        ["Hinweis", "Mehrfachnennungen."],
        ["Hinweis", "Demodaten"],
    ]


def test_a_month_given_as_a_day_is_written_as_a_month():
    table = Table("Monate", (Column("Monat", Kind.MONAT),), ((date(2020, 3, 1),),))

    assert rows_of(german_csv(table, META), ";")[1] == ["2020-03"]
    assert sheets(table)[labels.SHEET_TABLE]["A2"].value == datetime(2020, 3, 1)


def test_excel_gets_real_numbers_and_dates_with_a_format_per_column():
    sheet = sheets(TABLE)[labels.SHEET_TABLE]

    assert [cell.value for cell in sheet[1]] == [column.name for column in COLUMNS]
    assert [(cell.value, cell.number_format) for cell in sheet[2]] == [
        ("E-Mail; geprüft", "@"),
        (datetime(2020, 3, 1), "mmm yyyy"),
        (datetime(2020, 3, 13), "dd.mm.yyyy"),
        (1068, "#,##0"),
        (0.94382, "0.0%"),
        (8.5, "0.0"),
        (2.008, "0.00"),
        (-616, "+#,##0;-#,##0;0"),
        (-0.0019, '+0.0%"-Punkte";-0.0%"-Punkte";0.0%"-Punkte"'),
        (-0.366, "+0.0%;-0.0%;0.0%"),
    ]


def test_the_total_is_the_last_row_and_bold_and_its_gaps_are_empty():
    sheet = sheets(TABLE)[labels.SHEET_TABLE]

    assert sheet.max_row == 3
    assert [cell.value for cell in sheet[3]][:5] == ["Gesamt", None, None, 1068, None]
    assert sheet["D3"].font.bold
    assert not sheet["D2"].font.bold


def test_the_second_sheet_carries_selection_unit_definition_datenstand_source_and_notes():
    sheet = sheets(TABLE)[labels.SHEET_META]

    assert list(sheet.iter_rows(values_only=True)) == [
        ("Titel", "Zugangswege"),
        ("Auswahl", "Zeitraum 2020, Vergleich Vorjahr"),
        ("Einheit", "Kundenreaktionen"),
        ("Datenstand", datetime(2021, 3, 31)),
        ("Quelle", "KRM-Datenbank"),
        ("Kundenreaktionen", "Zahl der Kontakte."),
        ("Hinweis", "Mehrfachnennungen."),
        ("Hinweis", "Demodaten"),
    ]


def test_no_text_in_excel_is_a_formula_or_a_link():
    texts = [*FORMULAS[:5], *FORMULAS[8:], "https://example.org/", "mailto:a@b.de"]
    nasty = Meta(texts[0], texts[1], [(texts[0], texts[2])], date(2021, 3, 31), texts[3], texts)

    book = sheets(texts_table(texts), nasty)

    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "d"}
    assert [cell.hyperlink for cell in cells if cell.hyperlink] == []
    assert [row[0] for row in book[labels.SHEET_TABLE].iter_rows(min_row=2, values_only=True)] == texts


def test_a_text_longer_than_a_cell_is_cut_and_not_lost():
    sheet = sheets(texts_table(["x" * 40_000]))[labels.SHEET_TABLE]

    assert sheet["A2"].value == "x" * 32_767


def test_the_same_table_gives_the_same_bytes_because_its_clock_is_the_datenstand():
    assert workbook(TABLE, META) == workbook(TABLE, META)
    assert sheets(TABLE).properties.created == datetime(2021, 3, 31)


def test_more_rows_than_a_sheet_holds_are_refused_with_their_number():
    rows: tuple[tuple[Cell, ...], ...] = (("a",),) * MAX_ROWS
    table = Table("Lang", (Column("Text"),), rows, total=("Gesamt",))

    with pytest.raises(TooManyRowsError) as raised:
        workbook(table, META)

    assert raised.value.rows == MAX_ROWS + 1


@given(st.lists(TEXT))
def test_names_of_sheets_are_short_different_and_of_allowed_signs(titles: list[str]):
    names = sheet_names(titles, ("Filter",))

    assert len({name.casefold() for name in (*names, "Filter", "history")}) == len(names) + 2
    assert all(0 < len(name) <= LONGEST and not set(name) & set("[]:*?/\\") for name in names)
    assert all(name == name.strip() and name[0] != "'" != name[-1] for name in names)
    assert sheet_names(titles, ("Filter",)) == names


def test_names_of_sheets_stay_readable():
    titles = ["Zugangswege", "zugangswege", "Beschwerden nach Thema und Bereich", "Ja/Nein?", "Verlauf", ""]

    assert sheet_names(titles, ("Verlauf",)) == [
        "Zugangswege",
        "zugangswege (2)",
        "Beschwerden nach Thema und Ber…",
        "Ja Nein",
        "Verlauf (2)",
        "Blatt",
    ]
