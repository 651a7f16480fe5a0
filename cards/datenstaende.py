"""Datenstände: every import that was loaded, and what it did to the Kundenreaktionen."""

from __future__ import annotations

from cards import wording
from cards.base import Card, CardKind, CardResult, Context
from data_access.holdings import Importlauf, importlaeufe
from domain import formats
from exports.table import Cell, Column, Kind, Table

TITEL = "Geladene Datenstände"
EVERYTHING = "alle Daten, unabhängig von der Auswahl"
COUNTS = {"neu": "neu", "geaendert": "geändert", "unveraendert": "unverändert", "entfernt": "entfernt"}
CASES = "kundenreaktion"


def _build(context: Context) -> CardResult:
    runs = importlaeufe(context.view)
    columns = (
        Column("Nr.", Kind.ANZAHL),
        Column("Datenstand", Kind.DATUM),
        Column("importiert am", Kind.DATUM),
        Column("Uhrzeit (UTC)"),
        Column("Quelle"),
        *(Column(name, Kind.ANZAHL, "Kundenreaktionen") for name in (*COUNTS.values(), "danach im Bestand")),
    )
    return CardResult(
        table=Table(TITEL, columns, tuple(_row(runs, at) for at in range(len(runs)))),
        words=_words(runs),
        auswahl=EVERYTHING,
    )


def _row(runs: list[Importlauf], at: int) -> tuple[Cell, ...]:
    run = runs[at]
    return (
        run.nummer,
        run.datenstand,
        run.importiert_am.date(),
        f"{run.importiert_am:%H:%M}",
        run.quelle,
        *(_cases(run, name) for name in COUNTS),
        sum(_cases(earlier, "neu") - _cases(earlier, "entfernt") for earlier in runs[at:]),
    )


def _cases(run: Importlauf, name: str) -> int:
    return run.zaehlung.get(CASES, {}).get(name, 0)


def _words(runs: list[Importlauf]) -> str:
    if not runs:
        return "Kein Datenstand ist geladen."
    last = runs[0]
    new = wording.counted(_cases(last, "neu"), "neue Kundenreaktion", "neue Kundenreaktionen")
    return (
        f"{wording.counted(len(runs), 'Datenstand', 'Datenstände')} geladen. Der neueste, Nr. {last.nummer} vom"
        f" {formats.day(last.datenstand)}, brachte {new} und änderte {formats.number(_cases(last, 'geaendert'))}."
    )


CARD = Card("datenstaende", TITEL, "Importe", (), _build, wide=True, kind=CardKind.TABLE, cases=False)
