"""The slides of one card: finding as title, selection below it, charts or table, source, and notes."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pptx.dml.color import RGBColor
from pptx.util import Cm, Emu, Pt

from domain import formats
from exports import labels
from exports.card_file import CardFile
from exports.figure_reading import native_charts
from exports.german import cell_text
from exports.meta import figure_pairs, source_line
from exports.native_chart import Chart
from exports.slides import names
from exports.slides.charts import add_chart
from exports.slides.plain import plain, shortened
from exports.slides.tables import Cut, add_table, sheets
from exports.slides.template import FOOTER_IDX, SUBTITLE_IDX, Place, Template, language
from exports.table import Kind

# Up to the end of the sentence; full stops inside of numbers are none.
_OF_SCREEN = re.compile(rf"(?:^|(?<=[.!?]) )(?:{'|'.join(map(re.escape, labels.OF_SCREEN))}).*?\.(?= |$)")
_LONGEST_TITLE, _LARGE_TITLE, _FOREIGN_TITLE = 150, 112, 110
_TITLE_SIZES = (24, 20)
_SUBTITLE_SIZES = ((14, 230), (11, 460), (9, 10_000))
_SUBTITLE_LETTERS = {14: 125, 11: 160, 9: 195}
_EVENT_LETTERS, _MOST_EVENT_LINES, _EVENT_LINE = 175, 4, Cm(0.46)
_GAP = Cm(0.3)
_GREY = RGBColor(0x52, 0x60, 0x6D)
_GRID_COLUMNS, _MOST_ON_SLIDE = 3, 9
_LONGEST_ALT = 1_500
# Of two charts, one above the other, the upper one is the main one.
_UPPER_PART = 0.6


def add_card(template: Template, file: CardFile) -> int:
    """Add the slides of a card; how many they are."""
    charts = native_charts(file)
    if charts:
        groups = [charts[at : at + _MOST_ON_SLIDE] for at in range(0, len(charts), _MOST_ON_SLIDE)]
        for at, group in enumerate(groups):
            _chart_slide(template, file, group, _counted(at, len(groups)))
        return len(groups)
    if not file.table.rows:
        slide, body = _frame(template, file, "")
        _words(slide, file, body)
        return 1
    return _table_slides(template, file)


def _chart_slide(template: Template, file: CardFile, charts: Sequence[Chart], counted: str) -> None:
    slide, body = _frame(template, file, counted)
    if file.ereignisse:
        body = _events(slide, file, body)
    for chart, place in zip(charts, _grid(body, len(charts)), strict=True):
        frame = add_chart(slide.shapes, chart, place.box, small=len(charts) > 2)
        _describe(frame, file, chart.key, chart_alt(file, chart))


def _table_slides(template: Template, file: CardFile) -> int:
    """As many slides as the rows need; what is left out is said on the last one."""
    _, body = place_of_body(template, file)
    # Room for the sentence on what is left out.
    parts, cut = sheets(file.table, Place(body.left, body.top, body.width, body.height - Cm(0.8)))
    for number, sheet in enumerate(parts):
        slide, _ = _frame(template, file, _counted(number, len(parts)))
        frame = add_table(slide.shapes, sheet, body)
        language(frame._element)
        _describe(frame, file, f"{names.TABLE}-{number + 1}", table_alt(file))
        if number == len(parts) - 1 and not cut.whole:
            sentence = cut_sentence(cut)
            _note(slide, sentence, body, names.text_name(names.REST, sentence))
    return len(parts)


def place_of_body(template: Template, file: CardFile) -> tuple[int, Place]:
    """Size of the subtitle's letters, and the room for charts and tables below it."""
    text = subtitle_text(file)
    size = next(size for size, longest in _SUBTITLE_SIZES if len(text) <= longest)
    lines = math.ceil(len(text) / _SUBTITLE_LETTERS[size])
    needed = int(Pt(size) * 1.25 * lines) + Cm(0.2)
    top = template.subtitle.top + max(needed, Cm(0.9)) + _GAP
    body = template.body
    return size, Place(body.left, top, body.width, body.top + body.height - top - _GAP)


