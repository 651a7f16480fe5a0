"""What all chapters are made with: the numbers, the texts of people, and how a card becomes a figure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cards.base import Card, Context
from domain import formats
from exports.card_file import CardFile
from exports.document import Block, Figure, OwnText, Paragraph, PlainTable
from exports.table import Table
from reports.jahresbericht import words
from reports.jahresbericht.numbers import NONE, Filters, Numbers
from reports.jahresbericht.places import PLACES

MakeFile = Callable[[Card, Context], CardFile]


@dataclass(frozen=True)
class Parts:
    """The material of one report. ``texts`` holds what people wrote by the keys of the places."""

    numbers: Numbers
    texts: Mapping[str, str]
    file: MakeFile

    @property
    def context(self) -> Context:
        """Year and Jobcenter of the report."""
        return self.numbers.context

    @property
    def source(self) -> str:
        """What stands below a table that belongs to no card."""
        day = formats.day(self.context.view.catalog.stand.datenstand)
        return words.SOURCE.format(quelle=self.context.quelle, tag=day, stufe=self.context.schutzstufe)

    def place(self, key: str) -> OwnText:
        """A place for people's own text, with what is there."""
        return PLACES[key].filled(self.texts.get(key, ""))

    def chart(self, card: Card, filters: Filters = NONE) -> Figure:
        """The chart of a card for the year, with further filters; its events stand in tables of their own."""
        return Figure(self.file(card, self.numbers.narrowed(filters)), events=False)

    def table(self, card: Card, filters: Filters = NONE) -> Figure:
        """The table of a card."""
        return Figure(self.file(card, self.numbers.narrowed(filters)), chart=False, table=True)

    def plain(self, table: Table) -> PlainTable:
        """A table that belongs to no card."""
        return PlainTable(table, self.source)


def told(*texts: str) -> list[Block]:
    """Paragraphs of those texts that are not empty."""
    return [Paragraph(text) for text in texts if text]


def remark(*texts: str) -> list[Block]:
    """The same, each once and set as remarks."""
    return [Paragraph(text, note=True) for text in dict.fromkeys(texts) if text]
