"""The menu of a card that gives its figure on: as a file, a picture, a copy, into the Sammelmappe."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from dash import html

from cards.base import Card, CardKind
from layouts import ids, texts
from layouts.collection import MOST

FILES = ("CSV", "XLSX", "PPTX")
PAGE_FILES = (("xlsx", "XLSX"), ("pptx", "PPTX"), ("docx", "DOCX"))


def menu(card: Card, part: Callable[[str], str]) -> html.Details:
    """The browser gives the links to files the selection, and adds the rest when the menu is opened first."""
    files = html.Div(downloads(card), id=part("dateien"), className="downloads")
    drawn = {"data-drawn": "1"} if card.kind is CardKind.CHART else {}
    return html.Details(
        [
            html.Summary(texts.GIVE_ON, **{"aria-label": texts.share_of(card.titel)}),
            html.Div(
                [
                    html.Div([html.Span(texts.SHARE_FILES, className="share-name"), files], className="share-group"),
                    html.Div(className="share-more"),
                ],
                className="dropdown-panel share-panel",
            ),
        ],
        className="dropdown-filter share",
        **drawn,
    )


def wording() -> html.Div:
    """What the menus of all cards have alike, once for all of them."""
    alike = {
        "gruppen": texts.SHARE_GROUPS,
        "name": texts.SHARE_ACTION,
        "sammeln": texts.COLLECT,
        "einbetten": texts.EMBED,
        "saetze": texts.SHARE_SENTENCES,
        "hoechstens": MOST,
    }
    return html.Div(id=ids.SHARE_TEXTS, hidden=True, **{"data-texts": json.dumps(alike, ensure_ascii=False)})


def downloads(card: Card) -> list[Any]:
    """Links to the files of a card; the query of the selection comes with its table."""
    files = (*((f"{card.slug}.{name.lower()}", name) for name in FILES), *card.other_files)
    return [
        html.A(
            name,
            href=f"/herunterladen/{file}",
            download="",
            **{"data-query": "karte", "aria-label": texts.download(card.titel, name)},
        )
        for file, name in files
    ]


def page_downloads(slug: str, title: str, query: str) -> html.Div:
    """Links to a whole page as a file; the browser keeps their query that of the address."""
    links = [
        html.A(
            texts.PAGE_AS.format(name=name),
            href=f"/herunterladen/seite/{slug}.{ending}?{query.removeprefix('?')}",
            download="",
            className="quiet",
            **{"data-page-file": "1", "aria-label": texts.download_page(title, name)},
        )
        for ending, name in PAGE_FILES
    ]
    return html.Div(links, className="page-files")
