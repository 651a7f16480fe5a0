"""Fälligkeiten: every open case with its due date, the days left and the chance that it is missed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from analysis.survival import MINIMUM_N
from cards import wording
from cards.base import Card, CardKind, CardResult, Context, Pages
from cards.due import filters_in_words, open_unit
from cards.risk import Risk, Risks
from cards.vorgaenge import MOST_IN_FILE, PAGE, names
from data_access.vorgaenge import Vorgaenge, Vorgang, offene_fristen, offene_vorgaenge
from domain import formats
from exports.table import Cell, Column, Kind, Table

TITEL = "Fälligkeiten"
ROWS = 200
NOTES = (
    "Risiko: geschätzter Anteil der ähnlichen Vorgänge, die nach so vielen Tagen noch offen waren und dann die Frist"
    " überschritten (Kaplan–Meier aus den eigenen Daten).",
    "n: So viele ähnliche Vorgänge waren in diesem Alter noch offen.",
    f"Ähnlich heißt gleicher Bereich und Kanal; sind das weniger als {MINIMUM_N}, nur einer davon oder alle Vorgänge."
    f" Unter {MINIMUM_N} ähnlichen Vorgängen gibt es keine Schätzung, für überfällige ebenfalls nicht.",
)


def _build(context: Context) -> CardResult:
    page = int(context.options[PAGE.name])
    found = _read(context, ROWS, (page - 1) * ROWS)
    last = max(-(-found.gesamt // ROWS), 1)
    if page > last:
        page, found = last, _read(context, ROWS, (last - 1) * ROWS)
    return CardResult(
        table=_table(context, found),
        words=_words(context, found, page, last),
        titel=f"{TITEL}: {wording.counted(found.gesamt, 'offener Vorgang', 'offene Vorgänge')}",
        einheit=open_unit(context),
        auswahl=filters_in_words(context),
        # A list that fits on one page is sorted by the browser.
        pages=Pages(page, last) if last > 1 else None,
    )


def _whole(context: Context) -> Table:
    found = _read(context, MOST_IN_FILE, 0)
    shown, all_ = formats.number(len(found.vorgaenge)), formats.number(found.gesamt)
    cut = found.gesamt > len(found.vorgaenge)
    return _table(
        context, found, [f"Die Datei enthält die {shown} ersten fälligen von {all_} Vorgängen."] if cut else []
    )


def _read(context: Context, limit: int, offset: int) -> Vorgaenge:
    return offene_vorgaenge(context.view, context.selection, limit=limit, offset=offset)


def _table(context: Context, found: Vorgaenge, notes: Sequence[str] = ()) -> Table:
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
    rows = tuple(_row(context, case, risks, several) for case in found.vorgaenge)
    return Table(TITEL, tuple(columns), rows, notes=(*notes, *(NOTES if rows else ())))


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


def _words(context: Context, found: Vorgaenge, page: int, last: int) -> str:
    if not found.gesamt:
        return "Kein Vorgang dieser Auswahl ist offen."
    shown = Counter(case.faellig_am for case in found.vorgaenge)
    words = _next(context, shown if last == 1 else _due_days(context))
    if last > 1:
        first = (page - 1) * ROWS + 1
        place = f"{formats.number(first)} bis {formats.number(first + len(found.vorgaenge) - 1)}"
        words += f" Zu sehen: {place} von {formats.number(found.gesamt)}, die am frühesten fälligen zuerst."
        words += " Die Dateien enthalten alle." if found.gesamt <= MOST_IN_FILE else ""
    return words


def _due_days(context: Context) -> Counter[date]:
    """How many open cases are due on which day, those of the other pages included."""
    found: Counter[date] = Counter()
    for _, day, count in offene_fristen(context.view, context.selection):
        found[day] += count
    return found


def _next(context: Context, due: Counter[date]) -> str:
    """When the next cases are due, and how many."""
    coming = {day: count for day, count in due.items() if day >= context.view.catalog.stand.datenstand}
    if not coming:
        return "Alle offenen Vorgänge dieser Auswahl sind überfällig."
    day = min(coming)
    are = "ist" if coming[day] == 1 else "sind"
    return f"Als Nächstes {are} am {formats.day(day)} {wording.counted(coming[day], 'Vorgang', 'Vorgänge')} fällig."


CARD = Card(
    "faellig-liste",
    TITEL,
    "offene Kundenreaktionen",
    ("offen_in_frist", "ueberfaellig"),
    _build,
    wide=True,
    kind=CardKind.TABLE,
    options=(PAGE,),
    whole=_whole,
    cases=False,
    other_files=(("faellig.ics", "Kalenderdatei"),),
)
