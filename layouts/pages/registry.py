"""All pages by their path."""

from __future__ import annotations

from dataclasses import dataclass

from cards.base import Card
from cards.registry import UEBERBLICK


@dataclass(frozen=True)
class Page:
    """A page: its path, the prefix of its ids, its German title and its cards; the first one may be tiles."""

    path: str
    slug: str
    title: str
    cards: tuple[Card, ...]


PAGES: dict[str, Page] = {page.path: page for page in (Page("/", "ueberblick", "Überblick", UEBERBLICK),)}
