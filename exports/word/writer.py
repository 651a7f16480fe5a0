"""Writes the blocks of a document one after the other; what stands in them is none of its business."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import datetime, time
from itertools import zip_longest
from typing import Any

import docx as python_docx
from docx.document import Document as Office
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph as Line

from exports.document import Block, Document, Figure, Heading, OwnText, Paragraph, PlainTable, Question
from exports.figure_reading import native_charts
from exports.meta import source_line
from exports.slides.plain import plain
from exports.table import Table
from exports.word import styles, words
from exports.word.charts import ChartDrawer
from exports.word.contents import Entry, add_contents
from exports.word.own_text import add_own_text
from exports.word.tables import MOST_ROWS, add_table, is_wide
from exports.word.xml import add_field, bookmark

_PIXEL = 9525
_SHRINK = 0.78
_LOWEST, _HIGHEST = int(Cm(5.5)), int(Cm(12))
_GUTTER = int(Cm(0.3))


def docx(document: Document) -> bytes:
    """The document as a file of Word; equal input gives the same text, tables and charts."""
    office = python_docx.Document()
    styles.set_up(office)
    _properties(office, document)
    _footer(office, document.footer)
    writer = _Writer(office)
    office.add_paragraph(plain(document.title), style="Title")
    for line in document.lines:
        office.add_paragraph(plain(line), style="Subtitle")
    writer.write(document.front)
    add_contents(office, _entries(document.blocks))
    writer.write(document.blocks)
    stream = io.BytesIO()
    office.save(stream)
    return stream.getvalue()


def _entries(blocks: Iterable[Block]) -> list[Entry]:
    headings = [block for block in blocks if isinstance(block, Heading)]
    return [Entry(plain(block.text), block.level, at) for at, block in enumerate(headings) if block.level <= 2]


def _properties(office: Office, document: Document) -> None:
    about = office.core_properties
    about.title, about.author, about.subject = plain(document.title), plain(document.author), plain(document.footer)
    about.keywords, about.comments, about.last_modified_by = "", "", plain(document.author)
    # The clock of a file is the Datenstand, as everywhere.
    about.created = about.modified = datetime.combine(document.datenstand, time())
    about.revision = 1
    # The empty document that all of them begin as has a picture of itself.
    relations = office.part.package.rels
    for key in [key for key, relation in relations.items() if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        del relations[key]


def _footer(office: Office, text: str) -> None:
    footer = office.sections[0].footer
    line = footer.paragraphs[0]
    line.style = styles.SOURCE
    stops = line.paragraph_format.tab_stops
    stops.add_tab_stop(styles.TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    line.add_run(plain(text) + "\t" + words.SEITE + " ")
    add_field(line, "PAGE", "1")
    line.add_run(f" {words.VON} ")
    add_field(line, "NUMPAGES", "1")


class _Writer:
    """Writes blocks; counts headings, figures and tables."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.charts = ChartDrawer(office)
        self.counts = {words.ABBILDUNG: 0, words.TABELLE: 0}
        self.headings = 0
        self.landscape = False

    def write(self, blocks: Iterable[Block]) -> None:
        """All blocks in their order."""
        everything = list(blocks)
        for block, following in zip_longest(everything, everything[1:]):
            self._orient(landscape=_lies(following if isinstance(block, Heading) else block))
            match block:
                case Heading():
                    self._heading(block)
                case Paragraph():
                    self.office.add_paragraph(plain(block.text), style=styles.NOTE if block.note else None)
                case Question():
                    self.office.add_paragraph(plain(block.text), style=styles.QUESTION)
                case OwnText():
                    add_own_text(self.office, block)
                case Figure():
                    self._figure(block)
                case PlainTable():
                    self._table(block.table, block.table.title, block.source, block.table.title)

    def _heading(self, block: Heading) -> None:
        line = self.office.add_heading(plain(block.text), level=block.level)
        line.paragraph_format.page_break_before = block.new_page or None
        bookmark(line, self.headings, Entry(block.text, block.level, self.headings).target)
        self.headings += 1

    def _figure(self, block: Figure) -> None:
        file = block.file
        if block.sentence and file.aussage:
            self.office.add_paragraph(plain(file.aussage)).paragraph_format.keep_with_next = True
        source = source_line(file.meta)
        if block.chart:
            self._chart(block, source)
        if block.table:
            self._table(file.table, f"{file.titel} · {file.untertitel}", source, file.aussage)

    def _chart(self, block: Figure, source: str) -> None:
        file, charts = block.file, native_charts(block.file)
        if not charts:
            self.office.add_paragraph(plain(f"{file.titel}: {file.aussage}"), style=styles.NOTE)
            return
        line = self.office.add_paragraph()
        line.paragraph_format.keep_with_next = True
        line.paragraph_format.space_before, line.paragraph_format.space_after = Pt(6), Pt(0)
        width = int(styles.TEXT_WIDTH) if len(charts) == 1 else (int(styles.TEXT_WIDTH) - _GUTTER) // 2
        height = int(file.hoehe * _PIXEL * _SHRINK) if len(charts) == 1 else _LOWEST
        for chart in charts:
            told = f"{file.titel}, {chart.title}" if chart.title else file.titel
            description = f"{told}: {file.aussage}" if file.aussage else told
            self.charts.draw(line, chart, width, min(max(height, _LOWEST), _HIGHEST), told, description)
        self._caption(words.ABBILDUNG, f"{file.titel} · {file.untertitel}", keep=True)
        if file.ereignisse and block.events:
            listed = "; ".join(f"{number}: {text}" for number, text in file.ereignisse)
            self.office.add_paragraph(plain(f"{words.NUMMERN}: {listed}"), style=styles.SOURCE)
        self.office.add_paragraph(plain(source), style=styles.SOURCE)

    def _table(self, table: Table, title: str, source: str, description: str) -> None:
        wide = is_wide(table)
        self._orient(landscape=wide)
        self._caption(words.TABELLE, title, keep=True)
        add_table(self.office, table, int(styles.LANDSCAPE_WIDTH if wide else styles.TEXT_WIDTH), description)
        notes = list(dict.fromkeys(table.notes))
        if len(table.rows) > MOST_ROWS:
            notes.append(words.first_rows(MOST_ROWS, len(table.rows)))
        below = [
            self.office.add_paragraph(plain(text), style=styles.SOURCE) for text in (" ".join(notes), source) if text
        ]
        for line in below[:-1]:
            line.paragraph_format.space_after = Pt(2)
        below[0].paragraph_format.space_before = Pt(4)

    def _caption(self, kind: str, text: str, *, keep: bool) -> Line:
        self.counts[kind] += 1
        line = self.office.add_paragraph(f"{kind} ", style="Caption")
        add_field(line, f"SEQ {kind} \\* ARABIC", str(self.counts[kind]))
        line.add_run(": " + plain(text))
        line.paragraph_format.keep_with_next = keep
        return line

    def _orient(self, *, landscape: bool) -> None:
        """Go on on a page that lies or stands; a new one where the last one does not."""
        if landscape is self.landscape:
            return
        self.landscape = landscape
        section: Any = self.office.add_section(WD_SECTION.NEW_PAGE)
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        long, short = max(section.page_width, section.page_height), min(section.page_width, section.page_height)
        section.page_width, section.page_height = (long, short) if landscape else (short, long)


def _lies(block: Block | None) -> bool:
    """Whether a block begins on a page turned on its side."""
    match block:
        case Figure():
            return block.table and not block.chart and is_wide(block.file.table)
        case PlainTable():
            return is_wide(block.table)
    return False
