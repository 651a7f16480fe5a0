"""A control chart as figure and table."""

from __future__ import annotations

from analysis.narrative import verdict_sentence
from cards import wording
from cards.base import Context
from cards.control import RUN_UP, Controlled, limits_of, notes
from cards.entwicklung import BUCKET_KINDS, BUCKET_NAMES, KINDS
from cards.events import flags
from data_access.aggregate import Werte
from domain import formats
from domain.kennzahlen import Einheit, Kennzahl
from exports.table import Cell, Column, Kind, Table
from figures import theme
from figures.control import Mark, Names, control_chart, span_of_values
from figures.time_axis import bucket_ticks

# Words at the symbols of the chart; the table tells each signal whole.
SHORT = {"outside": "außerhalb", "trend": "Trend", "two_of_three": "2 von 3", "run": "Lauf"}
# Kind of a mean: counts have decimals there.
MEAN_KINDS = {Einheit.ANZAHL: Kind.VERHAELTNIS}


def figure(context: Context, one: Controlled, target: float | None = None) -> theme.Figure | None:
    """The chart; None where there is no value."""
    marks = _marks(context, one)
    if all(mark.value is None for mark in marks):
        return None
    names = Names(one.kennzahl.name, "Mittel", "Grenzen", "Signal", "nicht beurteilt", RUN_UP)
    aim = None if target is None else (target, f"Ziel {formats.percent(target)}")
    flagged, _ = flags(context, one.je, one.first)
    ticks = bucket_ticks(one.axis, one.je)
    return control_chart(ticks, marks, one.kennzahl.einheit, names, one.first, aim, flagged, one.breaks)


def words(context: Context, one: Controlled, target: float | None = None) -> str:
    """What the chart says about the period, and where its axis begins, if not at zero."""
    told = [verdict_sentence(verdict) for verdict in one.verdicts]
    start, _ = span_of_values(_marks(context, one), one.kennzahl.einheit, None if target is None else (target, ""))
    told += [f"Die Achse des Diagramms beginnt bei {formats.percent(start / 100, 0)}."] if start else []
    return " ".join(told)


def table(context: Context, one: Controlled, title: str, more: tuple[str, ...] = ()) -> Table:
    """Every value with its limits and signals."""
    kind = KINDS[one.kennzahl.einheit]
    mean = MEAN_KINDS.get(one.kennzahl.einheit, kind)
    columns = [Column(BUCKET_NAMES[one.je], BUCKET_KINDS[one.je]), Column(one.kennzahl.name, kind)]
    columns += [Column("Zähler", Kind.ANZAHL), Column("Nenner", Kind.ANZAHL)] if one.is_share else []
    columns += [Column("Mittel", mean), Column("untere Grenze", mean), Column("obere Grenze", mean)]
    columns += [Column("Signal"), Column("Hinweis")]
    rows = tuple(_row(context, one, at) for at in range(len(one.axis)))
    told = [*wording.period_notes(context, compared=False), *notes(one), *more]
    if one.is_share and any((werte.nenner or context.smallest_base) < context.smallest_base for werte in one.werte):
        told.append(wording.small_share_note(context.smallest_base))
    return Table(title, tuple(columns), rows, None, tuple(told))


def _row(context: Context, one: Controlled, at: int) -> tuple[Cell, ...]:
    werte = one.werte[at]
    row: tuple[Cell, ...] = (one.axis[at].codes[0], _cell(context, one.kennzahl, werte))
    row += (werte.zaehler, werte.nenner) if one.is_share else ()
    return (*row, *limits_of(one.chart.points[at]), "; ".join(one.signals(at)), one.remark(at))


def _cell(context: Context, kennzahl: Kennzahl, werte: Werte) -> Cell:
    if kennzahl.einheit is not Einheit.ANTEIL:
        return werte.wert
    return wording.share_cell(werte.wert, werte.zaehler, werte.nenner, context.smallest_base)


def _marks(context: Context, one: Controlled) -> list[Mark]:
    return [_mark(context, one, at) for at in range(len(one.axis))]


def _mark(context: Context, one: Controlled, at: int) -> Mark:
    point, werte, found = one.chart.points[at], one.werte[at], one.found(at)
    cell = _cell(context, one.kennzahl, werte)
    value = cell if isinstance(cell, str) else wording.value_text(one.kennzahl, werte.wert)
    told = [f"{one.axis[at].zeitraum.in_words()}: {value}", *one.signals(at), *filter(None, [one.skipped.get(at)])]
    signal = SHORT[found[0].rule.value] if found else ""
    return Mark(werte.wert, *limits_of(point), point.segment, signal, at not in one.skipped, "<br>".join(told))