def title_text(file: CardFile, *, neutral: bool) -> str:
    """The own title, else the finding, shortened between sentences or words; the notes carry it whole."""
    text = plain(file.titel) if file.own_title else finding(file)
    return shortened(text or plain(file.titel), _LONGEST_TITLE if neutral else _FOREIGN_TITLE)


def finding(file: CardFile) -> str:
    """The sentences of the card without those that are true on its page alone."""
    return _OF_SCREEN.sub("", plain(file.aussage)).strip()


def words_text(file: CardFile) -> str:
    """All that can be said where there is neither chart nor table."""
    return finding(file) or plain(file.titel)


def subtitle_text(file: CardFile) -> str:
    """What is shown, in which unit and for which selection; never cut."""
    return plain(f"{file.titel} · {file.untertitel}" if file.aussage and not file.own_title else file.untertitel)


def notes_text(file: CardFile) -> str:
    """Everything needed to read and to check the figure, line by line."""
    shown = replace(file, aussage=finding(file))
    lines = [f"{label}: {_pair_text(value)}" for label, value in figure_pairs(shown)]
    if file.table.total is not None:
        lines.append(f"{labels.TOTAL}: {_total(file)}")
    lines += [f"{labels.EVENT} {number}: {text}" for number, text in file.ereignisse]
    return "\n".join(plain(line) for line in lines)


def events_text(file: CardFile) -> str:
    """The events at the marks of the chart; the notes carry those that find no room."""
    shown: list[str] = []
    rest = len(file.ereignisse)
    for number, text in file.ereignisse:
        if len("    ".join([*shown, f"{number} {text}"])) > _EVENT_LETTERS * _MOST_EVENT_LINES - 60:
            break
        shown.append(f"{number} {text}")
        rest -= 1
    return plain("    ".join(shown) + (f"    {labels.MORE_EVENTS.format(count=rest)}" if rest else ""))


def chart_alt(file: CardFile, chart: Chart) -> str:
    """The chart in words."""
    part = f" – {chart.title}" if chart.title else ""
    return shortened(plain(f"{labels.CHART}: {file.titel}{part}. {file.untertitel}. {finding(file)}"), _LONGEST_ALT)


def table_alt(file: CardFile) -> str:
    """The table in words."""
    return shortened(plain(f"{labels.SHEET_TABLE}: {file.titel}. {file.untertitel}. {finding(file)}"), _LONGEST_ALT)


def cut_sentence(cut: Cut) -> str:
    """What of a table is not on slides."""
    parts = []
    if cut.rows < cut.all_rows:
        parts.append(labels.CUT_ROWS.format(shown=formats.number(cut.rows), whole=formats.number(cut.all_rows)))
    if cut.columns < cut.all_columns:
        parts.append(labels.CUT_COLUMNS.format(shown=cut.columns, whole=cut.all_columns))
    return " ".join([*parts, labels.CUT_WHERE])


def describe(frame: Any, name: str, alt: str) -> None:
    """Name and text alternative of a shape."""
    properties = frame._element.xpath(".//p:cNvPr")[0]
    properties.set("name", name)
    properties.set("descr", alt)


def _describe(frame: Any, file: CardFile, key: str, alt: str) -> None:
    describe(frame, names.figure_name(file, key, alt), alt)


def _frame(template: Template, file: CardFile, counted: str) -> tuple[Any, Place]:
    """A slide with everything around the figure, and the room for it."""
    slide = template.new_slide()
    size, body = place_of_body(template, file)
    neutral = template.is_neutral
    title = title_text(file, neutral=neutral) + counted
    slide.shapes.title.text_frame.text = title
    if neutral:
        run = slide.shapes.title.text_frame.paragraphs[0].runs[0]
        run.font.size = Pt(_TITLE_SIZES[len(title) > _LARGE_TITLE])
    if not file.own_title:
        # A title of theirs is kept like any text of theirs.
        slide.shapes.title.name = names.text_name(names.TITLE, title)
    _text(slide, SUBTITLE_IDX, template.subtitle, subtitle_text(file), names.SUBTITLE, size)
    _text(slide, FOOTER_IDX, template.footer, plain(source_line(file.meta)), names.FOOTER, 10)
    _notes(slide, file)
    language(slide._element)
    return slide, body


