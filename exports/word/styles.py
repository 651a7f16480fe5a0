"""The look of a document: A4, one type family, real heading styles, German as its language."""

from __future__ import annotations

from typing import Any

from docx.document import Document as Office
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from exports.word.xml import element

FONT = "Arial"
INK, MUTED, ACCENT, MARK = RGBColor(0x1B, 0x25, 0x30), RGBColor(0x55, 0x60, 0x6C), RGBColor(0x1F, 0x5F, 0x9E), "FFF4D6"
TEXT_WIDTH = Cm(16.5)
LANDSCAPE_WIDTH = Cm(24.7)
NOTE, QUESTION, PLACEHOLDER, CELL, SOURCE, CONTENTS = (
    "KRM Anmerkung",
    "KRM Frage",
    "KRM Platzhalter",
    "KRM Zelle",
    "KRM Quelle",
    "KRM Inhalt",
)
# A style's own name without its spaces, as paragraphs refer to it.
CELL_ID = "KRMZelle"
_HEADINGS = {1: (17, 22, 8), 2: (13, 16, 5), 3: (11, 12, 4)}


def set_up(office: Office) -> None:
    """Page, language and styles of an empty document."""
    _page(office)
    _language(office)
    body = office.styles["Normal"]
    _font(body, 10.5)
    body.paragraph_format.space_after = Pt(7)
    body.paragraph_format.line_spacing_rule = WD_LINE_SPACING.MULTIPLE
    body.paragraph_format.line_spacing = 1.18
    body.paragraph_format.widow_control = True
    for level, (size, before, after) in _HEADINGS.items():
        style = office.styles[f"Heading {level}"]
        _font(style, size, bold=True, colour=ACCENT if level == 1 else INK)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.keep_with_next = True
        style.paragraph_format.line_spacing = 1.1
    _font(office.styles["Title"], 24, bold=True, colour=ACCENT)
    _without_border(office.styles["Title"])
    _font(office.styles["Subtitle"], 13, colour=INK)
    office.styles["Subtitle"].paragraph_format.space_after = Pt(2)
    _font(office.styles["Caption"], 9.5, bold=True, colour=INK)
    office.styles["Caption"].paragraph_format.space_before = Pt(8)
    office.styles["Caption"].paragraph_format.space_after = Pt(3)
    _font(office.styles["List Bullet"], 10.5)
    office.styles["List Bullet"].paragraph_format.space_after = Pt(3)
    _own_styles(office)


def table_of_contents_style(office: Office, level: int) -> str:
    """Name of the style of an entry of the table of contents, with the page number at the right margin."""
    name = f"toc {level}"
    if name not in [style.name for style in office.styles]:
        style = office.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = office.styles["Normal"]
        style.font.bold = level == 1
        style.paragraph_format.left_indent = Cm(0.6 * (level - 1))
        style.font.size = Pt(10 if level == 1 else 9)
        style.paragraph_format.space_before = Pt(4 if level == 1 else 0)
        style.paragraph_format.space_after = Pt(0)
        style.paragraph_format.line_spacing = 1.08
        style.paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    return name


def _page(office: Office) -> None:
    section = office.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.25)
    section.top_margin, section.bottom_margin = Cm(2.2), Cm(2.4)
    section.footer_distance = Cm(1.0)


def _language(office: Office) -> None:
    for language in office.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "de-DE")
        language.set(qn("w:eastAsia"), "de-DE")
    office.core_properties.language = "de-DE"
    known = office.settings.element.find(qn("w:themeFontLang"))
    if known is not None:
        known.set(qn("w:val"), "de-DE")


def _font(style: Any, size: float, *, bold: bool = False, italic: bool = False, colour: RGBColor = INK) -> None:
    style.font.name, style.font.size, style.font.bold, style.font.italic = FONT, Pt(size), bold, italic
    style.font.color.rgb = colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in [name for name in fonts.attrib if "Theme" in name]:
        del fonts.attrib[attribute]
    for kind in ("w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(kind), FONT)
    # The template spaces the letters of titles.
    for spacing in style.element.rPr.findall(qn("w:spacing")):
        style.element.rPr.remove(spacing)


def _without_border(style: Any) -> None:
    properties = style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)


def _own_styles(office: Office) -> None:
    for name, size, italic, colour in (
        (NOTE, 9, False, MUTED),
        (QUESTION, 10.5, True, MUTED),
        (PLACEHOLDER, 10.5, True, INK),
        (CELL, 8.5, False, INK),
        (SOURCE, 8, False, MUTED),
        (CONTENTS, 13, False, INK),
    ):
        style = office.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = office.styles["Normal"]
        _font(style, size, italic=italic, bold=name == CONTENTS, colour=colour)
    office.styles[CELL].paragraph_format.space_after = Pt(0)
    office.styles[CELL].paragraph_format.line_spacing = 1.0
    office.styles[SOURCE].paragraph_format.space_after = Pt(12)
    office.styles[SOURCE].paragraph_format.line_spacing = 1.0
    office.styles[NOTE].paragraph_format.space_after = Pt(4)
    office.styles[CONTENTS].paragraph_format.space_before = Pt(18)
    _marked(office.styles[PLACEHOLDER])


def _marked(style: Any) -> None:
    """A bar at the left and a pale ground: nobody takes a placeholder for a finished text."""
    borders = element("pBdr")
    borders.append(element("left", val="single", sz="24", space="8", color="C76A14"))
    properties = style.element.get_or_add_pPr()
    properties.append(borders)
    properties.append(element("shd", val="clear", color="auto", fill=MARK))
    style.paragraph_format.left_indent = Cm(0.4)
