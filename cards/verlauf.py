"""Verlauf: any indicator per month, quarter or year, with the comparison, the events and the breaks of its series."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.narrative import Point, describe_course
from cards import standards, wording
from cards.base import Card, CardResult, Context, Drawn
from cards.comparable import undecided_note
from cards.entwicklung import (
    BUCKET_KINDS,
    BUCKET_NAMES,
    JE_1000_NAME,
    KENNZAHLEN,
    KINDS,
    OPTION_DARSTELLUNG,
    OPTION_JE,
    OPTION_KENNZAHL,
    Question,
)
from cards.events import flags
from cards.measure import Measure, measure
from cards.row_links import row_links
from cards.series_breaks import MEASURED_BY_STANDARD, before_comparison, inside, reason, series_breaks
from cards.standards import Change
from data_access.aggregate import Werte
from domain import formats
from domain.kennzahlen import Einheit
from exports.table import Cell, Column, Kind, Table, difference_kind
from figures.course import Line, course, start_of_axis
from figures.time_axis import bucket_ticks

TITEL = "Verlauf"


@dataclass(frozen=True)
class _Course:
    """The answer: values as shown per bucket and in total, and what breaks the series.

    ``obstacles`` say per bucket, and last for the whole period, why no change is told; empty where one is.
    """

    question: Question
    measure: Measure
    werte: tuple[Werte, ...]
    summe: Werte
    breaks: tuple[Change, ...]
    obstacles: tuple[str, ...]

    @property
    def context(self) -> Context:
        return self.question.context

    @property
    def compared(self) -> bool:
        return wording.has_comparison(self.context)


def _build(context: Context) -> CardResult:
    question = Question(context)
    shown = measure(question, of_parts=False)
    breaks = series_breaks(context, question.kennzahl.code)
    one = _Course(
        question=question,
        measure=shown,
        werte=tuple(shown.shown(werte, at) for at, werte in enumerate(question.werte(question.je))),
        summe=shown.shown(question.werte()[0], -1),
        breaks=tuple(breaks),
        obstacles=tuple(_obstacles(question, breaks)),
    )
    flagged, listed = flags(context, question.je)
    lines = _lines(one)
    figure = course(
        bucket_ticks(question.axis, question.je),
        lines[0],
        lines[1] if one.compared else None,
        shown.kennzahl.einheit,
        question.incomplete | question.open,
        flagged,
        inside(context, breaks, question.je),
    )
    return CardResult(
        table=_table(one),
        words=_words(one, lines),
        figure=figure if any(value is not None for line in lines for value in line.values) else None,
        events=listed,
        row_links=row_links(context, question.kennzahl.code, [{question.je: b.codes[0]} for b in question.axis]),
        drawn=Drawn("x", len(question.axis)),
        titel=f"{question.kennzahl.name} je {BUCKET_NAMES[question.je]}",
        einheit=shown.kennzahl.einheit_name,
        kennzahlen=(question.kennzahl.code,),
    )


def _obstacles(question: Question, breaks: Sequence[Change]) -> list[str]:
    """Per bucket, and last for the period: the break before it, or how many cases are not decided."""
    apart = before_comparison(question.context, breaks, question.je)
    return [
        reason(change) if change else undecided_note(count)
        for change, count in zip(apart, question.undecided, strict=True)
    ]


def _lines(one: _Course) -> tuple[Line, Line]:
    """The period and its comparison."""
    now = [werte.wert if one.question.has_data(at) else None for at, werte in enumerate(one.werte)]
    past = [werte.vergleich for werte in one.werte]
    return (
        Line(one.context.now_name, now, [_hover(one, at) for at in range(len(now))]),
        Line(
            one.context.past_name, past, [_hover_past(one, werte) for werte in one.werte], f"{one.context.past_name}: "
        ),
    )


def _hover(one: _Course, at: int) -> str:
    name = one.question.bucket_name(at)
    if at == one.question.partial:
        name += f" bis {formats.day(one.context.view.catalog.stand.datenstand)}"
    return f"{name}: {_value(one, one.werte[at])}"


def _hover_past(one: _Course, werte: Werte) -> str:
    before = Werte(werte.vergleich, werte.vergleich_zaehler, werte.vergleich_nenner)
    return _value(one, before)


def _value(one: _Course, werte: Werte) -> str:
    """A value; shares with their parts, of a small base only those."""
    kennzahl, small = one.measure.kennzahl, one.context.smallest_base
    text = wording.value_text(kennzahl, werte.wert)
    if kennzahl.einheit is Einheit.VERHAELTNIS and one.measure.bases and werte.wert is not None:
        return f"{text} {JE_1000_NAME}"
    if kennzahl.einheit is not Einheit.ANTEIL or werte.wert is None or not werte.nenner:
        return text
    parts = f"{formats.number(werte.zaehler or 0)} von {formats.number(werte.nenner)}"
    return f"{text} ({parts})" if werte.nenner >= small else parts


def _table(one: _Course) -> Table:
    question, kennzahl = one.question, one.measure.kennzahl
    kind = KINDS[kennzahl.einheit]
    columns = [Column(BUCKET_NAMES[question.je], BUCKET_KINDS[question.je]), Column(one.context.now_name, kind)]
    columns += [Column(name, Kind.ANZAHL) for name in _part_names(one)]
    if one.compared:
        columns += [Column(one.context.past_name, kind), Column("Differenz", difference_kind(kind))]
        columns += [Column("Veränderung", Kind.VERAENDERUNG)] if kind is Kind.ANZAHL else []
    names = [bucket.codes[0] for bucket in question.axis]
    *rows, total = (
        _row(one, name, werte, alike=not obstacle)
        for name, werte, obstacle in zip([*names, "Gesamt"], [*one.werte, one.summe], one.obstacles, strict=True)
    )
    return Table(f"{TITEL}: {kennzahl.einheit_name}", tuple(columns), tuple(rows), total, tuple(_notes(one)))


def _part_names(one: _Course) -> tuple[str, ...]:
    """Headings of numerator and denominator; counts and durations have none."""
    if one.measure.bases:
        return one.question.kennzahl.name, one.measure.base_name
    return ("Zähler", "Nenner") if one.question.kennzahl.nenner else ()


def _row(one: _Course, name: str, werte: Werte, *, alike: bool) -> tuple[Cell, ...]:
    row: tuple[Cell, ...] = (name, _cell(one, werte))
    if _part_names(one):
        row += (werte.zaehler, werte.nenner)
    if not one.compared:
        return row
    past = _cell(one, Werte(werte.vergleich, werte.vergleich_zaehler, werte.vergleich_nenner))
    told = alike and not isinstance(past, str) and not isinstance(row[1], str)
    row += (past, werte.differenz if told else None)
    if one.measure.kennzahl.einheit is Einheit.ANZAHL:
        row += (wording.relative_change(werte, one.context.smallest_base) if told else None,)
    return row


def _cell(one: _Course, werte: Werte) -> Cell:
    if one.measure.kennzahl.einheit is not Einheit.ANTEIL:
        return werte.wert
    return wording.share_cell(werte.wert, werte.zaehler, werte.nenner, one.context.smallest_base)


def _notes(one: _Course) -> list[str]:
    context, small = one.context, one.context.smallest_base
    notes = [*wording.period_notes(context), *one.question.notes, *([one.measure.note] if one.measure.note else [])]
    if one.question.kennzahl.code in MEASURED_BY_STANDARD:
        notes += standards.notes(context)
    if one.compared:
        # What holds for the whole period need not be told of each of its parts.
        told = [one.obstacles[-1]] if one.obstacles[-1] else one.obstacles
        notes += [obstacle for obstacle in dict.fromkeys(told) if obstacle]
    if one.measure.kennzahl.einheit is Einheit.ANTEIL and any((w.nenner or small) < small for w in one.werte):
        notes.append(wording.small_share_note(small))
    if one.measure.kennzahl.einheit is Einheit.ANZAHL and one.compared:
        few = [w for w in one.werte if w.vergleich is not None and w.vergleich < small]
        notes += [wording.small_base_note(small)] if few else []
    return notes


def _words(one: _Course, lines: Sequence[Line]) -> str:
    if all(value is None for value in lines[0].values):
        return wording.NO_VALUE
    context, kennzahl = one.context, one.measure.kennzahl
    alike = not one.obstacles[-1] and wording.has_whole_comparison(context)
    change = wording.change_text(kennzahl, one.summe, context.smallest_base) if alike else ""
    against = f" ({change} gegenüber {context.past_name})" if change else ""
    words = [f"{kennzahl.name} {context.now_name}: {_value(one, one.summe)}{against}."]
    if not inside(context, one.breaks, one.question.je):
        points = _points(one, lines[0])
        words += [describe_course(kennzahl, points)] if points else []
    start = start_of_axis([lines[0], *(lines[1:] if one.compared else ())], kennzahl.einheit)
    if start:
        words.append(f"Die Achse des Diagramms beginnt bei {formats.percent(start / 100, 0)}.")
    return " ".join(words)


def _points(one: _Course, line: Line) -> list[Point]:
    stand = one.context.view.catalog.stand.datenstand
    return [
        Point(bucket.zeitraum, value, stand if at == one.question.partial else None)
        for at, (bucket, value) in enumerate(zip(one.question.axis, line.values, strict=True))
        if one.question.has_data(at)
        and at not in one.question.open
        and (at == one.question.partial or at not in one.question.incomplete)
    ]


CARD = Card(
    "verlauf",
    TITEL,
    "Kundenreaktionen",
    KENNZAHLEN,
    _build,
    height=380,
    wide=True,
    options=(OPTION_KENNZAHL, OPTION_JE, OPTION_DARSTELLUNG),
)
