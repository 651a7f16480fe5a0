"""A page laid out for an address: filter bar, heading, places for what the page's callback fills."""

from __future__ import annotations

import json
from datetime import date
from secrets import token_hex

from dash import dcc, html

from cards import wording
from cards.base import Card, Context
from cards.options import Option
from data_access.catalog import Catalog
from domain import formats
from domain.zeitraum import default_zeitraum
from figures import theme
from layouts import ids, texts
from layouts.card_frame import card_frame
from layouts.filters import (
    DEFAULTS,
    choice,
    control_values,
    filter_bar,
    number_field,
    period_values,
    select_field,
)
from layouts.pages.registry import Page
from layouts.share_menu import page_downloads


def page_layout(page: Page, context: Context, query: str, today: date, stale_days: int) -> html.Div:
    """The page with its controls set to what ``context`` holds; ``query`` is the address as it was given."""
    catalog = context.view.catalog

    def part(name: str) -> str:
        return ids.on_page(page.slug, name)

    return html.Div(
        [
            dcc.Store(id=part("auswahl"), data=query),
            dcc.Store(id=part(ids.ANSWER)),
            *banners(catalog, today, stale_days),
            filter_bar(page.slug, context),
            html.Div(id=part("hinweis")),
            html.Div(
                [
                    html.H1(page.title, id=part("titel")),
                    html.P(id=part("status"), className="status"),
                    page_downloads(page.slug, page.title, query),
                    html.P(id=part("stufe"), className="level"),
                ],
                className="page-head",
            ),
            _headline(page),
            html.P(id=part("ansage"), className="visually-hidden", role="status"),
            html.Div(id=part("zeitraumhinweis"), className="period-notes"),
            *_choices(page, context, None),
            *([] if page.panel is None else [page.panel.frame(context)]),
            html.Div(
                [card_frame(page.slug, card, _choices(page, context, card)) for card in page.cards],
                className="card-grid",
            ),
        ],
        # A name of its own, so that the browser makes every page anew: an answer fills places behind React's back.
        id=part(token_hex(4)),
        className="page",
        **{
            "data-page": page.slug,
            "data-title": f"{page.title} – {texts.BRAND}",
            "data-defaults": json.dumps(DEFAULTS | {option.name: option.default for option in page.options}),
            "data-restart": json.dumps([option.name for option in page.options if option.highest is not None]),
            "data-names": catalog.names_mark,
            "data-chart": json.dumps(theme.layout()),
            "data-own": json.dumps([option.name for option in page.options]),
            "data-values": json.dumps({**control_values(context.selection), **context.options}),
            "data-period": json.dumps(period_values(default_zeitraum(catalog.stand.datenstand))),
        },
    )


def _headline(page: Page) -> html.Div:
    """The sentences at the head of the page with the button that copies them."""
    place = ids.on_page(page.slug, "kopfworte")
    told = {"data-copied": texts.COPIED, "data-copy-failed": texts.COPY_FAILED}
    copy = html.Button(texts.COPY, type="button", className="quiet", **{"data-copy": place, **told})
    said = html.Span(role="status", className="copy-status")
    return html.Div(
        [html.Div(id=place, className="headline-words"), html.Div([copy, said], className="headline-tools")],
        className="headline",
        hidden=not page.has_headline,
    )


def _choices(page: Page, context: Context, card: Card | None) -> list[html.Div]:
    """The page's own choices that stand on ``card``, or above all cards; hidden where there is nothing to choose."""
    shown = page.choices_on(card)
    if not shown:
        return []
    fields = [_field(ids.on_page(page.slug, option.name), option, context) for option in shown]
    reasons = [option.reason(context.view.catalog) for option in shown if option.reason is not None]
    notes = [html.P(reason, className="choices-note") for reason in reasons if reason]
    label = texts.CHOICES if card is None else texts.choices_of(card.titel)
    return [html.Div([*fields, *notes], className="choices", role="group", **{"aria-label": label})]


def _field(control: str, option: Option, context: Context) -> html.Div:
    values, chosen = choice(option, context)
    if option.highest is not None:
        return number_field(control, option.label, chosen)
    field = select_field(control, option.label, values, chosen)
    return field if len(option.names(context.view.catalog)) > 1 else html.Div(field, hidden=True)


def stand_text(catalog: Catalog) -> str:
    """``Datenstand 31.03.2021``, as it stands in the header."""
    return f"{texts.STAND} {formats.day(catalog.stand.datenstand)}"


def banners(catalog: Catalog, today: date, stale_days: int) -> list[html.P]:
    """What must stand above every figure: demo data, or a Datenstand older than agreed.

    ``today`` is the only use of the calendar on the wall: figures never depend on it.
    """
    if catalog.stand.demo:
        return [html.P(wording.DEMO, className="banner")]
    age = (today - catalog.stand.datenstand).days
    if age <= stale_days:
        return []
    return [html.P(texts.stale(formats.day(catalog.stand.datenstand), formats.days(age)), className="banner")]
