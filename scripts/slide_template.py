"""Writes the neutral template of the slides, ``exports/slides/vorlage.pptx``: 16:9, one layout, no logo."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Cm

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "exports" / "slides" / "vorlage.pptx"
LAYOUT = "KRM-Abbildung"
WIDTH, HEIGHT = Cm(33.867), Cm(19.05)
LEFT, INNER = Cm(1.3), Cm(31.267)
# Top and height.
TITLE, SUBTITLE, FOOTER = (Cm(0.8), Cm(2.3)), (Cm(3.15), Cm(1.3)), (Cm(17.75), Cm(0.8))
NUMBER_WIDTH = Cm(2)
COLOURS = {
    "dk1": "1F2933",
    "lt1": "FFFFFF",
    "dk2": "26323F",
    "lt2": "F2F4F7",
    "accent1": "3B7CC4",
    "accent2": "C76A14",
    "accent3": "16907F",
    "accent4": "9562BF",
    "accent5": "C4527A",
    "accent6": "7C8420",
    "hlink": "3B7CC4",
    "folHlink": "9562BF",
}
FONT, LANGUAGE = "Arial", "de-DE"


def main() -> int:
    """Write the file."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT
    _one_layout(deck)
    _theme(deck)
    _master(deck.slide_master)
    _layout(deck.slide_layouts[0])
    for element in (deck.slide_master._element, deck.slide_layouts[0]._element, deck.part._element):
        _language(element)
    deck.core_properties.author = deck.core_properties.title = ""
    deck.save(str(TARGET))
    return 0


def _one_layout(deck: Any) -> None:
    """Keep the layout with a title alone."""
    for layout in [one for one in deck.slide_layouts if one.name != "Title Only"]:
        deck.slide_layouts.remove(layout)


def _theme(deck: Any) -> None:
    """Colours and font."""
    rels = deck.slide_master.part.rels.values()
    part = next(rel.target_part for rel in rels if rel.reltype.endswith("/theme"))
    xml = part.blob.decode()
    for name, colour in COLOURS.items():
        xml = re.sub(f"<a:{name}>.*?</a:{name}>", f'<a:{name}><a:srgbClr val="{colour}"/></a:{name}>', xml)
    xml = re.sub(r'(<a:(?:major|minor)Font><a:latin typeface=")[^"]*', rf"\g<1>{FONT}", xml)
    xml = re.sub(r'(name=")Office( Theme)?"', r'\g<1>KRM-Statistik"', xml)
    part._blob = xml.encode()


def _master(master: Any) -> None:
    """Title on the top left, number of the slide on the bottom right; nothing else."""
    for shape in list(master.placeholders):
        kind = shape._element.ph.get("type")
        if kind in ("dt", "ftr"):
            shape._element.getparent().remove(shape._element)
        elif kind == "title":
            _place(shape, LEFT, *TITLE, INNER)
        elif kind == "sldNum":
            _place(shape, LEFT + INNER - NUMBER_WIDTH, *FOOTER, NUMBER_WIDTH)
            _size(shape._element, 1000)
        else:
            _place(shape, LEFT, Cm(4.6), Cm(12.9), INNER)
    styles = master._element.find(qn("p:txStyles"))
    level = styles.find(qn("p:titleStyle")).find(qn("a:lvl1pPr"))
    level.set("algn", "l")
    level.find(qn("a:defRPr")).set("sz", "2400")
    level.find(qn("a:defRPr")).set("b", "1")


def _size(element: Any, size: int) -> None:
    for properties in element.iter(qn("a:defRPr"), qn("a:rPr")):
        properties.set("sz", str(size))


def _layout(layout: Any) -> None:
    """Title, subtitle, footer and number of the slide."""
    layout.name = LAYOUT
    tree = layout.shapes._spTree
    for shape in list(layout.placeholders):
        if shape._element.ph.get("type") in ("dt", "ftr"):
            tree.remove(shape._element)
    tree.append(_text_place(10, 13, "Untertitel", SUBTITLE, 1400, "t", INNER))
    tree.append(_text_place(11, 14, "Fußzeile", FOOTER, 1000, "ctr", INNER - NUMBER_WIDTH))
    tree.append(_rule())
    for title in (shape for shape in layout.placeholders if shape._element.ph.get("type") == "title"):
        title.text_frame.vertical_anchor = None
        title._element.txBody.find(qn("a:bodyPr")).set("anchor", "b")


def _text_place(number: int, idx: int, name: str, place: tuple[Any, Any], size: int, anchor: str, width: Any) -> Any:
    top, height = place
    return parse_xml(
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/>'
        '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f'<p:nvPr><p:ph type="body" sz="quarter" idx="{idx}"/></p:nvPr></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="{LEFT}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm></p:spPr>'
        f'<p:txBody><a:bodyPr lIns="91440" rIns="91440" tIns="0" bIns="0" anchor="{anchor}">'
        "<a:normAutofit/></a:bodyPr>"
        '<a:lstStyle><a:lvl1pPr marL="0" indent="0"><a:spcBef><a:spcPts val="0"/></a:spcBef><a:buNone/>'
        f'<a:defRPr sz="{size}"><a:solidFill><a:srgbClr val="52606D"/></a:solidFill></a:defRPr>'
        "</a:lvl1pPr></a:lstStyle>"
        f'<a:p><a:r><a:rPr lang="{LANGUAGE}"/><a:t>{name}</a:t></a:r></a:p></p:txBody></p:sp>'
    )


def _rule() -> Any:
    return parse_xml(
        f'<p:cxnSp {nsdecls("p", "a")}><p:nvCxnSpPr><p:cNvPr id="12" name="Linie"/><p:cNvCxnSpPr/>'
        f'<p:nvPr userDrawn="1"/></p:nvCxnSpPr>'
        f'<p:spPr><a:xfrm><a:off x="{LEFT + Cm(0.25)}" y="{FOOTER[0] - Cm(0.05)}"/>'
        f'<a:ext cx="{INNER - Cm(0.5)}" cy="0"/></a:xfrm><a:prstGeom prst="line"><a:avLst/></a:prstGeom>'
        '<a:ln w="9525"><a:solidFill><a:srgbClr val="CBD2D9"/></a:solidFill></a:ln></p:spPr></p:cxnSp>'
    )


def _place(shape: Any, left: Any, top: Any, height: Any, width: Any) -> None:
    shape.left, shape.top, shape.width, shape.height = left, top, width, height


def _language(element: Any) -> None:
    for node in element.iter():
        if node.get("lang"):
            node.set("lang", LANGUAGE)


if __name__ == "__main__":
    sys.exit(main())
