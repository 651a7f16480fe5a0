"""Collections of figures as Word documents: long and wide tables, figures without a chart, names of all kinds."""

from __future__ import annotations

import io
from datetime import date

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from exports.card_file import CardFile
from exports.table import Column, Kind, Meta, Table
from exports.word import document
from exports.word.tables import MOST_ROWS, MOST_UPRIGHT
from figures import theme
from figures.bars import Series, grouped
from figures.theme import Figure

HOSTILE = "=SUM(A1)\x00 <w:p>&amp;\tx"
META = Meta("Zeitraum 2020", "Kundenreaktionen", (), date(2021, 3, 31), "KRM-Datenbank", schutzstufe="intern")


def table(rows: int = 2, columns: int = 1, name: str = "Fax") -> Table:
    """A column of names and so many of counts."""
    heads = [Column(f"Zahl {at}", Kind.ANZAHL) for at in range(columns)]
    body = tuple((name, *range(row, row + columns)) for row in range(rows))
    return Table("Kanäle", (Column("Kanal"), *heads), body, ("Gesamt", *[rows] * columns), ("Ein Hinweis.",))


def bars(values: list[int]) -> Figure:
    """A chart of lying bars as the browser draws it."""
    texts = [str(value) for value in values]
    return grouped(["Fax", "Brief"], [Series("2020", values, texts, texts, theme.NOW)])


def card(numbers: Table, figure: Figure | None = None, titel: str = "Zugangswege") -> CardFile:
    events = (("1 · 13.03.2020", "Schließung"),) if figure else ()
    return CardFile(
        "kanaele", "von=2020-01", titel, "Am häufigsten: Fax.", "Zeitraum 2020", numbers, figure, events, 400, META
    )


def read(*files: CardFile, title: str = "") -> Document:
    return docx.Document(io.BytesIO(document(files, title)))


def texts(document: Document) -> list[str]:
    lines = document.element.body.iter(qn("w:p"))
    return ["".join(node.text or "" for node in line.iter(qn("w:t"))) for line in lines]


def test_every_figure_has_heading_finding_chart_table_and_source():
    made = read(card(table(), bars([1, 2])), card(table(), titel="Liste"), title="Sitzung im Mai")

    told = texts(made)
    headings = [line.text for line in made.paragraphs if line.style and line.style.name == "Heading 1"]
    assert headings == ["Zugangswege", "Liste"]
    assert told[0] == "Sitzung im Mai"
    assert told.count("Am häufigsten: Fax.") == 2
    assert [line for line in told if line.startswith(("Abbildung", "Tabelle"))] == [
        "Abbildung 1: Zugangswege · Zeitraum 2020",
        "Tabelle 1: Zugangswege · Zeitraum 2020",
        "Tabelle 2: Liste · Zeitraum 2020",
    ]
    assert "Nummern im Diagramm: 1 · 13.03.2020: Schließung" in told
    assert told.count("Quelle: KRM-Datenbank · Datenstand 31.03.2021 · intern") == 3
    (picture,) = made.element.body.iter(qn("wp:docPr"))
    assert picture.get("descr") == "Zugangswege: Am häufigsten: Fax."
    assert len(made.tables) == 2


def test_long_tables_are_cut_with_a_word_and_keep_their_total():
    made = read(card(table(rows=MOST_ROWS + 5)))

    (shown,) = made.tables
    assert len(shown.rows) == MOST_ROWS + 2
    assert shown.rows[-1].cells[0].text == "Gesamt"
    assert any(f"Die ersten {MOST_ROWS} von {MOST_ROWS + 5} Zeilen" in line for line in texts(made))


@pytest.mark.parametrize("columns", [1, MOST_UPRIGHT - 1, MOST_UPRIGHT, 25])
def test_wide_tables_lie_on_their_side_and_none_is_wider_than_its_page(columns: int):
    made = read(card(table(columns=columns)), card(table()))

    turned = [section.orientation is WD_ORIENT.LANDSCAPE for section in made.sections]
    assert turned == ([False, True, False] if columns >= MOST_UPRIGHT else [False])
    section = made.sections[1 if len(turned) > 1 else 0]
    room = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
    widths = [int(one.get(qn("w:w"))) * 635 for one in made.tables[0]._tbl.tblGrid.gridCol_lst]
    assert len(widths) == columns + 1
    assert sum(widths) <= room
    assert min(widths) > 0


def test_a_table_whose_words_would_have_to_be_parted_lies_on_its_side():
    long = Table("Zahlen", tuple(Column(f"Bearbeitungsdauer{at}") for at in range(8)), (), None)

    made = read(card(long))

    # Nothing follows it, so that no page stands up again.
    assert [section.orientation for section in made.sections] == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE]


def test_names_stay_text_whatever_they_look_like():
    made = read(card(table(name=HOSTILE), bars([1, 2]), titel=HOSTILE), title=HOSTILE)

    shown = "=SUM(A1) <w:p>&amp; x"
    assert texts(made)[0] == shown
    assert made.tables[0].rows[1].cells[0].text == shown
    assert made.core_properties.title == shown


def test_no_figure_has_the_look_of_the_empty_document_that_it_began_as():
    made = read(card(table(rows=0)))

    assert (made.core_properties.author, made.core_properties.comments) == ("KRM-Datenbank", "")
    assert "thumbnail" not in "".join(relation.reltype for relation in made.part.package.rels.values())
    assert len(made.tables[0].rows) == 2
