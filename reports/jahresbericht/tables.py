"""Chapter 5: the tables behind the sentences and the charts."""

from __future__ import annotations

from cards import bereiche_themen, eingaenge, fristquote, kanaele, kennzahlen, meldungen, personenkreise
from data_access.meldungen import zusammenfassung
from exports.document import Block, Heading, Paragraph
from reports.jahresbericht import words
from reports.jahresbericht.parts import Parts
from reports.jahresbericht.quality import OMBUDS


def tables(parts: Parts) -> list[Block]:
    """All blocks of the chapter."""
    cards = (kennzahlen.CARD, eingaenge.CARD, kanaele.CARD, bereiche_themen.CARD, personenkreise.CARD, fristquote.CARD)
    returned = zusammenfassung(parts.context.view, parts.context.selection)[0].mit_meldung
    blocks: list[Block] = [
        Heading(words.CHAPTERS[5], new_page=True),
        Paragraph(words.WORKBOOK),
        *([] if returned else [Paragraph(words.NO_RETURNS)]),
        Paragraph(words.ROUNDING.format(basis=parts.context.smallest_base), note=True),
    ]
    for card in cards:
        blocks += [Heading(card.titel, 2), parts.table(card)]
    for card in (kanaele.CARD, personenkreise.CARD):
        blocks += [Heading(f"{words.OMBUDSSTELLE}: {card.titel}", 2), parts.table(card, OMBUDS)]
    return [*blocks, Heading(meldungen.TITEL, 2), parts.table(meldungen.CARD)] if returned else blocks
