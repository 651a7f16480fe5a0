"""Every card as slides: native charts and tables that hold the numbers of its table, with all that explains them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from cards.registry import CARDS
from domain import formats
from exports.card_file import CardFile
from exports.figure_reading import native_charts
from exports.german import cell_text
from exports.native_chart import Form, Role, Shape
from exports.pptx import deck
from exports.slides.names import Figure, read_name
from tests.integration.slides.conftest import CardFiles
from tests.integration.slides.decks import cached, described, figures, in_workbook, opened

QUERIES = (
    "von=2020-01&bis=2020-12",
    "von=2021-01&bis=2021-03&vergleich=vorperiode",
    "von=2018-01&bis=2020-12&kennzahl=fristquote&je=quartal&nach=kanal&kanal=email,telefon,ohne",
)
QUERIES_OF_ALL = ("von=2020-01&bis=2020-12", "von=2021-01&bis=2021-03&vergleich=vorperiode")
PARTS = re.compile(r"(\d+) von (\d+)")


def numbers(file: CardFile) -> set[float]:
    """All numbers of the table; of small bases, where only the parts are told, their quotient."""
    rows = [*file.table.rows, file.table.total or ()]
    found = {float(cell) for row in rows for cell in row if isinstance(cell, int | float)}
    parts = [PARTS.fullmatch(cell) for row in rows for cell in row if isinstance(cell, str)]
    return found | {int(one[1]) / int(one[2]) for one in parts if one and int(one[2])}


def shown(file: CardFile) -> Iterator[tuple[str, float]]:
    """The values of all series that show data of the table, not limits, feet or marks; of floating columns the top."""
    for chart in native_charts(file):
        feet = [series.values for series in chart.series if series.role is Role.BASE and chart.shape is Shape.COLUMNS]
        for series in chart.series:
            if series.role not in (Role.DATA, Role.PAST, Role.SIGNAL):
                continue
            for at, value in enumerate(series.values):
                if value is not None:
                    foot = feet[0][at] if feet and series.form is Form.BAR else 0
                    yield series.name, value + (foot or 0)


def queries(slug: str) -> list[str]:
    """Selections that this card understands."""
    options = {option.name for option in CARDS[slug].options}
    fits = {"kennzahl", "je", "nach"} <= options
    return [*QUERIES_OF_ALL, *([QUERIES[2]] if fits else [])]


@pytest.mark.parametrize("slug", CARDS)
def test_the_slides_of_a_card_hold_its_numbers_and_what_explains_them(card: CardFiles, slug: str):
    for query in queries(slug):
        file = card(slug, query)
        content = deck([file])
        made = opened(content)
        assert content == deck([file])
        found = list(figures(made))
        assert len({described(shape) for _, shape in found}) >= min(len(found), 1)
        for slide in made.slides:
            notes = slide.notes_slide.notes_text_frame.text
            assert slide.shapes.title.text_frame.text.strip()
            for text in (
                file.meta.auswahl,
                formats.day(file.meta.datenstand),
                file.meta.pruefnummer,
                file.meta.adresse,
            ):
                assert text in notes
            texts = " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
            assert file.meta.pruefnummer in texts
            assert formats.day(file.meta.datenstand) in texts
            assert file.untertitel in texts
        for _, shape in found:
            named = read_name(shape.name)
            assert isinstance(named, Figure)
            assert (named.karte, named.stufe) == (slug, "genau")
            assert file.titel in described(shape)
        charts = [shape for _, shape in found if shape.has_chart]
        assert len(charts) == len(native_charts(file))
        for shape, chart in zip(charts, native_charts(file), strict=True):
            # Workbooks are written with sixteen digits.
            for (name, values), (in_book, cells) in zip(cached(shape), in_workbook(shape), strict=True):
                assert name == in_book
                assert [(at, pytest.approx(float(text), rel=1e-14)) for at, text in values] == cells
            assert [name for name, _ in cached(shape)] == [series.name for series in chart.series]


@pytest.mark.parametrize("slug", CARDS)
def test_the_values_of_the_charts_are_those_of_the_table(card: CardFiles, slug: str):
    for query in queries(slug):
        file = card(slug, query)
        known = numbers(file)
        # The steps of a waterfall are lengths; what is drawn of a difference is rounded.
        known |= {abs(one) for one in known}
        for name, value in shown(file):
            rounded = name == "noch offen: mögliche Spanne" and any(abs(value - one) < 1e-5 for one in known)
            assert value in known or rounded, (query, name, value)


@pytest.mark.parametrize("slug", [slug for slug, one in CARDS.items() if not one.height])
def test_the_rows_of_table_slides_are_those_of_the_table(card: CardFiles, slug: str):
    file = card(slug, QUERIES[0])
    made = opened(deck([file]))
    if not file.table.rows:
        assert any(file.aussage in shape.text_frame.text for shape in made.slides[0].shapes if shape.has_text_frame)
        return
    columns = len(file.table.columns)
    rows: list[list[str]] = []
    for _, shape in figures(made):
        columns = len(shape.table.columns)
        rows += [[cell.text for cell in row.cells] for row in list(shape.table.rows)[1:]]
    wanted = [
        [cell_text(cell, file.table.kind(number, at)) for at, cell in enumerate(row[:columns])]
        for number, row in enumerate(file.table.rows)
    ]
    wanted += [] if file.table.total is None else [[_total(file, at) for at in range(columns)]]
    total = [] if file.table.total is None else [wanted[-1]]
    kept = rows[: len(rows) - len(total)]
    assert [[_plain(text) for text in row] for row in kept] == [[_plain(t) for t in row] for row in wanted[: len(kept)]]
    assert rows[len(kept) :] == total
    assert len(kept) == len(file.table.rows) or len(kept) > 40


def _plain(text: str) -> str:
    return " ".join(text.split())[:200]


def _total(file: CardFile, at: int) -> str:
    cell: Any = (file.table.total or ())[at]
    return "" if cell is None else cell_text(cell, file.table.columns[at].kind)
