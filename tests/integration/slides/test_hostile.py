"""Names that look like formulas, templates that cannot carry figures, and uploads that are no decks."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask, g
from openpyxl import load_workbook
from pptx import Presentation
from pptx.util import Cm

from app_data.database import AppDatabase
from data_access.cache import RowCache, connect_cache
from data_access.sources import direct
from data_access.warehouse import Warehouse
from domain.rollen import Rolle
from domain.scope import LOCAL
from exports.pptx import deck
from exports.slides.names import Figure, read_name
from exports.slides.refresh import Why
from exports.slides.template import NEUTRAL, TemplateUnusableError
from exports.slides.upload import LARGEST_BYTES, Refusal, UploadRefusedError, open_upload
from exports.table import Column, Table
from settings import Settings
from tests.api_server import ApiServer
from tests.integration.slides.conftest import CardFiles
from tests.integration.slides.decks import archive, cached, figures, opened, parts, saved
from web import downloads, errors, slide_refresh
from web.access.principal import OWNER, Principal

YEAR = "von=2020-01&bis=2020-12"
HOSTILE = ('=HYPERLINK("http://boese.example";"Klick")', "+1+1", "@SUM(A1)", "http://boese.example", "<b>&amp;\x00\x1f")


def test_hostile_names_stay_text_on_slides_and_in_workbooks(card: CardFiles):
    file = card("kanaele", YEAR)
    figure = {**file.figure} if file.figure else {}
    names = [text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for text in HOSTILE]
    figure["layout"] = {**figure["layout"], "yaxis": {**figure["layout"]["yaxis"], "ticktext": [*names, "Fax"]}}
    columns = (*(Column(text) for text in HOSTILE),)
    table = Table("Namen", columns, (HOSTILE, HOSTILE))
    made = opened(deck([replace(file, figure=figure, titel=HOSTILE[0]), replace(file, figure=None, table=table)]))

    (_, chart), (_, shown) = figures(made)
    book = load_workbook(io.BytesIO(chart.chart.part.chart_workbook.xlsx_part.blob))
    written = [book["Sheet1"].cell(row, 1) for row in range(2, 7)]
    assert [cell.value for cell in written] == [*HOSTILE[:4], "<b>&amp;"]
    assert {cell.data_type for cell in written} == {"s"}
    assert all(cell.hyperlink is None for cell in written)
    assert list(chart.chart.plots[0].categories)[:5] == [*HOSTILE[:4], "<b>&amp;"]
    assert [cell.text for cell in list(shown.table.rows)[1].cells] == [*HOSTILE[:4], "<b>&amp;"]
    assert b"hlinkClick" not in b"".join(parts(saved(made)).values())


def own_template(path: Path, *, title: bool = True, wide: bool = True) -> Path:
    """A template of somebody else: another layout, with a sample slide, 16:9 or 4:3."""
    made = Presentation()
    if wide:
        made.slide_width = Cm(33.867)
    for layout in [one for one in made.slide_layouts if (one.name == "Title Only") != title]:
        made.slide_layouts.remove(layout)
    if not title:
        for layout in made.slide_layouts:
            for shape in list(layout.placeholders):
                shape._element.getparent().remove(shape._element)
    made.slides.add_slide(made.slide_layouts[0])
    made.save(str(path))
    return path


def test_figures_stand_on_the_own_template_below_its_title(card: CardFiles, tmp_path: Path):
    files = [card("eingaenge", YEAR), card("matrix", YEAR)]
    for wide in (True, False):
        made = opened(deck(files, own_template(tmp_path / "eigene.pptx", wide=wide)))
        assert len(made.slides) >= 2
        for slide, shape in figures(made):
            assert slide.slide_layout.name == "Title Only"
            assert shape.left >= 0
            assert shape.left + shape.width <= made.slide_width
            title = slide.shapes.title
            assert shape.top >= title.top + title.height
            assert shape.top + shape.height <= made.slide_height


def test_templates_that_cannot_carry_figures_are_refused(card: CardFiles, tmp_path: Path):
    text, missing = tmp_path / "text.pptx", tmp_path / "fehlt.pptx"
    text.write_text("keine Vorlage", encoding="utf-8")
    untitled = own_template(tmp_path / "ohne.pptx", title=False)
    flat = opened(NEUTRAL.read_bytes())
    flat.slide_layouts[0].placeholders[0].height = Cm(14)
    for shape in flat.slide_layouts[0].placeholders:
        if shape.placeholder_format.idx == 13:
            shape.top = Cm(15)
    flat.save(str(tmp_path / "flach.pptx"))
    for path in (text, missing, untitled, tmp_path / "flach.pptx"):
        with pytest.raises(TemplateUnusableError):
            deck([card("eingaenge", YEAR)], path)


def test_uploads_that_are_no_harmless_decks_are_refused(card: CardFiles):
    good = parts(deck([card("eingaenge", YEAR)]))
    macro_type = good["[Content_Types].xml"].replace(
        b"presentationml.presentation.main+xml", b"presentationml.presentation.macroEnabled.main+xml"
    )
    refused = {
        Refusal.TOO_LARGE: [b"x" * (LARGEST_BYTES + 1)],
        Refusal.NO_DECK: [b"", b"PK\x03\x04", archive({"a.txt": b"a"}), archive(good)[:-200]],
        Refusal.MACROS: [
            archive({**good, "ppt/vbaProject.bin": b"x"}),
            archive({**good, "[Content_Types].xml": macro_type}),
        ],
        Refusal.SUSPICIOUS: [
            archive({**good, "ppt/media/bombe.bin": b"\0" * 5_000_000}),
            archive({**good, "../oben.xml": b"x"}),
            archive({**good, "xl/fremd.xml": b"x"}),
        ],
    }
    damaged = archive({**good, "ppt/presentation.xml": b"<kaputt"})
    for reason, contents in ({**refused, Refusal.NO_DECK: [*refused[Refusal.NO_DECK], damaged]}).items():
        for content in contents:
            with pytest.raises(UploadRefusedError) as error:
                open_upload(content)
            assert error.value.reason is reason


@pytest.fixture(scope="module")
def server(reference: ApiServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The routes of downloads and of Folien auffrischen over the reference data."""
    folder = tmp_path_factory.mktemp("server")
    broken = folder / "kaputt.pptx"
    broken.write_bytes(b"x")
    settings = Settings(var_dir=folder, quelle="KRM-Datenbank Musterstadt", pptx_template=str(broken))
    made = Flask("slides", static_folder=None)
    made.extensions["krm_app_database"] = AppDatabase(settings.app_url)
    made.extensions["krm_app_database"].prepare()
    warehouse = Warehouse(
        direct(reference.engine), RowCache(connect_cache(made, settings), settings.cache_dir / "locks")
    )

    @made.before_request
    def owner() -> None:
        g.principal = OWNER

    downloads.register(made, warehouse, lambda: LOCAL, settings)
    slide_refresh.register(made, warehouse, lambda: LOCAL, settings)
    errors.register(made)
    yield made
    made.extensions["krm_app_database"].close()


