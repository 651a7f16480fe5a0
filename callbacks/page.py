"""Selection → page: one request answers all figures, tables, words, chips and filter counts of a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import orjson
from dash import Dash, Input, Output, no_update

from cards.base import Card, Context, read_query
from data_access.basis import basis
from data_access.errors import DatabaseUnavailableError, NoDataError
from data_access.facets import facets
from data_access.warehouse import View, Warehouse
from domain.merkmale import FILTER
from domain.scope import Scope
from layouts import ids, messages, parts, texts
from layouts.pages.registry import Page
from safety import keeping
from settings import Settings

Answers = list[Any]
# Dash writes with the same.
_WRITTEN_AS = orjson.OPT_NON_STR_KEYS | orjson.OPT_SERIALIZE_NUMPY


def register(app: Dash, page: Page, warehouse: Warehouse, scope: Callable[[], Scope], settings: Settings) -> None:
    """The one callback of ``page``."""
    outputs = [Output(name, prop) for name, prop in _outputs(page)]

    @app.callback(outputs, Input(ids.on_page(page.slug, "auswahl"), "data"))
    def show(text: Any) -> Answers:
        def everything(view: View) -> Answers:
            keeping.rests_on(basis(view))
            query = text if isinstance(text, str) else ""
            context, problems = read_query(query, page.options, view, settings.quelle, settings.smallest_base)
            context = replace(context, view=context.view.broadly(context.selection, page.slug))
            counted = context.view.ahead(lambda: _counts(context))
            head, cards = parts.page_parts(page, context), parts.all_card_parts(page, context)
            # Last, because the figures are worth more than what stands behind the filters.
            counts = counted.result()
            return [
                messages.hints(problems, view),
                *head,
                *(parts.filter_options(context, merkmal, counts[merkmal]) for merkmal in FILTER),
                *(parts.choice_options(option, context) for option in parts.narrowed(page.options)),
                *([] if page.panel is None else [page.panel.content(context)]),
                *cards,
            ]

        try:
            return [_written(answer) for answer in warehouse.answer(scope(), everything)]
        except NoDataError:
            keeping.refuse()
            return _only_message(messages.not_answered(texts.NO_DATA), len(outputs))
        except DatabaseUnavailableError as error:
            keeping.refuse()
            return _only_message(messages.not_answered(messages.unavailable(error)), len(outputs))


def _counts(context: Context) -> Mapping[str, Mapping[str, int] | None]:
    """How many every value of a filter would select; None where it is not known."""
    try:
        return facets(context.view, context.selection)
    except DatabaseUnavailableError:
        keeping.refuse()
        return dict.fromkeys(FILTER)


def _written(answer: Any) -> orjson.Fragment:
    """An answer as JSON. Dash would copy everything in it first, to find what is no plain value."""
    return orjson.Fragment(orjson.dumps(answer, lambda component: component.to_plotly_json(), _WRITTEN_AS))


def _only_message(message: Any, outputs: int) -> Answers:
    return [message] + [no_update] * (outputs - 1)


def _outputs(page: Page) -> list[tuple[str, str]]:
    """Every output as (id, property), in the order of the answers."""
    named = [(ids.on_page(page.slug, name), "children") for name in ("hinweis", *parts.PAGE_PARTS)]
    named += [(ids.on_page(page.slug, merkmal), "options") for merkmal in FILTER]
    named += [(ids.on_page(page.slug, option.name), "options") for option in parts.narrowed(page.options)]
    named += [] if page.panel is None else [(page.panel.place, "children")]
    return named + [output for card in page.cards for output in _card_outputs(page, card)]


def _card_outputs(page: Page, card: Card) -> list[tuple[str, str]]:
    return [(ids.on_card(page.slug, card.slug, name), prop) for name, prop in parts.card_outputs(card)]
