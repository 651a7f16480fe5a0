"""All pages by their path."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cards.base import Card, Context
from cards.options import Option
from cards.registry import (
    DATEN,
    ENTWICKLUNG,
    EREIGNISSE,
    ERKLAEREN,
    FRIST,
    RADAR,
    TABELLE,
    UEBERBLICK,
    VERGLEICH,
    VORGAENGE,
)
from layouts import events_panel, ids


@dataclass(frozen=True)
class Panel:
    """What a page has beside its cards: a frame that stays, and in the part ``place`` what each answer fills in."""

    frame: Callable[[Context], Any]
    content: Callable[[Context], Any]
    place: str


@dataclass(frozen=True)
class Page:
    """A page: its path, the prefix of its ids, its German title and its cards.

    ``told`` are the indicators of the sentences at its head; with ``told_choice`` it is the one chosen there instead.
    A page ``by_stand`` shows what is open at the Datenstand, whatever the period.
    """

    path: str
    slug: str
    title: str
    cards: tuple[Card, ...]
    told: tuple[str, ...] = ()
    told_choice: str = ""
    panel: Panel | None = None
    by_stand: bool = False

    @property
    def has_headline(self) -> bool:
        """Whether sentences stand at its head."""
        return bool(self.told or self.told_choice)

    def headline_of(self, context: Context) -> tuple[str, ...]:
        """The indicators that they tell."""
        return (context.options[self.told_choice],) if self.told_choice else self.told

    @property
    def options(self) -> tuple[Option, ...]:
        """The choices of all cards, each once, in the order of the cards."""
        return tuple({option.name: option for card in self.cards for option in card.options}.values())

    def choices_on(self, card: Card | None) -> list[Option]:
        """The choices that stand on ``card``; None: those above all cards."""
        first = {option.name: owner for owner in reversed(self.cards) for option in owner.options if option.on_card}
        return [option for option in self.options if first.get(option.name) is card]


_EVENTS = Panel(events_panel.frame, events_panel.content, f"{events_panel.FIELD}liste")

PAGES: dict[str, Page] = {
    page.path: page
    for page in (
        Page("/", "ueberblick", "Überblick", UEBERBLICK, told=("kundenreaktionen", "beschwerden")),
        Page("/entwicklung", "entwicklung", "Entwicklung", ENTWICKLUNG, told_choice="kennzahl"),
        Page("/frist", "frist", "21-Tage-Standard", FRIST, told=("fristquote",)),
        Page("/radar", "radar", "Frist-Radar", RADAR, by_stand=True),
        Page("/vergleich", "vergleich", "Vergleich", VERGLEICH, told_choice="kennzahl"),
        Page("/erklaeren", "erklaeren", "Veränderung erklären", ERKLAEREN, told_choice="kennzahl"),
        Page("/tabelle", "tabelle", "Tabelle", TABELLE),
        Page(ids.CASES_PATH, "vorgaenge", "Vorgänge", VORGAENGE),
        Page("/ereignisse", "ereignisse", "Ereignisse", EREIGNISSE, panel=_EVENTS),
        Page("/daten", "daten", "Daten", DATEN),
    )
}
