"""German sentences of a check: what became of an exported figure."""

from __future__ import annotations

from collections.abc import Sequence

from app_data.pruefnummern import ExportedFigure
from cards.wording import counted
from data_access.holdings import Importlauf
from domain import formats
from domain.selection import Problem

TOTAL = "Gesamt"
SAME = "Die Zahlen sind heute dieselben wie beim Export."
SAME_WITH_NEWER_DATA = (
    "Die Zahlen sind heute dieselben wie beim Export, obwohl seitdem andere Daten eingespielt wurden."
)
NOT_KEPT = (
    "Die Tabelle von damals wird nicht aufgehoben, weil sie einzelne Vorgänge nennt oder sehr lang ist; verglichen ist"
    " ihr Fingerabdruck."
)
CARD_GONE = "Diese Abbildung gibt es in der heutigen Fassung des Programms nicht mehr."
NOT_PROTECTABLE = "Diese Abbildung gibt es heute nicht mehr in geschützten Zahlen."
AS_EXPORTED = "Zu sehen ist sie nur noch so, wie sie exportiert wurde."
REASONS = {
    "datenbank": "Die Abbildung stammt aus einer anderen Datenbank als der heutigen.",
    "katalog": "Kataloge oder Qualitätsstandards sind seitdem andere.",
    "ereignisse": "Eingetragene Ereignisse sind seitdem andere; an ihnen können Grenzen neu beginnen.",
    "unbekannt": (
        "Daten, Kataloge, Ereignisse und Programm sind dieselben; das sollte nicht vorkommen. Bitte sagen Sie der"
        " Betreuung Bescheid."
    ),
}
# (table, one, several) of what an import counts.
_COUNTED = (("kundenreaktion", "Kundenreaktion", "Kundenreaktionen"), ("anliegen", "Anliegen", "Anliegen"))
_DONE = (("neu", "neu"), ("geaendert", "geändert"), ("entfernt", "entfernt"))
_MOST_IMPORTS = 6


def selection_gone(problems: Sequence[Problem]) -> str:
    """The selection names what there is no more."""
    named = formats.enumeration([f"„{problem.wert or problem.parameter}“" for problem in problems[:5]], "und")
    return f"Ihre Auswahl nennt, was es im heutigen Katalog oder Programm nicht mehr gibt: {named}."


def differing(cells: int | None, why: Sequence[str]) -> str:
    """How much differs, and why; ``cells`` None where only that it differs is known."""
    if cells is None:
        first = "Die Zahlen sind heute andere als beim Export."
    elif cells == 1:
        first = "Eine Stelle der Tabelle ist heute anders als beim Export."
    else:
        first = f"{formats.number(cells)} Stellen der Tabelle sind heute anders als beim Export."
    return " ".join((first, *why))


def other_version(then: str, now: str) -> str:
    """Another version of the program computed it."""
    return f"Exportiert hat sie die Fassung {then} des Programms, heute rechnet Fassung {now}."


def newer_data(figure: ExportedFigure, runs: Sequence[Importlauf]) -> str:
    """Which imports came since, the oldest first, and what each did to the cases."""
    since = (
        f"Exportiert wurde sie mit dem Datenstand {formats.day(figure.datenstand)} (Import Nr. {figure.stand_nummer})"
    )
    if not runs:
        return f"{since}; seitdem wurden andere Daten eingespielt."
    shown = [_import(run) for run in sorted(runs, key=lambda run: run.nummer)[-_MOST_IMPORTS:]]
    left_out = len(runs) - len(shown)
    more = f"{counted(left_out, 'früherer Import', 'frühere Importe')}; " if left_out else ""
    return f"{since}; seitdem kam: {more}{'; '.join(shown)}."


def _import(run: Importlauf) -> str:
    changes = []
    for table, one, several in _COUNTED:
        counts = run.zaehlung.get(table, {})
        done = [f"{formats.number(counts[code])} {word}" for code, word in _DONE if counts.get(code)]
        if done:
            name = one if sum(counts.get(code, 0) for code, _ in _DONE) == 1 else several
            changes.append(f"{name}: {', '.join(done)}")
    what = "; ".join(changes) or "keine Änderung an Kundenreaktionen und Anliegen"
    return f"Import Nr. {run.nummer}, Datenstand {formats.day(run.datenstand)} ({what})"
