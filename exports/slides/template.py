"""The template of a deck: our neutral one or the authority's own, and where things stand on its slides."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.util import Cm, Emu

NEUTRAL = Path(__file__).with_name("vorlage.pptx")
# Places of the neutral template, used of any template that has them as well.
SUBTITLE_IDX, FOOTER_IDX = 13, 14
NEUTRAL_LAYOUT = "KRM-Abbildung"
_MARGIN = Cm(1.3)
_SUBTITLE_HEIGHT, _FOOTER_HEIGHT = Cm(1.3), Cm(0.8)
_SMALLEST_BODY = Cm(6)


class TemplateUnusableError(Exception):
    """The authority's own template cannot be used; ``path`` is the file."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


@dataclass(frozen=True)
class Place:
    """A rectangle on a slide in EMU."""

    left: int
    top: int
    width: int
    height: int

    @property
    def box(self) -> tuple[Any, Any, Any, Any]:
        return Emu(self.left), Emu(self.top), Emu(self.width), Emu(self.height)


@dataclass(frozen=True)
class Template:
    """An open deck without slides, the layout for figures, and its places."""

    deck: Any
    layout: Any
    subtitle: Place
    body: Place
    footer: Place

    @property
    def is_neutral(self) -> bool:
        """Whether the layout is the one that ships with the project."""
        return bool(self.layout.name == NEUTRAL_LAYOUT)

    def new_slide(self) -> Any:
        """A slide with title and, where the layout has one, its number."""
        slide = self.deck.slides.add_slide(self.layout)
        for shape in self.layout.placeholders:
            if shape._element.ph.get("type") == "sldNum":
                slide.shapes._spTree.append(copy.deepcopy(shape._element))
        for shape in list(slide.placeholders):
            if not _needed(shape):
                shape._element.getparent().remove(shape._element)
        return slide


def open_template(path: Path | None) -> Template:
    """The template, emptied of slides; raises ``TemplateUnusableError`` where it cannot carry figures."""
    try:
        deck = Presentation(str(path or NEUTRAL))
        _drop_slides(deck)
        template = _places(deck, _layout_of(deck))
    # Damaged or foreign files make the library raise almost anything.
    except Exception as error:
        raise TemplateUnusableError(path or NEUTRAL) from error
    if template.body.height < _SMALLEST_BODY:
        raise TemplateUnusableError(path or NEUTRAL)
    return template


def _needed(shape: Any) -> bool:
    kind = shape._element.ph.get("type")
    return kind in ("title", "ctrTitle", "sldNum") or shape.placeholder_format.idx in (SUBTITLE_IDX, FOOTER_IDX)


def _drop_slides(deck: Any) -> None:
    """Slides that a template carries as samples."""
    slides = deck.slides._sldIdLst
    for slide in list(slides):
        deck.part.drop_rel(slide.rId)
        slides.remove(slide)


def _layout_of(deck: Any) -> Any:
    """The layout with a title and as little else as possible."""
    titled = [layout for layout in deck.slide_layouts if _title_of(layout) is not None]
    return min(titled, key=lambda layout: sum(_is_content(shape) for shape in layout.placeholders))


def _is_content(shape: Any) -> bool:
    fixed = shape._element.ph.get("type") in ("title", "dt", "ftr", "sldNum")
    return not fixed and shape.placeholder_format.idx not in (SUBTITLE_IDX, FOOTER_IDX)


def _title_of(layout: Any) -> Any:
    kinds = ("title", "ctrTitle")
    return next((shape for shape in layout.placeholders if shape._element.ph.get("type") in kinds), None)


def _places(deck: Any, layout: Any) -> Template:
    """The layout's own places, else below the title and above the lower edge."""
    given = {shape.placeholder_format.idx: _place(shape) for shape in layout.placeholders}
    title = _place(_title_of(layout))
    width, height = deck.slide_width, deck.slide_height
    under = title.top + title.height
    subtitle = given.get(SUBTITLE_IDX) or Place(title.left, under, title.width, _SUBTITLE_HEIGHT)
    lowest = min(
        (_place(shape).top for shape in layout.placeholders if shape._element.ph.get("type") in ("ftr", "sldNum")),
        default=height - _FOOTER_HEIGHT,
    )
    footer = given.get(FOOTER_IDX) or Place(title.left, lowest - _FOOTER_HEIGHT, title.width, _FOOTER_HEIGHT)
    top = subtitle.top + subtitle.height
    left = min(title.left, _MARGIN)
    body = Place(left, top, width - 2 * left, footer.top - top)
    return Template(deck, layout, subtitle, body, footer)


def _place(shape: Any) -> Place:
    """Where a placeholder stands, its own or its master's."""
    return Place(shape.left, shape.top, shape.width, shape.height)


def language(element: Any) -> None:
    """Mark all runs below as German, so that Office checks their spelling in the right language."""
    for properties in element.iter(qn("a:rPr"), qn("a:endParaRPr")):
        properties.set("lang", "de-DE")
