"""A document as a sequence of blocks: what stands in it and in which order, not how a format writes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from exports.card_file import CardFile
from exports.table import Table


@dataclass(frozen=True)
class Heading:
    """A heading; ``level`` 1 is a chapter."""

    text: str
    level: int = 1
    new_page: bool = False


@dataclass(frozen=True)
class Paragraph:
    """Running text; ``note`` is set smaller, for remarks on what stands above."""

    text: str
    note: bool = False


@dataclass(frozen=True)
class Question:
    """What a chapter is to answer, as the form of the report asks it."""

    text: str


@dataclass(frozen=True)
class OwnText:
    """A place for what people write; ``text`` empty: a marked placeholder that shows ``hint`` stands there.

    Empty lines part paragraphs; lines that begin with "- " are items of a list. ``key`` names the place for good.
    """

    key: str
    title: str
    hint: str
    text: str = ""


@dataclass(frozen=True)
class Figure:
    """A card: its chart, its table, or both, with caption and source.

    ``sentence`` adds its finding in words, ``events`` what the numbered marks of the chart mean.
    """

    file: CardFile
    chart: bool = True
    table: bool = False
    sentence: bool = False
    events: bool = True


@dataclass(frozen=True)
class PlainTable:
    """A table without a card behind it; ``source`` stands below it."""

    table: Table
    source: str


Block = Heading | Paragraph | Question | OwnText | Figure | PlainTable


@dataclass(frozen=True)
class Document:
    """A whole document. ``lines`` stand below the title, ``front`` on the first page above the table of contents.

    ``author`` is a body, never a person; ``footer`` stands at the foot of every page, before the number of the page.
    """

    title: str
    lines: tuple[str, ...]
    author: str
    footer: str
    datenstand: date
    front: tuple[Block, ...]
    blocks: tuple[Block, ...]
