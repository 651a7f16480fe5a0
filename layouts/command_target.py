"""Where a typed command leads: the page, its address, and what was understood on the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cards.base import Context
from cards.options import options_text
from data_access.catalog import Catalog
from domain.command import VERGLEICH_WORDS, Command, folded, read_command
from domain.kennzahlen import KENNZAHLEN
from domain.merkmale import MERKMALE, ZEIT_MERKMALE
from layouts.pages.registry import PAGES, Page

# First choice of page for a breakdown and for an indicator alone; only pages that there are count.
FOR_BREAKDOWN = ("/tabelle", "/entwicklung")
FOR_INDICATOR = ("/entwicklung", "/tabelle")


@dataclass(frozen=True)
class Target:
    """What a command means. ``page`` is None where nothing was understood; ``unused`` finds no place on the page.

    ``selection`` is the whole selection in words: also what the command left as it was.
    """

    understood: tuple[str, ...]
    unknown: tuple[str, ...]
    unused: tuple[str, ...] = ()
    page: Page | None = None
    query: str = ""
    selection: str = ""


def read_target(text: str, context: Context, here: Page) -> Target:
    """The target of ``text``; what it does not name stays as in ``context``, the selection of the page ``here``."""
    named, rest = _page_named(text)
    vocabulary = context.view.catalog.vocabulary
    command = read_command(rest, vocabulary, context.selection)
    if named is None and not command.understood:
        return Target((), command.unknown)
    page = named or _page_for(command, here)
    start = context.options if page is here else {option.name: option.default for option in page.options}
    chosen, unused = _choices(page, command, start, context.view.catalog)
    words = ((f"Seite {named.title}",) if named else ()) + command.understood
    query = command.selection.text() + options_text(page.options, chosen)
    return Target(words, command.unknown, unused, page, query, command.selection.in_words(vocabulary))


def _page_named(text: str) -> tuple[Page | None, str]:
    """The page whose title begins the text, and the rest of it."""
    words = text.split()
    plain = [folded(word) for word in words]
    if any(_begins(plain, phrase) for phrases in VERGLEICH_WORDS.values() for phrase in phrases):
        return None, text
    found = [page for page in PAGES.values() if _begins(plain, page.title)]
    if not found:
        return None, text
    page = max(found, key=lambda page: len(page.title.split()))
    return page, " ".join(words[len(page.title.split()) :])


def _begins(plain: Sequence[str], phrase: str) -> bool:
    start = [folded(word) for word in phrase.split()]
    return list(plain[: len(start)]) == start


def _page_for(command: Command, here: Page) -> Page:
    """The page that suits what was named; a selection alone stays on the page."""
    if not command.nach and not command.kennzahlen:
        return here
    paths = FOR_BREAKDOWN if command.nach else FOR_INDICATOR
    return next((PAGES[path] for path in paths if path in PAGES), here)


def _choices(
    page: Page, command: Command, start: Mapping[str, str], catalog: Catalog
) -> tuple[dict[str, str], tuple[str, ...]]:
    """The choices of the page with what the command names, and names of what it has no choice for."""
    chosen, unused = dict(start), []
    options = {option.name: option for option in page.options}
    for name, code, words in _wanted(page, command):
        if name in options and options[name].understands(code, catalog):
            chosen[name] = code
        elif words:
            unused.append(words)
    return chosen, tuple(unused)


def _wanted(page: Page, command: Command) -> list[tuple[str, str, str]]:
    """(choice, code, name in words) for every indicator and dimension; without words where nothing is lost."""
    places = ("kennzahl", "kennzahl2", "kennzahl3")
    wanted = [(places[min(at, 2)], code, KENNZAHLEN[code].name) for at, code in enumerate(command.kennzahlen)]
    if len(wanted) > len(places):
        wanted = [*wanted[:3], *(("", code, words) for _, code, words in wanted[3:])]
    if any(option.name == "zeilen" for option in page.options):
        return wanted + _rows_and_columns(command.nach)
    return wanted + [
        ("je" if code in ZEIT_MERKMALE else "nach", code, f"nach {MERKMALE[code].name}") for code in command.nach
    ]


def _rows_and_columns(nach: Sequence[str]) -> list[tuple[str, str, str]]:
    """One dimension: rows; two: rows and columns; three: rows, then within them, and columns."""
    if not nach:
        return []
    places = {1: ("zeilen",), 2: ("zeilen", "spalten")}.get(len(nach), ("zeilen", "zeilen2", "spalten"))
    named = [*places, *[""] * (len(nach) - len(places))]
    wanted = [(place, code, f"nach {MERKMALE[code].name}") for place, code in zip(named, nach, strict=True)]
    return wanted if "spalten" in places else [*wanted, ("spalten", "keine", "")]
