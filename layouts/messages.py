"""Messages in place of figures or above them: nothing loaded, database down, parts of an address dropped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from cards.base import outage_notes
from data_access.errors import DatabaseUnavailableError, TookTooLongError
from data_access.warehouse import View
from domain.merkmale import MERKMALE
from domain.selection import NAMES, Fault, Problem
from layouts import texts

_LONGEST = 60
_MOST = 8


def no_data() -> html.Div:
    """Before the first import."""
    return _message(texts.NO_DATA_TITLE, texts.NO_DATA)


def no_answer(error: DatabaseUnavailableError) -> html.Div:
    """The database does not answer, or not in time."""
    return _message(texts.DATABASE_TITLE, unavailable(error))


def not_answered(sentence_: str) -> html.Div:
    """Above the figures of an earlier selection: why they are not those of the present one."""
    return html.Div([html.P(sentence_), html.P(texts.STILL_OLD)], className="notice", role="alert")


def unknown_page() -> html.Div:
    """An address that no page has."""
    link = html.A(texts.BACK_HOME, href="/", **{"data-nav": "/"})
    return html.Div([html.H1(texts.UNKNOWN_PAGE), html.P(link)], className="message", role="alert")


def unavailable(error: DatabaseUnavailableError) -> str:
    """Why there is no answer."""
    return texts.TOOK_TOO_LONG if isinstance(error, TookTooLongError) else texts.DATABASE_DOWN


def hints(problems: Sequence[Problem], view: View) -> list[Any]:
    """What stands above the figures: an outage, parts of the address not understood, events that cannot be read."""
    told = [*outage_notes(view), *([texts.OWN_EVENTS_MISSING] if view.catalog.own_events_missing else [])]
    notices = [html.Div(html.P(sentence_), className="notice", role="alert") for sentence_ in told]
    return [*notices, *([dropped(problems)] if problems else [])]


def dropped(problems: Sequence[Problem]) -> html.Div:
    """Names every part of the address that was not understood."""
    entries = [html.Li(sentence(problem)) for problem in problems[:_MOST]]
    return html.Div([html.P(texts.DROPPED), html.Ul(entries)], className="notice", role="alert")


def sentence(problem: Problem) -> str:
    """One dropped part in words."""
    wert = problem.wert if len(problem.wert) <= _LONGEST else problem.wert[:_LONGEST] + "…"
    known = MERKMALE.get(problem.parameter)
    name = known.name if known else NAMES.get(problem.parameter, problem.parameter[:_LONGEST])
    match problem.art:
        case Fault.PARAMETER:
            return f"Angabe „{problem.parameter[:_LONGEST]}“"
        case Fault.MONAT:
            return f"{name}: „{wert}“ ist kein Monat (erwartet wird zum Beispiel 2020-03)"
        case Fault.MEHRFACH:
            return f"{name} ist mehrfach angegeben ({wert})"
        case Fault.UNVOLLSTAENDIG:
            return f"Zum Zeitraum fehlt „{name}“"
        case Fault.VERKEHRT:
            return f"Der Zeitraum ist verkehrt herum ({wert})"
        case _:
            return f"{name}: „{wert}“"


def _message(title: str, sentence_: str) -> html.Div:
    return html.Div([html.H1(title), html.P(sentence_)], className="message", role="alert")
