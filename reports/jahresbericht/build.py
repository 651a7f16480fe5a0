"""Puts the chapters together to one document."""

from __future__ import annotations

from collections.abc import Mapping

from cards import wording
from cards.base import Context, rounding_note
from domain import formats
from exports.document import Block, Document, Paragraph
from reports.jahresbericht import words
from reports.jahresbericht.findings import findings
from reports.jahresbericht.focus import focus
from reports.jahresbericht.numbers import Numbers
from reports.jahresbericht.parts import MakeFile, Parts
from reports.jahresbericht.petitions import petitions
from reports.jahresbericht.quality import quality
from reports.jahresbericht.tables import tables


def jahresbericht(context: Context, texts: Mapping[str, str], file: MakeFile) -> Document:
    """The report on the calendar year and the Jobcenter that the selection of ``context`` names.

    ``texts`` are people's own by the keys of ``PLACES``; ``file`` answers a card with its check number. Raises
    ``NotProtectableError`` for a protected view of a year that is not over.
    """
    parts = Parts(Numbers(context), texts, file)
    jahr, name = context.selection.zeitraum.von.jahr, jobcenter_name(context)
    stand = context.view.catalog.stand.datenstand
    day, stufe = formats.day(stand), context.schutzstufe
    return Document(
        title=words.TITLE,
        lines=(name, words.OVER.format(jahr=jahr), words.STAND.format(tag=day, stufe=stufe)),
        author=name,
        footer=words.FOOTER.format(jahr=jahr, jobcenter=name, tag=day, stufe=stufe),
        datenstand=stand,
        front=tuple(_front(context)),
        blocks=(*focus(parts), *quality(parts), *petitions(parts), *findings(parts), *tables(parts)),
    )


def jobcenter_name(context: Context) -> str:
    """Name of the Jobcenter whose report it is."""
    names = context.view.catalog.vocabulary.names["jobcenter"]
    codes = context.selection.codes("jobcenter") or tuple(names)
    return names[codes[0]] if len(codes) == 1 else words.ALL_JOBCENTER


def _front(context: Context) -> list[Block]:
    """What must be known before anything else: fictitious cases, a year that is not over, years without data."""
    notes = [wording.DEMO + "."] if context.view.catalog.stand.demo else []
    notes += [] if context.exact else [rounding_note(context)]
    return [Paragraph(note, note=True) for note in (*notes, *wording.period_notes(context))]
