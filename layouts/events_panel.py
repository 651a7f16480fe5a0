"""The panel of the page Ereignisse: own events with their buttons, and the form for a new or changed one.

The browser sends the form (``assets/25-krm-events.js``); what the server does not accept stays in the fields.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from cards.base import Context
from cards.ereignisliste import concerns
from data_access.catalog import Catalog
from domain import formats
from domain.ereignis import LONGEST_KATEGORIE, LONGEST_TITEL, Ereignis
from domain.merkmale import MERKMALE
from layouts import texts

# Ids of the fields begin with this; the rest is the name under which the server gets them.
FIELD = "ereignis-"
LONGEST_DAY = 20
BOUND = ("jobcenter", "bereich", "kanal")
# No catalogue has this code.
EVERYTHING = "alle"


def frame(context: Context) -> html.Section:
    """The form; the list of own events above it is filled by the page's callback."""
    catalog = context.view.catalog
    told = {
        "data-new": texts.EVENT_NEW,
        "data-edit": texts.EVENT_EDIT,
        "data-save-new": texts.EVENT_SAVE,
        "data-save-edit": texts.EVENT_SAVE_CHANGE,
        "data-failed": texts.NOT_SENT,
    }
    fields = [
        _day_field("von"),
        _day_field("bis"),
        _text_field("titel", LONGEST_TITEL, texts.EVENT_PERSONS),
        _text_field("kategorie", LONGEST_KATEGORIE, "", suggestions=_kategorien(catalog)),
        *(_choice_field(merkmal, catalog) for merkmal in BOUND),
    ]
    buttons = html.Div(
        [
            html.Button(texts.EVENT_SAVE, type="submit", className="filter-button strong"),
            html.Button(texts.CANCEL, type="button", className="quiet", hidden=True, **{"data-event-cancel": "1"}),
        ],
        className="form-buttons",
    )
    form = html.Form(
        [html.H3(texts.EVENT_NEW, id=f"{FIELD}kopf"), html.Div(fields, className="form-fields"), buttons],
        id=f"{FIELD}formular",
        className="event-form",
        **{"aria-labelledby": f"{FIELD}kopf", **told},
    )
    not_theirs = html.P(texts.OWN_EVENTS_READ_ONLY, className="for-readers")
    said = html.P(role="status", className="form-status", id=f"{FIELD}meldung")
    title = html.H2(texts.OWN_EVENTS, id=f"{FIELD}titel-der-tafel", tabIndex="-1")
    return html.Section(
        [
            title,
            html.P(texts.OWN_EVENTS_ABOUT, className="subtitle"),
            html.Div(id=f"{FIELD}liste"),
            not_theirs,
            said,
            form,
        ],
        className="krm-card wide panel",
        **{"aria-labelledby": f"{FIELD}titel-der-tafel"},
    )


def content(context: Context) -> Any:
    """The own events, newest first, each with its buttons."""
    catalog = context.view.catalog
    if catalog.own_events_missing:
        return html.P(texts.APP_DATABASE_DOWN)
    own = [ereignis for ereignis in reversed(catalog.ereignisse) if ereignis.nummer is not None]
    if not own:
        return html.P(texts.OWN_EVENTS_NONE)
    return html.Ul([_entry(ereignis, catalog) for ereignis in own], className="own-events")


def _entry(ereignis: Ereignis, catalog: Catalog) -> html.Li:
    title = ereignis.titel
    until = "" if ereignis.datum_bis is None else f" – {formats.day(ereignis.datum_bis)}"
    told = [html.Span(f"{formats.day(ereignis.datum_von)}{until}", className="event-day"), " ", html.Strong(title)]
    bound = html.Span(f" · {ereignis.kategorie} · gilt für {concerns(ereignis, catalog)}", className="event-about")
    first = html.Span(
        [
            _button(texts.CHANGE, texts.change_event(title), "edit", json.dumps(_values(ereignis))),
            _button(texts.REMOVE.capitalize(), texts.remove_event(title), "ask", "1"),
        ],
        className="event-buttons",
    )
    asked = html.Span(
        [
            _button(texts.REMOVE_FOR_GOOD, texts.remove_for_good(title), "remove", str(ereignis.nummer)),
            _button(texts.KEEP, texts.KEEP, "keep", "1"),
        ],
        className="event-buttons asked",
        hidden=True,
    )
    return html.Li([html.Span([*told, bound], className="event-told"), first, asked])


def _button(text: str, label: str, action: str, value: str) -> html.Button:
    described = {"aria-label": label, f"data-event-{action}": value}
    return html.Button(text, type="button", className="quiet", **described)


def _values(ereignis: Ereignis) -> dict[str, str]:
    """What the fields hold while the event is changed, and its number."""
    return {
        "nummer": str(ereignis.nummer),
        "von": formats.day(ereignis.datum_von),
        "bis": "" if ereignis.datum_bis is None else formats.day(ereignis.datum_bis),
        "titel": ereignis.titel,
        "kategorie": ereignis.kategorie,
        **{merkmal: getattr(ereignis, merkmal) or EVERYTHING for merkmal in BOUND},
    }


def _day_field(name: str) -> html.Div:
    shown = dbc.Input(id=f"{FIELD}{name}", type="text", autocomplete="off", maxlength=LONGEST_DAY, size="sm")
    return _field(name, shown, texts.EVENT_DAY_HINTS[name])


def _text_field(name: str, longest: int, hint: str, suggestions: tuple[str, ...] = ()) -> html.Div:
    offered = f"{FIELD}{name}-vorschlaege"
    shown = dbc.Input(
        id=f"{FIELD}{name}",
        type="text",
        autocomplete="off",
        maxlength=longest,
        size="sm",
        **({"list": offered} if suggestions else {}),
    )
    more = [html.Datalist([html.Option(value=value) for value in suggestions], id=offered)] if suggestions else []
    return _field(name, shown, hint, *more)


def _choice_field(merkmal: str, catalog: Catalog) -> html.Div:
    names: Mapping[str, str] = catalog.vocabulary.names[merkmal]
    values = [
        {"label": texts.ALL, "value": EVERYTHING},
        *({"label": name, "value": code} for code, name in names.items()),
    ]
    shown = dbc.Select(id=f"{FIELD}{merkmal}", options=values, value=EVERYTHING, size="sm")
    # With a single Jobcenter there is nothing to choose.
    return html.Div(_field(merkmal, shown, ""), hidden=len(names) < 2)


def _field(name: str, shown: Any, hint: str, *more: Any) -> html.Div:
    known = MERKMALE.get(name)
    label = dbc.Label(known.name if known else texts.EVENT_FIELDS[name], html_for=f"{FIELD}{name}")
    about = html.P(hint, className="field-hint", id=f"{FIELD}{name}-hinweis", hidden=not hint)
    fault = html.P(className="field-fault", id=f"{FIELD}{name}-fehler", hidden=True)
    return html.Div([label, shown, *more, about, fault], className=f"field field-{name}", **{"data-field": name})


def _kategorien(catalog: Catalog) -> tuple[str, ...]:
    return tuple(sorted({ereignis.kategorie for ereignis in catalog.ereignisse}))
