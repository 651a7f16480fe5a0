"""Slides of one card or of a collection: 16:9, native charts and tables, and in the notes what checks them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime, time
from pathlib import Path

from exports.card_file import CardFile
from exports.slides.plain import plain
from exports.slides.slide import add_card
from exports.slides.template import open_template

_NO_TIME = (1980, 1, 1, 0, 0, 0)


def deck(files: Sequence[CardFile], template: Path | None = None, title: str = "") -> bytes:
    """The cards in their order, at least one; ``template`` is the authority's own, None the neutral one.

    Raises ``exports.slides.template.TemplateUnusableError`` where figures find no room on the template.
    """
    opened = open_template(template)
    for file in files:
        add_card(opened, file)
    # The clock of a file is the Datenstand, as everywhere.
    made = datetime.combine(max(file.meta.datenstand for file in files), time())
    properties = opened.deck.core_properties
    properties.title = plain(title or files[0].titel)
    properties.created = properties.modified = made
    properties.author = properties.last_modified_by = plain(files[0].meta.quelle)
    properties.language = "de-DE"
    stream = io.BytesIO()
    opened.deck.save(stream)
    return _without_clock(stream)


def _without_clock(stream: io.BytesIO) -> bytes:
    """The same archive without the time of its making: equal input gives equal bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(stream) as made, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in made.namelist():
            kept.writestr(zipfile.ZipInfo(name, _NO_TIME), made.read(name), zipfile.ZIP_DEFLATED)
    return target.getvalue()
