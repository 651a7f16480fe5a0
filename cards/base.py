"""What a card is: a question with a unit, answered for a selection by a figure, a table and words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cached_property
from urllib.parse import parse_qsl

from cards.options import Option, options_text, read_options
from data_access.warehouse import View
from domain import formats
from domain.kennzahlen import KENNZAHLEN, Kennzahl
from domain.scope import Stufe
from domain.selection import Fault, Problem, Selection, parse
from domain.zeitraum import Vergleich, comparison
from exports.table import Meta, Table
from figures.theme import Figure

INTERN = "intern – nicht weitergeben"
GESCHUETZT = "geschützt: Werte auf {rounding} gerundet"
OUTAGE = (
    "Stand: {seen} – die Datenbank ist derzeit nicht erreichbar. Zu sehen sind die zuletzt gerechneten Zahlen;"
    " was noch nicht gerechnet war, fehlt."
)
ROUNDED = "Werte auf {rounding} gerundet (sehr kleine fehlen oder stehen als 0), Summen können abweichen."


@dataclass(frozen=True)
class Context:
    """One selection on one Datenstand, with the settings that shape its words."""

    view: View
    selection: Selection
    quelle: str
    smallest_base: int
    options: Mapping[str, str] = field(default_factory=dict)

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
        whole = span.empty or span.bis == zeitraum.span.bis
        return zeitraum.in_words() + ("" if whole else f" bis {formats.day(span.bis)}")

    @property
    def exact(self) -> bool:
        """Whether the numbers are exact, and not protected for others' eyes."""
        return self.view.scope.stufe is Stufe.GENAU

    @property
    def share_base(self) -> int:
        """Smallest total of which shares are told: protected numbers need one, exact ones do not."""
        return 0 if self.exact else self.view.protection.smallest_base

    @property
    def schutzstufe(self) -> str:
        """The level of the numbers as people read it."""
        return INTERN if self.exact else GESCHUETZT.format(rounding=self.view.protection.rounding)

    def name(self, merkmal: str, code: str) -> str:
        """Name of a catalogue code."""
        return self.view.catalog.vocabulary.name(merkmal, code)


@dataclass(frozen=True)
class RowChoice:
    """What the heads of the rows choose on the page: what that does in words, and per row the values by parameter."""

    label: str
    rows: tuple[Mapping[str, str] | None, ...]


@dataclass(frozen=True)
class Drawn:
    """The first ``rows`` rows of the table are the positions of the chart along ``axis`` (x or y)."""

    axis: str
    rows: int


@dataclass(frozen=True)
class RowLink:
    """Where a row leads: ``filters`` narrow the page to it; these and ``cases`` together make the list of its cases.

    Both are parameters of the address. ``cases`` is None where no list of cases is what the row counts.
    """

    filters: Mapping[str, str]
    cases: Mapping[str, str] | None


@dataclass(frozen=True)
class Pages:
    """A long list page by page: which page is shown, and how many there are."""

    shown: int
    last: int


@dataclass(frozen=True)
class CardResult:
    """A card answered. ``words`` says the finding in a sentence; ``figure`` is None where there is nothing to draw.

    ``titel``, ``einheit`` and ``kennzahlen`` replace those of the card where they depend on what was chosen;
    ``auswahl`` names the selection where the card does not follow all of it. ``row_links`` are parallel to the
    rows of the table, ``drawn`` says which of them the chart shows. With ``pages`` the table is one page of
    a longer one.
    """

    table: Table
    words: str
    figure: Figure | None = None
    events: tuple[tuple[str, str], ...] = ()
    titel: str = ""
    einheit: str = ""
    kennzahlen: tuple[str, ...] = ()
    row_choice: RowChoice | None = None
    row_links: tuple[RowLink | None, ...] = ()
    drawn: Drawn | None = None
    pages: Pages | None = None
    auswahl: str = ""


class CardKind(Enum):
    """What a card shows first: a chart, tiles, or the table itself."""

    CHART = "chart"
    TILES = "tiles"
    TABLE = "table"


