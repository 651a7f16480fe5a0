"""Places for what people write: content controls, with their text or with a placeholder that nobody overlooks."""

from __future__ import annotations

from typing import Any

from docx.document import Document as Office
from docx.text.paragraph import Paragraph as Line

from exports.document import OwnText
from exports.slides.plain import plain
from exports.word import styles, words
from exports.word.xml import element

ITEM = "- "


def add_own_text(office: Office, place: OwnText) -> None:
    """The text of the place, or its placeholder, inside a content control that carries its key."""
    content = element("sdtContent")
    if place.text.strip():
        for style, text in _lines(place.text):
            content.append(office.add_paragraph(plain(text), style=style)._p)
    else:
        content.append(_placeholder(office, place)._p)
    control = element("sdt")
    control.append(_about(place))
    control.append(content)
    _before_section(office, control)


def _lines(text: str) -> list[tuple[str | None, str]]:
    """Paragraphs and items of lists, in their order."""
    found: list[tuple[str | None, str]] = []
    running: list[str] = []

    def close() -> None:
        if running:
            found.append((None, " ".join(running)))
            running.clear()

    for line in text.splitlines():
        if line.startswith(ITEM):
            close()
            found.append(("List Bullet", line.removeprefix(ITEM).strip()))
        elif line.strip():
            running.append(line.strip())
        else:
            close()
    close()
    return found


def _placeholder(office: Office, place: OwnText) -> Line:
    return office.add_paragraph(plain(f"[{words.TO_FILL} {place.hint}]"), style=styles.PLACEHOLDER)


def _about(place: OwnText) -> Any:
    about = element("sdtPr")
    about.append(element("alias", val=plain(place.title)))
    about.append(element("tag", val=f"krm:{place.key}"))
    if not place.text.strip():
        about.append(element("showingPlcHdr"))
    return about


def _before_section(office: Office, control: Any) -> None:
    """At the end of the text; the last element of a body describes its page."""
    body = office.element.body
    body.insert(len(body) - 1, control)
