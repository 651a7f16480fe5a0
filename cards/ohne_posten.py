"""Ohne diesen Posten: how the change would read if one item were left out."""

from __future__ import annotations

from cards import wording
from cards.base import Card, CardKind, CardResult, Context
from cards.dimensions import COUNTS, KENNZAHL, NACH, POSTEN, RATES
from cards.explanation import Explanation, chosen_item
from cards.split_result import NOTHING, OVER_ANLIEGEN, why_not, without_result
from data_access.aggregate import Werte
from domain.kennzahlen import Einheit, Kennzahl
from exports.table import Cell, Column, Kind, Table

TITEL = "Ohne diesen Posten"


def _build(context: Context) -> CardResult:
    explanation = Explanation(context)
    obstacle = explanation.obstacle()
    item = None if obstacle else chosen_item(explanation)
    if item is None:
        return without_result(explanation, TITEL, obstacle or NOTHING)
    kennzahl = explanation.counted(item.dimension)
    if kennzahl is None:
        return without_result(explanation, TITEL, why_not(explanation, item.dimension))
    name = item.name(context)
    parts = {
        "Gesamt": explanation.total(kennzahl),
        name: item.only(explanation).total(kennzahl),
        f"ohne {name}": item.without(explanation).total(kennzahl),
    }
    instead = OVER_ANLIEGEN + " " if kennzahl is not explanation.asked else ""
    titel = f"{kennzahl.name} ohne {name}"
    return CardResult(
        table=_table(context, titel, kennzahl, parts),
        words=instead + _words(context, kennzahl, name, *parts.values()),
        titel=titel,
        einheit=kennzahl.einheit_name,
        kennzahlen=(kennzahl.code,),
    )


def _table(context: Context, titel: str, kennzahl: Kennzahl, parts: dict[str, Werte]) -> Table:
    rate = kennzahl.einheit is Einheit.ANTEIL
    columns = [Column("Posten")]
    columns += [Column(period, Kind.WERT) for period in (context.past_name, context.now_name)]
    columns += [Column("Differenz", Kind.WERT_DIFFERENZ), *([] if rate else [Column("Veränderung", Kind.VERAENDERUNG)])]
    rows = tuple(_row(context, rate, part, werte) for part, werte in parts.items())
    notes = wording.period_notes(context)
    if not rate and any((werte.vergleich or 0) < context.smallest_base for werte in parts.values()):
        notes.append(wording.small_base_note(context.smallest_base))
    kind = Kind.ANTEIL if rate else Kind.ANZAHL
    return Table(titel, tuple(columns), rows, None, tuple(notes), row_kinds=(kind,) * len(rows))


def _row(context: Context, rate: bool, name: str, werte: Werte) -> tuple[Cell, ...]:
    if not rate:
        change = wording.relative_change(werte, context.smallest_base)
        return (name, werte.vergleich, werte.wert, werte.differenz, change)
    past, now = _rates(context, werte)
    told = not isinstance(past, str) and not isinstance(now, str)
    return (name, past, now, werte.differenz if told else None)


def _words(context: Context, kennzahl: Kennzahl, name: str, whole: Werte, item: Werte, rest: Werte) -> str:
    past, now = _rates(context, rest) if kennzahl.einheit is Einheit.ANTEIL else (rest.vergleich, rest.wert)
    texts = [cell if isinstance(cell, str) else wording.value_text(kennzahl, cell) for cell in (now, past)]  # type: ignore[arg-type]
    small = any(isinstance(cell, str) for cell in (past, now))
    without = "" if small else wording.change_text(kennzahl, rest, context.smallest_base)
    values = f"{texts[0]} gegenüber {texts[1]}" + (f" ({without})" if without else "")
    with_it = wording.change_text(kennzahl, whole, context.smallest_base)
    return f"Ohne {name}: {values}; mit allen Posten: {with_it or 'keine Veränderung'}."


def _rates(context: Context, werte: Werte) -> tuple[Cell, Cell]:
    """A rate before and now; of a small base as ``5 von 8``."""
    base = context.smallest_base
    return (
        wording.share_cell(werte.vergleich, werte.vergleich_zaehler, werte.vergleich_nenner, base),
        wording.share_cell(werte.wert, werte.zaehler, werte.nenner, base),
    )


CARD = Card(
    "ohne-posten",
    TITEL,
    "Anzahl",
    (*COUNTS, *RATES),
    _build,
    wide=True,
    kind=CardKind.TABLE,
    options=(KENNZAHL, NACH, POSTEN),
)
