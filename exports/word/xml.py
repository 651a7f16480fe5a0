"""Small pieces of WordprocessingML that python-docx has no words for."""

from __future__ import annotations

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph


def element(tag: str, /, **attributes: str) -> Any:
    """An element of the word namespace (``w:`` is added to its tag and attributes)."""
    made = OxmlElement(f"w:{tag}")
    for attribute, value in attributes.items():
        made.set(qn(f"w:{attribute.rstrip('_')}"), value)
    return made


def add_field(paragraph: Paragraph, code: str, shown: str, *, dirty: bool = False) -> None:
    """A field such as ``PAGE``; ``shown`` stands there until a program computes it."""
    begin_field(paragraph, code, dirty=dirty)
    paragraph.add_run(shown)
    end_field(paragraph)


def begin_field(paragraph: Paragraph, code: str, *, dirty: bool = False) -> None:
    """The first half of a field, whose result may span several paragraphs; ``dirty``: to be computed on opening."""
    start = element("fldChar", fldCharType="begin")
    if dirty:
        start.set(qn("w:dirty"), "true")
    paragraph.add_run()._r.append(start)
    instruction = element("instrText")
    instruction.set(qn("xml:space"), "preserve")
    instruction.text = f" {code} "
    paragraph.add_run()._r.append(instruction)
    paragraph.add_run()._r.append(element("fldChar", fldCharType="separate"))


def end_field(paragraph: Paragraph) -> None:
    """The second half."""
    paragraph.add_run()._r.append(element("fldChar", fldCharType="end"))


def bookmark(paragraph: Paragraph, number: int, name: str) -> None:
    """Makes the whole paragraph a target of links; ``number`` is unique in the document."""
    start = element("bookmarkStart", id=str(number), name=name)
    properties = paragraph._p.pPr
    if properties is None:
        paragraph._p.insert(0, start)
    else:
        properties.addnext(start)
    paragraph._p.append(element("bookmarkEnd", id=str(number)))


def text_run(text: str, size: float, *, bold: bool) -> Any:
    """A run of text in a size in points."""
    run, about = element("r"), element("rPr")
    if bold:
        about.append(element("b"))
    about.append(element("sz", val=str(round(2 * size))))
    run.append(about)
    shown = element("t")
    shown.set(qn("xml:space"), "preserve")
    shown.text = text
    run.append(shown)
    return run
