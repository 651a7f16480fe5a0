"""The page frame: the HTML document, header, main region and footer that all pages share."""

from __future__ import annotations

import re
from typing import Any

from dash import Dash, dcc, html

from layouts import collection, command_dialog, embeds_page, ids, saved_views, share_menu, texts
from layouts.pages.plain import PLAIN_PAGES, PlainPage
from layouts.pages.registry import PAGES, Page
from layouts.who import Who

INDEX = """<!DOCTYPE html>
<html lang="de" data-bs-theme="light">
<head>
{%metas%}
<meta name="color-scheme" content="light dark">
<title>{%title%}</title>
<link rel="icon" type="image/svg+xml" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'\
 viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='3' fill='%231f5f9e'/%3E%3Cpath fill='white'\
 d='M3 9h2v4H3zm4-3h2v7H7zm4-3h2v10h-2z'/%3E%3C/svg%3E">
{%css%}
</head>
<body>
{%app_entry%}
{%config%}
{%scripts%}
{%renderer%}
</body>
</html>"""

_VERSIONS = re.compile(r'("(?:dash|python|plotly|ddk)_version(?:_url)?":)(?:null|"[^"]*")')

LOADING = f"""<div id="react-entry-point"><main class="krm-loading"><p>{texts.LOADING}</p></main></div>
<p class="load-failure">{texts.LOAD_FAILED}</p>"""


class Dashboard(Dash):  # type: ignore[misc]  # Dash comes without types
    """Dash with a German loading text in place of its own, and without telling its versions to everybody."""

    def interpolate_index(self, **parts: Any) -> str:
        config = _VERSIONS.sub(r"\1null", parts["config"])
        return str(super().interpolate_index(**{**parts, "app_entry": LOADING, "config": config}))


def frame(who: Who) -> html.Div:
    """Everything around the page: skip link, header, main region, footer, address store."""
    return html.Div(
        [
            html.A(texts.SKIP, href="#inhalt", className="skip-link"),
            html.Header(
                [
                    html.A(texts.BRAND, href="/", className="brand", **{"data-nav": "/"}),
                    html.Div(
                        [
                            html.Span(id=ids.STAND, className="stand"),
                            command_dialog.open_button(),
                            saved_views.menu(),
                            collection.header_link(),
                            html.Button(texts.DARK, type="button", className="quiet", **{"data-theme-switch": "1"}),
                        ],
                        className="header-side",
                    ),
                    _navigation(who),
                ],
                className="krm-header",
            ),
            html.Main([html.Div(id=ids.PAGE), _skeleton()], id="inhalt", tabIndex="-1"),
            _footer(who),
            _trouble(),
            command_dialog.dialog(),
            share_menu.wording(),
            dcc.Store(id=ids.ADDRESS),
        ],
        className="" if who.may_write else "only-reads",
    )


def _footer(who: Who) -> html.Footer:
    log_out = html.Form(html.Button(texts.LOG_OUT, className="quiet"), action="/abmelden", method="POST")
    return html.Footer(
        [
            html.P(texts.FOOTER),
            html.P(html.A(texts.EMBEDS, href=embeds_page.PATH, **{"data-nav": embeds_page.PATH})),
            html.P(who.sentence),
            *([log_out] if who.can_log_out else []),
        ],
        className="krm-footer",
    )


def _trouble() -> html.Div:
    """What went wrong with the last request; the browser shows the sentence that fits and hides it after a success."""
    return html.Div(
        [
            html.P(texts.REQUEST_FAILED, **{"data-failure": "antwort"}),
            html.P(texts.NO_CONNECTION, **{"data-failure": "verbindung"}),
            html.Button(texts.RETRY, type="button", className="filter-button", **{"data-retry": "1"}),
        ],
        id=ids.TROUBLE,
        className="trouble",
        role="alert",
        hidden=True,
    )


def _navigation(who: Who) -> html.Nav:
    """The pages in a line, and folded for narrow screens; only one of the two is shown."""
    folded = html.Details(
        [html.Summary(texts.NAVIGATION), html.Div(_links(who), className="dropdown-panel")], className="dropdown-filter"
    )
    line, fold = html.Div(_links(who), className="nav-line"), html.Div(folded, className="nav-fold")
    return html.Nav([line, fold], id=ids.NAV, **{"aria-label": texts.NAVIGATION})


def _links(who: Who) -> list[html.A]:
    listed: list[Page | PlainPage] = [*PAGES.values(), *(page for page in PLAIN_PAGES.values() if page.listed)]
    return [
        html.A(page.title, href=page.path, **{"data-nav": page.path}) for page in listed if page.path not in who.hidden
    ]


def _skeleton() -> html.Div:
    return html.Div(
        [html.P(texts.LOADING, className="visually-hidden"), *(html.Div(className="skeleton") for _ in range(3))],
        className="skeletons",
    )
