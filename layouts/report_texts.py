"""The places of the annual report for people's own texts, as fields of a form that the browser loads and saves."""

from __future__ import annotations

import json
from itertools import groupby
from typing import Any

from dash import html

from data_access.catalog import Catalog
from layouts import texts
from reports.jahresbericht import PLACES, Place

LONGEST_TEXT = 20_000
PART = "berichtstext"
_ROWS = 6


def content(_catalog: Catalog) -> list[Any]:
    """A folded list of all places by chapter; opened, it asks for the texts of the chosen year and Jobcenter."""
    chapters = [
        html.Fieldset([html.Legend(texts.report_chapter(number)), *(_place(place) for place in places)])
        for number, places in groupby(PLACES.values(), key=lambda place: place.chapter)
    ]
    save = html.Button(texts.REPORT_TEXTS_SAVE, type="button", className="filter-button", **{"data-text-save": "1"})
    return [
        html.Details(
            [
                html.Summary(texts.REPORT_TEXTS),
                html.P(texts.REPORT_TEXTS_HINT, className="field-hint"),
                *chapters,
                html.Div(save, className="form-buttons"),
                html.P(id=f"{PART}-meldung", className="form-status", role="status"),
            ],
            id=f"{PART}e",
            className="report-texts",
            **{"data-sentences": json.dumps(texts.REPORT_TEXT_SENTENCES)},
        )
    ]


def _place(place: Place) -> html.Div:
    control = f"{PART}-{place.key}"
    described = f"{control}-hinweis {control}-stand"
    # Without a name the browser leaves the text out of the address of the file.
    area = html.Textarea(
        id=control, rows=_ROWS, maxLength=LONGEST_TEXT, className="form-control", **{"aria-describedby": described}
    )
    return html.Div(
        [
            html.Label(place.title, htmlFor=control, className="form-label"),
            html.P(place.hint, id=f"{control}-hinweis", className="field-hint"),
            area,
            html.P(id=f"{control}-stand", className="field-fault", hidden=True),
            _other(control, place),
        ],
        className="field report-text",
        **{"data-text-place": place.key},
    )


def _other(control: str, place: Place) -> html.Div:
    """The text that somebody else has saved meanwhile, and which of the two is to stay."""
    return html.Div(
        [
            html.P(texts.REPORT_TEXT_OTHER),
            html.Blockquote(id=f"{control}-anderer", className="other-text"),
            html.Div(
                [
                    _choice(texts.REPORT_TEXT_TAKE, place, "take"),
                    _choice(texts.REPORT_TEXT_KEEP, place, "keep"),
                ],
                className="form-buttons",
            ),
        ],
        className="conflict",
        hidden=True,
    )


def _choice(text: str, place: Place, action: str) -> html.Button:
    described = {"aria-label": f"{text}: {place.title}", f"data-text-{action}": place.key}
    return html.Button(text, type="button", className="quiet", **described)
