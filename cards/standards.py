"""The Qualitätsstandards of a selection: which apply, what they aim at, and when the yardstick changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cards import wording
from cards.base import Context
from domain import formats
from domain.frist import ONE_DAY, Qualitaetsstandard, standard_for
from domain.zeitraum import DaySpan

SEVERAL = "Der Standard wechselt"


@dataclass(frozen=True)
class Change:
    """From ``day`` on, receipts are measured by another rule than the day before; ``label`` says by which."""

    day: date
    label: str


def of_selection(context: Context) -> list[Qualitaetsstandard]:
    """The recorded standards that can apply to a Jobcenter of the selection, in order of time."""
    chosen = set(_jobcenter(context))
    return [s for s in context.view.catalog.standards if s.jobcenter is None or s.jobcenter in chosen]


def overlapping(context: Context, *spans: DaySpan) -> list[Qualitaetsstandard]:
    """Those of them that are valid on a day of one of the spans."""
    return [
        standard
        for standard in of_selection(context)
        if any(standard.gueltig_von <= span.bis and (standard.gueltig_bis or span.von) >= span.von for span in spans)
    ]


def notes(context: Context) -> list[str]:
    """The standards for the receipts of the period and its comparison, in words."""
    spans = [context.selection.zeitraum.span]
    if context.comparison is not None and wording.has_comparison(context):
        spans.append(context.comparison.span)
    return [
        f"Standard für Eingänge ab {formats.day(standard.gueltig_von)}: {rule_text(standard)} ({standard.bezeichnung})."
        for standard in overlapping(context, *spans)
    ]


def rule_text(standard: Qualitaetsstandard) -> str:
    """``21 Kalendertage``, ``10 Arbeitstage, verschoben auf den nächsten Werktag``."""
    unit = standard.tageart if standard.frist_tage != 1 else standard.tageart.removesuffix("e")
    shifted = ", verschoben auf den nächsten Werktag" if standard.verschiebe_auf_werktag else ""
    return f"{standard.frist_tage} {unit}{shifted}"


def target(context: Context, day: date) -> float | None:
    """The Zielquote for receipts of ``day``, where all Jobcenter of the selection have the same one on record."""
    found = {standard.zielquote for standard in _in_force(context, day).values()}
    only = found.pop() if len(found) == 1 else None
    return None if only is None else float(only)


def changes(context: Context, span: DaySpan) -> list[Change]:
    """The days after the first of the span from which another rule holds for a Jobcenter of the selection."""
    recorded = of_selection(context)
    days = {s.gueltig_von for s in recorded} | {s.gueltig_bis + ONE_DAY for s in recorded if s.gueltig_bis}
    found = []
    for day in sorted(day for day in days if span.von < day <= span.bis):
        before, after = _in_force(context, day - ONE_DAY), _in_force(context, day)
        moved = {
            (before[code].rule, after[code].rule): (before[code], after[code])
            for code in before.keys() & after.keys()
            if before[code].rule != after[code].rule
        }
        if moved:
            found.append(Change(day, _label(*next(iter(moved.values()))) if len(moved) == 1 else SEVERAL))
    return found


def _label(before: Qualitaetsstandard, after: Qualitaetsstandard) -> str:
    if before.tageart == after.tageart and before.frist_tage != after.frist_tage:
        return f"{after.frist_tage} statt {before.frist_tage} {after.tageart}"
    return f"{rule_text(after)} statt {rule_text(before)}"


def _in_force(context: Context, day: date) -> dict[str, Qualitaetsstandard]:
    """The standard for receipts of ``day``, per Jobcenter of the selection that has one."""
    recorded = of_selection(context)
    found = {code: standard_for(day, code, recorded) for code in _jobcenter(context)}
    return {code: standard for code, standard in found.items() if standard is not None}


def _jobcenter(context: Context) -> tuple[str, ...]:
    return context.selection.codes("jobcenter") or tuple(context.view.catalog.vocabulary.names["jobcenter"])
