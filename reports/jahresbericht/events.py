"""The dated events, each in the chapters to which its Kategorie belongs."""

from __future__ import annotations

from cards.base import Context
from cards.events import events_in, flags
from domain import formats
from domain.ereignis import Ereignis
from exports.document import Block, Paragraph
from exports.table import Column, Table
from reports.jahresbericht import words
from reports.jahresbericht.parts import Parts

# Kategorien are free words; one that is not named here belongs to the measures of quality management.
CHAPTERS = {"zugang": (1, 2), "recht": (1,), "personal": (1, 2), "qualifizierung": (2, 4)}
OTHERS = (2,)


def events_of(context: Context, chapter: int) -> list[tuple[str, Ereignis]]:
    """The events of the year that a chapter tells, in order of time, with the number of their mark in the charts."""
    _, listed = flags(context)
    numbered = zip((number.partition(" ")[0] for number, _ in listed), events_in(context), strict=True)
    return [(at, e) for at, e in numbered if chapter in CHAPTERS.get(e.kategorie.strip().lower(), OTHERS)]


def event_blocks(parts: Parts, chapter: int) -> list[Block]:
    """The events of a chapter as a table; a sentence where there are none."""
    found = events_of(parts.context, chapter)
    if not found:
        return [Paragraph(words.NO_EVENTS, note=True)]
    columns = tuple(Column(name) for name in words.EVENT_COLUMNS)
    rows = tuple((number, _days(ereignis), ereignis.titel, ereignis.kategorie) for number, ereignis in found)
    return [parts.plain(Table(words.EVENTS, columns, rows))]


def _days(ereignis: Ereignis) -> str:
    start = formats.day(ereignis.datum_von)
    return start if ereignis.datum_bis is None else f"{start} bis {formats.day(ereignis.datum_bis)}"
