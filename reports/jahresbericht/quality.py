"""Chapter 2: what was done for quality, and the Ombudsstelle."""

from __future__ import annotations

from collections.abc import Callable

from analysis.narrative import annual
from analysis.narrative.annual import Named, Pair
from cards import kanaele, personenkreise
from cards.wording import share_cell
from data_access.aggregate import aggregate
from data_access.melder import Contact, Contacts, contacts
from domain.merkmale import MERKMALE
from exports.document import Block, Heading, Question
from exports.table import Cell, Column, Kind, Table
from reports.jahresbericht import words
from reports.jahresbericht.events import event_blocks
from reports.jahresbericht.focus import top_themen
from reports.jahresbericht.numbers import Numbers, Row
from reports.jahresbericht.parts import Parts, remark, told

OMBUDS = {"ombudsstelle": "ja"}
THEMEN_TOLD = 5
WITHOUT_HELP = "kunde"


def quality(parts: Parts) -> list[Block]:
    """All blocks of the chapter."""
    return [
        Heading(words.CHAPTERS[2]),
        Question(words.QUESTIONS[2]),
        Heading(parts.place("impulse").title, 2),
        parts.place("impulse"),
        Heading(words.EVENTS, 2),
        *event_blocks(parts, 2),
        Heading(words.OMBUDSSTELLE, 2),
        *_ombudsstelle(parts),
        Heading(parts.place("ombudsstelle").title, 2),
        parts.place("ombudsstelle"),
        Heading(parts.place("netzwerk").title, 2),
        parts.place("netzwerk"),
    ]


def _ombudsstelle(parts: Parts) -> list[Block]:
    numbers, year = parts.numbers, parts.numbers.year
    ombuds, total = numbers.count("ombudsstelle"), numbers.count("kundenreaktionen")
    blocks = told(annual.ombudsstelle(year, ombuds, total))
    if not ombuds.now:
        return blocks
    by_art = {row.code: row.pair.now for row in numbers.by("kundenreaktionen", "hauptart", OMBUDS)}
    themen = top_themen(numbers.by("beschwerden", "thema", OMBUDS), THEMEN_TOLD)
    return [
        *blocks,
        *told(
            annual.hauptarten([(code, by_art.get(code, 0)) for code in MERKMALE["hauptart"].werte]),
            annual.themen_sentence(year, "der Beschwerden an die Ombudsstelle", themen),
            _top_kanal(numbers, ombuds),
        ),
        parts.chart(kanaele.CARD, OMBUDS),
        *told(_personenkreise(numbers, ombuds)),
        parts.chart(personenkreise.CARD, OMBUDS),
        *_contacts(parts, ombuds),
    ]


def _top_kanal(numbers: Numbers, ombuds: Pair) -> str:
    rows = [row for row in numbers.by("kundenreaktionen", "kanal", OMBUDS) if row.code != MERKMALE["kanal"].ohne]
    if not rows:
        return ""
    of_channel = numbers.count("kundenreaktionen", {"kanal": rows[0].code})
    return annual.top_kanal(numbers.year, rows[0].named, ombuds, of_channel)


def _personenkreise(numbers: Numbers, ombuds: Pair) -> str:
    """A special situation is recorded like a group of persons and is none."""
    special = {*numbers.context.view.catalog.sonderlagen, MERKMALE["personenkreis"].ohne}
    rows = [row for row in numbers.by("kundenreaktionen", "personenkreis", OMBUDS) if row.code not in special]
    return annual.personenkreise(numbers.year, [row.named for row in rows], _union(numbers, rows), ombuds)


def _union(numbers: Numbers, rows: list[Row]) -> Pair | None:
    """Reactions with at least one of the groups; a choice of several values has no protected answer."""
    context = numbers.narrowed(OMBUDS)
    if not context.exact or not rows:
        return None
    selection = context.selection.with_filter("personenkreis", [row.code for row in rows])
    werte = aggregate(context.view, selection, ["kundenreaktionen"]).summe["kundenreaktionen"]
    return Pair(int(werte.wert or 0))


def _contacts(parts: Parts, ombuds: Pair) -> list[Block]:
    """Who turned to the Ombudsstelle: customers themselves, or which bodies for them."""
    numbers, year = parts.numbers, parts.numbers.year
    context = numbers.narrowed(OMBUDS)
    blocks: list[Block] = [Heading(words.WHO, 3)]
    if not context.exact:
        return [*blocks, *remark(words.WITHHELD)]
    found = contacts(context.view, context.selection)
    compared = ombuds.past is not None
    kinds = {code: _pair(found, lambda one: one.melder, code, compared=compared) for code in words.MELDER}
    names = sorted({one.stelle for one in (*found.now, *found.past) if one.stelle})
    bodies = [Named(name, _pair(found, lambda one: one.stelle, name, compared=compared)) for name in names]
    bodies.sort(key=lambda row: (-row.pair.now, -(row.pair.past or 0), row.name))
    shown = [Named(words.MELDER[code], pair) for code, pair in kinds.items() if not pair.nothing]
    blocks += told(annual.own_contacts(year, kinds[WITHOUT_HELP], ombuds), annual.bodies(year, bodies))
    blocks.append(parts.plain(_table(parts, words.WHO, words.WHO_COLUMN, shown, ombuds)))
    if bodies:
        blocks.append(parts.plain(_table(parts, words.BODIES, words.BODY_COLUMN, bodies, None)))
    return blocks


def _pair(found: Contacts, part: Callable[[Contact], str | None], value: str | None, *, compared: bool) -> Pair:
    now, past = (
        sum(count for contact, count in counts.items() if part(contact) == value) for counts in (found.now, found.past)
    )
    return Pair(now, past if compared else None)


def _table(parts: Parts, title: str, heading: str, rows: list[Named], whole: Pair | None) -> Table:
    """Counts of both years; with ``whole`` their shares and a row of totals."""
    context = parts.context
    compared = bool(rows) and rows[0].pair.past is not None
    columns = [Column(heading), Column(context.now_name, Kind.ANZAHL)]
    columns += [Column("Anteil", Kind.ANTEIL)] if whole else []
    columns += [Column(context.past_name, Kind.ANZAHL)] if compared else []

    def cells(name: str, pair: Pair) -> tuple[Cell, ...]:
        share = [] if whole is None else [share_cell(_share(pair, whole), pair.now, whole.now, context.smallest_base)]
        return (name, pair.now, *share, *([pair.past] if compared else []))

    total = None if whole is None else cells(words.GESAMT, whole)
    return Table(title, tuple(columns), tuple(cells(row.name, row.pair) for row in rows), total)


def _share(pair: Pair, whole: Pair) -> float | None:
    return pair.now / whole.now if whole.now else None
