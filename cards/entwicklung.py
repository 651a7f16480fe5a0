"""What the cards of the page Entwicklung share: its choices, and an indicator over time in the chosen form."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from cards.base import Context
from cards.comparable import OPEN, still_open
from cards.options import Option
from cards.series_breaks import MEASURED_BY_STANDARD
from data_access.aggregate import Werte, Zeile, breakdown
from data_access.catalog import Catalog
from data_access.statements import BEDARFSGEMEINSCHAFTEN
from domain import formats
from domain.kennzahlen import KENNZAHLEN as ALL
from domain.kennzahlen import Einheit, Kennzahl
from domain.merkmale import FILTER, MERKMALE
from domain.selection import Selection
from domain.zeitraum import Bucket, buckets
from exports.table import Kind

# Stocks at the Datenstand are no development: what was open in an earlier month is not on record.
STOCKS = ("ueberfaellig", "offen_in_frist")
KENNZAHLEN = tuple(code for code in ALL if code not in STOCKS)
KEINE = "keine"
ABSOLUT, ANTEIL, JE_1000 = "absolut", "anteil", "je_1000"
JE_1000_NAME = "je 1.000 Bedarfsgemeinschaften"
NO_DENOMINATORS = f"„{JE_1000_NAME}“ ist nicht wählbar: Es sind keine Bedarfsgemeinschaften als Bezugsgröße geladen."
OUTSIDE = "Das gewählte Ereignis liegt nicht im Zeitraum; die Grenzen beginnen dort nicht neu."
BUCKET_NAMES = {"monat": "Monat", "quartal": "Quartal", "jahr": "Jahr"}
BUCKET_MONTHS = {"monat": 1, "quartal": 3, "jahr": 12}
BUCKET_KINDS = {"monat": Kind.MONAT, "quartal": Kind.QUARTAL, "jahr": Kind.TEXT}
KINDS = {
    Einheit.ANZAHL: Kind.ANZAHL,
    Einheit.ANTEIL: Kind.ANTEIL,
    Einheit.TAGE: Kind.TAGE,
    Einheit.VERHAELTNIS: Kind.VERHAELTNIS,
}


def _darstellungen(catalog: Catalog) -> Mapping[str, str]:
    always = {ABSOLUT: "absolut", ANTEIL: "Anteil"}
    return always | ({JE_1000: JE_1000_NAME} if BEDARFSGEMEINSCHAFTEN in catalog.bezugsgroessen else {})


def _reason(catalog: Catalog) -> str:
    return "" if BEDARFSGEMEINSCHAFTEN in catalog.bezugsgroessen else NO_DENOMINATORS


def _dimensions(catalog: Catalog) -> Mapping[str, str]:
    """All dimensions but time; Jobcenter only where there are several."""
    several = len(catalog.vocabulary.names["jobcenter"]) > 1
    shown = {code: MERKMALE[code].name for code in FILTER if several or code != "jobcenter"}
    return {KEINE: "keine Aufteilung"} | shown


def _days_of_events(catalog: Catalog) -> Mapping[str, str]:
    """One entry per day with events: limits that begin on the same day are the same limits."""
    titles: dict[str, list[str]] = {}
    for ereignis in catalog.ereignisse:
        titles.setdefault(ereignis.datum_von.isoformat(), []).append(ereignis.titel)
    return {KEINE: "keinem Ereignis"} | {day: _event_name(day, texts) for day, texts in titles.items()}


def _event_name(day: str, titles: list[str]) -> str:
    more = f" (und {len(titles) - 1} weitere)" if len(titles) > 1 else ""
    return f"{formats.day(date.fromisoformat(day))} {titles[0]}{more}"


def _days_in_period(catalog: Catalog, selection: Selection) -> Collection[str]:
    span = selection.zeitraum.span
    return {e.datum_von.isoformat() for e in catalog.ereignisse if span.von < e.datum_von <= span.bis}


OPTION_KENNZAHL = Option("kennzahl", "Messgröße", {code: ALL[code].name for code in KENNZAHLEN}, "kundenreaktionen")
OPTION_JE = Option("je", "je", BUCKET_NAMES, "monat")
OPTION_NACH = Option("nach", "Aufteilen nach", _dimensions, KEINE)
OPTION_DARSTELLUNG = Option("darstellung", "Darstellung", _darstellungen, ABSOLUT, reason=_reason)
OPTION_NEU_AB = Option("neu_ab", "Grenzen neu ab", _days_of_events, KEINE, offered=_days_in_period, on_card=True)


def new_from(context: Context) -> date | None:
    """The day from which the limits of a control chart begin anew; None without one in the period."""
    chosen, span = context.options["neu_ab"], context.selection.zeitraum.span
    day = None if chosen == KEINE else date.fromisoformat(chosen)
    return day if day is not None and span.von < day <= span.bis else None


def event_notes(context: Context) -> list[str]:
    """Why the chosen event changes nothing."""
    missed = context.options["neu_ab"] != KEINE and new_from(context) is None
    return [OUTSIDE] if missed else []


@dataclass(frozen=True)
class Question:
    """The choices of the page, read from a context."""

    context: Context

    @property
    def kennzahl(self) -> Kennzahl:
        return ALL[self.context.options["kennzahl"]]

    @property
    def je(self) -> str:
        return self.context.options["je"]

    @property
    def nach(self) -> str | None:
        """The dimension of the split; None without one."""
        chosen = self.context.options["nach"]
        return None if chosen == KEINE else chosen

    @cached_property
    def axis(self) -> tuple[Bucket, ...]:
        """The buckets of the period, in order of time."""
        return buckets(self.context.selection.zeitraum, (self.je,))

    @cached_property
    def partial(self) -> int | None:
        """Number of the bucket in which the Datenstand lies, where days of it are still to come."""
        stand = self.context.view.catalog.stand.datenstand
        running = (at for at, bucket in enumerate(self.axis) if bucket.span.von <= stand < bucket.span.bis)
        return next(running, None)

    @cached_property
    def incomplete(self) -> frozenset[int]:
        """Numbers of the buckets of which a part is missing: not over at the Datenstand, or cut by the period."""
        cut = {at for at, bucket in enumerate(self.axis) if len(bucket.monate) < BUCKET_MONTHS[self.je]}
        return frozenset(cut | ({self.partial} if self.partial is not None else set()))

    def has_data(self, at: int) -> bool:
        """Whether data could exist for a bucket: nothing is known before the first Eingang and after the Datenstand."""
        catalog, span = self.context.view.catalog, self.axis[at].span
        first = catalog.first_eingang
        return first is not None and first <= span.bis and span.von <= catalog.stand.datenstand

    def rows(self, *nach: str, filtered: bool = True) -> tuple[Zeile, ...]:
        """The indicator by some dimensions; ``filtered`` false: of everything in the period."""
        selection = self.context.selection
        chosen = selection if filtered else replace(selection, filter=())
        return breakdown(self.context.view, chosen, [self.kennzahl.code], nach)

    def werte(self, *nach: str, filtered: bool = True) -> list[Werte]:
        """Their values alone."""
        return [zeile.werte[self.kennzahl.code] for zeile in self.rows(*nach, filtered=filtered)]

    @cached_property
    def undecided(self) -> list[int]:
        """Per bucket, and last for the whole period: how many cases can still change a deadline figure."""
        if self.kennzahl.code not in MEASURED_BY_STANDARD:
            return [0] * (len(self.axis) + 1)
        view, selection = self.context.view, self.context.selection
        rows = [*breakdown(view, selection, [OPEN], (self.je,)), *breakdown(view, selection, [OPEN])]
        return [still_open(row.werte[OPEN]) for row in rows]

    @property
    def open(self) -> frozenset[int]:
        """Numbers of the buckets whose deadline figure can still change."""
        return frozenset(at for at, count in enumerate(self.undecided[:-1]) if count)

    @property
    def notes(self) -> list[str]:
        """Which quarters or years the period does not hold as a whole, and which can still change."""
        cut = [at for at, bucket in enumerate(self.axis) if len(bucket.monate) < BUCKET_MONTHS[self.je]]
        names = formats.enumeration([self.bucket_name(at) for at in cut])
        notes = [f"Nur zum Teil im Zeitraum und schraffiert gezeichnet: {names}."] if cut else []
        names = formats.enumeration([self.bucket_name(at) for at in sorted(self.open)])
        return [*notes, f"Noch nicht entschieden, die Werte können sich ändern: {names}."] if self.open else notes

    def short_name(self, at: int) -> str:
        """The same shorter, where there are many."""
        first = self.axis[at].monate[0]
        return formats.monat(first.jahr, first.monat, short=True) if self.je == "monat" else self.bucket_name(at)

    def bucket_name(self, at: int) -> str:
        """A bucket in words: the months of the period that lie in it."""
        return self.axis[at].zeitraum.in_words()
