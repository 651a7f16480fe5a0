"""Tables as real tables of Office, as many rows on a slide as fit."""

from __future__ import annotations

import copy
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Pt

from exports.german import cell_text
from exports.slides.plain import plain
from exports.slides.template import Place
from exports.table import Kind, Table

MOST_COLUMNS, MOST_SLIDES = 14, 6
_LEFT_KINDS = (Kind.TEXT, Kind.MONAT, Kind.QUARTAL, Kind.DATUM)
_HEAD, _BAND, _TOTAL = RGBColor(0x26, 0x32, 0x3F), RGBColor(0xF4, 0xF6, 0xF9), RGBColor(0xE4, 0xE9, 0xEF)
_INK, _PAPER = RGBColor(0x1F, 0x29, 0x33), RGBColor(0xFF, 0xFF, 0xFF)
# A letter is about half as wide as its size; lines stand a fifth further apart.
_LETTER, _LINE, _PADDING = 0.53, 1.22, 0.42
_LONGEST_CELL, _WIDEST, _LONGEST_WORD = 220, 42, 30
_SIZES, _READABLE = (14, 12, 11, 10, 9, 8), 11
_MORE_ROWS = 8
_BOLD = 1.12
_MOST_ROOM, _MEASURED = 1.3, 300
_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"


@dataclass(frozen=True)
class Sheet:
    """One slide's part of a table as texts: heading, rows, and whether the last of them is a total."""

    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: bool
    right: tuple[bool, ...]
    widths: tuple[int, ...]
    size: int


@dataclass(frozen=True)
class Cut:
    """What of a table stands on slides: shown and all rows, shown and all columns."""

    rows: int
    all_rows: int
    columns: int
    all_columns: int

    @property
    def whole(self) -> bool:
        return self.rows == self.all_rows and self.columns == self.all_columns


def sheets(table: Table, place: Place) -> tuple[list[Sheet], Cut]:
    """The table as parts that fit ``place``; of long ones the first rows, and always the total."""
    columns = min(len(table.columns), MOST_COLUMNS)
    heading = tuple(plain(column.heading) for column in table.columns[:columns])
    rows = [_texts(table, number, row, columns) for number, row in enumerate(table.rows)]
    total = [] if table.total is None else [_texts(table, -1, table.total, columns)]
    right = tuple(column.kind not in _LEFT_KINDS for column in table.columns[:columns])
    size, widths = _size_and_widths([heading, *rows[:_MEASURED], *total], place)
    pages = _pages(heading, rows, total, _Heights(widths, size), place.height)
    last = len(pages) - 1
    found = [
        Sheet(heading, (*page, *(total if at == last else ())), bool(total) and at == last, right, widths, size)
        for at, page in enumerate(pages)
    ]
    return found, Cut(sum(len(page) for page in pages), len(rows), columns, len(table.columns))


def parts_of(table: Table, rooms: Sequence[int]) -> list[Sheet]:
    """The table as parts with so many rows each; the last one takes the rest where that is not much more."""
    columns = min(len(table.columns), MOST_COLUMNS)
    heading = tuple(plain(column.heading) for column in table.columns[:columns])
    rows = [_texts(table, number, row, columns) for number, row in enumerate(table.rows)]
    total = () if table.total is None else (_texts(table, -1, table.total, columns),)
    found, begin = [], 0
    for at, room in enumerate(rooms):
        last = at == len(rooms) - 1
        rest = len(rows) - begin
        # A few more rows than before are shown as well; of a long table as many as before.
        end = begin + (rest if last and rest <= room + _MORE_ROWS else room)
        part = (*rows[begin:end], *(total if last else ()))
        found.append(Sheet(heading, part, bool(total) and last, (), (), 0))
        begin = end
    return found


def add_table(shapes: Any, sheet: Sheet, place: Place) -> Any:
    """The part as a table shape."""
    height = _Heights(sheet.widths, sheet.size)
    rows = [sheet.heading, *sheet.rows]
    frame = shapes.add_table(
        len(rows), len(sheet.heading), Emu(place.left), Emu(place.top), Emu(sum(sheet.widths)), Emu(0)
    )
    table = frame.table
    table._tbl.tblPr.find(qn("a:tableStyleId")).text = _NO_STYLE
    table.horz_banding = False
    table.last_row = sheet.total
    for at, width in enumerate(sheet.widths):
        table.columns[at].width = Emu(width)
    for number, row in enumerate(rows):
        table.rows[number].height = Emu(height.of(row))
        for at, text in enumerate(row):
            _fill(table.cell(number, at), text, sheet, number, right=sheet.right[at])
    return frame


def refill(frame: Any, sheet: Sheet) -> None:
    """Put the texts of ``sheet`` into a table that is there, row by row; its look stays, rows come and go."""
    table = frame.table._tbl
    rows = table.tr_lst
    total = rows[-1] if frame.table.last_row and len(rows) > 1 else None
    _match_rows(table, len(sheet.rows) + 1, total)
    for number, texts in enumerate((sheet.heading, *sheet.rows)):
        for at, text in enumerate(texts):
            set_text(frame.table.cell(number, at), text)


def set_text(cell: Any, text: str) -> None:
    """The text in the look of the first run that was there."""
    paragraph = cell.text_frame.paragraphs[0]
    runs = paragraph.runs
    if not runs:
        paragraph.add_run().text = text
        return
    runs[0].text = text
    for run in runs[1:]:
        run._r.getparent().remove(run._r)
    for more in cell.text_frame.paragraphs[1:]:
        more._p.getparent().remove(more._p)


