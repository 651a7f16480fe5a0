"""Standards: which deadline applied when, for whom, and what it aims at."""

from __future__ import annotations

from cards import standards
from cards.base import Card, CardKind, CardResult, Context
from domain import formats
from domain.frist import Qualitaetsstandard
from exports.table import Cell, Column, Kind, Table

TITEL = "Geltende Standards und ihre Geschichte"
ALL_JOBCENTER = "alle"
COUNTING = "Gezählt wird ab dem Tag nach dem Eingang; der Standard richtet sich nach dem Tag des Eingangs."
NONE = "Für diese Auswahl ist kein Standard erfasst."


def _build(context: Context) -> CardResult:
    recorded = standards.of_selection(context)
    applied = standards.overlapping(context, context.selection.zeitraum.span)
    columns = (
        Column("gültig von", Kind.DATUM),
        Column("gültig bis", Kind.DATUM),
        Column("Jobcenter"),
        Column("Frist"),
        Column("Zielquote", Kind.ANTEIL),
        Column("Bezeichnung"),
        Column("gilt im Zeitraum"),
    )
    rows = tuple(_row(context, standard, "ja" if standard in applied else "nein") for standard in reversed(recorded))
    return CardResult(Table(TITEL, columns, rows, None, (COUNTING,)), _words(context, applied))


def _row(context: Context, standard: Qualitaetsstandard, applies: str) -> tuple[Cell, ...]:
    jobcenter = standard.jobcenter
    return (
        standard.gueltig_von,
        standard.gueltig_bis,
        ALL_JOBCENTER if jobcenter is None else context.name("jobcenter", jobcenter),
        standards.rule_text(standard),
        None if standard.zielquote is None else float(standard.zielquote),
        standard.bezeichnung,
        applies,
    )


def _words(context: Context, applied: list[Qualitaetsstandard]) -> str:
    if not applied:
        return NONE
    rules = formats.enumeration(list(dict.fromkeys(standards.rule_text(standard) for standard in applied)))
    target = standards.target(context, context.selection.zeitraum.span.bis)
    aim = "eine gemeinsame Zielquote ist nicht hinterlegt" if target is None else f"Ziel {formats.percent(target)}"
    return f"Eingänge im Zeitraum ({context.now_name}): {rules}; {aim}."


CARD = Card(
    "frist-standards",
    TITEL,
    "Qualitätsstandards",
    ("fristquote",),
    _build,
    wide=True,
    kind=CardKind.TABLE,
    compared=False,
)