def _text(slide: Any, idx: int, place: Place, text: str, kind: str, size: int) -> None:
    """A text in its placeholder, else in a box of its own."""
    given = [shape for shape in slide.placeholders if shape.placeholder_format.idx == idx]
    shape = given[0] if given else slide.shapes.add_textbox(*place.box)
    shape.text_frame.word_wrap = True
    shape.text_frame.text = text
    run = shape.text_frame.paragraphs[0].runs[0]
    run.font.size = Pt(size)
    if not given:
        run.font.color.rgb = _GREY
    shape.name = names.text_name(kind, text)


def _notes(slide: Any, file: CardFile) -> None:
    text = notes_text(file)
    frame = slide.notes_slide.notes_text_frame
    frame.text = text
    slide.notes_slide.notes_placeholder.name = names.text_name(names.NOTES, text)
    language(slide.notes_slide._element)


def _words(slide: Any, file: CardFile, body: Place) -> None:
    """The whole sentence where there is neither chart nor table."""
    box = slide.shapes.add_textbox(*Place(body.left, body.top + Cm(1), body.width, Cm(3)).box)
    box.text_frame.word_wrap = True
    box.text_frame.text = text = words_text(file)
    box.text_frame.paragraphs[0].runs[0].font.size = Pt(18)
    box.name = names.figure_name(file, names.WORDS, text)
    language(box._element)


def _events(slide: Any, file: CardFile, body: Place) -> Place:
    """The list of events below the chart; the room that is left above it."""
    text = events_text(file)
    height = _EVENT_LINE * math.ceil(len(text) / _EVENT_LETTERS) + Cm(0.2)
    top = body.top + body.height - height
    _note(slide, text, Place(body.left, top, body.width, height), names.text_name(names.EVENTS, text), top)
    return Place(body.left, body.top, body.width, body.height - height - _GAP)


def _note(slide: Any, text: str, place: Place, name: str, top: int | None = None) -> None:
    """Small grey text at the lower edge of a place."""
    at = place.top + place.height - Cm(0.7) if top is None else top
    box = slide.shapes.add_textbox(Emu(place.left), Emu(at), Emu(place.width), Cm(0.6))
    box.text_frame.word_wrap = True
    box.text_frame.text = text
    run = box.text_frame.paragraphs[0].runs[0]
    run.font.size, run.font.color.rgb = Pt(10), _GREY
    box.name = name
    language(box._element)


def _grid(body: Place, count: int) -> list[Place]:
    """Places of so many charts: one alone, two one above the other, more in rows of three."""
    if count == 1:
        return [body]
    if count == 2:
        upper = int(body.height * _UPPER_PART)
        lower = Place(body.left, body.top + upper, body.width, body.height - upper)
        return [Place(body.left, body.top, body.width, upper), lower]
    # At least two rows, or three small charts would become tall.
    rows = max(2, math.ceil(count / _GRID_COLUMNS))
    width, height = body.width // _GRID_COLUMNS, body.height // rows
    return [
        Place(body.left + at % _GRID_COLUMNS * width, body.top + at // _GRID_COLUMNS * height, width, height)
        for at in range(count)
    ]


def _counted(at: int, count: int) -> str:
    return f" ({at + 1}/{count})" if count > 1 else ""


def _pair_text(value: Any) -> str:
    return value if isinstance(value, str) else cell_text(value, Kind.DATUM)


def _total(file: CardFile) -> str:
    """The total of the table: the number of cases that the figure rests on."""
    table = file.table
    parts = [
        f"{column.heading} {cell_text(cell, column.kind)}"
        for column, cell in zip(table.columns, table.total or (), strict=True)
        if cell is not None and column.kind is Kind.ANZAHL
    ]
    return "; ".join(parts[:6])
