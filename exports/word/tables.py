"""Tables with a header row that repeats on every page, numbers to the right and a text alternative."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.document import Document as Office
from docx.shared import Cm, Pt

from domain.formats import NBSP
from exports.german import cell_text
from exports.slides.plain import plain
from exports.table import Cell, Kind, Table
from exports.word import styles
from exports.word.xml import element, text_run

# A table with more columns than that stands on a page turned on its side.
MOST_UPRIGHT = 11
MOST_ROWS = 150
# So many rows are not parted by the end of a page.
_MOST_TOGETHER = 16
_LEFT = (Kind.TEXT, Kind.MONAT, Kind.QUARTAL, Kind.DATUM)
_UNPARTED = (Kind.MONAT, Kind.QUARTAL)
_SIZES = (8.5, 7.5, 7.0, 6.5)
# Mean width of a character in parts of the size of the type, ordinary and bold; room at both sides of a cell.
_CHARACTER, _BOLD = 0.54, 0.6
_PADDING = int(Cm(0.27))
_LONGEST_LINE = 70
_EMU_PER_TWIP = 635
_LINE, _GROUND = "8B95A1", "E8EEF5"

Row = tuple[str, ...]


def add_table(office: Office, table: Table, width: int, description: str) -> None:
    """The table over the given width (EMU); of very long ones the first ``MOST_ROWS`` rows and the total."""
    head, body, total = _texts(table)
    size, widths = _measures(head, [*body, *total], width)
    twips = [wide // _EMU_PER_TWIP for wide in widths]
    left = [column.kind in _LEFT for column in table.columns]
    made = element("tbl")
    made.append(_properties(plain(table.title), plain(description), sum(twips)))
    grid = element("tblGrid")
    for wide in twips:
        grid.append(element("gridCol", w=str(wide)))
    made.append(grid)
    rows = [(head, True), *((row, False) for row in body), *((row, True) for row in total)]
    together = len(rows) <= _MOST_TOGETHER
    for at, (texts, bold) in enumerate(rows):
        keep = at == 0 or (together and at < len(rows) - 1)
        cells = [_cell(*cell, size=size, bold=bold, keep=keep) for cell in zip(texts, twips, left, strict=True)]
        made.append(_row(cells, heading=at == 0))
    body_element = office.element.body
    body_element.insert(len(body_element) - 1, made)


def is_wide(table: Table) -> bool:
    """Whether the table needs a page turned on its side: many columns, or words that would have to be parted."""
    head, body, total = _texts(table)
    rows = [*body, *total]
    needed = [_needed(head[at], [row[at] for row in rows], _SIZES[-1]) for at in range(len(head))]
    return len(head) > MOST_UPRIGHT or sum(needed) > int(styles.TEXT_WIDTH)


def _texts(table: Table) -> tuple[Row, list[Row], list[Row]]:
    """Headings, rows and the row of totals as people read them."""
    head = tuple(plain(column.heading) for column in table.columns)
    body = [
        tuple(_shown(cell, table.kind(number, at)) for at, cell in enumerate(row))
        for number, row in enumerate(table.rows[:MOST_ROWS])
    ]
    kinds = [column.kind for column in table.columns]
    total = [] if table.total is None else [tuple(map(_shown, table.total, kinds))]
    return head, body, total


def _shown(cell: Cell, kind: Kind) -> str:
    text = plain(cell_text(cell, kind))
    return text.replace(" ", NBSP) if kind in _UNPARTED else text


def _row(cells: Sequence[Any], *, heading: bool) -> Any:
    properties = element("trPr")
    properties.append(element("cantSplit"))
    if heading:
        properties.append(element("tblHeader"))
    row = element("tr")
    row.append(properties)
    for cell in cells:
        if heading:
            cell.find(properties.tag.replace("trPr", "tcPr")).append(
                element("shd", val="clear", color="auto", fill=_GROUND)
            )
        row.append(cell)
    return row


def _cell(text: str, wide: int, left: bool, *, size: float, bold: bool, keep: bool) -> Any:
    about = element("tcPr")
    about.append(element("tcW", w=str(wide), type_="dxa"))
    properties = element("pPr")
    properties.append(element("pStyle", val=styles.CELL_ID))
    if keep:
        properties.append(element("keepNext"))
    if not left:
        properties.append(element("jc", val="right"))
    line = element("p")
    line.append(properties)
    line.append(text_run(text, size, bold=bold))
    cell = element("tc")
    cell.append(about)
    cell.append(line)
    return cell


def _properties(title: str, description: str, width: int) -> Any:
    """Lines between rows only, room in the cells, and what screen readers say of the table."""
    properties = element("tblPr")
    properties.append(element("tblW", w=str(width), type_="dxa"))
    borders = element("tblBorders")
    for side, strength in (("top", "8"), ("bottom", "8"), ("insideH", "4")):
        borders.append(element(side, val="single", sz=strength, space="0", color=_LINE))
    properties.append(borders)
    properties.append(element("tblLayout", type_="fixed"))
    margins = element("tblCellMar")
    for side, room in (("top", "40"), ("left", "70"), ("bottom", "40"), ("right", "70")):
        margins.append(element(side, w=room, type_="dxa"))
    properties.append(margins)
    properties.append(element("tblLook", val="0420", firstRow="1", lastRow="0", firstColumn="0", noHBand="0"))
    properties.append(element("tblCaption", val=title))
    properties.append(element("tblDescription", val=description))
    return properties


def _measures(head: Row, rows: Sequence[Row], width: int) -> tuple[float, list[int]]:
    """The largest size of type in which no word has to be parted, and the widths of the columns.

    Every column is as wide as its longest word; what is left goes to longer texts first.
    """
    for size in _SIZES:
        needed = [_needed(head[at], [row[at] for row in rows], size) for at in range(len(head))]
        if sum(needed) <= width:
            break
    else:
        return size, [width * least // sum(needed) for least in needed]
    rest = width - sum(needed)
    wished = [
        max(_room(min(max(map(len, [row[at] for row in rows]), default=0), _LONGEST_LINE), size, _CHARACTER) - least, 0)
        for at, least in enumerate(needed)
    ]
    more = [min(rest * wish // (sum(wished) or 1), wish) for wish in wished]
    left = (rest - sum(more)) // len(needed)
    return size, [least + extra + left for least, extra in zip(needed, more, strict=True)]


def _needed(heading: str, cells: Sequence[str], size: float) -> int:
    """Room for the longest word; a number and its unit do not part."""
    words = [word for text in cells for word in text.split(" ")]
    longest = max(map(len, words), default=0)
    return max(
        _room(longest, size, _CHARACTER), *(_room(len(word), size, _BOLD) for word in heading.split(" ") or [""])
    )


def _room(characters: int, size: float, character: float) -> int:
    return int(Pt(characters * size * character)) + _PADDING
