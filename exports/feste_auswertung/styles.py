"""How the workbook looks: fonts, lines, number formats, paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from exports.feste_auswertung import layout
from exports.number_formats import FORMATS
from exports.table import Kind

_ACCENT, _SHADE, _LINE, _QUIET = "#1f4e79", "#e8eef5", "#b7c4d3", "#5a6570"
# Fields that a header or footer would take for codes.
_LONGEST_PRINTED = 200
# Percent at which two groups of columns of the widest sheet fit on a page.
_SCALE = 45


class Styles:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._cells = {kind: book.add_format({"num_format": code}) for kind, code in FORMATS.items()}
        # A formula in a cell of the format "text" would turn into text as soon as somebody edits it.
        self._word = book.add_format({"font_color": _QUIET, "italic": True, "indent": 1})
        self._cells[Kind.TEXT] = book.add_format({"text_wrap": True, "valign": "top", "indent": 1})
        self.title = book.add_format({"bold": True, "font_size": 15, "font_color": _ACCENT})
        self.unit = book.add_format({"font_color": _QUIET})
        self.whose = book.add_format({"bold": True})
        self.note = book.add_format({"italic": True, "font_color": _QUIET})
        self.label = book.add_format({"text_wrap": True, "valign": "top"})
        self.section = book.add_format({"bold": True, "font_color": _ACCENT, "bottom": 1, "bottom_color": _LINE})
        shaded = {"bg_color": _SHADE, "text_wrap": True, "valign": "vcenter", "align": "center"}
        self.group = book.add_format(shaded | {"bold": True, "font_color": _ACCENT, "left": 1, "left_color": _LINE})
        self.heading = book.add_format(shaded | {"bold": True})
        self.year = book.add_format(shaded | {"bottom": 1, "bottom_color": _ACCENT, "font_color": _QUIET})
        self.text = book.add_format({"text_wrap": True, "valign": "top", "indent": 1})
        self.about_label = book.add_format({"bold": True, "valign": "top", "text_wrap": True})
        self.about_text = book.add_format({"text_wrap": True, "valign": "top", "align": "left"})
        self.about_date = book.add_format({"num_format": FORMATS[Kind.DATUM], "align": "left"})
        self.about_number = book.add_format({"num_format": "0", "align": "left"})

    def cell(self, kind: Kind, *, computed: bool) -> Any:
        """Format of a cell with a number or a word."""
        return self._word if kind is Kind.TEXT and computed else self._cells[kind]

    def head(self, page: Any, title: str, unit: str, whose: str, note: str) -> None:
        """The lines above every table."""
        page.write_string(layout.TITLE, 0, title, self.title)
        page.write_string(layout.UNIT, 0, unit, self.unit)
        page.write_string(layout.HEAD, 0, whose, self.whose)
        page.write_string(layout.NOTE, 0, note, self.note)
        page.set_row(layout.TITLE, 24)
        page.set_row(layout.HEADINGS, 32)

    def on_paper(self, page: Any, title: str, *, headings: bool = True, breaks: Sequence[int] = ()) -> None:
        """Landscape, one page wide or cut before the columns ``breaks``; headings repeated, page numbers."""
        page.set_landscape()
        page.set_paper(9)
        if headings:
            page.repeat_rows(layout.GROUPS, layout.YEARS)
        if breaks:
            page.repeat_columns(0)
            page.set_print_scale(_SCALE)
            page.set_v_pagebreaks(breaks)
        else:
            page.fit_to_pages(1, 0)
        page.set_footer(f"&L{_printed(title)}&R&P/&N")


def _printed(text: str) -> str:
    """Text for a header or footer, in which an ampersand begins a code."""
    return text.replace("&", "&&")[:_LONGEST_PRINTED].rstrip("&")
