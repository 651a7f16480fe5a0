"""Values, differences and short sentences that all cards share, always in the same order and grammar."""

from __future__ import annotations

from datetime import date

from cards.base import Context
from data_access.aggregate import Werte
from domain import formats
from domain.kennzahlen import Einheit, Kennzahl
from exports.table import Cell

DEMO = "Demodaten: Randsummen 2019/2020 wie veröffentlicht, Einzelfälle erzeugt"
NO_VALUE = "Diese Auswahl hat keinen Wert."
MULTIPLE = "Mehrfachnennungen: Eine Kundenreaktion kann in mehreren Zeilen stehen; die Summe ist größer als gesamt."


def value_text(kennzahl: Kennzahl, wert: float | int | None) -> str:
    """A value with its unit; an en dash where there is none."""
    if wert is None:
        return formats.NONE
    if kennzahl.einheit is Einheit.ANTEIL:
        return formats.percent(wert)
    if kennzahl.einheit is Einheit.TAGE:
        return formats.days(wert)
    return formats.number(wert, 2 if kennzahl.einheit is Einheit.VERHAELTNIS else 0)


def difference_text(kennzahl: Kennzahl, differenz: float | int) -> str:
    """A difference with its sign and unit; shares differ by percentage points."""
    if kennzahl.einheit is Einheit.ANTEIL:
        return formats.percentage_points(differenz)
    if kennzahl.einheit is Einheit.TAGE:
        places = 0 if float(differenz).is_integer() else 1
        return formats.signed(differenz, places) + formats.NBSP + ("Tag" if abs(differenz) == 1 else "Tage")
    return formats.signed(differenz, 2 if kennzahl.einheit is Einheit.VERHAELTNIS else 0)


def change_text(kennzahl: Kennzahl, werte: Werte, smallest_base: int) -> str:
    """``−616; −36,6 %``, ``+0,2 Prozentpunkte``, ``+3; neu``; from a small base without a percentage."""
    if werte.differenz is None:
        return ""
    difference = difference_text(kennzahl, werte.differenz)
    if kennzahl.einheit is not Einheit.ANZAHL:
        return difference
    if not werte.vergleich:
        return f"{difference}; neu" if werte.wert else difference
    change = relative_change(werte, smallest_base)
    return difference if change is None else f"{difference}; {formats.percent_change(change)}"


def relative_change(werte: Werte, smallest_base: int) -> float | None:
    """The relative change of a count where its base is large enough to be told as a percentage."""
    if werte.vergleich is None or werte.vergleich < smallest_base:
        return None
    return werte.veraenderung


def share_cell(wert: float | None, zaehler: int | None, nenner: int | None, smallest_base: int) -> Cell:
    """A share for a table: ``5 von 8`` where its base is small, None over nothing."""
    if wert is None or not nenner:
        return None
    if nenner >= smallest_base:
        return wert
    return f"{formats.number(zaehler or 0)} von {formats.number(nenner)}"


def small_share_note(smallest_base: int) -> str:
    """Why some shares are told as ``5 von 8``."""
    return f"Anteile in Prozent erst ab {smallest_base} Fällen, darunter als Zahl der Fälle."


def small_base_note(smallest_base: int) -> str:
    """Why some rows show no percentage."""
    return f"Veränderung in Prozent erst ab einer Basis von {smallest_base}."


def period_notes(context: Context, *, compared: bool = True) -> list[str]:
    """What must be said about the period: not over yet, outside the data; of what is ``compared`` also how."""
    catalog, zeitraum = context.view.catalog, context.selection.zeitraum
    stand = catalog.stand.datenstand
    notes = []
    if zeitraum.span.von > stand:
        notes.append(f"Der Zeitraum liegt nach dem Datenstand {formats.day(stand)}; dafür gibt es noch keine Daten.")
    elif not zeitraum.is_complete(stand):
        notes.append(f"Der Zeitraum ist noch nicht zu Ende: Daten bis {formats.day(stand)}.")
        if compared and context.comparison is not None and not context.comparison.span.empty:
            notes.append(f"Verglichen wird bis {formats.day(context.comparison.span.bis)}.")
    if catalog.first_eingang is not None and _starts_before_data(context, zeitraum.span.von):
        notes.append(f"Die Daten beginnen am {formats.day(catalog.first_eingang)}.")
    if not compared:
        return notes
    if context.comparison is not None and not has_comparison(context):
        notes.append(f"Für den Vergleich ({context.past_name}) liegen keine Daten vor.")
    elif context.comparison is not None and _starts_before_data(context, context.comparison.span.von):
        notes.append(f"Der Vergleich ({context.past_name}) reicht vor die ersten Daten zurück und ist unvollständig.")
    return notes


def _starts_before_data(context: Context, day: date) -> bool:
    first = context.view.catalog.first_eingang
    return first is not None and day < first.replace(day=1)


def has_comparison(context: Context) -> bool:
    """Whether the comparison period reaches into the loaded data."""
    first = context.view.catalog.first_eingang
    span = None if context.comparison is None else context.comparison.span
    return span is not None and not span.empty and first is not None and span.bis >= first


def has_whole_comparison(context: Context) -> bool:
    """Whether all of the comparison period lies in the loaded data, so that a change of a count tells something."""
    earlier = context.comparison
    return earlier is not None and has_comparison(context) and not _starts_before_data(context, earlier.span.von)


def counted(count: float | int, one: str, many: str) -> str:
    """``1 Kundenreaktion``, ``1.068 Kundenreaktionen``."""
    return f"{formats.number(count)} {one if count == 1 else many}"
