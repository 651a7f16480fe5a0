"""What a card is: a question with a unit, answered for a selection by a figure, a table and words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from data_access.warehouse import View
from domain import formats
from domain.kennzahlen import KENNZAHLEN, Kennzahl
from domain.selection import Selection
from domain.zeitraum import Vergleich, comparison
from exports.table import Meta, Table
from figures.theme import Figure


@dataclass(frozen=True)
class Context:
    """One selection on one Datenstand, with the settings that shape its words."""

    view: View
    selection: Selection
    quelle: str
    smallest_base: int

    @cached_property
    def comparison(self) -> Vergleich | None:
        """The comparison period, None without one."""
        return comparison(self.selection.zeitraum, self.selection.vergleich, self.view.catalog.stand.datenstand)

    @property
    def now_name(self) -> str:
        """Name of the period, as column heading and legend."""
        return self.selection.zeitraum.in_words()

    @property
    def past_name(self) -> str:
        """Name of the comparison period, with its last day where it is cut; empty without one."""
        if self.comparison is None:
            return ""
        zeitraum, span = self.comparison.zeitraum, self.comparison.span
        return zeitraum.in_words() + ("" if span.bis == zeitraum.span.bis else f" bis {formats.day(span.bis)}")

    def name(self, merkmal: str, code: str) -> str:
        """Name of a catalogue code."""
        return self.view.catalog.vocabulary.name(merkmal, code)


@dataclass(frozen=True)
class CardResult:
    """A card answered. ``words`` says the finding in a sentence; ``figure`` is None where the table is the figure."""

    table: Table
    words: str
    figure: Figure | None = None
    events: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Card:
    """One card: its address part, German title and unit, the indicators it shows, and how it is answered.

    ``height`` is that of its chart in pixels, fixed so that nothing jumps; 0 where the card has no chart.
    """

    slug: str
    titel: str
    einheit: str
    kennzahlen: tuple[str, ...]
    build: Callable[[Context], CardResult]
    height: int = 0
    wide: bool = False

    @property
    def definitions(self) -> list[Kennzahl]:
        """The indicators on the card, for ⓘ and for files."""
        return [KENNZAHLEN[code] for code in self.kennzahlen]


def subtitle(card: Card, context: Context) -> str:
    """Unit and selection in words, as it stands under the title on screen and in files."""
    return f"{card.einheit} · {context.selection.in_words(context.view.catalog.vocabulary)}"


def meta(card: Card, context: Context, notes: Sequence[str] = ()) -> Meta:
    """What every file of the card carries beside its numbers."""
    return Meta(
        auswahl=context.selection.in_words(context.view.catalog.vocabulary),
        einheit=card.einheit,
        definitionen=[(kennzahl.name, kennzahl.definition) for kennzahl in card.definitions],
        datenstand=context.view.catalog.stand.datenstand,
        quelle=context.quelle,
        hinweise=notes,
    )
