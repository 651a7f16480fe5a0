"""Text that must not become a formula, and names that every system accepts."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from xlsxwriter import Workbook

from exports.safe import TEXT_STAYS_TEXT, file_name, safe_cell
from tests.formulas import FORMULAS

TEXT = st.text(st.characters(codec="utf-8"))


@pytest.mark.parametrize("text", FORMULAS)
def test_text_that_a_spreadsheet_would_compute_gets_an_apostrophe(text: str):
    assert safe_cell(text) == "'" + text


@pytest.mark.parametrize("text", ["", "E-Mail", "a=1", "1-2", " =1", "'=1", "ä@b"])
def test_other_text_stays_as_it_is(text: str):
    assert safe_cell(text) == text


@given(TEXT)
def test_file_names_hold_only_signs_that_every_system_accepts(text: str):
    name = file_name(text, "csv")

    assert name.endswith(".csv")
    assert not name.startswith((".", "_")) or name == ".csv"
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")


def test_file_names_tell_the_selection():
    assert (
        file_name("lob_von=2020-01&bis=2020-12&kanal=email,fax", "xlsx")
        == "lob_von_2020-01_bis_2020-12_kanal_email_fax.xlsx"
    )
    assert file_name("..Ä/Zahl-0.9_aZ..", "csv") == "Zahl-0.9_aZ.csv"
    assert file_name("a=&?b", "csv") == "a_b.csv"


def test_texts_in_workbooks_are_neither_formulas_nor_links():
    file = io.BytesIO()
    with Workbook(file, TEXT_STAYS_TEXT) as book:
        sheet = book.add_worksheet()
        texts = ["=1+1", "https://example.org/", "12"]
        for row, text in enumerate(texts):
            sheet.write(row, 0, text)
    cells = [row[0] for row in load_workbook(file).worksheets[0].iter_rows()]
    assert [(cell.value, cell.data_type, cell.hyperlink) for cell in cells] == [(text, "s", None) for text in texts]


def test_workbooks_leave_no_files_behind():
    assert TEXT_STAYS_TEXT["in_memory"] is True


@pytest.mark.parametrize("length", [149, 150, 151, 400])
def test_file_names_are_short_enough_for_every_system(length: int):
    assert file_name("z" * length, "csv") == "z" * min(length, 150) + ".csv"
