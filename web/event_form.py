"""What somebody filled in for an event: checked, or a sentence for every field that cannot stay like that."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from data_access.catalog import Catalog
from data_access.imports.faults import BadValueError
from data_access.imports.values import INVISIBLE, day
from domain.ereignis import LONGEST_KATEGORIE, LONGEST_TITEL, Ereignis
from domain.zeitraum import MAX_JAHR, MIN_JAHR
from layouts import texts
from layouts.events_panel import BOUND, EVERYTHING

# What is longer is no slip of the hand.
LONGEST_QUOTE = 40

Sentences = dict[str, str]


def read_event(given: Mapping[str, Any], catalog: Catalog) -> tuple[Ereignis | None, Sentences]:
    """The event, or None with a German sentence per field; ``given`` holds texts by the names of the fields."""
    form = _Form(given, catalog)
    von, bis = form.day("von", required=True), form.day("bis", required=False)
    if von is not None and bis is not None and bis < von:
        form.faults["bis"] = texts.EVENT_ENDS_EARLY
    titel = form.line("titel", LONGEST_TITEL, texts.EVENT_TITEL_MISSING)
    kategorie = form.line("kategorie", LONGEST_KATEGORIE, texts.EVENT_KATEGORIE_MISSING)
    jobcenter, bereich, kanal = (form.code(merkmal) for merkmal in BOUND)
    if form.faults or von is None:
        return None, form.faults
    return Ereignis(von, bis, titel, kategorie, jobcenter, bereich, kanal), {}


class _Form:
    """The fields one by one, and what is wrong with them."""

    def __init__(self, given: Mapping[str, Any], catalog: Catalog) -> None:
        self._given = given
        self._catalog = catalog
        self.faults: Sentences = {}

    def day(self, field: str, *, required: bool) -> date | None:
        text = self._text(field)
        if not text:
            if required:
                self.faults[field] = texts.EVENT_DAY_MISSING
            return None
        try:
            found: date = day(text)
        except BadValueError:
            self.faults[field] = texts.EVENT_NO_DAY.format(wert=text[:LONGEST_QUOTE], von=MIN_JAHR, bis=MAX_JAHR)
            return None
        return found

    def line(self, field: str, longest: int, missing: str) -> str:
        text = self._text(field)
        if not text:
            self.faults[field] = missing
        elif len(text) > longest:
            self.faults[field] = texts.EVENT_TOO_LONG.format(zeichen=len(text), hoechstens=longest)
        elif any(unicodedata.category(character) in INVISIBLE for character in text):
            self.faults[field] = texts.EVENT_INVISIBLE
        return text

    def code(self, merkmal: str) -> str | None:
        text = self._text(merkmal)
        if text in ("", EVERYTHING):
            return None
        if text not in self._catalog.vocabulary.names[merkmal]:
            self.faults[merkmal] = texts.EVENT_UNKNOWN_CODE
        return text

    def _text(self, field: str) -> str:
        """Spaces and line breaks count as one space; what is no text counts as empty."""
        value = self._given.get(field)
        return " ".join(value.split()) if isinstance(value, str) else ""