def _match_rows(table: Any, wanted: int, total: Any) -> None:
    """As many rows as wanted: copies of the last ordinary one, or the last ordinary ones go."""

    def ordinary() -> list[Any]:
        return [row for row in table.tr_lst if row is not total]

    while len(table.tr_lst) < wanted:
        last = ordinary()[-1]
        last.addnext(copy.deepcopy(last))
    while len(table.tr_lst) > wanted:
        table.remove(ordinary()[-1])


def _texts(table: Table, number: int, row: Sequence[Any], columns: int) -> tuple[str, ...]:
    kinds = [table.columns[at].kind if number < 0 else table.kind(number, at) for at in range(columns)]
    return tuple(
        _short(plain("" if cell is None and number < 0 else cell_text(cell, kind)))
        for cell, kind in zip(row, kinds, strict=False)
    )


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_CELL else text[: _LONGEST_CELL - 1].rsplit(" ", 1)[0] + " …"


def _size_and_widths(rows: Sequence[Sequence[str]], place: Place) -> tuple[int, tuple[int, ...]]:
    """The largest letters with which all words and, if possible, all rows fit; and the widths of the columns."""
    for size in _SIZES:
        widths = _widths(rows, place.width, size)
        if widths and (size <= _READABLE or sum(_Heights(widths, size).of(row) for row in rows) <= place.height):
            return size, widths
    columns = len(rows[0])
    return _SIZES[-1], (place.width // columns,) * columns


def _widths(rows: Sequence[Sequence[str]], width: int, size: int) -> tuple[int, ...]:
    """Every column as wide as its longest word, the rest of the width by the length of the texts; () if too wide."""
    letter, margins = Pt(size) * _LETTER, Pt(14)
    least, wanted = [], []
    for column in zip(*rows, strict=True):
        # The heading, which comes first, is bold.
        words = [len(word) * (_BOLD if at == 0 else 1) for at, text in enumerate(column) for word in text.split(" ")]
        word = max(words)
        least.append(min(word, _LONGEST_WORD) * letter + margins)
        wanted.append(max(min(max(map(len, column)), _WIDEST), word) * letter + margins)
    if sum(least) > width:
        return ()
    if sum(wanted) <= width:
        # A small table is not drawn out over the whole slide.
        more = min(width / sum(wanted), _MOST_ROOM)
        return tuple(int(part * more) for part in wanted)
    part = (width - sum(least)) / max(sum(wanted) - sum(least), 1)
    return tuple(int(low + (high - low) * part) for low, high in zip(least, wanted, strict=True))


class _Heights:
    """How high rows become with these widths."""

    def __init__(self, widths: Sequence[int], size: int) -> None:
        self._letters = [max(1, int((width - Pt(10)) / (Pt(size) * _LETTER))) for width in widths]
        self._size = size

    def of(self, row: Sequence[str]) -> int:
        lines = max(_lines(text, letters) for text, letters in zip(row, self._letters, strict=True))
        return int(Pt(self._size) * (lines * _LINE + _PADDING))


def _lines(text: str, letters: int) -> int:
    """Lines of a text broken between words."""
    count, room = 1, letters
    for word in text.split(" "):
        if len(word) > room and room < letters:
            count, room = count + 1, letters
        count += max(0, math.ceil(len(word) / letters) - 1)
        room -= len(word) % letters + 1
    return count


def _pages(
    heading: Sequence[str],
    rows: Sequence[tuple[str, ...]],
    total: Sequence[tuple[str, ...]],
    height: _Heights,
    room: int,
) -> list[list[tuple[str, ...]]]:
    """Rows by slide; the total must fit behind the last of them."""
    first = height.of(heading) + sum(height.of(row) for row in total)
    pages: list[list[tuple[str, ...]]] = [[]]
    used = first
    for row in rows:
        more = height.of(row)
        if used + more > room and pages[-1]:
            if len(pages) == MOST_SLIDES:
                break
            pages.append([])
            used = first
        pages[-1].append(row)
        used += more
    return pages


def _fill(cell: Any, text: str, sheet: Sheet, number: int, *, right: bool) -> None:
    """One cell: text, alignment, and the look of head, rows and total."""
    head, total = number == 0, sheet.total and number == len(sheet.rows)
    cell.margin_left = cell.margin_right = Pt(5)
    cell.margin_top = cell.margin_bottom = Pt(2)
    cell.vertical_anchor = MSO_ANCHOR.BOTTOM if head else MSO_ANCHOR.MIDDLE
    cell.fill.solid()
    cell.fill.fore_color.rgb = _HEAD if head else _TOTAL if total else _BAND if number % 2 == 0 else _PAPER
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
    run = paragraph.add_run()
    run.text = text
    run.font.size, run.font.bold = Pt(sheet.size), head or total
    run.font.color.rgb = _PAPER if head else _INK
    _lower_line(cell)


def _lower_line(cell: Any) -> None:
    line = (
        f'<a:lnB {nsdecls("a")} w="6350"><a:solidFill><a:srgbClr val="CBD2D9"/></a:solidFill>'
        '<a:prstDash val="solid"/></a:lnB>'
    )
    cell._tc.get_or_add_tcPr().insert(0, parse_xml(line))
