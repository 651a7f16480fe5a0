"""Workbooks of cards, pages and collections: numbers, words, live charts – read back and held against the cards.

Catalogue names of the data are formulas, so that every workbook also shows that names stay text.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import Workbook, load_workbook

from app import create_app
from cards.base import query_text, read_query
from cards.registry import CARDS
from data_access.reference.generator import DATENSTAND, reference_delivery
from data_access.warehouse import View
from domain.scope import LOCAL
from exports.card_file import CardFile
from exports.figure_reading import native_charts
from exports.xlsx import figure_workbook, figures_workbook
from layouts.collection import MOST
from layouts.pages.registry import PAGES
from settings import Settings
from tests.api_server import load
from web.card_files import card_file

HOSTILE = {"kanal": '=HYPERLINK("http://x.invalid";"Post")', "thema": "+49 351 & <b>", "bereich": "@SUMME(A1)"}
SELECTIONS = ("von=2020-01&bis=2020-12", "von=2021-01&bis=2021-03&vergleich=vorperiode&kanal=email,fax")
REFERENCE = re.compile(r"('(?:[^']|'')+'|[^'!]+)!\$([A-Z]+)\$(\d+)(?::\$([A-Z]+)\$(\d+))?")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    settings = Settings(var_dir=tmp_path_factory.mktemp("workbooks"))
    lieferung = reference_delivery()
    for catalogue, name in HOSTILE.items():
        lieferung[catalogue][1]["name"] = name
    load(settings, lieferung, DATENSTAND, demo=True)
    server = create_app(settings).server
    yield server.test_client()
    server.extensions["krm_app_database"].close()


@pytest.fixture(scope="module")
def view(client: FlaskClient) -> View:
    return client.application.extensions["krm_warehouse"].view(LOCAL)


def file_of(view: View, slug: str, query: str) -> CardFile:
    context, _ = read_query(query, CARDS[slug].options, view, "KRM-Datenbank", 20)
    return card_file(CARDS[slug], context)


def others(view: View, slug: str) -> list[str]:
    """The card with another choice of every option that has one."""
    lists = {option.name: list(option.names(view.catalog)) for option in CARDS[slug].options if option.highest is None}
    chosen = "".join(f"&{name}={codes[-1]}" for name, codes in lists.items() if len(codes) > 1)
    return [SELECTIONS[0] + chosen, SELECTIONS[0] + "&nach=thema"] if chosen else []


def opened(content: bytes) -> Workbook:
    """The workbook; nothing in it computes and nothing leads outside."""
    book = load_workbook(io.BytesIO(content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert [cell.hyperlink.target for cell in cells if cell.hyperlink and cell.hyperlink.target] == []
    return book


def cells_of(book: Workbook, reference: str) -> list[Any]:
    """What stands in a range that a chart names."""
    match = REFERENCE.fullmatch(reference)
    assert match is not None, reference
    sheet, first, top, last, bottom = match.groups()
    area = book[sheet.strip("'").replace("''", "'")][f"{first}{top}:{last or first}{bottom or top}"]
    return [row[0].value for row in area] if isinstance(area, tuple) else [area.value]


def assert_charts_show(book: Workbook, sheet: str, file: CardFile) -> int:
    """Every series of every chart reads exactly the cells with its values; how many do so in the table itself."""
    page: Any = book[sheet]
    charts, live = page._charts, 0
    expected = native_charts(file)
    assert len(charts) == len(expected)
    for drawn, chart in zip(charts, expected, strict=True):
        series = [one for layer in (drawn, *drawn._charts[1:]) for one in layer.series]
        assert len(series) == len(chart.series)
        for one, wanted in zip(series, chart.series, strict=True):
            values, names = one.val or one.yVal, one.cat or one.xVal
            read = cells_of(book, values.numRef.f)
            assert read == [pytest.approx(value) for value in wanted.values], (file.karte, wanted.name)
            labelled = cells_of(book, (names.strRef or names.numRef).f)
            assert len(labelled) == len(wanted.values)
            if wanted.x:
                assert labelled == [pytest.approx(value) for value in wanted.x]
            else:
                assert all(map(same_name, labelled, chart.categories)), (labelled, chart.categories)
            live += not values.numRef.f.startswith("Diagrammdaten")
    return live


def same_name(cell: Any, category: str) -> bool:
    """Whether a cell names what the chart does, which writes months and long names shorter."""
    if isinstance(cell, datetime):
        return category.split()[-1] in (str(cell.year), category)
    return category.startswith(cell[:3])


def assert_rows(book: Workbook, sheet: str, file: CardFile) -> None:
    table = file.table
    head, *rows = book[sheet].iter_rows(values_only=True)
    assert [str(name) for name in head if name is not None] == [column.heading for column in table.columns]
    wanted = [*table.rows, *([table.total] if table.total else [])]
    assert len(rows) == len(wanted)
    for row, cells in zip(rows, wanted, strict=True):
        for value, cell in zip(row, cells, strict=True):
            if isinstance(cell, int | float):
                assert value == pytest.approx(cell)
            elif isinstance(cell, date):
                assert value == datetime.combine(cell, datetime.min.time())
            else:
                assert bool(value) == bool(cell)


@pytest.mark.parametrize("slug", CARDS)
def test_every_card_is_a_workbook_with_its_numbers_its_words_and_live_charts(
    client: FlaskClient, view: View, slug: str
):
    for query in (*SELECTIONS, *others(view, slug)):
        file = file_of(view, slug, query)
        answer = client.get(f"/herunterladen/{slug}.xlsx?{query}")
        assert answer.status_code == 200
        assert answer.data == figure_workbook(file)
        book = opened(answer.data)
        assert_rows(book, "Tabelle", file)
        assert_charts_show(book, "Tabelle", file)
        about: dict[Any, Any] = {row[0]: row[1] for row in book["Filter und Definitionen"].iter_rows(values_only=True)}
        assert about["Titel"] == file.titel
        assert about["Aussage"] == file.aussage
        assert about["Auswahl"] == file.meta.auswahl
        assert about["Einheit"] == file.meta.einheit
        assert about["Datenstand"] == datetime(2021, 3, 31)
        assert about["Prüfnummer"] == file.meta.pruefnummer
        assert about["Schutzstufe"].startswith("intern")
        assert about["Adresse"] == file.meta.adresse
        assert str(book["Tabelle"].oddFooter.left.text).endswith(file.meta.pruefnummer)  # type: ignore[union-attr]


def test_charts_of_plain_tables_follow_the_cells_of_the_table_and_have_a_text_of_their_own(
    client: FlaskClient, view: View
):
    for slug, least in {"eingaenge": 2, "kanaele": 2, "fristquote": 2, "frist-status": 4}.items():
        file = file_of(view, slug, SELECTIONS[0])
        content = client.get(f"/herunterladen/{slug}.xlsx?{SELECTIONS[0]}").data

        assert assert_charts_show(opened(content), "Tabelle", file) >= least
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            drawing = parts.read("xl/drawings/drawing1.xml").decode()
        assert f'descr="{file.titel}. ' in drawing


@pytest.mark.parametrize("page", [page for page in PAGES.values() if page.cards], ids=lambda page: page.slug)
def test_a_page_is_one_workbook_with_a_sheet_per_card(client: FlaskClient, view: View, page: Any):
    answer = client.get(f"/herunterladen/seite/{page.slug}.xlsx?{SELECTIONS[0]}")

    assert answer.status_code == 200
    book = opened(answer.data)
    sheets = [name for name in book.sheetnames if name not in ("Diagrammdaten", "Filter und Definitionen")]
    files = [file_of(view, card.slug, SELECTIONS[0]) for card in page.cards]
    assert len(sheets) == len(files)
    for sheet, card, file in zip(sheets, page.cards, files, strict=True):
        assert sheet.startswith(card.titel[:20])
        assert_rows(book, sheet, file)
        assert_charts_show(book, sheet, file)
    about = [row for row in book["Filter und Definitionen"].iter_rows(values_only=True) if row[0]]
    assert [value for label, value in about if label == "Blatt"] == sheets
    assert [value for label, value in about if label == "Prüfnummer"] == [file.meta.pruefnummer for file in files]
    with zipfile.ZipFile(io.BytesIO(answer.data)) as parts:
        xml = "".join(parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/charts/chart"))
    assert all(REFERENCE.fullmatch(text.replace("&amp;", "&")) for text in re.findall(r"<c:f>(.*?)</c:f>", xml))


def test_a_collection_keeps_order_own_titles_and_selections_and_is_the_same_file_again(client: FlaskClient, view: View):
    listed = [("verlauf", SELECTIONS[0], ""), ("kanaele", SELECTIONS[1], "=1+1"), ("kanaele", SELECTIONS[0], "")]
    body = {"abbildungen": [{"karte": slug, "auswahl": query, "titel": own} for slug, query, own in listed]}

    answers = [client.post("/sammelmappe.xlsx", json=body) for _ in range(2)]

    assert answers[0].status_code == 200
    assert answers[0].data == answers[1].data
    assert answers[0].headers["Content-Disposition"] == 'attachment; filename="sammelmappe-2021-03-31.xlsx"'
    book = opened(answers[0].data)
    assert book.sheetnames[:3] == ["Verlauf", "=1+1", "Zugangswege"]
    about = [row for row in book["Filter und Definitionen"].iter_rows(values_only=True) if row[0]]
    assert [value for label, value in about if label == "Titel"][1] == "=1+1"
    assert [value for label, value in about if label == "Auswahl"] == [
        file_of(view, slug, query).meta.auswahl for slug, query, _ in listed
    ]
    for ending in ("pptx", "docx"):
        assert client.post(f"/sammelmappe.{ending}", json=body).data.startswith(b"PK")


def test_as_many_figures_as_fit_are_one_file_and_every_other_list_is_refused_by_name(client: FlaskClient):
    def refused(*listed: Any) -> str:
        answer = client.post("/sammelmappe.xlsx", json={"abbildungen": list(listed)})
        assert answer.status_code == 400
        return answer.get_json()["fehler"]

    good = {"karte": "kanaele", "auswahl": SELECTIONS[0], "titel": ""}
    assert client.post("/sammelmappe.xlsx", json={"abbildungen": [good] * MOST}).status_code == 200
    assert refused(*[good] * (MOST + 1)) == "Die Sammelmappe hat 41 Abbildungen; eine Datei fasst höchstens 40."
    assert refused() == "Die Sammelmappe ist leer."
    assert refused(good, {**good, "karte": "gibtsnicht"}) == "Platz 2: Die Abbildung „gibtsnicht“ gibt es nicht."
    wrong = refused({**good, "auswahl": "von=2020-01&bis=2020-12&kanal=brieftaube&farbe=rot", "titel": "Wege"})
    assert wrong.startswith("Platz 1, „Wege“: Die Auswahl enthält Unbekanntes – ")
    assert "brieftaube" in wrong
    assert "farbe" in wrong
    unreadable: list[Any] = [None, [], "x", {"abbildungen": 1}, {"abbildungen": [1]}, {"abbildungen": [{"karte": 1}]}]
    deep = client.post("/sammelmappe.xlsx", data="[" * 90_000, content_type="application/json")
    assert deep.status_code == 400
    assert client.post("/sammelmappe.xlsx", data="x" * 200_001).status_code == 413
    for odd in unreadable:
        answer = client.post("/sammelmappe.xlsx", json=odd)
        assert (answer.status_code, answer.get_json()["fehler"]) == (400, "Die Sammelmappe ist nicht lesbar.")
    assert client.post("/sammelmappe.pdf", json={}).status_code == 404
    assert client.get("/sammelmappe/gibtsnicht.json").status_code == 404
    foreign = client.post("/sammelmappe.xlsx", json={}, headers={"Origin": "https://boese.invalid"})
    assert foreign.status_code == 403
    shown = client.get("/sammelmappe/kanaele.json?von=2020-01&bis=2020-12&kanal=brieftaube").get_json()
    assert "brieftaube" in shown["hinweise"][0]


def test_a_figure_of_the_collection_is_the_one_of_its_card(client: FlaskClient, view: View):
    shown = client.get(f"/sammelmappe/eingaenge.json?{SELECTIONS[0]}").get_json()
    file = file_of(view, "eingaenge", SELECTIONS[0])

    assert (shown["titel"], shown["aussage"], shown["untertitel"]) == (file.titel, file.aussage, file.untertitel)
    assert shown["fusszeile"].endswith(file.meta.pruefnummer)
    context, _ = read_query(SELECTIONS[0], CARDS["eingaenge"].options, view, "KRM-Datenbank", 20)
    assert shown["auswahl"] == query_text(CARDS["eingaenge"], context)
    assert shown["abbildung"]["data"][0]["y"] == list(file.figure["data"][0]["y"] if file.figure else ())


def test_all_cards_together_are_the_same_bytes_every_time(view: View):
    files = [file_of(view, slug, SELECTIONS[0]) for slug in CARDS]

    assert figures_workbook(files, "Alles") == figures_workbook(files, "Alles")
