"""The filter bar: everyday choices, a drawer with the rest, and how much each of their options would select."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import dash_bootstrap_components as dbc
from dash import html

from cards.base import Context
from cards.options import Option
from data_access.catalog import Catalog
from domain import formats
from domain.merkmale import FILTER, MERKMALE
from domain.scope import Stufe
from domain.selection import NAMES, SINGLE_VALUES, Selection
from domain.zeitraum import Monat, Zeitraum
from layouts import ids, texts

Options = list[dict[str, str]]
# Per value of a filter how much it would select; None where that is not known.
Counts = Mapping[str, int] | None

EVERYDAY = ("bereich", "thema")
DRAWER = ("kanal", "personenkreis", "art", "hauptart", "ombudsstelle", "bewertung")
SWITCHES = ("zeitbezug", "bewertungsbasis", "stufe")
DEFAULTS = {"vergleich": "vorjahr", "zeitbezug": "eingang", "bewertungsbasis": "alle", "stufe": "genau"}


def filter_bar(page: str, context: Context) -> html.Section:
    """The sticky bar with the drawer behind it, set to the selection of ``context``."""
    selection, catalog = context.selection, context.view.catalog
    several = len(catalog.vocabulary.names["jobcenter"]) > 1
    everyday = (("jobcenter",) if several else ()) + EVERYDAY
    hidden = () if several else ("jobcenter",)
    return html.Section(
        [
            html.Div(
                [
                    _period(page, selection, catalog),
                    _select(page, "vergleich", SINGLE_VALUES["vergleich"], selection.vergleich),
                    *(_dropdown(page, merkmal, selection, catalog) for merkmal in everyday),
                    html.Div(
                        [
                            html.Button(
                                texts.MORE_FILTERS,
                                id=ids.on_page(page, "weitere"),
                                type="button",
                                className="filter-button",
                                **{"aria-haspopup": "dialog"},
                            ),
                            html.Button(texts.RESET, type="button", className="quiet", **{"data-reset": "1"}),
                        ],
                        className="filter-actions",
                    ),
                ],
                className="filter-row",
            ),
            html.Div(id=ids.on_page(page, "chips"), className="chips"),
            html.Div([_dropdown(page, merkmal, selection, catalog) for merkmal in hidden], hidden=True),
            _drawer(page, context),
        ],
        className="filter-bar",
        **{"aria-label": texts.FILTER},
    )


def control_values(selection: Selection) -> dict[str, str | list[str]]:
    """What every control of the bar holds for ``selection``, in the order of the address."""
    return (
        period_values(selection.zeitraum)
        | {"vergleich": selection.vergleich}
        | {merkmal: list(selection.codes(merkmal)) for merkmal in FILTER}
        | {name: getattr(selection, name) or DEFAULTS[name] for name in SWITCHES}
    )


def period_values(zeitraum: Zeitraum) -> dict[str, str | list[str]]:
    """What the two lists of months hold."""
    return {"von": str(zeitraum.von), "bis": str(zeitraum.bis)}


def options(catalog: Catalog, merkmal: str, chosen: tuple[str, ...]) -> Options:
    """Options of a filter; "ohne Angabe" only where it is chosen."""
    return [_option(catalog, merkmal, code) for code in _codes(catalog, merkmal, chosen)]


def counts_of_options(selection: Selection, catalog: Catalog, counts: Mapping[str, Counts]) -> dict[str, Any]:
    """What every option of every filter would select: the names are there, as they came with the page.

    ``namen`` marks the names that are meant. ``zahlen`` holds per filter the counts as texts, in the order of its
    options, ``ohne`` the option "ohne Angabe" that follows these where it occurs or is chosen.
    """
    codes = {
        merkmal: _codes(catalog, merkmal, (*selection.codes(merkmal), *(counted or ())))
        for merkmal, counted in counts.items()
    }
    numbers = {
        merkmal: [None if counted is None else formats.number(counted.get(code, 0)) for code in codes[merkmal]]
        for merkmal, counted in counts.items()
    }
    ohne = {
        merkmal: _option(catalog, merkmal, found[-1])
        for merkmal, found in codes.items()
        if MERKMALE[merkmal].ohne in found
    }
    return {"namen": catalog.names_mark, "zahlen": numbers, "ohne": ohne}


def _codes(catalog: Catalog, merkmal: str, occurring: Collection[str]) -> list[str]:
    """The values of a filter in the order of its options; "ohne Angabe" last, where it is among the ``occurring``."""
    codes = catalog.bereiche_in_order if merkmal == "bereich" else catalog.vocabulary.names[merkmal]
    ohne = MERKMALE[merkmal].ohne
    return [*codes, *([ohne] if ohne in occurring else [])]


def _option(catalog: Catalog, merkmal: str, code: str) -> dict[str, str]:
    return {"label": _label(catalog, merkmal, code), "value": code}


def summary(merkmal: str, selection: Selection, catalog: Catalog) -> str:
    """``Thema: alle``, ``Thema: Beratung``, ``Thema (3)``."""
    chosen = selection.codes(merkmal)
    name = MERKMALE[merkmal].name
    if len(chosen) > 1:
        return f"{name} ({len(chosen)})"
    return f"{name}: {catalog.vocabulary.name(merkmal, chosen[0]) if chosen else texts.ALL}"


def presets(datenstand_month: Monat, complete: bool, first: Monat) -> list[tuple[str, Zeitraum]]:
    """Periods in words, each ending with the last month that is over at the Datenstand."""
    last = datenstand_month if complete else datenstand_month.plus(-1)
    quarter_end = last if last.monat % 3 == 0 else last.plus(-(last.monat % 3))
    year = last.jahr if last.monat == 12 else last.jahr - 1
    return [
        (texts.LAST_MONTH, Zeitraum(last, last)),
        (texts.LAST_QUARTER, Zeitraum(quarter_end.plus(-2), quarter_end)),
        (texts.LAST_YEAR, Zeitraum(Monat(year, 1), Monat(year, 12))),
        (texts.TWELVE_MONTHS, Zeitraum(last.plus(-11), last)),
        (texts.EVERYTHING, Zeitraum(first, max(first, datenstand_month))),
    ]


def _label(catalog: Catalog, merkmal: str, code: str) -> str:
    name = catalog.vocabulary.name(merkmal, code)
    if merkmal == "bereich" and code in catalog.parents:
        name = formats.NBSP * 4 * (len(catalog.path(code)) - 1) + name
    return name


def _period(page: str, selection: Selection, catalog: Catalog) -> html.Fieldset:
    stand = catalog.stand.datenstand
    now = Monat.of(stand)
    first = Monat.of(catalog.first_eingang) if catalog.first_eingang else now
    span = Zeitraum(min(first, selection.zeitraum.von), max(now, selection.zeitraum.bis))
    months = {str(month): formats.monat(month.jahr, month.monat) for month in reversed(span.monate)}
    buttons = [
        html.Button(
            name,
            type="button",
            className="preset",
            **{"data-von": str(zeitraum.von), "data-bis": str(zeitraum.bis)},
        )
        for name, zeitraum in presets(now, stand == now.last_day, first)
    ]
    return html.Fieldset(
        [
            html.Legend(texts.PERIOD, className="visually-hidden"),
            html.Div(
                [
                    _select(page, "von", months, str(selection.zeitraum.von)),
                    _select(page, "bis", months, str(selection.zeitraum.bis)),
                ],
                className="period-months",
            ),
            html.Div(buttons, className="presets", role="group", **{"aria-label": texts.PRESETS}),
        ],
        className="period",
    )


def _select(page: str, parameter: str, values: Mapping[str, str], chosen: str) -> html.Div:
    name = {"von": texts.FROM, "bis": texts.UNTIL}.get(parameter, NAMES.get(parameter, parameter))
    return select_field(ids.on_page(page, parameter), name, values, chosen)


def choice(option: Option, context: Context) -> tuple[Mapping[str, str], str]:
    """What can be chosen of a page's own choice, and what is."""
    chosen = context.options[option.name]
    return option.listed(context.view.catalog, context.selection, chosen), chosen


