"""Native charts in a Word document: the same chart parts as on slides, each with its workbook inside."""

from __future__ import annotations

from typing import Any

from docx.document import Document as Office
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph
from pptx import Presentation
from pptx.util import Emu

from exports.native_chart import Chart
from exports.slides.charts import add_chart
from exports.slides.plain import plain
from exports.word.styles import FONT

_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CHART_SPACE = "http://schemas.openxmlformats.org/drawingml/2006/chart"


class ChartDrawer:
    """Puts charts into one document; numbers them, so that their parts have names of their own."""

    def __init__(self, office: Office) -> None:
        self._office = office
        # Charts are made where they are known, on a slide that nobody keeps.
        scratch = Presentation()
        self._slide = scratch.slides.add_slide(scratch.slide_layouts[6])
        self._count = 0

    def draw(self, paragraph: Paragraph, chart: Chart, width: int, height: int, name: str, description: str) -> None:
        """The chart in line with the text; sizes in EMU, ``description`` is its text alternative."""
        self._count += 1
        related = self._office.part.relate_to(self._part(chart, width, height), RELATIONSHIP_TYPE.CHART)
        paragraph.add_run()._r.append(self._inline(related, width, height, name, description))

    def _part(self, chart: Chart, width: int, height: int) -> Part:
        frame = add_chart(self._slide.shapes, chart, (Emu(0), Emu(0), Emu(width), Emu(height)), small=True)
        # Slides have the fonts of their template; here it is the one of the text.
        frame.chart.font.name = FONT
        made = frame.chart.part
        package = self._office.part.package
        sheet = Part(
            PackURI(f"/word/embeddings/Arbeitsmappe{self._count}.xlsx"),
            _WORKBOOK_TYPE,
            made.chart_workbook.xlsx_part.blob,
            package,
        )
        part = Part(PackURI(f"/word/charts/chart{self._count}.xml"), _CHART_TYPE, b"", package)
        # The workbook has another name in this package than on the slide.
        (data,) = made._element.findall(f"{{{_CHART_SPACE}}}externalData")
        data.set(qn("r:id"), part.relate_to(sheet, RELATIONSHIP_TYPE.PACKAGE))
        part._blob = made.blob
        return part

    def _inline(self, related: str, width: int, height: int, name: str, description: str) -> Any:
        inline = parse_xml(
            f"<w:drawing {nsdecls('w', 'wp', 'a', 'r')}>"
            '<wp:inline distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent cx="{width}" cy="{height}"/>'
            f'<wp:docPr id="{1000 + self._count}" name=""/>'
            "<wp:cNvGraphicFramePr/>"
            f'<a:graphic><a:graphicData uri="{_CHART_SPACE}">'
            f'<c:chart xmlns:c="{_CHART_SPACE}" r:id="{related}"/>'
            "</a:graphicData></a:graphic></wp:inline></w:drawing>"
        )
        (about,) = inline.iter(qn("wp:docPr"))
        about.set("name", plain(name))
        about.set("descr", plain(description))
        return inline
