"""The menu of a card that gives its figure on: as a file, a picture, a copy, into the Sammelmappe."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from dash import html

from cards.base import Card, CardKind
from layouts import texts

FILES = ("CSV", "XLSX", "PPTX")
PAGE_FILES = (("xlsx", "XLSX"), ("pptx", "PPTX"), ("docx", "DOCX"))


def menu(card: Card, part: Callable[[str], str]) -> html.Details:
    """Files of a card come with every answer, everything else the browser makes itself."""
    copies = [(action, name) for action, name in texts.SHARE_COPIES if action != "bild" or card.kind is CardKind.CHART]
    groups = [_group(texts.SHARE_FILES, html.Div(id=part("dateien"), className="downloads"))]
    if card.kind is CardKind.CHART:
        groups.append(_group(texts.SHARE_PICTURE, _actions(card, texts.SHARE_PICTURE, texts.SHARE_PICTURES)))
    groups.append(_group(texts.SHARE_COPY, _actions(card, texts.SHARE_COPY, copies)))
    collect = html.Button(
        [html.Span("+ ", **{"aria-hidden": "true"}), texts.COLLECT],
        type="button",
        className="filter-button collect",
        **{"data-share": "sammeln", "aria-label": f"{texts.COLLECT}: {card.titel}"},
    )
    said = html.Div([html.P(role="status", className="share-status")], className="share-said")
    return html.Details(
        [
            html.Summary(texts.GIVE_ON, **{"aria-label": texts.share_of(card.titel)}),
            html.Div([*groups, collect, said], className="dropdown-panel share-panel"),
        ],
        className="dropdown-filter share",
        **{"data-texts": json.dumps(texts.SHARE_SENTENCES, ensure_ascii=False)},
    )


def downloads(card: Card, query: str) -> list[Any]:
    """Links to the files of a card, for the selection of ``query``."""
    files = (*((f"{card.slug}.{name.lower()}", name) for name in FILES), *card.other_files)
    return [
        html.A(
            name,
            href=f"/herunterladen/{file}?{query}",
            download="",
            **{"aria-label": texts.download(card.titel, name)},
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


def _group(name: str, content: Any) -> html.Div:
    return html.Div([html.Span(name, className="share-name"), content], className="share-group")


def _actions(card: Card, group: str, actions: Sequence[tuple[str, str]]) -> html.Div:
    return html.Div(
        [
            html.Button(
                name,
                type="button",
                className="filter-button",
                **{"data-share": action, "aria-label": texts.share_action(group, name, card.titel)},
            )
            for action, name in actions
        ],
        className="share-actions",
    )
