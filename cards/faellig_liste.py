"""Fälligkeiten: every open case with its due date, the days left and the chance that it is missed."""

from __future__ import annotations

from analysis.survival import MINIMUM_N
from cards import wording
from cards.base import Card, CardKind, CardResult, Context
from cards.due import filters_in_words, open_unit
from cards.risk import Risk, Risks
from cards.vorgaenge import names
from data_access.vorgaenge import Vorgang, offene_vorgaenge
from domain import formats
from exports.table import Cell, Column, Kind, Table

TITEL = "Fälligkeiten"
NOTES = (
    "Risiko: geschätzter Anteil der ähnlichen Vorgänge, die nach so vielen Tagen noch offen waren und dann die Frist"
    " überschritten (Kaplan–Meier aus den eigenen Daten).",
    "n: So viele ähnliche Vorgänge waren in diesem Alter noch offen.",
    f"Ähnlich heißt gleicher Bereich und Kanal; sind das weniger als {MINIMUM_N}, nur einer davon oder alle Vorgänge."
    f" Unter {MINIMUM_N} ähnlichen Vorgängen gibt es keine Schätzung, für überfällige ebenfalls nicht.",
)


def _build(context: Context) -> CardResult:
    cases = offene_vorgaenge(context.view, context.selection).vorgaenge
    several = len(context.view.catalog.vocabulary.names["jobcenter"]) > 1
    risks = Risks(context)
    columns = [
        Column("Aktenzeichen"),
        *([Column("Jobcenter")] if several else []),
        Column("Eingang", Kind.DATUM),
        Column("Alter in Tagen", Kind.ANZAHL),
        Column("Fällig", Kind.DATUM),
        Column("Resttage", Kind.ANZAHL),
        *(Column(name) for name in ("Bereich", "Thema", "Kanal")),
        Column("Risiko", Kind.ANTEIL),
        Column("n", Kind.ANZAHL),
        Column("Ähnliche Vorgänge"),
    ]
    rows = tuple(_row(context, case, risks, several) for case in cases)
    return CardResult(
        table=Table(TITEL, tuple(columns), rows, notes=NOTES if cases else ()),
        words=_words(context, cases),
        titel=f"{TITEL}: {wording.counted(len(cases), 'offener Vorgang', 'offene Vorgänge')}",
        einheit=open_unit(context),
        auswahl=filters_in_words(context),
    )


def _row(context: Context, case: Vorgang, risks: Risks, several: bool) -> tuple[Cell, ...]:
    stand = context.view.catalog.stand.datenstand
    left = (case.faellig_am - stand).days
    risk = risks.of(case) if left >= 0 else Risk(None, 0, "")
    return (
        case.aktenzeichen,
        *([context.name("jobcenter", case.jobcenter)] if several else []),
        case.eingang_am,
        (stand - case.eingang_am).days,
        case.faellig_am,
        left,
        names(context, "bereich", case.bereiche),
        names(context, "thema", case.themen),
        names(context, "kanal", (case.kanal,)),
        risk.probability,
        risk.n if left >= 0 else None,
        risk.group or None,
    )


def _words(context: Context, cases: tuple[Vorgang, ...]) -> str:
    stand = context.view.catalog.stand.datenstand
    if not cases:
        return "Kein Vorgang dieser Auswahl ist offen."
    coming = [case.faellig_am for case in cases if case.faellig_am >= stand]
    if not coming:
        return "Alle offenen Vorgänge dieser Auswahl sind überfällig."
    day, count = coming[0], coming.count(coming[0])
    are = "ist" if count == 1 else "sind"
    return f"Als Nächstes {are} am {formats.day(day)} {wording.counted(count, 'Vorgang', 'Vorgänge')} fällig."


CARD = Card(
    "faellig-liste",
    TITEL,
    "offene Kundenreaktionen",
    ("offen_in_frist", "ueberfaellig"),
    _build,
    wide=True,
    kind=CardKind.TABLE,
    cases=False,
    other_files=(("faellig.ics", "Kalenderdatei"),),
)
