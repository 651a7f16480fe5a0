"""The page Berichte: year and Jobcenter are chosen, and each report is a file; the browser sends plain forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from data_access.catalog import Catalog
from domain import formats
from domain.scope import Stufe
from domain.zeitraum import Monat, Zeitraum, default_zeitraum
from layouts import ids, report_texts, texts

# No catalogue has this code.
ALL = "alle"


@dataclass(frozen=True)
class Report:
    """A report: what it is, where its file is, and what the section has between its text and its button."""

    slug: str
    title: str
    about: tuple[str, ...]
    button: str
    path: str
    more: Callable[[Catalog], list[Any]] = lambda _catalog: []


REPORTS: tuple[Report, ...] = (
    Report(
        "feste-auswertung",
        texts.FIXED_EVALUATION,
        texts.FIXED_EVALUATION_ABOUT,
        texts.FIXED_EVALUATION_BUTTON,
        "/berichte/feste-auswertung.xlsx",
    ),
    Report(
        "jahresbericht",
        texts.ANNUAL_REPORT,
        texts.ANNUAL_REPORT_ABOUT,
        texts.ANNUAL_REPORT_BUTTON,
        "/berichte/jahresbericht.docx",
        report_texts.content,
    ),
)
FORM_PATH = "/berichte/meldevorlage.xlsx"


def content(catalog: Catalog) -> list[Any]:
    """The form of the year with a section for each report, and the form for returns of others."""
    fields = [
        _field("jahr", texts.YEAR, _years(catalog), str(default_zeitraum(catalog.stand.datenstand).von.jahr)),
        *_jobcenter("berichte", catalog, {ALL: texts.ALL_JOBCENTER}),
        _field(
            "stufe",
            texts.LEVEL,
            {Stufe.GENAU.value: texts.LEVEL_OWN, Stufe.GESCHUETZT.value: texts.LEVEL_PROTECTED},
            Stufe.GENAU.value,
        ),
    ]
    yearly = html.Form(
        [
            html.Div(fields, className="form-fields", role="group", **{"aria-label": texts.REPORT_CHOICES}),
            *(_section(report, catalog) for report in REPORTS),
        ],
        action=REPORTS[0].path,
        method="get",
        className="report-form",
    )
    return [html.P(texts.REPORTS_ABOUT, className="subtitle"), yearly, _return_form(catalog)]


def _section(report: Report, catalog: Catalog) -> html.Section:
    place = f"bericht-{report.slug}"
    button = html.Button(report.button, type="submit", formAction=report.path, className="filter-button strong")
    return html.Section(
        [
            html.H2(report.title, id=place),
            *(html.P(text) for text in report.about),
            *report.more(catalog),
            html.Div(button, className="form-buttons"),
        ],
        className="krm-card wide panel",
        **{"aria-labelledby": place},
    )


def _return_form(catalog: Catalog) -> html.Section:
    """What a Jobcenter without recorded cases fills in and sends back."""
    place = "bericht-meldevorlage"
    year = default_zeitraum(catalog.stand.datenstand)
    months = {str(month): formats.monat(month.jahr, month.monat) for month in reversed(_months(catalog).monate)}
    form = html.Form(
        [
            html.Div(
                [
                    *_jobcenter("meldung", catalog, {}),
                    _field("von", texts.FROM, months, str(year.von)),
                    _field("bis", texts.UNTIL, months, str(year.bis)),
                ],
                className="form-fields",
                role="group",
                **{"aria-label": texts.RETURN_CHOICES},
            ),
            html.Div(
                html.Button(texts.RETURN_BUTTON, type="submit", className="filter-button strong"),
                className="form-buttons",
            ),
        ],
        action=FORM_PATH,
        method="get",
    )
    return html.Section(
        [html.H2(texts.RETURNS, id=place), *(html.P(text) for text in texts.RETURNS_ABOUT), form],
        className="krm-card wide panel",
        **{"aria-labelledby": place},
    )


def _field(name: str, label: str, values: Mapping[str, str], chosen: str, form: str = "berichte") -> html.Div:
    control = ids.on_page(form, name)
    options = [{"label": text, "value": value} for value, text in values.items()]
    return html.Div(
        [dbc.Label(label, html_for=control), dbc.Select(id=control, name=name, options=options, value=chosen)],
        className="field",
    )


def _jobcenter(form: str, catalog: Catalog, more: Mapping[str, str]) -> list[html.Div]:
    names = catalog.vocabulary.names["jobcenter"]
    shown = {**(more if len(names) != 1 else {}), **names}
    return [_field("jobcenter", texts.JOBCENTER, shown, next(iter(shown), ""), form)] if shown else []


def _months(catalog: Catalog) -> Zeitraum:
    now = Monat.of(catalog.stand.datenstand)
    first = Monat.of(catalog.first_eingang) if catalog.first_eingang else now
    default = default_zeitraum(catalog.stand.datenstand)
    return Zeitraum(min(first, default.von), max(now, default.bis))


def _years(catalog: Catalog) -> dict[str, str]:
    months = _months(catalog)
    return {str(year): str(year) for year in range(months.bis.jahr, months.von.jahr - 1, -1)}
