"""Who looks at the pages, and which of them are theirs: what the frame needs to know of access."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Who:
    """``sentence`` stands at the foot of every page; the paths in ``hidden`` are not offered in the navigation.

    Forms for entries are shown to those who ``may_write``; to others a sentence in their place.
    """

    sentence: str
    hidden: frozenset[str] = frozenset()
    can_log_out: bool = False
    may_write: bool = True
