"""Every card as a part of a Word document, read back: numbers, filter words, Datenstand, check number and charts."""

from __future__ import annotations

import io
from pathlib import Path

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from flask import Flask

from cards.base import read_query
from cards.registry import CARDS
from data_access.cache import RowCache, connect_cache
from data_access.sources import direct
from data_access.warehouse import Warehouse
from domain import formats
from domain.scope import LOCAL
from exports.card_file import CardFile
from exports.figure_reading import native_charts
from exports.german import cell_text
from exports.slides.plain import plain
from exports.word import document
from exports.word.tables import MOST_ROWS
from tests.api_server import ApiServer, settings_in
from web.card_files import card_file

YEAR = "von=2020-01&bis=2020-12"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def shown(text: str) -> str:
    """A text as people read it: how its parts are kept together does not matter."""
    return plain(text).replace(formats.NBSP, " ")


def rows_of(file: CardFile) -> list[list[str]]:
    """Headings, rows and totals that a table must show."""
    table = file.table
    rows = [[column.heading for column in table.columns]]
    rows += [
        [cell_text(cell, table.kind(number, at)) for at, cell in enumerate(row)]
        for number, row in enumerate(table.rows[:MOST_ROWS])
    ]
    if table.total is not None:
        rows.append([cell_text(cell, column.kind) for cell, column in zip(table.total, table.columns, strict=True)])
    return [[shown(text) for text in row] for row in rows]


def test_every_card_arrives_whole(reference: ApiServer, tmp_path: Path):
    settings = settings_in(tmp_path)
    cache = RowCache(connect_cache(Flask("word"), settings), settings.cache_dir / "locks")
    view = Warehouse(direct(reference.engine), cache).view(LOCAL)
    files = [card_file(card, read_query(YEAR, card.options, view, "Musterstadt", 20)[0]) for card in CARDS.values()]

    made = docx.Document(io.BytesIO(document(files, "Alle Karten")))

    tables = [
        [["".join(node.text or "" for node in cell.iter(qn("w:t"))) for cell in row.tc_lst] for row in one._tbl.tr_lst]
        for one in made.tables
    ]
    assert [[[shown(text) for text in row] for row in table] for table in tables] == [rows_of(file) for file in files]
    told = [shown("".join(n.text or "" for n in line.iter(qn("w:t")))) for line in made.element.body.iter(qn("w:p"))]
    text = "\n".join(told)
    for file in files:
        for wanted in (file.aussage, file.untertitel, file.meta.pruefnummer, "Datenstand 31.03.2021", file.meta.quelle):
            assert shown(wanted) in text, (file.karte, wanted)
    drawn = [
        [series.findtext(f"{CHART}tx//{CHART}v") for series in parse_xml(part.blob).iter(f"{CHART}ser")]
        for part in (relation.target_part for relation in made.part.rels.values() if "/chart" in relation.reltype)
    ]
    series_of_cards = [
        [plain(series.name) for series in chart.series] for file in files for chart in native_charts(file)
    ]
    assert sorted(drawn) == sorted(series_of_cards)
