"""Ways to look into a deck and to take its archive apart."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from openpyxl import load_workbook
from pptx import Presentation
from pptx.oxml.ns import qn


def opened(content: bytes) -> Any:
    return Presentation(io.BytesIO(content))


def saved(deck: Any) -> bytes:
    stream = io.BytesIO()
    deck.save(stream)
    return stream.getvalue()


def figures(deck: Any) -> Iterator[tuple[Any, Any]]:
    """Slides with each of their charts and tables."""
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_chart or shape.has_table:
                yield slide, shape


def described(shape: Any) -> str:
    """The text alternative of a shape."""
    return shape._element.xpath(".//p:cNvPr")[0].get("descr") or ""


def cached(shape: Any) -> list[tuple[str, list[tuple[int, str]]]]:
    """Name of every series with place and text of each of its values, as the chart itself holds them."""
    found = []
    for series in shape.chart._chartSpace.iter(qn("c:ser")):
        values = series.find(qn("c:val"))
        values = series.find(qn("c:yVal")) if values is None else values
        points = [(int(pt.get("idx")), pt.findtext(qn("c:v"))) for pt in values.iter(qn("c:pt"))]
        found.append(("".join(v.text for v in series.find(qn("c:tx")).iter(qn("c:v"))), points))
    return found


def in_workbook(shape: Any) -> list[tuple[str, list[tuple[int, Any]]]]:
    """The same from the workbook behind the chart, read at the addresses that the chart names."""
    book = load_workbook(io.BytesIO(shape.chart.part.chart_workbook.xlsx_part.blob))
    sheet = book["Sheet1"]
    found = []
    for series in shape.chart._chartSpace.iter(qn("c:ser")):
        values = series.find(qn("c:val"))
        values = series.find(qn("c:yVal")) if values is None else values
        cells = sheet[values.findtext(f".//{qn('c:f')}").removeprefix("Sheet1!").replace("$", "")]
        column = [row[0].value for row in cells] if isinstance(cells, tuple) else [cells.value]
        name = sheet[series.find(qn("c:tx")).findtext(f".//{qn('c:f')}").removeprefix("Sheet1!").replace("$", "")]
        found.append((name.value, [(at, value) for at, value in enumerate(column) if value is not None]))
    return found


def parts(content: bytes) -> dict[str, bytes]:
    """The members of the archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def archive(members: dict[str, bytes]) -> bytes:
    """An archive of these members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in members.items():
            target.writestr(name, content)
    return stream.getvalue()
