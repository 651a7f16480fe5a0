"""Zusammenfassung der manuellen Meldungen: recorded cases and reported figures together, and from whom they are."""

from __future__ import annotations

from collections.abc import Collection

from cards import wording
from cards.base import Card, CardKind, CardResult, Context
from data_access.meldungen import Posten, Zusammenfassung, quote_posten, zusammenfassung
from domain import formats
from domain.kennzahlen import KENNZAHLEN
from domain.meldung import MELDBAR, QUOTEN
from domain.merkmale import MERKMALE
from exports.table import Cell, Column, Kind, Table

TITEL = "Zusammenfassung der manuellen Meldungen"
TITEL_JE_JOBCENTER = "Einzelfälle und Meldungen je Jobcenter"
NOT_REPORTED = "nicht gemeldet"
CASES, REPORTED = "Einzelfälle", "manuelle Meldung"
NOTES = (
    "Eine Meldung zählt, wenn ihr Zeitraum ganz in der Auswahl liegt. „nicht gemeldet“ heißt: Die Zahl ist nicht"
    " bekannt; 0 heißt: als Null gemeldet oder kein Fall.",
    "Quoten entstehen aus den Summen der Jobcenter, von denen Zähler und Nenner bekannt sind. Der Auswahl folgen nur"
    " Zeitraum und Jobcenter.",
)
PARTLY = "teilweise"


def coverage(found: Zusammenfassung) -> str:
    """From how many Jobcenter cases and returns are there."""
    alle = len(found.jobcenter)
    return (
        f"Einzelfälle aus {len(found.mit_faellen)} von {wording.counted(alle, 'Jobcenter', 'Jobcentern')}, manuelle"
        f" Meldungen von {len(found.mit_meldung)}; mit Angaben {len(found.mit_faellen | found.mit_meldung)} von {alle}"
    )


def source_text(found: Zusammenfassung, jobcenter: str) -> str:
    """Where the figures of a Jobcenter come from."""
    parts = [CASES] if jobcenter in found.mit_faellen else []
    if jobcenter in found.mit_meldung:
        parts.append(f"{REPORTED} ({PARTLY})" if jobcenter in found.teilweise else REPORTED)
    return formats.enumeration(parts) or NOT_REPORTED


def missing_text(context: Context, found: Zusammenfassung, known: Collection[str]) -> str:
    """The Jobcenter of which a figure is missing, or known for a part of the period only."""
    missing = [context.name("jobcenter", code) for code in found.jobcenter if code not in known]
    partly = [f"{context.name('jobcenter', code)} ({PARTLY})" for code in known if code in found.teilweise]
    return ", ".join([*missing, *partly])


def _build(context: Context) -> CardResult:
    found, _ = zusammenfassung(context.view, context.selection)
    columns = (
        Column("Kennzahl"),
        Column(CASES, Kind.WERT),
        Column("manuelle Meldungen", Kind.WERT),
        Column("zusammen", Kind.WERT),
        Column("Jobcenter"),
        Column(NOT_REPORTED + " von"),
    )
    counted = [*(Posten(code) for code in MELDBAR), *found.gemeldete_posten]
    rows = [_count_row(context, found, posten) for posten in counted]
    rows += [_rate_row(context, found, quote) for quote in QUOTEN]
    kinds = [Kind.ANZAHL] * len(counted) + [Kind.ANTEIL] * len(QUOTEN)
    notes = [*NOTES]
    if found.hinausragend:
        reach = wording.counted(found.hinausragend, "Meldung reicht", "Meldungen reichen")
        notes.append(
            f"{reach} über den Zeitraum hinaus und {'ist' if found.hinausragend == 1 else 'sind'} nicht enthalten."
        )
    return CardResult(
        Table(TITEL, columns, tuple(rows), None, tuple(notes), tuple(kinds)),
        f"{coverage(found)}.",
        auswahl=_auswahl(context),
    )


def _auswahl(context: Context) -> str:
    codes = context.selection.codes("jobcenter")
    names = formats.enumeration([context.name("jobcenter", code) for code in codes], "oder")
    return f"Zeitraum {context.now_name}, " + (f"Jobcenter {names}" if names else "alle Jobcenter")


def _count_row(context: Context, found: Zusammenfassung, posten: Posten) -> tuple[Cell, ...]:
    known = found.bekannt(posten)
    summe = found.summe([posten], known)
    name = KENNZAHLEN[posten.kennzahl].name
    if posten.merkmal:
        name += f" – {MERKMALE[posten.merkmal].name}: {context.name(posten.merkmal, posten.auspraegung)}"
    numbers = (summe.faelle, _reported(found, summe.gemeldet), _shown(summe.zusammen))
    return (name, *numbers, _of(found, known), missing_text(context, found, known))


def _rate_row(context: Context, found: Zusammenfassung, quote: str) -> tuple[Cell, ...]:
    zaehler, nenner = quote_posten(quote)
    known = found.bekannt(zaehler, *nenner)
    parts, whole = found.summe([zaehler], known), found.summe(nenner, known)
    cases, reported, together = (
        _rate(context, part, base)
        for part, base in zip((*parts, parts.zusammen), (*whole, whole.zusammen), strict=True)
    )
    told = reported if parts.gemeldet is not None else _reported(found, None)
    return (KENNZAHLEN[quote].name, cases, told, together, _of(found, known), missing_text(context, found, known))


def _rate(context: Context, part: int | None, whole: int | None) -> Cell:
    return None if part is None or whole is None or whole < max(context.share_base, 1) else part / whole


def _reported(found: Zusammenfassung, value: int | None) -> Cell:
    """A reported figure; where nobody has to report anything, nothing is missing."""
    return _shown(value) if set(found.jobcenter) - found.mit_faellen else value


def _shown(value: int | None) -> Cell:
    return NOT_REPORTED if value is None else value


def _of(found: Zusammenfassung, known: Collection[str]) -> str:
    return f"{len(known)} von {len(found.jobcenter)}"


def _build_je_jobcenter(context: Context) -> CardResult:
    found, _ = zusammenfassung(context.view, context.selection)
    columns = (Column("Jobcenter"), Column("Quelle"), *(Column(KENNZAHLEN[code].name, Kind.ANZAHL) for code in MELDBAR))
    rows = tuple(
        (
            context.name("jobcenter", jobcenter),
            source_text(found, jobcenter),
            *(_shown(found.angabe(Posten(code), jobcenter).zusammen) for code in MELDBAR),
        )
        for jobcenter in found.jobcenter
    )
    silent = [context.name("jobcenter", code) for code in found.jobcenter if not _told(found, code)]
    words = f"{coverage(found)}." + (f" Ohne Angaben: {formats.enumeration(silent)}." if silent else "")
    return CardResult(Table(TITEL_JE_JOBCENTER, columns, rows, None, NOTES[:1]), words, auswahl=_auswahl(context))


def _told(found: Zusammenfassung, jobcenter: str) -> bool:
    return jobcenter in found.mit_faellen or jobcenter in found.mit_meldung


CARD = Card("meldungen", TITEL, "Anzahlen und Quoten", MELDBAR, _build, wide=True, kind=CardKind.TABLE, cases=False)
JE_JOBCENTER = Card(
    "meldungen-je-jobcenter",
    TITEL_JE_JOBCENTER,
    "Anzahlen",
    MELDBAR,
    _build_je_jobcenter,
    wide=True,
    kind=CardKind.TABLE,
    cases=False,
)
