"""XLSX workbooks: harmless ones are read cell by cell, others are refused quickly and in little memory."""

import struct
import time
import tracemalloc
import zipfile
from contextlib import suppress
from datetime import datetime

import openpyxl
import pytest

from data_access.imports import messages
from data_access.imports.faults import ImportRefusedError, UnreadableFileError
from data_access.imports.values import Unusable
from data_access.imports.workbook import open_workbook

MEGABYTE = 1_000_000
SHEET = "xl/worksheets/sheet1.xml"
NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


@pytest.fixture
def plain(tmp_path):
    """A small workbook with one sheet ``thema``."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "thema"
    sheet.append(["code", "name"])
    sheet.append(["a", "Höhe"])
    path = tmp_path / "thema.xlsx"
    book.save(path)
    return path


def read(path, largest=20 * MEGABYTE, **limits):
    with open_workbook(path, largest, **limits) as book:
        return {sheet: list(book.records(sheet)) for sheet in book.sheets}


def repacked(path, replaced=None, added=()):
    """The workbook with members replaced by name and others added at the end."""
    replaced = replaced or {}
    with zipfile.ZipFile(path) as old:
        members = [(name, replaced.get(name, old.read(name))) for name in old.namelist()]
    target = path.with_name("neu.xlsx")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in (*members, *added):
            new.writestr(name, content)
    return target


def sheet_xml(rows: str, before: str = "") -> str:
    return f'<?xml version="1.0"?>{before}<worksheet {NAMESPACE}><sheetData>{rows}</sheetData></worksheet>'


def text_cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def test_rows_come_with_their_numbers_and_typed_cells(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "ereignis"
    sheet.append(["datum_von", "titel", "zahl", "wahr", None, None])
    sheet.append([None] * 4)
    sheet.append([datetime(2020, 3, 13), "Schließung", 12.5, True, "weit rechts, ohne Überschrift"])
    path = tmp_path / "a.xlsx"
    book.save(path)
    assert read(path) == {
        "ereignis": [
            (1, ["datum_von", "titel", "zahl", "wahr"]),
            (3, [datetime(2020, 3, 13), "Schließung", 12.5, 1]),
        ]
    }


def test_formulas_and_errors_are_never_taken_for_values(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["code", "name"])
    sheet.append(["=1+1", "#REF!"])
    path = tmp_path / "a.xlsx"
    book.save(path)
    ((_, _), (_, cells)) = next(iter(read(path).values()))
    assert all(isinstance(cell, Unusable) for cell in cells)
    assert [(cell.rule, str(cell)) for cell in cells] == [(messages.FORMULA, "=1+1"), (messages.CELL_ERROR, "#REF!")]


def test_rows_beyond_the_claimed_size_are_read(plain):
    rows = "".join(f'<row r="{n}">{text_cell(f"A{n}", f"c{n}")}{text_cell(f"B{n}", "x")}</row>' for n in range(1, 6))
    path = repacked(plain, {SHEET: sheet_xml(rows).replace("<sheetData>", '<dimension ref="A1:B2"/><sheetData>')})
    assert [number for number, _ in read(path)["thema"]] == [1, 2, 3, 4, 5]


def test_a_row_far_below_ends_at_the_last_row_of_a_sheet(plain):
    rows = f'<row r="1">{text_cell("A1", "code")}</row><row r="900000000">{text_cell("A900000000", "x")}</row>'
    started = time.monotonic()
    assert read(repacked(plain, {SHEET: sheet_xml(rows)}))["thema"] == [(1, ["code"])]
    assert time.monotonic() - started < 10


def test_more_rows_than_allowed_are_refused(plain):
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 103))
    path = repacked(plain, {SHEET: sheet_xml(rows)})
    assert len(read(path, most_rows=101)["thema"]) == 102
    with pytest.raises(UnreadableFileError) as refused:
        read(path, most_rows=100)
    assert (refused.value.rule, refused.value.row) == (messages.too_many_rows(100), 102)


@pytest.mark.parametrize(
    "xml",
    [
        sheet_xml(
            f'<row r="1">{text_cell("A1", "&d;")}</row>',
            '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;"><!ENTITY d "&c;&c;">]>',
        ),
        sheet_xml(
            f'<row r="1">{text_cell("A1", "&f;")}</row>', '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
        ),
        sheet_xml('<row r="1"><c r="A1">') + "<<<",
        sheet_xml('<row r="eins"><c r="A1"><v>1</v></c></row>'),
        sheet_xml('<row r="1"><c r="??"><v>1</v></c></row>'),
        sheet_xml('<row r="1"><c r="A1"><v>viel</v></c></row>'),
        sheet_xml('<row r="1"><c r="A1" t="s"><v>99</v></c></row>'),
        "",
    ],
)
def test_damaged_or_hostile_sheets_end_with_a_sentence(plain, xml):
    with pytest.raises((UnreadableFileError, ImportRefusedError)) as refused:
        read(repacked(plain, {SHEET: xml}))
    assert refused.value.args[0] in (messages.SHEET_BROKEN, messages.WORKBOOK_BROKEN)


def test_entities_in_the_workbook_itself_bring_nothing(plain):
    hostile = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">]><workbook>&a;</workbook>'
    path = repacked(plain, {"xl/workbook.xml": hostile})
    # defusedxml refuses the file; where lxml is installed, openpyxl takes it instead and leaves the entity alone.
    sheets: dict[str, object] = {}
    with suppress(ImportRefusedError):
        sheets = read(path)
    assert sheets == {}


@pytest.mark.parametrize(
    ("added", "sentence"),
    [
        ((("xl/media/leer.bin", bytes(30 * MEGABYTE)),), messages.ARCHIVE_SUSPICIOUS),
        (tuple((f"xl/media/{n}.bin", b"x") for n in range(1_001)), messages.ARCHIVE_SUSPICIOUS),
        ((("xl/../../etc/cron.d/x", b"x"),), messages.ARCHIVE_SUSPICIOUS),
        ((("/etc/cron.d/x", b"x"),), messages.ARCHIVE_SUSPICIOUS),
        ((("programm.exe", b"x"),), messages.ARCHIVE_SUSPICIOUS),
        ((("xl\\media\\x", b"x"),), messages.ARCHIVE_SUSPICIOUS),
        ((("xl/vbaProject.bin", b"x"),), messages.MACROS),
        ((("xl/macrosheets/sheet1.xml", b"x"),), messages.MACROS),
    ],
)
def test_suspicious_archives_are_refused_before_they_are_parsed(plain, added, sentence):
    path = repacked(plain, added=added)
    tracemalloc.start()
    started = time.monotonic()
    with pytest.raises(ImportRefusedError) as refused:
        read(path)
    seconds, (_, peak) = time.monotonic() - started, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert str(refused.value) == sentence
    assert seconds < 2
    assert peak < 20 * MEGABYTE


def test_a_name_that_occurs_twice_is_refused(plain):
    with zipfile.ZipFile(plain, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr(SHEET, sheet_xml(""))
    with pytest.raises(ImportRefusedError) as refused:
        read(plain)
    assert str(refused.value) == messages.ARCHIVE_SUSPICIOUS


def test_a_bomb_whose_headers_lie_about_its_size_is_refused(plain):
    path = repacked(plain, added=(("xl/media/leer.bin", bytes(30 * MEGABYTE)),))
    content = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        header = content.rindex(signature)
        content[header + offset : header + offset + 4] = struct.pack("<I", 1_000)
    path.write_bytes(content)
    with zipfile.ZipFile(path) as archive:
        assert archive.infolist()[-1].file_size == 1_000
    tracemalloc.start()
    with pytest.raises(ImportRefusedError) as refused:
        read(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert str(refused.value) == messages.NOT_A_WORKBOOK
    assert peak < 20 * MEGABYTE


def test_encrypted_members_are_refused(plain):
    content = bytearray(plain.read_bytes())
    header = content.index(b"PK\x01\x02")
    content[header + 8] |= 0x1
    plain.write_bytes(content)
    with pytest.raises(ImportRefusedError) as refused:
        read(plain)
    assert str(refused.value) == messages.NOT_A_WORKBOOK


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"code;name\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 100])
def test_what_is_no_archive_is_refused(tmp_path, content):
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    with pytest.raises(ImportRefusedError) as refused:
        read(path)
    assert str(refused.value) == messages.NOT_A_WORKBOOK


def test_an_archive_without_a_workbook_is_refused(tmp_path):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "x")
        archive.writestr("xl/leer.txt", "x")
    with pytest.raises(ImportRefusedError) as refused:
        read(path)
    assert str(refused.value) == messages.WORKBOOK_BROKEN


def test_a_truncated_workbook_is_refused(plain):
    plain.write_bytes(plain.read_bytes()[:-200])
    with pytest.raises(ImportRefusedError):
        read(plain)


def test_an_oversized_workbook_is_refused(plain):
    with pytest.raises(ImportRefusedError) as refused:
        read(plain, largest=1_000)
    assert str(refused.value) == messages.too_large(1_000)
