"""Categories compared with the period before: the table, the grouped bars and the sentence that such cards share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cards import wording
from cards.base import Context, Drawn, RowLink
from cards.row_links import row_links
from data_access.aggregate import Aggregate, Werte, share
from domain import formats
from domain.kennzahlen import Kennzahl
from domain.merkmale import MERKMALE
from exports.table import Cell, Column, Kind, Table
from figures import theme
from figures.bars import Series, grouped

SHOWN = 10
DRAWN = Drawn("y", SHOWN)
CUT = "Das Diagramm zeigt die ersten zehn Zeilen der Tabelle."


@dataclass(frozen=True)
class Category:
    """One category with its value; ``rest`` marks "ohne Angabe", which stands last."""

    name: str
    werte: Werte
    rest: bool = False
    code: str = ""


def categories(context: Context, answer: Aggregate, kennzahl: str, merkmal: str) -> list[Category]:
    """The rows of a breakdown by one dimension, largest first, what has no value last."""
    found = [
        Category(context.name(merkmal, code), zeile.werte[kennzahl], code == MERKMALE[merkmal].ohne, code)
        for zeile in answer.zeilen
        for code in zeile.codes
    ]
    return sorted(found, key=lambda category: (category.rest, -(category.werte.wert or 0), category.name))


def links(context: Context, kennzahl: str, merkmal: str, rows: Sequence[Category]) -> tuple[RowLink | None, ...]:
    """Where the rows lead."""
    return row_links(context, kennzahl, [{merkmal: row.code} for row in rows])


def table(
    context: Context,
    title: str,
    heading: str,
    rows: Sequence[Category],
    summe: Werte,
    obstacle: str,
    notes: Iterable[str] = (),
) -> Table:
    """Count and share now and before, difference and change; the total is the one of its own query.

    ``obstacle`` says why no change is told; empty where one is.
    """
    compared = wording.has_comparison(context)
    columns = [Column(heading), Column(context.now_name, Kind.ANZAHL), Column("Anteil", Kind.ANTEIL)]
    if compared:
        past = context.past_name
        columns += [Column(past, Kind.ANZAHL), Column(f"Anteil {past}", Kind.ANTEIL)]
        columns += [Column("Differenz", Kind.DIFFERENZ), Column("Veränderung", Kind.VERAENDERUNG)]
    everything = Category("Gesamt", summe)
    return Table(
        title=title,
        columns=tuple(columns),
        rows=tuple(_row(context, category, summe, compared, told=not obstacle) for category in rows),
        total=_row(context, everything, summe, compared, told=not obstacle),
        notes=(*notes, *([obstacle] if obstacle and compared else []), *_notes(context, rows, summe, compared)),
    )


def figure(context: Context, rows: Sequence[Category], summe: Werte) -> theme.Figure | None:
    """Grouped bars of the largest categories; the table holds all of them. None without a single case."""
    if not any(category.werte.wert or category.werte.vergleich for category in rows):
        return None
    shown = rows[:SHOWN]
    return grouped([category.name for category in shown], _series(context, shown, summe))


def _series(context: Context, rows: Sequence[Category], summe: Werte) -> list[Series]:
    """The period in the strong colour, the comparison in grey behind it."""
    names = [category.name for category in rows]
    now = [category.werte.wert for category in rows]
    shown = [Series(context.now_name, now, *_texts(context, names, now, summe.wert, context.now_name), theme.NOW)]
    if wording.has_comparison(context):
        past = [category.werte.vergleich for category in rows]
        texts = _texts(context, names, past, summe.vergleich, context.past_name)
        shown.append(Series(context.past_name, past, *texts, theme.PAST))
    return shown


def largest_sentence(
    context: Context, kennzahl: Kennzahl, rows: Sequence[Category], summe: Werte, obstacle: str
) -> str:
    """The largest category in words, with its change where there is no ``obstacle``; the chart's text alternative."""
    counted = [category for category in rows if category.werte.wert]
    if not counted:
        return f"Keine {kennzahl.einheit_name} in dieser Auswahl."
    top = max(counted, key=lambda category: category.werte.wert or 0)
    part = _share(context, top.werte.wert, summe.wert)
    told = not obstacle and wording.has_whole_comparison(context)
    change = wording.change_text(kennzahl, top.werte, context.smallest_base) if told else ""
    against = f"; gegenüber {context.past_name}: {change}" if change else ""
    count, total = formats.number(top.werte.wert or 0), formats.number(summe.wert or 0)
    of = f" ({formats.percent(part)})" if isinstance(part, float) else ""
    return f"Am häufigsten: {top.name} mit {count} von {total} {kennzahl.einheit_name}{of}{against}."


def _row(context: Context, category: Category, summe: Werte, compared: bool, *, told: bool) -> tuple[Cell, ...]:
    werte = category.werte
    row: tuple[Cell, ...] = (category.name, werte.wert, _share(context, werte.wert, summe.wert))
    if compared:
        row += (werte.vergleich, _share(context, werte.vergleich, summe.vergleich))
        row += (werte.differenz, wording.relative_change(werte, context.smallest_base)) if told else (None, None)
    return row


def _share(context: Context, part: float | int | None, whole: float | int | None) -> Cell:
    """The share of a count in the total; of a small total as ``5 von 8``."""
    told, of = int(part or 0), int(whole or 0)
    return wording.share_cell(share(part, whole), told, of, context.smallest_base)


def _notes(context: Context, rows: Sequence[Category], summe: Werte, compared: bool) -> list[str]:
    small = any((category.werte.vergleich or 0) < context.smallest_base for category in rows)
    notes = [wording.small_base_note(context.smallest_base)] if compared and small else []
    bases = [summe.wert, *([summe.vergleich] if compared else [])]
    if any(0 < (base or 0) < context.smallest_base for base in bases):
        notes.append(wording.small_share_note(context.smallest_base))
    return [*notes, CUT] if len(rows) > SHOWN else notes


def _texts(
    context: Context,
    names: Sequence[str],
    values: Sequence[float | int | None],
    total: float | int | None,
    period: str,
) -> tuple[list[str], list[str]]:
    texts, hover = [], []
    for name, value in zip(names, values, strict=True):
        part = _share(context, value, total)
        text = formats.NONE if value is None else formats.number(value)
        text += f" ({formats.percent(part)})" if isinstance(part, float) else ""
        texts.append(text)
        hover.append(f"{theme.safe(name)}<br>{theme.safe(period)}: {text}")
    return texts, hover
