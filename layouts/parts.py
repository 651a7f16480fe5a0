"""The parts of a page that change with the selection, in the order in which the page's callback returns them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from cards import headline, kennzahlen, wording
from cards.base import Card, CardKind, CardResult, Context, query_text, subtitle
from cards.options import Option
from domain.merkmale import MERKMALE
from layouts import texts
from layouts.card_frame import cases_link, definition_entries, downloads, event_data, page_turner, tile
from layouts.filters import Options, choice, options, select_options, summary
from layouts.pages.registry import Page
from layouts.table_data import table_data

PAGE_PARTS = (
    "titel",
    "status",
    "ansage",
    "zeitraumhinweis",
    "chips",
    "bereich-titel",
    "thema-titel",
    "jobcenter-titel",
    "weitere",
    "kopfworte",
)


def page_parts(page: Page, context: Context) -> list[Any]:
    """What ``PAGE_PARTS`` names, in the same order."""
    selection, catalog = context.selection, context.view.catalog
    return [
        f"{page.title} {selection.zeitraum.in_words()}",
        _status(context),
        f"{_status(context).removesuffix('.')}. {selection.in_words(catalog.vocabulary)}",
        [html.P(note) for note in _notes(context)],
        _chips(context),
        *(summary(merkmal, selection, catalog) for merkmal in ("bereich", "thema", "jobcenter")),
        _more(context),
        [html.P(text) for text in headline.paragraphs(context, page.headline_of(context))],
    ]


def filter_options(context: Context, merkmal: str, counts: Mapping[str, int]) -> Options:
    """Options of one filter with their counts."""
    return options(context.view.catalog, merkmal, counts, context.selection.codes(merkmal))


def narrowed(options_: Sequence[Option]) -> list[Option]:
    """The page's own choices of which the selection decides what is on the list."""
    return [option for option in options_ if option.offered is not None]


def choice_options(option: Option, context: Context) -> Options:
    """The list of one of them."""
    return select_options(choice(option, context)[0])


def card_outputs(card: Card) -> list[tuple[str, str]]:
    """(part, property) of a card in the order of ``card_parts``."""
    shown = [("titel", "children"), ("untertitel", "children"), ("tabellendaten", "data"), ("dateien", "children")]
    shown += [("definition", "children")] if card.options else []
    shown += [("seiten", "children")] if card.whole else []
    if card.kind is CardKind.TABLE:
        return [*shown, ("worte", "children")]
    if card.kind is CardKind.TILES:
        return [*shown, ("kacheln", "children")]
    return [*shown, ("diagrammdaten", "data"), ("worte", "children"), ("ereignisdaten", "data")]


def card_parts(card: Card, context: Context) -> list[Any]:
    """What a card shows for the selection."""
    result = card.build(context)
    shown: list[Any] = [
        result.titel or card.titel,
        subtitle(card, context, result),
        _table(result),
        [*cases_link(card, context.selection.text()), *downloads(card, query_text(card, context))],
    ]
    shown += [definition_entries(card.definitions(result))] if card.options else []
    shown += [page_turner(result.pages)] if card.whole else []
    if card.kind is CardKind.TABLE:
        return [*shown, result.words]
    if card.kind is CardKind.TILES:
        return [*shown, _tiles(context)]
    return [*shown, result.figure, result.words, event_data(result.events)]


def _table(result: CardResult) -> dict[str, Any]:
    """The table as data; a part of a longer one is not sorted by the browser, which does not have the rest."""
    data = table_data(result.table, result.row_choice)
    return data if result.pages is None else data | {"sortierbar": None}


def _tiles(context: Context) -> list[html.Div]:
    compared = wording.has_comparison(context)
    return [
        tile(
            one.kennzahl,
            one.text(one.now),
            f"({one.change})" if one.change else "",
            f"{context.past_name}: {one.text(one.past)}" if compared else "",
        )
        for one in kennzahlen.tiles(context)
    ]


def _notes(context: Context) -> list[str]:
    notes = wording.period_notes(context)
    return notes if _count(context) else [*notes, f"{texts.EMPTY} {texts.EMPTY_HINT}"]


def _count(context: Context) -> int:
    return int(kennzahlen.headline(context).summe["kundenreaktionen"].wert or 0)


def _status(context: Context) -> str:
    count = _count(context)
    filters = texts.active_filters(len(context.selection.filters_in_words(context.view.catalog.vocabulary)))
    return f"{wording.counted(count, 'Kundenreaktion', 'Kundenreaktionen')}, {filters}"


def _more(context: Context) -> str:
    hidden = [merkmal for merkmal, _ in context.selection.filter if merkmal not in ("bereich", "thema", "jobcenter")]
    hidden += [
        name for name in ("zeitbezug", "bewertungsbasis") if getattr(context.selection, name) not in ("eingang", "alle")
    ]
    return f"{texts.MORE_FILTERS} ({len(hidden)})" if hidden else texts.MORE_FILTERS


def _chips(context: Context) -> list[Any]:
    selection, vocabulary = context.selection, context.view.catalog.vocabulary
    chips: list[Any] = [
        _chip(
            f"{MERKMALE[merkmal].name}: {vocabulary.name(merkmal, code)}",
            merkmal,
            [other for other in codes if other != code],
        )
        for merkmal, codes in selection.filter
        for code in codes
    ]
    words = dict(selection.filters_in_words(vocabulary))
    if selection.zeitbezug != "eingang":
        chips.append(_chip(f"Zeitbezug: {words['Zeitbezug']}", "zeitbezug", "eingang"))
    if selection.bewertungsbasis != "alle":
        name = "Basis der Begründetenquote"
        chips.append(_chip(f"{name}: {words[name]}", "bewertungsbasis", "alle"))
    return [html.Span(texts.ACTIVE, className="chips-label"), *chips] if chips else []


def _chip(text: str, parameter: str, value: str | list[str]) -> html.Button:
    """An active filter; ``value`` is what its control holds once the chip is removed."""
    return html.Button(
        [text, html.Span(" ×", **{"aria-hidden": "true"})],
        type="button",
        className="chip",
        **{"aria-label": f"{text} {texts.REMOVE}", "data-parameter": parameter, "data-value": json.dumps(value)},
    )