@dataclass(frozen=True)
class Card:
    """One card: its address part, German title and unit, the indicators it shows, and how it is answered.

    ``height`` is that of its chart in pixels, fixed so that nothing jumps. ``options`` are its choices beside the
    selection; cards of one page may share them by name. With ``whole`` the page shows a long table in parts: it makes
    the one of the files. ``cases`` says whether the cases of the selection are those behind the figures.
    ``compared`` false: nothing of it depends on the comparison. ``other_files`` are (name of the file, what stands on
    its link) beside CSV and XLSX.
    """

    slug: str
    titel: str
    einheit: str
    kennzahlen: tuple[str, ...]
    build: Callable[[Context], CardResult]
    height: int = 0
    wide: bool = False
    kind: CardKind = CardKind.CHART
    options: tuple[Option, ...] = ()
    whole: Callable[[Context], Table] | None = None
    cases: bool = True
    compared: bool = True
    other_files: tuple[tuple[str, str], ...] = ()

    def table(self, context: Context, result: CardResult) -> Table:
        """The table as files carry it."""
        return result.table if self.whole is None else self.whole(context)

    def definitions(self, result: CardResult | None = None) -> list[Kennzahl]:
        """The indicators on the card, or those of a ``result`` that depend on what was chosen; for ⓘ and for files."""
        return [KENNZAHLEN[code] for code in (result and result.kennzahlen) or self.kennzahlen]


def read_query(
    text: str, options: Sequence[Option], view: View, quelle: str, smallest_base: int
) -> tuple[Context, tuple[Problem, ...]]:
    """Context of the text behind the question mark, and what of it was not understood; never raises."""
    chosen, rest, problems = read_options(
        parse_qsl(text.removeprefix("?"), keep_blank_values=True), options, view.catalog
    )
    selection, others = parse(rest, view.catalog.vocabulary)
    seen = view.of(selection)
    if selection.stufe == Stufe.GENAU.value and seen.scope.stufe is not Stufe.GENAU:
        problems.append(Problem(Fault.WERT, "stufe", selection.stufe))
    return Context(seen, at_level(selection, seen), quelle, smallest_base, chosen), (*problems, *others)


def at_level(selection: Selection, view: View) -> Selection:
    """The selection with the level of its view: protected figures say so in their address, exact ones need not."""
    if view.scope.stufe is Stufe.GENAU:
        return replace(selection, stufe=None)
    asked = selection.stufe == Stufe.GESCHUETZT.value
    return replace(selection, stufe=None if view.may_be_exact and not asked else Stufe.GESCHUETZT.value)


def query_text(card: Card, context: Context) -> str:
    """Canonical address of a card: selection and choices."""
    return context.selection.text() + options_text(card.options, context.options)


def subtitle(card: Card, context: Context, result: CardResult) -> str:
    """Unit and selection in words, as it stands under the title on screen and in files."""
    parts = [
        result.einheit or card.einheit,
        _auswahl(card, context, result),
        *([] if context.exact else [context.schutzstufe]),
    ]
    return " · ".join(parts)


def _auswahl(card: Card, context: Context, result: CardResult) -> str:
    return result.auswahl or context.selection.in_words(context.view.catalog.vocabulary, compared=card.compared)


def meta(card: Card, context: Context, result: CardResult, notes: Sequence[str] = ()) -> Meta:
    """What every file of the card carries beside its numbers."""
    return Meta(
        auswahl=_auswahl(card, context, result),
        einheit=result.einheit or card.einheit,
        definitionen=[(kennzahl.name, kennzahl.definition) for kennzahl in card.definitions(result)],
        datenstand=context.view.catalog.stand.datenstand,
        quelle=context.quelle,
        hinweise=[*standing_notes(context), *notes],
        schutzstufe=context.schutzstufe,
    )


def standing_notes(context: Context) -> list[str]:
    """What every file says, whatever figure is in it: that the database does not answer, that numbers are rounded."""
    return [*outage_notes(context.view), *([] if context.exact else [rounding_note(context)])]


def outage_notes(view: View) -> list[str]:
    """That the database does not answer, and when it last did."""
    return [] if view.outdated is None else [OUTAGE.format(seen=formats.moment(view.outdated))]


def rounding_note(context: Context) -> str:
    """What is to be known of protected numbers."""
    return ROUNDED.format(rounding=context.view.protection.rounding)
