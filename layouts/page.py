"""A page laid out for an address: filter bar, heading, places for what the page's callback fills."""

from __future__ import annotations

from datetime import date

from dash import dcc, html

from cards import wording
from data_access.catalog import Catalog
from domain import formats
from domain.selection import Selection
from layouts import ids, texts
from layouts.card_frame import card_frame, tiles_frame
from layouts.filters import filter_bar
from layouts.pages.registry import Page


def page_layout(
    page: Page, selection: Selection, query: str, catalog: Catalog, today: date, stale_days: int
) -> html.Div:
    """The page with its controls set to ``selection``; ``query`` is the address as it was given."""

    def part(name: str) -> str:
        return ids.on_page(page.slug, name)

    return html.Div(
        [
            dcc.Store(id=part("auswahl"), data=query),
            *banners(catalog, today, stale_days),
            filter_bar(page.slug, selection, catalog),
            html.Div(id=part("hinweis")),
            html.Div(
                [
                    html.H1(page.title, id=part("titel")),
                    html.P(id=part("status"), className="status", role="status", **{"aria-live": "polite"}),
                ],
                className="page-head",
            ),
            html.Div(id=part("zeitraumhinweis"), className="period-notes"),
            html.Div(
                [card_frame(page.slug, card) if card.height else tiles_frame(page.slug, card) for card in page.cards],
                className="card-grid",
            ),
        ],
        className="page",
        **{"data-page": page.slug, "data-title": f"{page.title} – {texts.BRAND}"},
    )


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
