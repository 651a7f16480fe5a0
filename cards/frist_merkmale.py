"""Fristquote nach Merkmal: the rate by Bereich, Thema, Kanal or Personenkreis, small groups as numbers of cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cards import standards, wording
from cards.base import Card, CardResult, Context
from cards.comparable import still_open, undecided_note
from cards.options import Option
from cards.row_links import row_links
from cards.series_breaks import before_comparison, reason, series_breaks
from data_access.aggregate import Werte, aggregate
from domain import formats
from domain.merkmale import MERKMALE
from exports.table import Cell, Column, Kind, Table
from figures import theme
from figures.rates import Dot, axis_start, rate_dots

KENNZAHLEN = ("fristquote", "offen_in_frist")
TITEL = "Fristquote nach Merkmal"
SHOWN = 12
CUT = f"Das Diagramm zeigt die {SHOWN} Zeilen mit den meisten Fällen."
NOT_RANKED = "Geordnet nach Zahl der fälligen Fälle, nicht nach Quote; Unterschiede können Zufall sein."
MULTIPLE = "Mehrfachnennungen: Eine Kundenreaktion kann in mehreren Zeilen stehen."
OPTION = Option(
    "nach",
    "Nach",
    {code: MERKMALE[code].name for code in ("bereich", "thema", "kanal", "personenkreis")},
    "bereich",
    on_card=True,
)


@dataclass(frozen=True)
class _Group:
    """One value of the dimension; ``rest`` is "ohne Angabe"; ``open`` counts those inside their deadline."""

    name: str
    rate: Werte
    open: Werte
    rest: bool = False
    code: str = ""


def _build(context: Context) -> CardResult:
    merkmal = context.options["nach"]
    answer = aggregate(context.view, context.selection, KENNZAHLEN, [merkmal])
    groups = [
        _group(context.name(merkmal, code), zeile.werte, rest=code == MERKMALE[merkmal].ohne, code=code)
        for zeile in answer.zeilen
        for code in zeile.codes
    ]
    groups.sort(key=lambda group: (group.rest, -(group.rate.nenner or 0), group.name))
    whole = _group("Gesamt", answer.summe)
    drawn = [group for group in groups if group.rate.nenner or group.rate.vergleich_nenner][:SHOWN]
    return CardResult(
        table=_table(context, merkmal, groups, whole, cut=len(groups) > len(drawn)),
        words=_words(context, groups, whole, drawn),
        figure=_figure(context, drawn, whole) if drawn else None,
        titel=f"Fristquote nach {MERKMALE[merkmal].name}",
        row_links=row_links(context, "fristquote", [{merkmal: group.code} for group in groups]),
    )


def _group(name: str, werte: Mapping[str, Werte], *, rest: bool = False, code: str = "") -> _Group:
    return _Group(name, werte["fristquote"], werte["offen_in_frist"], rest, code)


def _figure(context: Context, groups: Sequence[_Group], whole: _Group) -> theme.Figure:
    dots = [_dot(context, group) for group in groups]
    label = f"gesamt {_text(context, whole.rate)}"
    total = None if whole.rate.wert is None else (float(whole.rate.wert), label)
    return rate_dots(dots, (context.now_name, context.past_name), total)


def _dot(context: Context, group: _Group) -> Dot:
    rate, past = group.rate, _past(group.rate)
    return Dot(
        group.name,
        rate.wert,
        past.wert,
        _text(context, rate),
        (rate.nenner or 0) < context.smallest_base,
        f"{theme.safe(group.name)}<br>{context.now_name}: {_text(context, rate)}",
        f"{theme.safe(group.name)}<br>{context.past_name}: {_text(context, past)}",
    )


def _past(rate: Werte) -> Werte:
    """The comparison as a value of its own."""
    return Werte(rate.vergleich, rate.vergleich_zaehler, rate.vergleich_nenner)


def _text(context: Context, rate: Werte) -> str:
    """``94,4 % (1.008 von 1.068)``, ``5 von 8``."""
    if rate.wert is None or not rate.nenner:
        return formats.NONE
    parts = f"{formats.number(rate.zaehler or 0)} von {formats.number(rate.nenner)}"
    return f"{formats.percent(rate.wert)} ({parts})" if rate.nenner >= context.smallest_base else parts


def _table(context: Context, merkmal: str, groups: Sequence[_Group], whole: _Group, *, cut: bool) -> Table:
    compared = wording.has_comparison(context)
    broken = before_comparison(context, series_breaks(context, "fristquote", merkmal))[-1]
    columns = [
        Column(MERKMALE[merkmal].name),
        Column("fällig", Kind.ANZAHL),
        Column("fristgerecht", Kind.ANZAHL),
        Column("Fristquote", Kind.ANTEIL),
        Column("noch in Frist", Kind.ANZAHL),
    ]
    if compared:
        columns += [Column(f"Fristquote {context.past_name}", Kind.ANTEIL), Column("Differenz", Kind.PROZENTPUNKTE)]
    *rows, total = (_row(context, group, compared, alike=broken is None) for group in (*groups, whole))
    notes = [*wording.period_notes(context), NOT_RANKED, wording.small_share_note(context.smallest_base)]
    notes += [MULTIPLE] if MERKMALE[merkmal].multiplies else []
    why_not = reason(broken) if broken else undecided_note(still_open(whole.open))
    notes += [*standards.notes(context), *([why_not] if why_not and compared else []), *([CUT] if cut else [])]
    return Table(f"Fristquote nach {MERKMALE[merkmal].name}", tuple(columns), tuple(rows), total, tuple(notes))


def _row(context: Context, group: _Group, compared: bool, *, alike: bool) -> tuple[Cell, ...]:
    rate = group.rate
    now, past = (_cell(context, werte) for werte in (rate, _past(rate)))
    row: tuple[Cell, ...] = (group.name, rate.nenner, rate.zaehler, now, group.open.wert)
    if not compared:
        return row
    told = alike and not still_open(group.open) and not isinstance(now, str) and not isinstance(past, str)
    return (*row, past, rate.differenz if told else None)


def _cell(context: Context, rate: Werte) -> Cell:
    return wording.share_cell(rate.wert, rate.zaehler, rate.nenner, context.smallest_base)


def _words(context: Context, groups: Sequence[_Group], whole: _Group, drawn: Sequence[_Group]) -> str:
    if not whole.rate.nenner:
        return wording.NO_VALUE
    large = [group for group in groups if (group.rate.nenner or 0) >= context.smallest_base and not group.rest]
    told = f"Gesamt: {_text(context, whole.rate)}."
    if len(large) > 1:
        span = sorted(group.rate.wert or 0 for group in large)
        told += (
            f" Bei den {len(large)} Werten mit mindestens {context.smallest_base} fälligen Fällen liegt die Quote"
            f" zwischen {formats.percent(span[0])} und {formats.percent(span[-1])}."
        )
    start = axis_start([_dot(context, group) for group in drawn])
    return told + (f" Die Achse des Diagramms beginnt bei {formats.percent(start / 100, 0)}." if start else "")


CARD = Card(
    "frist-merkmale",
    TITEL,
    "Anteil der fälligen Kundenreaktionen",
    KENNZAHLEN,
    _build,
    height=440,
    wide=True,
    options=(OPTION,),
)
