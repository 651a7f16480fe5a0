"""Names of shapes on slides: what a figure shows, and whether somebody has changed a text of ours.

A figure is ``krm:fig:KARTE?AUSWAHL&stufe=…&abb=KEY&alt=MARK``: card, selection and choices as in the address of its
page, the level of protection, which chart of the figure it is, and the mark of its text alternative. A text is
``krm:KIND:MARK``.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from exports.card_file import CardFile

_FIGURE, _TEXT = "krm:fig:", "krm:"
_OWN = ("stufe", "abb", "alt")
TITLE, SUBTITLE, FOOTER, EVENTS = "titel", "untertitel", "fuss", "ereignisse"
NOTES, WORDS, REST = "notizen", "worte", "rest"
TABLE = "tabelle"
_LONGEST_NAME = 4_000


@dataclass(frozen=True)
class Figure:
    """What a shape shows: card, selection without its level, level, which part, mark of its text alternative."""

    karte: str
    auswahl: str
    stufe: str
    abb: str
    alt: str


@dataclass(frozen=True)
class Text:
    """A text of ours: which, and the mark of its wording when it was made."""

    kind: str
    mark: str


def mark(text: str) -> str:
    """Short fingerprint of a wording; spaces and line ends do not count."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:10]


def figure_name(file: CardFile, key: str, alt: str) -> str:
    """Name of the shape of one chart or table of a card."""
    pairs = [(name, value) for name, value in parse_qsl(file.auswahl, keep_blank_values=True) if name not in _OWN]
    own = [("stufe", file.stufe), ("abb", key), ("alt", mark(alt))]
    return f"{_FIGURE}{file.karte}?{urlencode([*pairs, *own], safe=',')}"


def text_name(kind: str, text: str) -> str:
    """Name of the shape that holds a text of ours."""
    return f"{_TEXT}{kind}:{mark(text)}"


def read_name(name: str) -> Figure | Text | None:
    """What a shape of ours holds; None for everything else."""
    if len(name) > _LONGEST_NAME or not name.startswith(_TEXT):
        return None
    if not name.startswith(_FIGURE):
        kind, _, found = name.removeprefix(_TEXT).partition(":")
        return Text(kind, found)
    karte, _, query = name.removeprefix(_FIGURE).partition("?")
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=100)
    except ValueError:
        return None
    own = {pair: value for pair, value in pairs if pair in _OWN}
    selection = urlencode([(name, value) for name, value in pairs if name not in _OWN], safe=",")
    return Figure(karte, selection, own.get("stufe", ""), own.get("abb", ""), own.get("alt", ""))
