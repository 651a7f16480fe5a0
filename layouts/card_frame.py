"""The frame of a card: title, unit, definition, switch between chart and table, downloads, words."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from dash import dcc, html

from cards.base import Card, CardKind, Pages
from domain.kennzahlen import Kennzahl
from figures import theme
from layouts import ids, share_menu, texts

GRAPH_CONFIG = {"displayModeBar": False, "responsive": True, "showSendToCloud": False, "plotlyServerURL": ""}


def card_frame(page: str, card: Card, choices: Sequence[html.Div] = ()) -> html.Section:
    """An empty card with its own choices; the page's callback fills its parts."""

    def part(name: str) -> str:
        return ids.on_card(page, card.slug, name)

    cases = [html.Div(_cases_link(card), className="downloads")] if card.cases else []
    tools = [*_view_switch(card), _definition(card, part), *cases, share_menu.menu(card, part)]
    words = [] if card.kind is CardKind.TILES else [html.P(id=part("worte"), className="words")]
    return html.Section(
        [
            html.Div(
                [html.H2(card.titel, id=part("titel")), html.Div(tools, className="tools")], className="card-head"
            ),
            html.P(id=part("untertitel"), className="subtitle"),
            *choices,
            *_chart_view(card, part),
            html.Div(
                html.Div(id=part("tabelle"), className="table-place"),
                className="view",
                hidden=card.kind is not CardKind.TABLE,
                **{"data-view": "tabelle"},
            ),
            *([html.Div(id=part("seiten"))] if card.whole else []),
            *words,
        ],
        className="krm-card wide" if card.wide else "krm-card",
        **{"aria-labelledby": part("titel"), "data-card": card.slug},
    )


def _chart_view(card: Card, part: Callable[[str], str]) -> list[html.Div]:
    if card.kind is CardKind.TABLE:
        return []
    if card.kind is CardKind.TILES:
        return [html.Div(id=part("kacheln"), className="view tiles", **{"data-view": "diagramm"})]
    described = {"aria-labelledby": part("titel"), "aria-describedby": part("worte")}
    inside = [
        html.Div(chart(part("diagramm"), card.height), className="chart", role="img", **described),
        html.Div(id=part("ereignisse")),
    ]
    return [html.Div(inside, className="view", **{"data-view": "diagramm"})]


def chart(component: str, height: int) -> dcc.Graph:
    """The only place where a chart is made: no mode bar, nothing that uploads, a fixed height."""
    return dcc.Graph(
        id=component, figure=theme.EMPTY, config=GRAPH_CONFIG, style={"height": f"{height}px"}, animate=False
    )


def event_data(events: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    """The numbered events below a time axis as data: the browser folds them into a list."""
    return {"titel": texts.events(len(events)), "zeilen": events} if events else {"zeilen": ()}


def _cases_link(card: Card) -> html.A:
    """Link to the cases behind the figures of a card; the query of the selection comes with its table."""
    label = {"aria-label": texts.cases_of(card.titel), "data-inside": "1", "data-query": "auswahl"}
    return html.A(texts.CASES, href=ids.CASES_PATH, **label)


def page_turner(pages: Pages | None) -> html.Nav | None:
    """Buttons to the first, previous, next and last page; None where there is only one."""
    if pages is None or pages.last < 2:
        return None
    before, after = max(pages.shown - 1, 1), min(pages.shown + 1, pages.last)
    first, previous, following, last = (
        _turn(name, to, pages.shown) for name, to in zip(texts.TURNS, (1, before, after, pages.last), strict=True)
    )
    place = html.Span(texts.page_of(pages.shown, pages.last), className="page-place")
    return html.Nav(
        [first, previous, place, following, last], className="page-turner", **{"aria-label": texts.PAGES_OF_TABLE}
    )


def _turn(name: str, to: int, shown: int) -> html.Button:
    """At the ends a button stays, so that the focus does, but leads nowhere."""
    ended = {"aria-disabled": "true"} if to == shown else {}
    turn = {"data-turn": json.dumps({"seite": str(to)})}
    return html.Button(name, type="button", className="filter-button", **turn, **ended)


def tile(kennzahl: Kennzahl, value: str, change: str, past: str) -> html.Div:
    """A headline indicator: name, value, change in brackets, the value before."""
    return html.Div(
        [
            html.Div(kennzahl.name, className="tile-name"),
            html.Div(value, className="tile-value"),
            html.Div(change, className="tile-change"),
            html.Div(past, className="tile-past"),
        ],
        className="tile",
        role="group",
        **{"aria-label": f"{kennzahl.name}: {value} {change} {past}".strip()},
    )


def _view_switch(card: Card) -> list[html.Div]:
    if card.kind is CardKind.TABLE:
        return []
    first = texts.TILES if card.kind is CardKind.TILES else texts.CHART
    buttons = [
        html.Button(name, type="button", **{"data-show": view, "aria-pressed": "true" if at == 0 else "false"})
        for at, (view, name) in enumerate((("diagramm", first), ("tabelle", texts.TABLE)))
    ]
    return [html.Div(buttons, className="switch", role="group", **{"aria-label": texts.view_of(card.titel)})]


def definition_entries(kennzahlen: Sequence[Kennzahl]) -> list[Any]:
    """Name and definition of every indicator."""
    return [
        part
        for kennzahl in kennzahlen
        for part in (html.Dt(kennzahl.name), html.Dd(f"{kennzahl.definition} Einheit: {kennzahl.einheit_name}."))
    ]


def _definition(card: Card, part: Callable[[str], str]) -> html.Details:
    label = {"aria-label": texts.definition_of(card.titel)}
    # Where they depend on what is chosen, they come with the figures.
    entries = [] if card.options else definition_entries(card.definitions())
    return html.Details(
        [
            html.Summary(html.Span("i", className="info-sign", **{"aria-hidden": "true"}), **label),
            html.Dl(entries, id=part("definition"), className="popover-panel"),
        ],
        className="definition",
        hidden=not card.kennzahlen,
    )
