"""Pages without filter bar and cards: each builds its own content."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dash import html

from data_access.catalog import Catalog
from layouts import check_page, collection, embeds_page, ids, reports, slide_refresh, texts


@dataclass(frozen=True)
class PlainPage:
    """A page: its path, its German title, what stands below the title, and what it answers is up to its own routes.

    ``listed``: it is one of the pages that the navigation names.
    """

    path: str
    slug: str
    title: str
    content: Callable[[Catalog], Any]
    listed: bool = False


PLAIN_PAGES: dict[str, PlainPage] = {
    page.path: page
    for page in (
        PlainPage(ids.REPORTS_PATH, ids.REPORTS, texts.REPORTS, reports.content, listed=True),
        PlainPage(ids.SLIDES_PATH, ids.SLIDES, texts.REFRESH, slide_refresh.content),
        PlainPage(check_page.PATH, check_page.SLUG, texts.CHECK_PAGE, check_page.content, listed=True),
        PlainPage(embeds_page.PATH, embeds_page.SLUG, texts.EMBEDS, embeds_page.content),
        PlainPage(ids.COLLECTION_PATH, ids.COLLECTION, texts.COLLECTION, collection.content),
    )
}


def plain_layout(page: PlainPage, catalog: Catalog) -> html.Div:
    """The page with its heading."""
    return html.Div(
        [html.Div(html.H1(page.title), className="page-head"), html.Div(page.content(catalog))],
        className="page plain",
        **{"data-plain": page.slug, "data-title": f"{page.title} – {texts.BRAND}"},
    )
