"""The parts of a page that change with the selection, in the order in which the page's callback returns them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from cards import due, headline, kennzahlen, wording
from cards.base import Card, CardKind, CardResult, Context, rounding_note, subtitle
from cards.options import Option, options_text
from data_access.errors import DatabaseUnavailableError, NotProtectableError
from domain import formats
from domain.merkmale import MERKMALE
from domain.scope import Stufe
from domain.selection import NAMES, SINGLE_VALUES
from exports.table import Table
from layouts import ids, messages, texts
from layouts.card_frame import definition_entries, event_data, page_turner, tile
from layouts.compact import compact, packed, told_once
from layouts.filters import Counts, Options, choice, counts_of_options, select_options, summary
from layouts.pages.registry import Page
from layouts.table_data import result_data
from safety import keeping

PAGE_PARTS = (
    "titel",
    "status",
    "stufe",
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
    status, notes, told = _head(page, context)
    words = due.filters_in_words(context) if page.by_stand else selection.in_words(catalog.vocabulary)
    return [
        _title(page, context),
        status,
        context.schutzstufe,
        f"{status.removesuffix('.')}. {words}",
        [html.P(note) for note in notes],
        _chips(context),
        *(summary(merkmal, selection, catalog) for merkmal in ("bereich", "thema", "jobcenter")),
        _more(context),
        [html.P(text) for text in told],
    ]


def _title(page: Page, context: Context) -> str:
    """The page with its period, or with the day that it tells of."""
    if page.by_stand:
        return f"{page.title} am {formats.day(context.view.catalog.stand.datenstand)}"
    return f"{page.title} {context.selection.zeitraum.in_words()}"


def _head(page: Page, context: Context) -> tuple[str, list[str], list[str]]:
    """Status, notes and sentences at the head; where there are no protected numbers the note says why."""
    try:
        if page.by_stand:
            cases = wording.counted(due.open_count(context), "offener Vorgang", "offene Vorgänge")
            return f"{cases}, {_active(context)}", [] if context.exact else [rounding_note(context)], []
        status, notes, told = _status(context), _notes(context), page.headline_of(context)
        # A rounded 0 may be a case or two; a sentence would say that there is none.
        told = told if context.exact or _count(context) else ()
        return status, notes, headline.paragraphs(context, told)
    except NotProtectableError as error:
        return _active(context), [texts.not_protectable(error.violations)], []
    except DatabaseUnavailableError as error:
        keeping.refuse()
        return _active(context), [messages.unavailable(error)], []


def filter_counts(context: Context, counts: Mapping[str, Counts]) -> dict[str, Any]:
    """How much every option of every filter would select, where that is known."""
    return counts_of_options(context.selection, context.view.catalog, counts)


def narrowed(options_: Sequence[Option]) -> list[Option]:
    """The page's own choices of which the selection decides what is on the list."""
    return [option for option in options_ if option.offered is not None]


def choice_options(option: Option, context: Context) -> Options:
    """The list of one of them."""
    return select_options(choice(option, context)[0])


def card_places(card: Card) -> list[tuple[str, str]]:
    """(part, kind) of a card in the order of ``card_parts``."""
    shown = [("titel", "children"), ("untertitel", "children"), ("tabelle", "table")]
    shown += [("definition", "children")] if card.options else []
    shown += [("seiten", "children")] if card.whole else []
    if card.kind is CardKind.TABLE:
        return [*shown, ("worte", "children")]
    if card.kind is CardKind.TILES:
        return [*shown, ("kacheln", "children")]
    return [*shown, ("diagramm", "figure"), ("worte", "children"), ("ereignisse", "events")]


def all_card_parts(page: Page, context: Context) -> list[Any]:
    """What all cards of a page show, in their order; events that several have below their axes travel once."""
    shown = [[*zip(card_places(card), card_parts(card, context), strict=True)] for card in page.cards]
    places = [ids.on_card(page.slug, card.slug, "ereignisse") for card in page.cards]
    lists = [
        (place, answer)
        for place, answers in zip(places, shown, strict=True)
        for (_, kind), answer in answers
        if kind == "events"
    ]
    events = told_once(lists)
    return [next(events) if kind == "events" else answer for answers in shown for (_, kind), answer in answers]


def card_parts(card: Card, context: Context) -> list[Any]:
    """What a card shows for the selection."""
    result = _answered(card, context)
    shown: list[Any] = [
        result.titel or card.titel,
        subtitle(card, context, result),
        packed(_table(result) | _queries(card, context)),
    ]
    shown += [definition_entries(card.definitions(result))] if card.options else []
    shown += [page_turner(result.pages)] if card.whole else []
    if card.kind is CardKind.TABLE:
        return [*shown, result.words]
    if card.kind is CardKind.TILES:
        return [*shown, _tiles(context) if result.table.columns else html.P(result.words)]
    return [*shown, compact(result.figure), result.words, event_data(result.events)]


def _queries(card: Card, context: Context) -> dict[str, str]:
    """What the links of a card lead to: the selection, and behind it the card's own choices."""
    return {"auswahl": context.selection.text(), "karte": options_text(card.options, context.options)}


def _answered(card: Card, context: Context) -> CardResult:
    """The card for the selection; where there is no answer, an empty one whose words say why: the others stay."""
    try:
        return card.build(context)
    except NotProtectableError as error:
        why = texts.not_protectable(error.violations)
    except DatabaseUnavailableError as error:
        keeping.refuse()
        why = messages.unavailable(error)
    return CardResult(Table(card.titel, (), ()), why)


def _table(result: CardResult) -> dict[str, Any]:
    """The table as data; a part of a longer one is not sorted by the browser, which does not have the rest."""
    data = result_data(result)
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
    if not context.exact:
        notes = [rounding_note(context), *notes]
    empty = texts.EMPTY if context.exact else texts.EMPTY_PROTECTED
    return notes if _count(context) else [*notes, f"{empty} {texts.EMPTY_HINT}"]


def _count(context: Context) -> int:
    return int(kennzahlen.headline(context).summe["kundenreaktionen"].wert or 0)


def _status(context: Context) -> str:
    return f"{wording.counted(_count(context), 'Kundenreaktion', 'Kundenreaktionen')}, {_active(context)}"


def _active(context: Context) -> str:
    return texts.active_filters(len(context.selection.filters_in_words(context.view.catalog.vocabulary)))


def _more(context: Context) -> str:
    hidden = [merkmal for merkmal, _ in context.selection.filter if merkmal not in ("bereich", "thema", "jobcenter")]
    hidden += [
        name for name in ("zeitbezug", "bewertungsbasis") if getattr(context.selection, name) not in ("eingang", "alle")
    ]
    hidden += ["stufe"] if _chosen_protected(context) else []
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
    if _chosen_protected(context):
        chips.append(_chip(f"{NAMES['stufe']}: {SINGLE_VALUES['stufe']['geschuetzt']}", "stufe", "genau"))
    return [html.Span(texts.ACTIVE, className="chips-label"), *chips] if chips else []


def _chosen_protected(context: Context) -> bool:
    """Whether somebody who may see exact numbers has chosen protected ones."""
    return context.selection.stufe == Stufe.GESCHUETZT.value and context.view.may_be_exact


def _chip(text: str, parameter: str, value: str | list[str]) -> html.Button:
    """An active filter; ``value`` is what its control holds once the chip is removed."""
    return html.Button(
        [text, html.Span(" ×", **{"aria-hidden": "true"})],
        type="button",
        className="chip",
        **{"aria-label": f"{text} {texts.REMOVE}", "data-parameter": parameter, "data-value": json.dumps(value)},
    )
