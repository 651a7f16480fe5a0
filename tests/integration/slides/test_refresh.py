"""Folien auffrischen: the data become those of today, and nothing else changes."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from pptx.dml.color import RGBColor
from pptx.oxml.ns import qn
from pptx.util import Cm, Pt

from exports.card_file import CardFile
from exports.figure_reading import native_charts
from exports.native_chart import Axis, Chart, Form, Series, Shape
from exports.pptx import deck
from exports.slides.charts import add_chart, all_series
from exports.slides.names import Figure, figure_name
from exports.slides.new_data import put_data
from exports.slides.refresh import Report, Why, refresh
from exports.slides.template import NEUTRAL
from exports.slides.upload import open_upload
from exports.table import Kind
from tests.integration.slides.conftest import CardFiles
from tests.integration.slides.decks import cached, figures, in_workbook, opened, parts, saved

BEFORE, TODAY = "von=2019-01&bis=2019-12", "von=2020-01&bis=2020-12"
SLUGS = ("eingaenge", "kanaele", "regelkarte", "trichter", "beitraege", "frist-merkmale", "zu-und-abgaenge", "matrix")


def refreshed(content: bytes, card: CardFiles, year: str = "2020") -> tuple[bytes, Report]:
    """The deck with every figure for the same selection of another year, as if the data had changed."""

    def answer(figure: Figure) -> CardFile | Why:
        return card(figure.karte, re.sub("2019|2020", year, figure.auswahl))

    return refresh(open_upload(content), answer)


def without_data(part: bytes) -> bytes:
    """A chart or slide without what a refreshment is there to change."""
    text = part.decode()
    for name in ("tx", "cat", "val", "xVal", "yVal"):
        text = re.sub(f"<c:{name}>.*?</c:{name}>", f"<c:{name}/>", text, flags=re.DOTALL)
    text = re.sub(r"<c:dLbl>.*?</c:dLbl>|<c:dPt>.*?</c:dPt>", "", text, flags=re.DOTALL)
    text = re.sub(r"<a:t>[^<]*</a:t>|<a:t/>", "<a:t/>", text)
    # Tables have as many rows, and notes as many lines, as the data need.
    text = re.sub(r"<a:tr .*</a:tr>", "", text, flags=re.DOTALL)
    text = re.sub(r"<a:p>.*</a:p>", "", text, flags=re.DOTALL) if "<p:notes " in text else text
    return re.sub(r'(name|descr)="[^"]*"', "", text).encode()


def resaved(content: bytes) -> bytes:
    """The deck read and written; the library names the parts by the order of the slides then."""
    deck_ = opened(content)
    assert len(deck_.slides)
    return saved(deck_)


def edited(content: bytes) -> bytes:
    """As somebody works on a deck: charts moved and recoloured, a legend below, an own title, an own slide in front."""
    made = opened(content)
    for slide, shape in figures(made):
        shape.left, shape.top, shape.width = Cm(3), Cm(5), Cm(20)
        if shape.has_chart:
            shape.chart.font.size = Pt(17)
            first = all_series(shape.chart)[0]
            first.format.fill.solid()
            first.format.fill.fore_color.rgb = RGBColor(0xAA, 0x00, 0x11)
        slide.shapes.title.text_frame.paragraphs[0].runs[0].text = "Unsere eigene Überschrift"
    box = made.slides[0].shapes.add_textbox(Cm(1), Cm(1), Cm(5), Cm(1))
    box.text_frame.text = "Im Januar 2018 waren es 186."
    slides = made.slides._sldIdLst
    slides.insert(0, slides[-1])
    return saved(made)


@pytest.fixture(scope="module")
def made(card: CardFiles) -> bytes:
    """A deck of last year."""
    return deck([card(slug, BEFORE) for slug in SLUGS])


def test_with_the_same_numbers_nothing_at_all_changes(card: CardFiles, made: bytes):
    content, report = refreshed(made, card, "2019")
    again = parts(resaved(made))
    assert {name: part for name, part in parts(content).items() if not name.endswith(".xlsx")} == {
        name: part for name, part in again.items() if not name.endswith(".xlsx")
    }
    assert not any(one.changed for one in report.done)
    assert (report.kept, report.stale, report.texts) == ([], [], 0)


def test_an_edited_deck_gets_the_numbers_of_today_and_keeps_everything_else(card: CardFiles, made: bytes):
    content = edited(made)
    new, report = refreshed(content, card)

    assert report.kept == []
    assert all(one.changed for one in report.done)
    fresh = {figure_name_of(shape): shape for _, shape in figures(opened(deck([card(s, TODAY) for s in SLUGS])))}
    shapes = [shape for _, shape in figures(opened(new))]
    assert len(shapes) == len(fresh)
    for shape in shapes:
        today = fresh[figure_name_of(shape)]
        if shape.has_table:
            assert [[c.text for c in row.cells] for row in shape.table.rows] == [
                [c.text for c in row.cells] for row in today.table.rows
            ]
            continue
        assert sorted(cached(shape)) == sorted(cached(today))
        assert sorted(in_workbook(shape)) == sorted(in_workbook(today))

    before, after = parts(resaved(content)), parts(new)
    assert before.keys() == after.keys()
    for name in before:
        if name.startswith(("ppt/charts/chart", "ppt/slides/slide", "ppt/notesSlides/notes")):
            # Signals come and go as a series of their own.
            if before[name].count(b"<c:ser>") == after[name].count(b"<c:ser>"):
                assert without_data(before[name]) == without_data(after[name]), name
        elif not name.endswith(".xlsx"):
            assert before[name] == after[name], name


def figure_name_of(shape: Any) -> str:
    """Card and part, whatever the selection."""
    return re.sub(r"\?.*abb=([^&]*).*", r"\1", shape.name)


def test_texts_of_ours_follow_the_numbers_and_texts_of_others_are_named(card: CardFiles):
    content = edited(deck([card("eingaenge", BEFORE), card("kanaele", BEFORE)]))
    new, report = refreshed(content, card)

    slide = opened(new).slides[1]
    assert slide.shapes.title.text_frame.text == "Unsere eigene Überschrift"
    assert (
        slide.notes_slide.notes_text_frame.text
        == opened(deck([card("eingaenge", TODAY)])).slides[0].notes_slide.notes_text_frame.text
    )
    assert [(one.slide, one.text, one.numbers) for one in report.stale] == [
        (2, "Im Januar 2018 waren es 186.", ("186", "2018"))
    ]


def test_an_unchanged_title_gets_the_finding_of_today(card: CardFiles):
    new, report = refreshed(deck([card("eingaenge", BEFORE)]), card)
    assert opened(new).slides[0].shapes.title.text_frame.text.startswith("1.068 Kundenreaktionen")
    assert report.texts >= 2
    third, again = refreshed(new, card, "2019")
    assert opened(third).slides[0].shapes.title.text_frame.text.startswith("1.684 Kundenreaktionen")
    assert again.stale == []


def test_an_own_title_of_the_collection_stands_on_the_slide_and_stays(card: CardFiles):
    content = deck([replace(card("eingaenge", BEFORE), titel="Eingänge für den Beirat", own_title=True)])
    new, report = refreshed(content, card)
    assert report.done[0].changed
    for one in (content, new):
        assert opened(one).slides[0].shapes.title.text_frame.text == "Eingänge für den Beirat"


def test_what_cannot_be_refreshed_is_named_and_stays(card: CardFiles):
    content = deck([card("eingaenge", BEFORE), card("matrix", BEFORE), card("zu-und-abgaenge", BEFORE)])
    whys = iter((Why.UNKNOWN_CARD, Why.LEVEL, card("eingaenge", BEFORE)))
    new, report = refresh(open_upload(content), lambda _figure: next(whys))
    assert [(one.slide, one.why) for one in report.kept] == [
        (1, Why.UNKNOWN_CARD),
        (2, Why.LEVEL),
        (3, Why.NO_SUCH_PART),
        (3, Why.NO_SUCH_PART),
    ]
    assert report.done == []
    assert [cached(s) for _, s in figures(opened(new)) if s.has_chart] == [
        cached(s) for _, s in figures(opened(content)) if s.has_chart
    ]


def chart(values: tuple[float | None, ...], *more: Series, emphasised: tuple[int, ...] = ()) -> Chart:
    """Columns, one per value, beside other series."""
    names = tuple(f"K{at}" for at in range(len(values)))
    bars = Series("Werte", values, Kind.ANTEIL, Form.BAR, "3B7CC4", emphasised=emphasised)
    return Chart("", "", Shape.COLUMNS, names, (bars, *more), Axis(Kind.ANTEIL, 0, 0.6))


def line(name: str, values: tuple[float | None, ...], labels: tuple[str, ...] = ()) -> Series:
    return Series(name, values, Kind.ANTEIL, Form.LINE, "C76A14", marker="circle", labels=labels)


def framed(one: Chart) -> Any:
    empty = opened(NEUTRAL.read_bytes())
    slide = empty.slides.add_slide(empty.slide_layouts[0])
    return add_chart(slide.shapes, one, (Cm(1), Cm(1), Cm(20), Cm(10)))


def test_looks_of_single_points_follow_the_data_and_those_of_people_stay():
    frame = framed(chart((0.1, 0.2, 0.3, 0.4), emphasised=(3,)))
    drawn = all_series(frame.chart)[0]
    drawn.points[0].format.fill.solid()
    drawn.points[0].format.fill.fore_color.rgb = RGBColor(0xFF, 0, 0)
    drawn.points[2].format.fill.solid()
    drawn.points[2].format.fill.fore_color.rgb = RGBColor(0, 0xFF, 0)

    assert put_data(frame, chart((0.5, 0.25), emphasised=(1,)))

    points = frame.chart._chartSpace.findall(f".//{qn('c:dPt')}")
    looks = {
        int(p.find(qn("c:idx")).get("val")): p.find(f"{qn('c:spPr')}/{qn('a:pattFill')}") is not None for p in points
    }
    assert looks == {0: False, 1: True}


def test_series_come_and_go_with_the_data_and_axes_grow_only_where_they_must():
    frame = framed(chart((0.1, 0.2), line("Ziel", (0.3, 0.3)), line("Weg", (0.1, 0.1))))
    frame.chart.value_axis.maximum_scale = 0.45
    colours = all_series(frame.chart)[1].format.line
    colours.color.rgb = RGBColor(1, 2, 3)

    assert put_data(frame, chart((0.2, 0.4), line("Neu", (0.2, 0.2), ("", "2 von 3")), line("Ziel", (0.35, 0.35))))
    assert {name for name, _ in cached(frame)} == {"Werte", "Neu", "Ziel"}
    assert sorted(cached(frame)) == sorted([(n, [(a, repr(v)) for a, v in vs]) for n, vs in in_workbook(frame)])
    target = next(series for series in all_series(frame.chart) if series.name == "Ziel")
    assert target.format.line.color.rgb == RGBColor(1, 2, 3)
    assert frame.chart.value_axis.maximum_scale == 0.45

    wider = chart((0.2, 0.9))
    assert put_data(frame, Chart("", "", wider.shape, wider.categories, wider.series, Axis(Kind.ANTEIL, 0, 1)))
    assert [name for name, _ in cached(frame)] == ["Werte"]
    assert frame.chart.value_axis.maximum_scale == 1


def test_a_chart_that_became_another_kind_is_left_alone(card: CardFiles):
    frame = framed(chart((0.1, 0.2)))
    (points,) = native_charts(card("trichter", TODAY))
    before = cached(frame)
    assert put_data(frame, points) is False
    assert cached(frame) == before


def test_the_name_of_a_shape_tells_card_selection_level_and_part(card: CardFiles):
    file = card("kanaele", "von=2020-01&bis=2020-12&kanal=email,telefon")
    name = figure_name(file, "", "Ein Bild")
    assert name.startswith("krm:fig:kanaele?von=2020-01&bis=2020-12")
    assert "kanal=email,telefon" in name
    assert "stufe=genau" in name
