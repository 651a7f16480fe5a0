"""Several figures as one document, each with its finding, chart, table and source."""

from __future__ import annotations

from collections.abc import Sequence

from domain import formats
from exports import labels
from exports.card_file import CardFile
from exports.document import Block, Document, Figure, Heading
from exports.word import words
from exports.word.writer import docx


def document(files: Sequence[CardFile], title: str = "") -> bytes:
    """A Word document of at least one card: per card a heading, the finding, chart, table and source.

    ``title`` is that of the whole; empty: that of the only card, or a general one.
    """
    first = files[0]
    blocks: list[Block] = []
    for file in files:
        drawn = file.figure is not None
        blocks += [Heading(file.titel), Figure(file, chart=drawn, table=True, sentence=True)]
    stands = max(file.meta.datenstand for file in files)
    return docx(
        Document(
            title=title or (first.titel if len(files) == 1 else words.COLLECTION),
            lines=(f"{labels.DATENSTAND} {formats.day(stands)}",),
            author=first.meta.quelle,
            footer=f"{labels.QUELLE}: {first.meta.quelle} · {labels.DATENSTAND} {formats.day(stands)}",
            datenstand=stands,
            front=(),
            blocks=tuple(blocks),
        )
    )
