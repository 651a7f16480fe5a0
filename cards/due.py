"""What the cards about open cases share: the cases, classes of age that follow the standard, and their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cards import standards
from cards.base import Context
from data_access.aggregate import breakdown
from domain import formats
from domain.frist import ARBEITSTAGE, Qualitaetsstandard, standard_for
from domain.zeitraum import Monat, Zeitraum

OPEN = ("offen_in_frist", "ueberfaellig")
NOT_BY_PERIOD = "unabhängig vom gewählten Zeitraum"
SEVEN_DAYS_HAVE_FIVE_WORKING_DAYS = 7 / 5
USUAL_DAYS = 21
# The last days before the due date are a class of their own.
LAST_DAYS = 3


def age_bounds(context: Context) -> tuple[int, ...]:
    """Last days of the classes of age, after the standard in force at the Datenstand.

    Where several are in force, the longest decides; without any the classes are those of 21 days.
    """
    stand = context.view.catalog.stand.datenstand
    chosen = context.selection.codes("jobcenter") or tuple(context.view.catalog.vocabulary.names["jobcenter"])
    recorded = standards.of_selection(context)
    in_force = [standard for code in chosen if (standard := standard_for(stand, code, recorded)) is not None]
    return bounds_up_to(max((_calendar_days(standard) for standard in in_force), default=USUAL_DAYS))


def bounds_up_to(last: int) -> tuple[int, ...]:
    """Thirds of a standard of ``last`` days, and the days just before its end: 21 gives 7, 14, 18 and 21."""
    bounds = {round(last / 3), round(2 * last / 3), last - LAST_DAYS, last}
    return tuple(sorted(bound for bound in bounds if bound >= 0))


def class_name(von: int, bis: int | None) -> str:
    """``0 bis 7 Tage``, ``über 21 Tage``."""
    if bis is None:
        return f"über {formats.days(von - 1)}"
    return formats.days(bis) if von == bis else f"{von} bis {formats.days(bis)}"


def classes(bounds: Sequence[int]) -> list[str]:
    """Names of all classes of age."""
    firsts = [0, *(bound + 1 for bound in bounds)]
    return [class_name(von, bis) for von, bis in zip(firsts, [*bounds, None], strict=True)]


def open_count(context: Context) -> int:
    """How many Kundenreaktionen of the selection are open at the Datenstand, whenever they came."""
    catalog = context.view.catalog
    until = Monat.of(catalog.stand.datenstand)
    ever = Zeitraum(Monat.of(catalog.first_eingang) if catalog.first_eingang else until, until)
    selection = replace(context.selection, zeitraum=ever, vergleich="ohne", zeitbezug="eingang")
    (row,) = breakdown(context.view, selection, OPEN)
    return sum(int(row.werte[state].wert or 0) for state in OPEN)


def open_unit(context: Context) -> str:
    """``offene Kundenreaktionen am 31.03.2021, unabhängig vom gewählten Zeitraum``."""
    return f"offene Kundenreaktionen am {formats.day(context.view.catalog.stand.datenstand)}, {NOT_BY_PERIOD}"


def filters_in_words(context: Context) -> str:
    """The filters that act on open cases: all but the period and what belongs to it."""
    lasting = replace(context.selection, zeitbezug="eingang", bewertungsbasis="alle")
    return ", ".join(lasting.filters_told(context.view.catalog.vocabulary)) or "kein Filter"


def _calendar_days(standard: Qualitaetsstandard) -> int:
    working = standard.tageart == ARBEITSTAGE
    return round(standard.frist_tage * SEVEN_DAYS_HAVE_FIVE_WORKING_DAYS) if working else standard.frist_tage
