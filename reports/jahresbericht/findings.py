"""Chapter 4: further findings, in the seven sections of the form."""

from __future__ import annotations

from collections.abc import Callable

from analysis.narrative import annual
from cards import fristquote as fristquote_card
from exports.document import Block, Heading
from reports.jahresbericht import words
from reports.jahresbericht.events import event_blocks
from reports.jahresbericht.focus import fristquote, top_themen
from reports.jahresbericht.parts import Parts, remark, told

THEMEN_TOLD = 3
DURATIONS = ("laufzeit_median", "laufzeit_p90")


def findings(parts: Parts) -> list[Block]:
    """All blocks of the chapter; what the data know of a section stands before its text."""
    blocks: list[Block] = [Heading(words.CHAPTERS[4])]
    for key, title in words.FINDINGS.items():
        known = _KNOWN.get(key)
        blocks += [Heading(title, 2), *(known(parts) if known else []), parts.place(key)]
    return blocks


def _standards(parts: Parts) -> list[Block]:
    numbers = parts.numbers
    late, overdue, open_ = (numbers.count(code).now for code in ("verspaetet", "ueberfaellig", "offen_in_frist"))
    return [
        *fristquote(parts),
        *told(
            annual.states_sentence(late, overdue, open_),
            " ".join(dict.fromkeys(annual.indicator(numbers.facts(code)) for code in DURATIONS)),
        ),
        parts.chart(fristquote_card.CARD),
    ]


def _trainings(parts: Parts) -> list[Block]:
    return event_blocks(parts, 4)


def _special(parts: Parts) -> list[Block]:
    numbers = parts.numbers
    sonderlagen = parts.context.view.catalog.sonderlagen
    if not sonderlagen:
        return remark(words.NO_SONDERLAGE)
    total = numbers.count("kundenreaktionen")
    rows = {row.code: row for row in numbers.by("kundenreaktionen", "personenkreis")}
    blocks: list[Block] = []
    for code in sorted(sonderlagen):
        name = parts.context.name("personenkreis", code)
        pair = rows[code].pair if code in rows else numbers.none
        themen = top_themen(numbers.by("anliegen", "thema", {"personenkreis": code}), THEMEN_TOLD) if pair.now else ()
        blocks += told(
            annual.sonderlage(numbers.year, annual.Named(name, pair), total),
            annual.themen_sentence(numbers.year, "der Anliegen in diesen Kundenreaktionen", themen),
        )
    return [*blocks, *remark(words.SONDERLAGE_IS)]


_KNOWN: dict[str, Callable[[Parts], list[Block]]] = {
    "qualitaetsstandards": _standards,
    "schulungen": _trainings,
    "sondersituation": _special,
}
