"""The page of an embed: picture and table, no script, at most 60 kB; made once when the embed is issued."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from html import escape

from domain import formats
from exports.card_file import CardFile
from exports.german import cell_text
from exports.meta import source_line
from exports.table import Kind, Table
from web import texts

LARGEST = 60_000
_TEXT = (Kind.TEXT, Kind.MONAT, Kind.QUARTAL, Kind.DATUM)

STYLE = (
    "body{margin:1rem;font:16px/1.45 system-ui,sans-serif;color:#1b2733;background:#fff}"
    "h1{font-size:1.25rem;margin:0}p{margin:.35rem 0}.q{color:#52606d;font-size:.875rem}"
    ".v{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}"
    "img{max-width:100%;height:auto}.t{overflow-x:auto}"
    "table{border-collapse:collapse;font-size:.875rem;margin:.5rem 0}caption{text-align:left;font-weight:600}"
    "th,td{border-bottom:1px solid #d9dee4;padding:.2rem .6rem;text-align:left}.n{text-align:right}"
    "tfoot th,tfoot td{font-weight:600}"
)
STYLE_HASH = "'sha256-" + b64encode(sha256(STYLE.encode()).digest()).decode() + "'"
# Where the address of the picture goes, which is known only when the page is called up.
PICTURE = b"@@BILD@@"


def embed_page(file: CardFile, *, picture: bool) -> bytes:
    """The page of a protected figure; of a long table as many rows as there is room for."""
    head, foot = _head(file, picture), _foot(file)
    for rows in (len(file.table.rows), 300, 100, 40, 10):
        page = (head + _table(file.table, rows) + foot).encode()
        if len(page) <= LARGEST:
            return page
    return (head + foot).encode()


def _head(file: CardFile, picture: bool) -> str:
    shown = f'<img src="{PICTURE.decode()}" width="1080" height="624" alt="{escape(file.aussage)}">' if picture else ""
    # The picture holds both; for whoever does not see it they are there all the same.
    unseen = " v" if picture else ""
    return (
        f'<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>{escape(file.titel)}</title>'
        '<meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">'
        f"<style>{STYLE}</style></head><body><main>"
        f'<h1 class="h{unseen}">{escape(file.titel)}</h1>'
        f'<p class="q{unseen}">{escape(file.untertitel)}</p>{shown}<p>{escape(file.aussage)}</p>'
    )


def _table(table: Table, most: int) -> str:
    numeric = [column.kind not in _TEXT for column in table.columns]
    headings = zip(table.columns, numeric, strict=True)
    head = "".join(f'<th scope="col"{_side(right)}>{escape(column.heading)}</th>' for column, right in headings)
    body = "".join(
        _row([cell_text(cell, table.kind(at, place)) for place, cell in enumerate(row)], numeric)
        for at, row in enumerate(table.rows[:most])
    )
    total = ""
    if table.total is not None:
        cells = [cell_text(cell, column.kind) for cell, column in zip(table.total, table.columns, strict=True)]
        total = f"<tfoot>{_row(cells, numeric)}</tfoot>"
    cut = ""
    if most < len(table.rows):
        cut = f'<p class="q">{texts.EMBED_CUT.format(shown=most, rows=formats.number(len(table.rows)))}</p>'
    title = escape(table.title)
    return (
        f'<div class="t" tabindex="0" role="group" aria-label="{title}"><table><caption>{title}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>{total}</table></div>{cut}"
    )


def _row(cells: list[str], numeric: list[bool]) -> str:
    first, *rest = cells
    others = "".join(f"<td{_side(n)}>{escape(text)}</td>" for text, n in zip(rest, numeric[1:], strict=True))
    return f'<tr><th scope="row">{escape(first)}</th>{others}</tr>'


def _side(numeric: bool) -> str:
    return ' class="n"' if numeric else ""


def _foot(file: CardFile) -> str:
    notes = "".join(f'<p class="q">{escape(note)}</p>' for note in dict.fromkeys(file.meta.hinweise))
    return f'{notes}<p class="q">{escape(source_line(file.meta))}</p></main></body></html>'
