"""The dialog that a command is typed into, and how it shows what it understood."""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html

from domain import formats
from layouts import ids, texts
from layouts.command_target import Target


def open_button() -> html.Button:
    """The button in the header; the shortcut stands on it."""
    label = [texts.COMMAND, html.Kbd(texts.COMMAND_KEY)]
    return html.Button(label, type="button", className="quiet", **{"data-command": "1", "aria-haspopup": "dialog"})


def dialog() -> dbc.Modal:
    """The dialog, closed; the browser sends what is typed and opens what was understood."""
    field = dbc.Input(id=ids.COMMAND_TEXT, type="text", autocomplete="off", autofocus=True, maxlength=200)
    close = html.Button(texts.CLOSE, type="button", className="quiet", **{"data-command-close": "1"})
    return dbc.Modal(
        [
            html.Div([html.H2(texts.COMMAND_TITLE, id=ids.COMMAND_TITLE), close], className="dialog-head"),
            dbc.Label(texts.COMMAND_LABEL, html_for=ids.COMMAND_TEXT),
            field,
            html.P(texts.COMMAND_EXAMPLES, className="dialog-hint"),
            html.Div(id=ids.COMMAND_ANSWER, role="status", className="dialog-answer"),
            dcc.Store(id=ids.COMMAND_QUESTION),
            dcc.Store(id=ids.COMMAND_TARGET),
            html.Span(id=ids.COMMAND_DONE, hidden=True),
        ],
        id=ids.COMMAND,
        is_open=False,
        fade=False,
        labelledby=ids.COMMAND_TITLE,
        content_class_name="krm-dialog",
    )


def answer(target: Target) -> list[Any]:
    """How a command was understood, and the link that Enter follows."""
    lines = [
        (texts.UNDERSTOOD, " · ".join(target.understood)),
        (texts.NOT_UNDERSTOOD, formats.enumeration([f"„{word}“" for word in target.unknown])),
        (texts.NOT_ON_PAGE, ", ".join(target.unused)),
        (texts.SELECTION, target.selection),
    ]
    shown: list[Any] = [html.P([html.Strong(f"{name}: "), words]) for name, words in lines if words]
    if target.page is None:
        return [html.P(texts.NOTHING_UNDERSTOOD), *shown]
    link = html.A(texts.open_page(target.page.title), href=f"{target.page.path}?{target.query}", **{"data-inside": "1"})
    return [*shown, html.P([link, f" ({texts.ENTER_KEY})"])]
