"""Kleine Vielfache: the same course for every value of a dimension, on one axis, those that changed most first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from cards import standards, wording
from cards.base import Card, CardResult, Context
from cards.comparable import obstacle
from cards.entwicklung import (
    BUCKET_NAMES,
    KENNZAHLEN,
    KINDS,
    OPTION_DARSTELLUNG,
    OPTION_JE,
    OPTION_KENNZAHL,
    OPTION_NACH,
    Question,
)
from cards.measure import Measure, measure
from cards.row_links import row_links
from cards.series_breaks import MEASURED_BY_STANDARD
from data_access.aggregate import Werte, adds_up
from domain import formats
from domain.kennzahlen import CountedOn, Einheit, Kennzahl
from domain.merkmale import MERKMALE
from exports.table import Cell, Column, Kind, Table, difference_kind
from figures.multiples import Panel, multiples, start_of_axis
from figures.time_axis import bucket_ticks

TITEL = "Aufgeteilter Verlauf"
CHOOSE = "Keine Aufteilung gewählt: Mit „Aufteilen nach“ oben auf der Seite zeigt diese Karte jeden Teil für sich."
NO_VALUES = "Für diese Aufteilung gibt es keinen Wert."
MOST_PANELS = 12
# Nobody reads a sentence with more names.
MOST_NAMED = 60


@dataclass(frozen=True)
class _Part:
    """One value of the dimension: its code and name, its total and its course, as shown."""

    code: str
    name: str
    summe: Werte
    course: tuple[Werte, ...]


@dataclass(frozen=True)
class _Split:
    """The answer, in the order of the panels."""

    question: Question
    merkmal: str

    @property
    def context(self) -> Context:
        return self.question.context

    @cached_property
    def measure(self) -> Measure:
        return measure(self.question, of_parts=True)

    @property
    def kennzahl(self) -> Kennzahl:
        return self.measure.kennzahl

    @cached_property
    def obstacle(self) -> str:
        """Why no change against the comparison is told; empty where one is."""
        return obstacle(self.context, self.question.kennzahl.code, self.merkmal) if self.compared else ""

    @property
    def compared(self) -> bool:
        return wording.has_comparison(self.context)

    @property
    def told(self) -> bool:
        """Whether a change against the comparison means anything."""
        return not self.obstacle and wording.has_whole_comparison(self.context)

    @cached_property
    def parts(self) -> list[_Part]:
        """All values that occur, the largest change first; where nothing is comparable, the largest value."""
        code, courses = self.question.kennzahl.code, self._courses()
        found = [
            _Part(
                zeile.codes[0],
                self.context.name(self.merkmal, zeile.codes[0]),
                self.measure.shown(zeile.werte[code], -1),
                courses[zeile.codes[0]],
            )
            for zeile in self.question.rows(self.merkmal)
        ]
        return sorted(found, key=lambda part: (*self._rank(part.summe), part.name))

    def _courses(self) -> dict[str, tuple[Werte, ...]]:
        """Values per bucket, by the code of the part."""
        code = self.question.kennzahl.code
        found: dict[str, list[Werte]] = {}
        for zeile in self.question.rows(self.question.je, self.merkmal):
            found.setdefault(zeile.codes[1], []).append(zeile.werte[code])
        return {
            part: tuple(self.measure.shown(werte, at) for at, werte in enumerate(course))
            for part, course in found.items()
        }

    def _rank(self, summe: Werte) -> tuple[bool, float]:
        size = summe.differenz if self.told else summe.wert
        small = self.context.smallest_base
        bases = (summe.nenner, summe.vergleich_nenner) if self.kennzahl.einheit is Einheit.ANTEIL else ()
        # Chance moves a share of a few cases most of all.
        last = size is None or any(base is not None and base < small for base in bases)
        return last, -abs(size or 0)


def _build(context: Context) -> CardResult:
    question = Question(context)
    if question.nach is None:
        return CardResult(Table(TITEL, (Column("Aufteilung"),), ()), CHOOSE, kennzahlen=(question.kennzahl.code,))
    split = _Split(question, question.nach)
    panels = [_panel(split, part) for part in split.parts[:MOST_PANELS]]
    drawn = any(value is not None for panel in panels for value in panel.values)
    return CardResult(
        table=_table(split),
        words=_words(split, panels) if drawn else NO_VALUES,
        figure=multiples(bucket_ticks(question.axis, question.je), panels, split.kennzahl.einheit) if drawn else None,
        titel=f"{question.kennzahl.name} nach {MERKMALE[split.merkmal].name}",
        einheit=f"{split.kennzahl.einheit_name} je {BUCKET_NAMES[question.je]}",
        row_links=row_links(context, question.kennzahl.code, [{split.merkmal: part.code} for part in split.parts]),
        kennzahlen=(question.kennzahl.code,),
    )


def _panel(split: _Split, part: _Part) -> Panel:
    question = split.question
    values = [werte.wert if question.has_data(at) else None for at, werte in enumerate(part.course)]
    change = _change(split, part.summe)
    return Panel(
        part.name,
        _value(split, part.summe) + (f" ({change})" if change else ""),
        values,
        [f"{question.short_name(at)}: {_value(split, werte)}" for at, werte in enumerate(part.course)],
    )


def _change(split: _Split, werte: Werte) -> str:
    if not split.told:
        return ""
    return wording.change_text(split.kennzahl, werte, split.context.smallest_base)


def _value(split: _Split, werte: Werte) -> str:
    """A value; a share of a small base as ``5 von 8``."""
    cell = _cell(split, werte)
    return cell if isinstance(cell, str) else wording.value_text(split.kennzahl, werte.wert)


def _cell(split: _Split, werte: Werte) -> Cell:
    if split.kennzahl.einheit is not Einheit.ANTEIL:
        return werte.wert
    return wording.share_cell(werte.wert, werte.zaehler, werte.nenner, split.context.smallest_base)


def _table(split: _Split) -> Table:
    context, question = split.context, split.question
    kind = KINDS[split.kennzahl.einheit]
    columns = [Column(MERKMALE[split.merkmal].name), Column(context.now_name, kind)]
    if split.compared:
        columns += [Column(context.past_name, kind), Column("Differenz", difference_kind(kind))]
        columns += [Column("Veränderung", Kind.VERAENDERUNG)] if kind is Kind.ANZAHL else []
    columns += [Column(question.bucket_name(at), kind) for at in range(len(question.axis))]
    whole = _Part(
        "",
        "Gesamt",
        split.measure.shown(question.werte()[0], -1),
        tuple(split.measure.shown(werte, at) for at, werte in enumerate(question.werte(question.je))),
    )
    rows = tuple(_row(split, part) for part in split.parts)
    return Table(
        f"{TITEL}: {split.kennzahl.einheit_name}", tuple(columns), rows, _row(split, whole), tuple(_notes(split))
    )


def _row(split: _Split, part: _Part) -> tuple[Cell, ...]:
    row: tuple[Cell, ...] = (part.name, _cell(split, part.summe))
    if split.compared:
        werte = part.summe
        past = _cell(split, Werte(werte.vergleich, werte.vergleich_zaehler, werte.vergleich_nenner))
        told = not split.obstacle and not isinstance(past, str) and not isinstance(row[1], str)
        row += (past, werte.differenz if told else None)
        if split.kennzahl.einheit is Einheit.ANZAHL:
            row += (wording.relative_change(werte, split.context.smallest_base) if told else None,)
    return row + tuple(_cell(split, werte) for werte in part.course)


def _notes(split: _Split) -> list[str]:
    context, small = split.context, split.context.smallest_base
    notes = [*wording.period_notes(context), *split.question.notes]
    notes += [split.measure.note] if split.measure.note else []
    whole = split.question.kennzahl
    if whole.einheit is Einheit.ANZAHL and whole.counted_on is not CountedOn.PETITION:
        notes += [] if adds_up(whole, (split.merkmal,)) else [wording.MULTIPLE]
    if split.question.kennzahl.code in MEASURED_BY_STANDARD:
        notes += standards.notes(context)
    notes += [split.obstacle] if split.obstacle else []
    if split.kennzahl.einheit is Einheit.ANTEIL:
        notes.append(wording.small_share_note(small))
    elif split.kennzahl.einheit is Einheit.ANZAHL and split.compared:
        notes.append(wording.small_base_note(small))
    return notes


def _not_drawn(names: list[str]) -> str:
    if len(names) > MOST_NAMED:
        return "die übrigen nennt die Tabelle"
    return f"in der Tabelle außerdem: {formats.enumeration(names)}"


def _words(split: _Split, panels: Sequence[Panel]) -> str:
    shown, rest = split.parts[:MOST_PANELS], split.parts[MOST_PANELS:]
    order = "Veränderung" if split.told else "Größe"
    first = shown[0]
    change = _change(split, first.summe)
    against = f" ({change} gegenüber {split.context.past_name})" if change else ""
    words = [f"Geordnet nach {order}; zuerst: {first.name}, {_value(split, first.summe)}{against}."]
    if rest:
        drawn = f"{formats.number(len(shown))} von {formats.number(len(split.parts))}"
        words.append(f"Gezeichnet sind {drawn}; {_not_drawn([part.name for part in rest])}.")
    start = start_of_axis(panels, split.kennzahl.einheit)
    if start:
        words.append(f"Die Achsen beginnen bei {formats.percent(start / 100, 0)}.")
    return " ".join(words)


CARD = Card(
    "verlauf-aufgeteilt",
    TITEL,
    "Kundenreaktionen",
    KENNZAHLEN,
    _build,
    height=360,
    wide=True,
    options=(OPTION_KENNZAHL, OPTION_JE, OPTION_DARSTELLUNG, OPTION_NACH),
)
