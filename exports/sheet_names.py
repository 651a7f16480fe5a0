"""Names of sheets that every spreadsheet accepts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

LONGEST = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f]+")
# Excel keeps this name for itself.
_TAKEN = ("history",)
_NAMELESS = "Blatt"


def sheet_names(titles: Iterable[str], taken: Sequence[str] = ()) -> list[str]:
    """One name per title: at most 31 characters, none forbidden, and no two alike whatever their capitals.

    Equal titles are numbered in their order: ``Zugangswege``, ``Zugangswege (2)``. ``taken`` are names of other sheets.
    """
    used = {name.casefold() for name in (*_TAKEN, *taken)}
    names = []
    for title in titles:
        plain = _FORBIDDEN.sub(" ", title)
        # Characters outside the first plane count twice for Excel.
        plain = "".join(character for character in plain if ord(character) <= 0xFFFF and character.isprintable())
        names.append(_free(" ".join(plain.split()).strip("' ") or _NAMELESS, used))
        used.add(names[-1].casefold())
    return names


def _free(name: str, used: set[str]) -> str:
    number, candidate = 1, _shortened(name, LONGEST)
    while candidate.casefold() in used:
        number += 1
        ending = f" ({number})"
        candidate = _shortened(name, LONGEST - len(ending)) + ending
    return candidate


def _shortened(name: str, longest: int) -> str:
    return name if len(name) <= longest else name[: longest - 1].rstrip(" '") + "…"
