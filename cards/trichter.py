"""Trichter: which groups differ in a rate by more than their size explains; nobody is ranked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from analysis.binomial import binomial
from analysis.funnel import Position, funnel_limits, position, sizes_up_to
from cards import standards, wording
from cards.base import Card, CardResult, Context
from cards.options import Option
from cards.row_links import row_links
from data_access.aggregate import Aggregate, Werte, aggregate
from data_access.catalog import Catalog
from domain import formats
from domain.kennzahlen import KENNZAHLEN, CountedOn, Kennzahl
from domain.merkmale import MERKMALE
from exports.table import Cell, Column, Kind, Table
from figures import theme
from figures.funnel import Dot, Limits, funnel_plot

RATES = ("begruendetenquote", "fristquote", "ombudsquote")
TITEL = "Quoten im Vergleich"
NOT_CHANCE = "Unterschiede innerhalb der Grenzen sind vom Zufall nicht zu unterscheiden."
LIMITS = (
    "Grenzen: um die Gesamtquote, exakt nach der Binomialverteilung. Von 20 Gruppen, die sich nur zufällig"
    " unterscheiden, liegt im Mittel eine außerhalb der 95-%-Grenzen, von 500 eine außerhalb der 99,8-%-Grenzen."
)
PLACES = {
    Position.FAR_BELOW: "unter der 99,8-%-Grenze",
    Position.BELOW: "unter der 95-%-Grenze",
    Position.INSIDE: "innerhalb der Grenzen",
    Position.ABOVE: "über der 95-%-Grenze",
    Position.FAR_ABOVE: "über der 99,8-%-Grenze",
}
NO_CASES = "keine Fälle"
PLURALS = {"bereich": "Bereichen", "thema": "Themen", "kanal": "Kanälen", "jobcenter": "Jobcentern"}
# What is below and above the line of a rate, as column headings.
PARTS = {
    "begruendetenquote": ("Beschwerden", "begründet"),
    "fristquote": ("fällige Kundenreaktionen", "fristgerecht"),
    "ombudsquote": ("Kundenreaktionen", "an die Ombudsstelle"),
}


def groups(catalog: Catalog) -> dict[str, str]:
    """The dimensions by which can be compared; Jobcenter only where there are several."""
    several = len(catalog.vocabulary.names["jobcenter"]) > 1
    return {code: MERKMALE[code].name for code in PLURALS if several or code != "jobcenter"}


KENNZAHL = Option("kennzahl", "Quote", {code: KENNZAHLEN[code].name for code in RATES}, RATES[0], on_card=True)
GRUPPE = Option("gruppe", "Vergleich nach", groups, "bereich", on_card=True)


@dataclass(frozen=True)
class _Unit:
    """One group by its code; ``place`` is None without cases."""

    code: str
    name: str
    werte: Werte
    place: Position | None

    @property
    def cases(self) -> int:
        return self.werte.nenner or 0

    @property
    def outside(self) -> bool:
        return self.place not in (None, Position.INSIDE)


def _build(context: Context) -> CardResult:
    # Rounded numerators and denominators have other limits of chance.
    context.view.require_exact()
    kennzahl, merkmal = KENNZAHLEN[context.options["kennzahl"]], context.options["gruppe"]
    context = replace(context, selection=replace(context.selection, vergleich="ohne"))
    answer = aggregate(context.view, context.selection, [kennzahl.code], [merkmal])
    whole = answer.summe[kennzahl.code]
    units = _units(context, answer, kennzahl.code, merkmal)
    return CardResult(
        table=_table(context, kennzahl, merkmal, units, whole),
        words=_words(merkmal, units, whole),
        figure=_figure(context, kennzahl, MERKMALE[merkmal].name, units, whole),
        titel=f"{kennzahl.name} nach {MERKMALE[merkmal].name}",
        einheit=kennzahl.einheit_name,
        kennzahlen=(kennzahl.code,),
        row_links=row_links(context, kennzahl.code, [{merkmal: unit.code} for unit in units]),
    )


def _units(context: Context, answer: Aggregate, code: str, merkmal: str) -> list[_Unit]:
    """The groups by name, "ohne Angabe" last."""
    rate = answer.summe[code].wert
    ordered = sorted(
        answer.zeilen,
        key=lambda z: (z.codes[0] == MERKMALE[merkmal].ohne, context.name(merkmal, z.codes[0]).casefold()),
    )
    return [
        _Unit(
            zeile.codes[0],
            context.name(merkmal, zeile.codes[0]),
            zeile.werte[code],
            _place(zeile.werte[code], rate),
        )
        for zeile in ordered
    ]


def _place(werte: Werte, rate: float | None) -> Position | None:
    if rate is None or not werte.nenner:
        return None
    return position(binomial(werte.nenner, rate), werte.zaehler or 0)


def _figure(
    context: Context, kennzahl: Kennzahl, group: str, units: Sequence[_Unit], whole: Werte
) -> theme.Figure | None:
    counted = [unit for unit in units if unit.cases]
    if whole.wert is None or not counted:
        return None
    dots = [Dot(unit.cases, unit.werte.wert or 0, unit.name, unit.outside, _hover(context, unit)) for unit in counted]
    sizes = sizes_up_to(max(unit.cases for unit in counted))
    lines = [funnel_limits(size, whole.wert) for size in sizes]
    limits = [Limits(at.nenner, (at.lower_998, at.lower_95, at.upper_95, at.upper_998)) for at in lines]
    names = ("innerhalb", "außerhalb", f"gesamt {formats.percent(whole.wert)}", "95-%-Grenzen", "99,8-%-Grenzen")
    return funnel_plot(dots, limits, whole.wert, names, f"{_parts(context, kennzahl)[0]} je {group}")


def _hover(context: Context, unit: _Unit) -> str:
    assert unit.place is not None
    count = f"{formats.number(unit.werte.zaehler or 0)} von {formats.number(unit.cases)}"
    share = "" if unit.cases < context.smallest_base else f" ({formats.percent(unit.werte.wert or 0)})"
    return f"{theme.safe(unit.name)}<br>{count}{share}<br>{PLACES[unit.place]}"


def _table(context: Context, kennzahl: Kennzahl, merkmal: str, units: Sequence[_Unit], whole: Werte) -> Table:
    below, above = _parts(context, kennzahl)
    columns = [Column(MERKMALE[merkmal].name), Column(below, Kind.ANZAHL), Column(above, Kind.ANZAHL)]
    columns += [Column(kennzahl.name, Kind.ANTEIL), Column("Lage")]
    columns += [Column(name, Kind.ANTEIL, "95-%-Grenzen") for name in ("untere", "obere")]
    columns += [Column(name, Kind.ANTEIL, "99,8-%-Grenzen") for name in ("untere", "obere")]
    rows = [_row(context, unit, whole.wert) for unit in units]
    total = ("Gesamt", whole.nenner, whole.zaehler, _share(context, whole), "", None, None, None, None)
    notes = [NOT_CHANCE, LIMITS]
    if any(0 < unit.cases < context.smallest_base for unit in units):
        notes.append(wording.small_share_note(context.smallest_base))
    if kennzahl.counted_on is CountedOn.REAKTION and MERKMALE[merkmal].multiplies:
        notes.append(wording.MULTIPLE)
    if kennzahl.code == "fristquote":
        notes += standards.notes(context)
    title = f"{kennzahl.name} nach {MERKMALE[merkmal].name}"
    return Table(title, tuple(columns), tuple(rows), total, tuple(notes))


def _share(context: Context, werte: Werte) -> Cell:
    return wording.share_cell(werte.wert, werte.zaehler, werte.nenner, context.smallest_base)


def _row(context: Context, unit: _Unit, rate: float | None) -> tuple[Cell, ...]:
    row: tuple[Cell, ...] = (unit.name, unit.cases, unit.werte.zaehler)
    if unit.place is None or rate is None:
        return (*row, None, NO_CASES, None, None, None, None)
    limits = funnel_limits(unit.cases, rate)
    row += (_share(context, unit.werte), PLACES[unit.place])
    return (*row, limits.lower_95, limits.upper_95, limits.lower_998, limits.upper_998)


def _words(merkmal: str, units: Sequence[_Unit], whole: Werte) -> str:
    counted = [unit for unit in units if unit.cases]
    if whole.wert is None:
        return "In dieser Auswahl gibt es keine Fälle, aus denen sich eine Quote ergibt."
    if len(counted) < 2:
        return "Für einen Vergleich braucht es mindestens zwei Gruppen mit Fällen."
    outside = [unit for unit in counted if unit.outside]
    inside = len(counted) - len(outside)
    sentence = (
        f"Innerhalb der Grenzen um die Gesamtquote {formats.percent(whole.wert)}:"
        f" {inside} von {len(counted)} {PLURALS[merkmal]} mit Fällen."
    )
    if outside:
        named = formats.enumeration([f"{unit.name} ({PLACES[unit.place]})" for unit in outside if unit.place])
        sentence += f" Außerhalb: {named}."
    return f"{sentence} {NOT_CHANCE}"


def _parts(context: Context, kennzahl: Kennzahl) -> tuple[str, str]:
    below, above = PARTS[kennzahl.code]
    assessed = kennzahl.code == "begruendetenquote" and context.selection.bewertungsbasis == "bewertete"
    return (f"bewertete {below}" if assessed else below), above


CARD = Card(
    "trichter",
    TITEL,
    "Anteil",
    RATES,
    _build,
    height=430,
    wide=True,
    options=(KENNZAHL, GRUPPE),
    compared=False,
)
