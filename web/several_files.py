"""Several cards in one file: the cards of a page, and the formats that hold more than one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import Flask, Response, g, request
from werkzeug.exceptions import Forbidden, NotFound

from cards.base import Card, Context, read_query
from data_access.errors import NotProtectableError
from data_access.warehouse import View, Warehouse
from domain.rollen import Recht
from domain.scope import Scope
from exports.card_file import CardFile
from exports.safe import file_name
from exports.word.collection import document
from exports.xlsx import figures_workbook
from layouts.pages.registry import PAGES, Page
from settings import Settings
from web.access.matrix import card_right, page_right
from web.card_files import XLSX_TYPE, card_file
from web.check_numbers import register_figures
from web.downloads import attachment
from web.slides import PPTX_TYPE, slides

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

Write = Callable[[Sequence[CardFile], str], bytes]

# Ending → writer of at least one card under a title, and the type of what it writes.
WRITERS_OF_SEVERAL: dict[str, tuple[Write, str]] = {
    "xlsx": (figures_workbook, XLSX_TYPE),
    "pptx": (slides, PPTX_TYPE),
    "docx": (document, DOCX_TYPE),
}


def register(server: Flask, warehouse: Warehouse, scope: Callable[[], Scope], settings: Settings) -> None:
    """Add ``/herunterladen/seite/SLUG.ENDING``; as on the page, unknown parts of the selection are dropped."""
    pages = {page.slug: page for page in PAGES.values()}

    @server.get("/herunterladen/seite/<slug>.<ending>")
    def seite(slug: str, ending: str) -> Response:
        page, writer = pages.get(slug), WRITERS_OF_SEVERAL.get(ending)
        if page is None or writer is None:
            raise NotFound
        if not may(page_right(page.slug)):
            raise Forbidden

        def compute(view: View) -> Response:
            text = request.query_string.decode(errors="replace")
            context, _ = read_query(text, page.options, view, settings.quelle, settings.smallest_base)
            write, content_type = writer
            title = f"{page.title} {context.selection.zeitraum.in_words()}"
            name = file_name(f"seite-{page.slug}-{context.selection.text()}", ending)
            files = _answered(page, context)
            register_figures(files)
            return attachment(write(files, title), content_type, name)

        return warehouse.answer(scope(), compute)


def may(right: Recht) -> bool:
    """Whether whoever sends the current request has this right."""
    principal = g.get("principal")
    return principal is not None and right in principal.rechte


def may_see(card: Card) -> bool:
    """Whether whoever sends the current request may see this card."""
    return may(card_right(card.slug))


def _answered(page: Page, context: Context) -> list[CardFile]:
    """The cards of the page; those without protected numbers are left out, unless that leaves none."""
    files: list[CardFile] = []
    refused: NotProtectableError | None = None
    for card in page.cards:
        try:
            files.append(card_file(card, context))
        except NotProtectableError as error:
            refused = error
    if not files and refused is not None:
        raise refused
    return files
