"""All pages by their path."""

from __future__ import annotations

from dataclasses import dataclass

from cards.base import Card
from cards.options import Option
from cards.registry import TABELLE, UEBERBLICK, VERGLEICH


@dataclass(frozen=True)
class Page:
    """A page: its path, the prefix of its ids, its German title and its cards."""

    path: str
    slug: str
    title: str
    cards: tuple[Card, ...]

    @property
    def options(self) -> tuple[Option, ...]:
        """The choices of all cards, each once, in the order of the cards."""
        return tuple({option.name: option for card in self.cards for option in card.options}.values())

    def choices_on(self, card: Card | None) -> list[Option]:
        """The choices that stand on ``card``; None: those above all cards."""
        first = {option.name: owner for owner in reversed(self.cards) for option in owner.options if option.on_card}
        return [option for option in self.options if first.get(option.name) is card]


PAGES: dict[str, Page] = {
    page.path: page
    for page in (
        Page("/", "ueberblick", "Überblick", UEBERBLICK),
        Page("/vergleich", "vergleich", "Vergleich", VERGLEICH),
        Page("/tabelle", "tabelle", "Tabelle", TABELLE),
    )
}