def test_an_unusable_template_is_a_sentence(server: Flask):
    answer = server.test_client().get(f"/herunterladen/eingaenge.pptx?{YEAR}")
    assert answer.status_code == 503
    assert "KRM_PPTX_TEMPLATE" in answer.get_json()["fehler"]


def test_the_route_gives_a_report_and_the_new_deck(server: Flask, card: CardFiles):
    content = deck([card("eingaenge", YEAR), card("vorgaenge", YEAR)])
    answer = server.test_client().post("/folien/auffrischen", data=content).get_json()
    assert answer["satz"] == "7 Abbildungen erneuert, davon 0 mit neuen Zahlen."
    assert [part["titel"] for part in answer["abschnitte"]] == ["Erneuert"]
    assert answer["abschnitte"][0]["zeilen"] == [
        "Folie 1, Eingänge je Monat: die Zahlen sind dieselben",
        "Folien 2 bis 7, 1.068 Vorgänge: die Zahlen sind dieselben",
    ]

    nothing = server.test_client().post("/folien/auffrischen", data=NEUTRAL.read_bytes()).get_json()
    assert nothing["satz"].startswith("In der Datei ist keine Abbildung")
    assert nothing["datei"] == ""

    for body, word in ((b"x", "keine PowerPoint-Datei"), (b"x" * (LARGEST_BYTES + 1), "größer als 20 MB")):
        refused = server.test_client().post("/folien/auffrischen", data=body)
        assert refused.status_code == 400
        assert word in refused.get_json()["fehler"]
    foreign = server.test_client().post("/folien/auffrischen", data=content, headers={"Sec-Fetch-Site": "cross-site"})
    assert foreign.status_code == 403


def test_figures_are_refreshed_for_their_reader_and_at_their_level_only(
    server: Flask, reference: ApiServer, tmp_path: Path
):
    settings = Settings(var_dir=tmp_path, quelle="KRM-Datenbank Musterstadt")
    cache = RowCache(connect_cache(Flask("levels"), settings), settings.cache_dir / "locks")
    view = Warehouse(direct(reference.engine), cache).view(LOCAL)
    with server.test_request_context("/"):
        g.principal = OWNER
        answer = slide_refresh.answers(view, settings)
        exact = answer(Figure("eingaenge", YEAR, "genau", "", ""))
        protected = answer(Figure("eingaenge", YEAR, "geschuetzt", "", ""))
        assert not isinstance(exact, Why)
        assert not isinstance(protected, Why)
        assert (exact.stufe, protected.stufe) == ("genau", "geschuetzt")
        assert all(value % 5 == 0 for row in protected.table.rows for value in row[1:2] if isinstance(value, int))
        assert answer(Figure("eingaenge", "bereich=gibtsnicht", "genau", "", "")) is Why.SELECTION
        assert answer(Figure("gibtsnicht", YEAR, "genau", "", "")) is Why.UNKNOWN_CARD
        g.principal = Principal("praesentation", "", frozenset({Rolle.PRAESENTATION}))
        assert answer(Figure("vorgaenge", YEAR, "genau", "", "")) is Why.NOT_ALLOWED


def test_a_protected_figure_says_so_in_its_name(card: CardFiles):
    file = card("eingaenge", f"{YEAR}&stufe=geschuetzt")
    ((_, shape),) = figures(opened(deck([file])))
    named = read_name(shape.name)
    assert isinstance(named, Figure)
    assert named.stufe == "geschuetzt"
    assert all(float(text) % 5 == 0 for _, values in cached(shape)[:2] for _, text in values)