def select_options(values: Mapping[str, str]) -> Options:
    """Codes with their names, as a list of choices takes them."""
    return [{"label": label, "value": value} for value, label in values.items()]


def select_field(control: str, name: str, values: Mapping[str, str], chosen: str) -> html.Div:
    """A labelled list of which one value is chosen."""
    shown = dbc.Select(id=control, options=select_options(values), value=chosen, size="sm")
    return html.Div([dbc.Label(name, html_for=control), shown], className="field")


def number_field(control: str, name: str, chosen: str) -> html.Div:
    """A labelled field for a whole number; it counts once it is left or Enter is pressed."""
    shown = dbc.Input(id=control, type="text", inputmode="numeric", value=chosen, debounce=True, size="sm")
    return html.Div([dbc.Label(name, html_for=control), shown], className="field number-field")


def _dropdown(page: str, merkmal: str, selection: Selection, catalog: Catalog) -> html.Details:
    return html.Details(
        [
            html.Summary(html.Span(summary(merkmal, selection, catalog), id=ids.on_page(page, f"{merkmal}-titel"))),
            html.Div(_checklist(page, merkmal, selection, catalog), className="dropdown-panel"),
        ],
        className="dropdown-filter",
    )


def _checklist(page: str, merkmal: str, selection: Selection, catalog: Catalog) -> html.Fieldset:
    chosen = selection.codes(merkmal)
    return html.Fieldset(
        [
            html.Legend(MERKMALE[merkmal].name),
            dbc.Checklist(
                id=ids.on_page(page, merkmal),
                options=options(catalog, merkmal, chosen),
                value=list(chosen),
            ),
        ],
        className="facet",
    )


def _drawer(page: str, context: Context) -> dbc.Offcanvas:
    selection, catalog = context.selection, context.view.catalog
    values = control_values(selection)
    refused = [] if context.view.may_be_exact else [Stufe.GENAU.value]
    switches = [_switch(page, parameter, str(values[parameter]), refused) for parameter in SWITCHES]
    body: list[Any] = [_checklist(page, merkmal, selection, catalog) for merkmal in DRAWER]
    title = ids.on_page(page, "filtertitel")
    close = html.Button(texts.CLOSE, id=ids.on_page(page, "schliessen"), type="button", className="filter-button")
    head = html.Div([html.H2(texts.MORE_FILTERS, id=title), close], className="drawer-head")
    return dbc.Offcanvas(
        [head, *body, *switches],
        id=ids.on_page(page, "filterfenster"),
        labelledby=title,
        placement="end",
        close_button=False,
        is_open=False,
    )


def _switch(page: str, parameter: str, chosen: str, refused: Sequence[str]) -> html.Fieldset:
    values = {value: label for value, label in SINGLE_VALUES[parameter].items() if value not in refused}
    control = ids.on_page(page, parameter)
    # The browser reads from the name of a button what choosing it means.
    listed = [{"label": label, "value": value, "input_id": f"{control}--{value}"} for value, label in values.items()]
    return html.Fieldset(
        [
            html.Legend(NAMES[parameter]),
            dbc.RadioItems(id=control, options=listed, value=chosen),
        ],
        className="facet",
    )
