"""Chapter 1: how many Kundenreaktionen and Anliegen there were, how they came, and what they were about."""

from __future__ import annotations

from analysis.narrative import annual
from analysis.narrative.annual import Bereich, Pair
from cards import bereiche_themen, eingaenge, kanaele, standards
from cards.events import events_in
from domain.merkmale import MERKMALE
from exports.document import Block, Heading, Paragraph, Question
from reports.jahresbericht import words
from reports.jahresbericht.events import event_blocks
from reports.jahresbericht.numbers import Numbers, Row
from reports.jahresbericht.parts import Parts, remark, told

CHANNELS_TOLD = 3
BEREICHE_TOLD = 6
THEMEN_TOLD = 4


def focus(parts: Parts) -> list[Block]:
    """All blocks of the chapter."""
    return [
        Heading(words.CHAPTERS[1], new_page=True),
        Question(words.QUESTIONS[1]),
        *_volume(parts),
        *_channels(parts),
        Heading(words.STANDARD, 2),
        *fristquote(parts),
        *_complaints(parts),
        *_bereiche(parts),
        Heading(parts.place("schwerpunkte").title, 2),
        parts.place("schwerpunkte"),
        Heading(parts.place("massnahmen").title, 2),
        parts.place("massnahmen"),
        Heading(words.EVENTS, 2),
        *event_blocks(parts, 1),
    ]


def fristquote(parts: Parts) -> list[Block]:
    """The Fristquote with the standard by which it is measured."""
    numbers = parts.numbers
    span = parts.context.selection.zeitraum.span
    rules = [(one.bezeichnung, standards.rule_text(one)) for one in standards.overlapping(parts.context, span)]
    sentence = annual.indicator(numbers.facts("fristquote"))
    return [
        *told(f"{sentence} {annual.standard_sentence(rules)}".strip()),
        *remark(numbers.broken("fristquote")),
    ]


def _volume(parts: Parts) -> list[Block]:
    numbers = parts.numbers
    return [
        Heading(words.REACTIONS, 2),
        Paragraph(words.UNITS),
        *told(annual.volume(numbers.year, numbers.count("kundenreaktionen"), numbers.count("anliegen"))),
        parts.chart(eingaenge.CARD),
        *remark(words.MARKS if events_in(parts.context) else ""),
    ]


def _channels(parts: Parts) -> list[Block]:
    numbers, year = parts.numbers, parts.numbers.year
    total = numbers.count("kundenreaktionen")
    rows = numbers.by("kundenreaktionen", "kanal")
    named = [row for row in rows if row.code != MERKMALE["kanal"].ohne]
    most = sorted(named, key=lambda row: -max(row.pair.now, row.pair.past or 0))[:CHANNELS_TOLD]
    rest = [row for row in rows if row not in most]
    told_rows = [annual.channel(year, row.named, total) for row in rows if row in most]
    return [
        Heading(words.CHANNELS, 2),
        *told(" ".join(told_rows), annual.other_channels(year, _sum(rest), [row.named for row in rest], total)),
        *remark(numbers.broken("kundenreaktionen", "kanal")),
        parts.chart(kanaele.CARD),
    ]


def _complaints(parts: Parts) -> list[Block]:
    numbers, year = parts.numbers, parts.numbers.year
    anliegen = numbers.count("anliegen")
    by_art = {row.code: row.pair.now for row in numbers.by("anliegen", "art")}
    counts = [(code, by_art.get(code, 0)) for code in MERKMALE["art"].werte]
    lob = [row.named for row in numbers.by("lob", "kanal")]
    return [
        Heading(words.COMPLAINTS, 2),
        *told(
            annual.kinds(anliegen.now, counts),
            annual.complaints(year, numbers.count("beschwerden"), numbers.count("begruendet")),
            annual.praise(year, numbers.count("lob"), lob),
        ),
    ]


def _bereiche(parts: Parts) -> list[Block]:
    numbers, year = parts.numbers, parts.numbers.year
    total = numbers.count("beschwerden")
    roots = [row for row in numbers.by("beschwerden", "bereich", ebene=1) if row.code != MERKMALE["bereich"].ohne]
    recorded = {row.code: row.pair for row in numbers.by("beschwerden", "bereich")}
    texts = [
        text
        for root in roots[:BEREICHE_TOLD]
        for text in annual.bereich_paragraphs(year, _bereich(numbers, root, recorded), total)
    ]
    return [
        Heading(words.BEREICHE, 2),
        *told(*texts),
        *remark(numbers.broken("beschwerden", "bereich")),
        parts.chart(bereiche_themen.CARD),
    ]


def _bereich(numbers: Numbers, row: Row, recorded: dict[str, Pair]) -> Bereich:
    """A top-level Bereich with the ones right below it."""
    parents = numbers.context.view.catalog.parents
    below = []
    for code in (code for code, parent in parents.items() if parent == row.code):
        pair = numbers.count("beschwerden", {"bereich": code})
        if not pair.nothing:
            below.append(Bereich(numbers.context.name("bereich", code), pair, themen=_themen(numbers, code)))
    return Bereich(
        name=row.named.name,
        pair=row.pair,
        below=tuple(sorted(below, key=lambda child: (-child.pair.now, child.name))),
        direct=recorded.get(row.code),
        themen=() if below else _themen(numbers, row.code),
    )


def _themen(numbers: Numbers, bereich: str) -> tuple[annual.Named, ...]:
    return top_themen(numbers.by("beschwerden", "thema", {"bereich": bereich}), THEMEN_TOLD)


def top_themen(rows: list[Row], most: int) -> tuple[annual.Named, ...]:
    """The Themen with the most cases of the year."""
    named = [row.named for row in rows if row.pair.now and row.code != MERKMALE["thema"].ohne]
    return tuple(named[:most])


def _sum(rows: list[Row]) -> Pair:
    """Kundenreaktionen of several channels: each came through one, so that their numbers add up."""
    compared = all(row.pair.past is not None for row in rows)
    return Pair(sum(row.pair.now for row in rows), sum(row.pair.past or 0 for row in rows) if compared else None)
