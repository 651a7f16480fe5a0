"""Regelkarte: is what an indicator does more than the usual fluctuation?"""

from __future__ import annotations

from cards import control, control_view, standards, wording
from cards.base import Card, CardResult, Context
from cards.entwicklung import (
    BUCKET_NAMES,
    KENNZAHLEN,
    OPTION_JE,
    OPTION_KENNZAHL,
    OPTION_NEU_AB,
    Question,
    event_notes,
    new_from,
)
from cards.events import flags
from cards.series_breaks import MEASURED_BY_STANDARD
from domain.kennzahlen import Einheit
from exports.table import Column, Table

TITEL = "Regelkarte"
NOT_FOR_DAYS = (
    "Für Laufzeiten nicht geeignet: Median und Neun-von-zehn-Wert springen in ganzen Tagen, ihre Streuung sagt wenig"
    " über den Zufall. Ob Bearbeitungen schneller werden, zeigt die Fristquote besser."
)
TOO_RARE = (
    f"Nicht geeignet: Im Mittel sind es weniger als {control.FEWEST_PER_BUCKET} Fälle; bei so seltenen Ereignissen"
    " gelten die Grenzen einer Regelkarte nicht."
)
NO_DATA = "Für diesen Zeitraum gibt es keine Daten."


def _build(context: Context) -> CardResult:
    question = Question(context)
    codes = (question.kennzahl.code,)
    if question.kennzahl.einheit is Einheit.TAGE:
        return CardResult(_empty(NOT_FOR_DAYS), NOT_FOR_DAYS, kennzahlen=codes)
    one = control.controlled(context, question.kennzahl.code, question.je, new_from(context))
    if one is None:
        return CardResult(_empty(NO_DATA), NO_DATA, kennzahlen=codes)
    if one.sparse:
        return CardResult(_empty(TOO_RARE), TOO_RARE, kennzahlen=codes)
    more = standards.notes(context) if question.kennzahl.code in MEASURED_BY_STANDARD else []
    figure = control_view.figure(context, one)
    return CardResult(
        table=control_view.table(context, one, f"{TITEL}: {question.kennzahl.name}", (*more, *event_notes(context))),
        words=wording.NO_VALUE if figure is None else control_view.words(context, one),
        figure=figure,
        events=flags(context, question.je, one.first)[1],
        titel=f"{TITEL}: {question.kennzahl.name} je {BUCKET_NAMES[question.je]}",
        einheit=question.kennzahl.einheit_name,
        kennzahlen=codes,
    )


def _empty(reason: str) -> Table:
    return Table(TITEL, (Column("Wert"),), (), notes=(reason,))


CARD = Card(
    "regelkarte",
    TITEL,
    "Kundenreaktionen",
    KENNZAHLEN,
    _build,
    height=400,
    wide=True,
    options=(OPTION_KENNZAHL, OPTION_JE, OPTION_NEU_AB),
    compared=False,
)
