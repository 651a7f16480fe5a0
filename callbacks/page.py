"""Selection → page: one request answers all figures, tables, words, chips and filter counts of a page.

The answer is one value, by the places of the page. The browser puts it there in one step (``assets/22-krm-answer.js``):
as one output each, the parts would pass one by one through all components of the page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import orjson
from dash import Dash, Input, Output

from cards.base import Card, read_query
from data_access import facets
from data_access.basis import basis
from data_access.errors import DatabaseUnavailableError, NoDataError
from data_access.warehouse import View, Warehouse
from domain.merkmale import FILTER
from domain.scope import Scope
from layouts import ids, messages, parts, texts
from layouts.pages.registry import Page
from safety import keeping
from settings import Settings

# Per id of a place what stands there, by the kind of it.
Answer = dict[str, dict[str, Any]]
# Dash writes with the same.
_WRITTEN_AS = orjson.OPT_NON_STR_KEYS | orjson.OPT_SERIALIZE_NUMPY


def register(app: Dash, page: Page, warehouse: Warehouse, scope: Callable[[], Scope], settings: Settings) -> None:
    """The one callback of ``page``."""
    places = _places(page)

    @app.callback(Output(ids.on_page(page.slug, ids.ANSWER), "data"), Input(ids.on_page(page.slug, "auswahl"), "data"))
    def show(text: Any) -> Any:
        def everything(view: View) -> Answer:
            keeping.rests_on(basis(view))
            query = text if isinstance(text, str) else ""
            context, problems = read_query(query, page.options, view, settings.quelle, settings.smallest_base)
            context = replace(context, view=context.view.broadly(context.selection, page.slug))
            count = facets.begin(context.view, context.selection)
            head, cards = parts.page_parts(page, context), parts.all_card_parts(page, context)
            # Last, because the figures are worth more than what stands behind the filters.
            counts = _counts(count)
            told = [
                messages.hints(problems, view),
                *head,
                parts.filter_counts(context, counts),
                *(parts.choice_options(option, context) for option in parts.narrowed(page.options)),
                *([] if page.panel is None else [page.panel.content(context)]),
                *cards,
            ]
            return _by_place(places, told)

        try:
            return _written(warehouse.answer(scope(), everything))
        except NoDataError:
            keeping.refuse()
            return _by_place(places[:1], [messages.not_answered(texts.NO_DATA)])
        except DatabaseUnavailableError as error:
            keeping.refuse()
            return _by_place(places[:1], [messages.not_answered(messages.unavailable(error))])


def _counts(count: Callable[[], facets.Facets]) -> Mapping[str, Mapping[str, int] | None]:
    """How many every value of a filter would select; None where it is not known."""
    try:
        return count()
    except DatabaseUnavailableError:
        keeping.refuse()
        return dict.fromkeys(FILTER)


def _written(answer: Answer) -> orjson.Fragment:
    """An answer as JSON. Dash would copy everything in it first, to find what is no plain value."""
    return orjson.Fragment(orjson.dumps(answer, _plain, _WRITTEN_AS))


def _plain(component: Any) -> dict[str, Any]:
    """An element as the browser makes it: that it is one of HTML goes without saying."""
    told = component.to_plotly_json()
    return {"type": told["type"], "props": told["props"]}


def _by_place(places: Sequence[tuple[str, str]], told: Sequence[Any]) -> Answer:
    answer: Answer = {}
    for (place, kind), part in zip(places, told, strict=True):
        answer.setdefault(place, {})[kind] = part
    return answer


def _places(page: Page) -> list[tuple[str, str]]:
    """What an answer fills in as (id, kind), in the order of its parts; first where it would say why there is none."""
    named = [(ids.on_page(page.slug, name), "children") for name in ("hinweis", *parts.PAGE_PARTS)]
    named += [(ids.on_page(page.slug, ids.FILTER), "counts")]
    named += [(ids.on_page(page.slug, option.name), "options") for option in parts.narrowed(page.options)]
    named += [] if page.panel is None else [(page.panel.place, "children")]
    return named + [place for card in page.cards for place in _card_places(page, card)]


def _card_places(page: Page, card: Card) -> list[tuple[str, str]]:
    return [(ids.on_card(page.slug, card.slug, name), kind) for name, kind in parts.card_places(card)]
