"""Tables with a header row that repeats on every page, numbers to the right and a text alternative."""

from __future__ import annotations

from typing import Any

from docx.document import Document as Office
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import _Cell

from exports.german import cell_text
from exports.slides.plain import plain
from exports.table import Cell, Kind, Table
from exports.word import styles
from exports.word.xml import element

# A table with more columns than that stands on a page turned on its side.
MOST_UPRIGHT = 11
MOST_ROWS = 400
_TEXTS = (Kind.TEXT, Kind.MONAT, Kind.QUARTAL, Kind.DATUM)
_SMALLER_FROM, _SMALLEST_FROM = 8, 15
_NARROW = Cm(1.5)


def add_table(office: Office, table: Table, width: int, description: str) -> None:
    """The table over the given width (EMU); of very long ones the first ``MOST_ROWS`` rows and the total."""
    rows = [(number, row) for number, row in enumerate(table.rows[:MOST_ROWS])]
    made = office.add_table(rows=0, cols=len(table.columns))
    made.alignment = WD_TABLE_ALIGNMENT.LEFT
    made.autofit = False
    _properties(made._tbl.tblPr, plain(table.title), plain(description))
    size = _size(len(table.columns))
    widths = _widths(table, width)
    head = made.add_row()
    _row_mark(head._tr, "tblHeader")
    for cell, column in zip(head.cells, table.columns, strict=True):
        _fill(cell, column.heading, column.kind, size, bold=True)
        cell._tc.get_or_add_tcPr().append(element("shd", val="clear", color="auto", fill="E8EEF5"))
    for number, row in rows:
        _add_row(made, [(text, table.kind(number, at)) for at, text in enumerate(row)], size, bold=False)
    if table.total is not None:
        kinds = [column.kind for column in table.columns]
        _add_row(made, list(zip(table.total, kinds, strict=True)), size, bold=True)
    for row in made.rows:
        for cell, wanted in zip(row.cells, widths, strict=True):
            cell.width = wanted
    for column, wanted in zip(made.columns, widths, strict=True):
        column.width = wanted


def is_wide(table: Table) -> bool:
    """Whether the table needs a page turned on its side."""
    return len(table.columns) > MOST_UPRIGHT


def _add_row(made: Any, cells: list[tuple[Cell, Kind]], size: float, *, bold: bool) -> None:
    row = made.add_row()
    _row_mark(row._tr, "cantSplit")
    for cell, (value, kind) in zip(row.cells, cells, strict=True):
        _fill(cell, cell_text(value, kind), kind, size, bold=bold)


def _fill(cell: _Cell, text: str, kind: Kind, size: float, *, bold: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.style = styles.CELL
    run = paragraph.add_run(plain(text))
    run.bold, run.font.size = bold or None, Pt(size)
    if kind not in _TEXTS:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _row_mark(row: Any, name: str) -> None:
    row.get_or_add_trPr().append(element(name))
    if name == "tblHeader":
        row.get_or_add_trPr().insert(0, element("cantSplit"))


def _properties(properties: Any, title: str, description: str) -> None:
    """Lines between rows only, room in the cells, and what screen readers say of the table."""
    for known in properties.findall(qn("w:tblStyle")) + properties.findall(qn("w:tblLook")):
        properties.remove(known)
    borders = element("tblBorders")
    for side, strength in (("top", "8"), ("bottom", "8"), ("insideH", "4")):
        borders.append(element(side, val="single", sz=strength, space="0", color="8B95A1"))
    margins = element("tblCellMar")
    for side, room in (("top", "40"), ("left", "70"), ("bottom", "40"), ("right", "70")):
        margins.append(element(side, w=room, type_="dxa"))
    layout = properties.find(qn("w:tblLayout"))
    if layout is None:
        properties.append(borders)
    else:
        layout.addprevious(borders)
    properties.append(margins)
    properties.append(element("tblLook", val="0420", firstRow="1", lastRow="0", firstColumn="0", noHBand="0"))
    properties.append(element("tblCaption", val=title))
    properties.append(element("tblDescription", val=description))


def _size(columns: int) -> float:
    if columns < _SMALLER_FROM:
        return 8.5
    return 7.5 if columns < _SMALLEST_FROM else 6.5


def _widths(table: Table, width: int) -> list[int]:
    """Text columns get what the numbers leave, by the length of what stands in them."""
    texts = [column.kind is Kind.TEXT for column in table.columns]
    if not any(texts):
        return [width // len(table.columns)] * len(table.columns)
    others = len(texts) - sum(texts)
    each = min(int(Cm(2.3)), max(int(_NARROW), int(width * 0.72) // others)) if others else 0
    if others and each * others > width * 0.8:
        each = int(width * 0.8) // others
    longest = [
        max([len(str(row[at] or "")) for row in table.rows] + [len(table.columns[at].heading)]) if texts[at] else 0
        for at in range(len(texts))
    ]
    whole = sum(min(length, 60) for length in longest) or 1
    rest = width - each * others
    return [rest * min(length, 60) // whole if texts[at] else each for at, length in enumerate(longest)]
