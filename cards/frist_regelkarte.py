"""Regelkarte der Fristquote: usual fluctuation or a change, and whether the process as it runs meets its target."""

from __future__ import annotations

from analysis.control_chart import Assurance, Variation, assurance, variation
from cards import control, control_view, standards, wording
from cards.base import Card, CardResult, Context
from cards.control import Controlled
from cards.entwicklung import OPTION_NEU_AB, event_notes, new_from
from cards.events import flags
from domain import formats
from exports.table import Column, Table

KENNZAHL = "fristquote"
TITEL = "Regelkarte der Fristquote"
NO_DATA = "Für diesen Zeitraum gibt es keine Daten."
# Plain icons beside plain words; none of them is a traffic light.
SPREAD = {
    Variation.COMMON_CAUSE: "≈ übliche Schwankung",
    Variation.BETTER: "▲ besser als bisher üblich",
    Variation.WORSE: "▼ schlechter als bisher üblich",
    Variation.NEUTRAL: "◆ anders als bisher üblich",
}
RELIABILITY = {
    Assurance.ALWAYS_MET: "● das Ziel wird regelmäßig erreicht",
    Assurance.HIT_AND_MISS: "◐ das Ziel wird mal erreicht, mal verfehlt",
    Assurance.NEVER_MET: "○ das Ziel wird so nicht erreicht",
}


def _build(context: Context) -> CardResult:
    one = control.controlled(context, KENNZAHL, "monat", new_from(context))
    if one is None:
        return CardResult(Table(TITEL, (Column("Wert"),), (), notes=(NO_DATA,)), NO_DATA)
    target = standards.target(context, context.selection.zeitraum.span.bis)
    figure = control_view.figure(context, one, target)
    verdicts = (f"Streuung: {_spread(one)}.", f"Verlässlichkeit: {_reliability(one, target)}.")
    more = (*verdicts, *standards.notes(context), *event_notes(context))
    return CardResult(
        table=control_view.table(context, one, TITEL, more),
        words=wording.NO_VALUE if figure is None else " ".join((control_view.words(context, one, target), *verdicts)),
        figure=figure,
        events=flags(context, one.je, one.first)[1],
    )


def _spread(one: Controlled) -> str:
    """The verdict on the latest month."""
    if one.trial:
        return "noch kein Urteil, die Grenzen sind vorläufig"
    found, _ = variation(one.chart, one.kennzahl.richtung)
    return SPREAD[found]


def _reliability(one: Controlled, target: float | None) -> str:
    """The target against the limits of the latest month."""
    if target is None:
        return "kein Urteil, zum Standard ist keine Zielquote hinterlegt"
    if one.trial:
        return f"noch kein Urteil zum Ziel von {formats.percent(target)}, die Grenzen sind vorläufig"
    found = assurance(one.chart, target, one.kennzahl.richtung)
    return "kein Urteil" if found is None else f"{RELIABILITY[found]} ({formats.percent(target)})"


CARD = Card(
    "frist-regelkarte",
    TITEL,
    "Anteil der fälligen Kundenreaktionen",
    (KENNZAHL,),
    _build,
    height=400,
    wide=True,
    options=(OPTION_NEU_AB,),
    compared=False,
)
