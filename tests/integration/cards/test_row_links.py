"""From a row to the cases behind it: as many as its figure says, on every card whose rows lead to cases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlencode

import pytest
from flask import Flask

from cards.base import CardResult, Context, read_query
from cards.registry import CARDS
from data_access.aggregate import aggregate
from data_access.cache import RowCache, connect_cache
from data_access.sources import direct
from data_access.warehouse import View, Warehouse
from domain import formats
from domain.kennzahlen import KENNZAHLEN, CountedOn
from domain.scope import LOCAL, Faelle
from exports.table import Cell
from tests.api_server import ApiServer, settings_in

Row = tuple[Cell, ...]

# Where the figure stands in a row of each card; of a rate its denominator.
FIGURES: dict[str, Callable[[Row], Cell]] = {
    "kennzahlen": lambda row: row[4] or row[3],
    "eingaenge": lambda row: row[1],
    "kanaele": lambda row: row[1],
    "personenkreise": lambda row: row[1],
    "bereiche-themen": lambda row: row[-2],
    "fristquote": lambda row: sum(row[1:4]),  # type: ignore[arg-type]
    "frist-status": lambda row: row[5] + row[6],  # type: ignore[operator]
    "frist-merkmale": lambda row: row[1],
    "verlauf": lambda row: row[1],
    "verlauf-aufgeteilt": lambda row: row[1],
    "trichter": lambda row: row[1],
    "matrix": lambda row: row[-1],
    "beitraege": lambda row: row[2],
    "kreuztabelle": lambda row: next((cell for cell in row if not isinstance(cell, str)), None),
}
SELECTIONS = (
    "von=2020-01&bis=2020-12",
    "von=2020-11&bis=2021-03&bereich=leistungsgewaehrung&kanal=email,brief&art=beschwerde,lob",
    "von=2020-02&bis=2021-03&bereich=grundsicherung&zeitbezug=erledigung&personenkreis=eu_migranten,ohne"
    "&bewertungsbasis=bewertete",
)
# Choices that bring other rows.
OPTIONS = {
    "verlauf": ("", "&kennzahl=verspaetet&je=quartal"),
    "verlauf-aufgeteilt": ("&nach=thema", "&nach=personenkreis&kennzahl=beschwerden"),
    "trichter": ("&kennzahl=fristquote&gruppe=kanal", "&kennzahl=begruendetenquote"),
    "frist-merkmale": ("&nach=personenkreis", "&nach=bereich"),
    "matrix": ("&zaehlt=begruendet",),
    "beitraege": ("&kennzahl=beschwerden&nach=bereich", "&kennzahl=kundenreaktionen&nach=kanal"),
    "kreuztabelle": (
        "&kennzahl=lob&zeilen=art&spalten=keine",
        "&kennzahl=kundenreaktionen&zeilen=bereich&ebene=1&zeilen2=jahr&spalten=keine",
        "&kennzahl=laufzeit_median&kennzahl2=fristgerecht&zeilen=hauptart&spalten=keine",
    ),
}


@pytest.fixture(scope="module")
def view(reference: ApiServer, tmp_path_factory: pytest.TempPathFactory) -> View:
    settings = settings_in(tmp_path_factory.mktemp("row_links"))
    cache = RowCache(connect_cache(Flask("row_links"), settings), settings.cache_dir / "locks")
    return Warehouse(direct(reference.engine), cache).view(LOCAL)


def answered(view: View, slug: str, query: str) -> tuple[Context, CardResult]:
    context, problems = read_query(query, CARDS[slug].options, view, "Quelle", 20)
    assert problems == ()
    return context, CARDS[slug].build(context)


def listed(view: View, parameters: dict[str, str]) -> tuple[int, int | None]:
    """How many cases the page Vorgänge lists, and how many Anliegen of them fit."""
    context, result = answered(view, "vorgaenge", urlencode(parameters))
    cases = int(result.titel.split(" ")[0].replace(".", ""))
    anliegen = aggregate(context.view, context.selection, ["anliegen"]).summe["anliegen"].wert
    if cases and "zustand" not in parameters:
        assert f"{formats.number(anliegen or 0)} ihrer Anliegen" in result.words
    return cases, int(anliegen or 0)


@pytest.mark.parametrize("selection", SELECTIONS, ids=["year", "filtered", "by completion"])
@pytest.mark.parametrize("slug", FIGURES)
def test_the_list_of_cases_holds_what_the_row_counts(view: View, slug: str, selection: str):
    followed = 0
    for options in OPTIONS.get(slug, ("",)):
        context, result = answered(view, slug, selection + options)
        codes = [*result.kennzahlen] or [*CARDS[slug].kennzahlen]
        for at, (row, link) in enumerate(zip(result.table.rows, result.row_links, strict=True)):
            figure = FIGURES[slug](row)
            code = codes[at] if slug == "kennzahlen" else codes[0]
            if link is None or link.cases is None or figure is None or code.startswith("laufzeit"):
                continue
            cases, anliegen = listed(view, {**context.selection.parameter(), **link.filters, **link.cases})
            reaktionen = KENNZAHLEN[code].counted_on is CountedOn.REAKTION
            assert (cases if reaktionen else anliegen) == figure, (options, row[0], link)
            followed += 1
    assert followed or slug == "personenkreise"


def test_every_card_whose_rows_lead_somewhere_is_tried(view: View):
    with_links = set()
    for slug, card in CARDS.items():
        context, _ = read_query(SELECTIONS[0] + OPTIONS.get(slug, ("",))[0], card.options, view, "Quelle", 20)
        if card.build(context).row_links:
            with_links.add(slug)

    assert with_links == set(FIGURES)


def test_nobody_is_led_to_cases_that_may_not_be_seen(view: View):
    context, result = answered(view, "kanaele", SELECTIONS[0])
    without = replace(context, view=replace(context.view, scope=replace(LOCAL, faelle=Faelle.KEINE)))

    assert all(link and link.cases is not None for link in result.row_links)
    assert all(link and link.filters and link.cases is None for link in CARDS["kanaele"].build(without).row_links)
