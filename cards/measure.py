"""An indicator in the chosen form: as it is, as a share, or per thousand Bedarfsgemeinschaften."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from statistics import mean

from cards.base import Context
from cards.entwicklung import ABSOLUT, JE_1000, JE_1000_NAME, Question
from data_access.aggregate import Werte
from data_access.denominators import bedarfsgemeinschaften
from domain.kennzahlen import Einheit, Kennzahl
from domain.zeitraum import DaySpan, Monat, Zeitraum, buckets

ONLY_COUNTS = "Anteile und Werte je 1.000 Bedarfsgemeinschaften gibt es nur für Anzahlen; gezeigt wird der Wert selbst."
NOTHING_TO_SHARE = "Ohne Filter ist der Anteil an allem immer 100 %; gezeigt wird die Anzahl."
MONTHS_MISSING = (
    "Geteilt wird durch den Monatsdurchschnitt der Bedarfsgemeinschaften; von den Filtern wirkt darauf nur das"
    " Jobcenter. Ohne Wert bleibt, wofür sie nicht vollständig gemeldet sind."
)
THOUSAND = 1000

Base = tuple[float | None, float | None]


@dataclass(frozen=True)
class Measure:
    """How an indicator is shown: its values as they are, or its counts divided by a base.

    ``kennzahl`` has the unit of what is shown. ``bases`` (now, before) are parallel to the axis, the last one is that
    of the whole period; empty where nothing is divided. ``base_name`` heads their column; ``note`` says what else is to
    be known.
    """

    kennzahl: Kennzahl
    bases: tuple[Base, ...] = ()
    base_name: str = ""
    note: str = ""
    factor: int = 1

    def shown(self, werte: Werte, at: int) -> Werte:
        """The value of bucket ``at`` (−1: of the whole period) as it is shown; its parts stay those of the count."""
        if not self.bases:
            return werte
        now, past = self.bases[at]
        return Werte(
            self._divided(werte.wert, now),
            werte.zaehler,
            _whole(now),
            self._divided(werte.vergleich, past),
            werte.vergleich_zaehler,
            _whole(past),
        )

    def _divided(self, count: float | int | None, base: float | None) -> float | None:
        return None if count is None or not base else self.factor * count / base


def measure(question: Question, *, of_parts: bool) -> Measure:
    """How the chosen indicator can be shown; ``of_parts``: the parts of a split rather than the whole."""
    kennzahl, chosen = question.kennzahl, question.context.options["darstellung"]
    if chosen == ABSOLUT:
        return Measure(kennzahl)
    if kennzahl.einheit is not Einheit.ANZAHL:
        return Measure(kennzahl, note=ONLY_COUNTS)
    if chosen == JE_1000:
        unit = f"{kennzahl.name} {JE_1000_NAME}"
        shown = replace(kennzahl, einheit=Einheit.VERHAELTNIS, einheit_name=unit)
        return Measure(shown, _per_thousand(question), "Bedarfsgemeinschaften", MONTHS_MISSING, THOUSAND)
    if not of_parts and not question.context.selection.filter:
        return Measure(kennzahl, note=NOTHING_TO_SHARE)
    whole = [*question.werte(question.je, filtered=of_parts), *question.werte(filtered=of_parts)]
    unit = f"Anteil an {'der Auswahl' if of_parts else 'allem ohne Filter'} ({kennzahl.name})"
    return Measure(
        replace(kennzahl, einheit=Einheit.ANTEIL, einheit_name=unit),
        tuple((werte.wert, werte.vergleich) for werte in whole),
        "Auswahl" if of_parts else "alle ohne Filter",
    )


def _per_thousand(question: Question) -> tuple[Base, ...]:
    """Mean number of Bedarfsgemeinschaften per bucket and, last, of the whole period; now and before."""
    context = question.context
    stand = context.view.catalog.stand.datenstand
    zeitraum, earlier = context.selection.zeitraum, context.comparison
    now = _means(context, zeitraum, question.je, DaySpan(zeitraum.span.von, stand))
    past = [None] * len(now) if earlier is None else _means(context, earlier.zeitraum, question.je, earlier.span)
    *parts, whole = past
    aligned = [*(parts + [None] * len(now))[: len(now) - 1], whole]
    return tuple(zip(now, aligned, strict=True))


def _means(context: Context, zeitraum: Zeitraum, je: str, counted: DaySpan) -> list[float | None]:
    """Per bucket and last for the whole period: the mean over its counted months, None where one of them is missing."""
    reported = bedarfsgemeinschaften(context.view, context.selection, zeitraum)
    groups = [*(bucket.monate for bucket in buckets(zeitraum, (je,))), zeitraum.monate]
    return [_mean(reported, [month for month in months if month.first_day <= counted.bis]) for months in groups]


def _mean(reported: Mapping[Monat, float], months: list[Monat]) -> float | None:
    there = [reported[month] for month in months if month in reported]
    return mean(there) if months and len(there) == len(months) else None


def _whole(base: float | None) -> int | None:
    return None if base is None else round(base)
