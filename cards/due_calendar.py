"""The due dates of the open cases as calendar entries: how many per day, and which Aktenzeichen; no names."""

from __future__ import annotations

from hashlib import blake2b
from itertools import groupby

from cards import wording
from cards.base import Context
from cards.due import filters_in_words
from cards.vorgaenge import MOST_IN_FILE
from data_access.vorgaenge import offene_vorgaenge
from domain import formats
from exports.calendar import DayEntry

NAME = "KRM-Fristen"
# Aktenzeichen in one entry.
MOST_NUMBERS = 100
NOTHING = "Kein offener Vorgang"


def entries(context: Context) -> list[DayEntry]:
    """One entry per due day in order of time; without open cases one on the Datenstand that says so.

    An entry keeps its identifier while filters and day stay the same, so that a newer file replaces the older one.
    """
    stand = context.view.catalog.stand.datenstand
    filters = "&".join(f"{merkmal}={','.join(codes)}" for merkmal, codes in context.selection.filter)
    which = blake2b(filters.encode(), digest_size=6).hexdigest()
    told = f"Datenstand {formats.day(stand)}"
    told += f"; {filters_in_words(context)}" if context.selection.filter else ""
    found = []
    cases = offene_vorgaenge(context.view, context.selection, limit=MOST_IN_FILE)
    if cases.gesamt > MOST_IN_FILE:
        shown, all_ = formats.number(MOST_IN_FILE), formats.number(cases.gesamt)
        told += f"; der Kalender enthält die {shown} ersten fälligen von {all_} Vorgängen"
    for day, group in groupby(cases.vorgaenge, key=lambda case: case.faellig_am):
        numbers = [case.aktenzeichen for case in group]
        title = f"KRM: {wording.counted(len(numbers), 'Vorgang', 'Vorgänge')} fällig"
        more = [f"und {formats.number(len(numbers) - MOST_NUMBERS)} weitere"] if len(numbers) > MOST_NUMBERS else []
        text = "\n".join([*numbers[:MOST_NUMBERS], *more, told])
        found.append(DayEntry(day, f"{day:%Y%m%d}-{which}@krm-statistik", title, text))
    return found or [DayEntry(stand, f"{stand:%Y%m%d}-{which}@krm-statistik", f"KRM: {NOTHING}", told)]
