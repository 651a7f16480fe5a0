"""A gegen B: the selection against any other one, or against the rest, in the main indicators."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cards import wording
from cards.base import Card, CardKind, CardResult, Context
from cards.comparable import obstacle
from cards.options import Option
from data_access.aggregate import Werte, aggregate
from data_access.catalog import Catalog
from data_access.statements import Exclusions
from domain import formats
from domain.kennzahlen import KENNZAHLEN, Einheit
from domain.merkmale import MERKMALE
from domain.selection import Selection
from exports.table import Cell, Column, Kind, Table

TITEL = "A gegen B"
SHOWN = (
    "kundenreaktionen",
    "anliegen",
    "beschwerden",
    "begruendet",
    "begruendetenquote",
    "lob",
    "ombudsquote",
    "fristquote",
    "laufzeit_median",
    "laufzeit_p90",
)
TOLD = ("kundenreaktionen", "beschwerden", "begruendetenquote", "fristquote")
SAME, EVERYTHING, REST = "wie_a", "alle", "alle_uebrigen"
DIMENSIONS = ("jobcenter", "bereich", "thema", "kanal", "personenkreis")
KINDS = {
    Einheit.ANZAHL: Kind.ANZAHL,
    Einheit.ANTEIL: Kind.ANTEIL,
    Einheit.TAGE: Kind.TAGE,
    Einheit.VERHAELTNIS: Kind.VERHAELTNIS,
}
BOTH_REAKTIONEN = (
    "Eine Kundenreaktion mit mehreren Anliegen kann zu A und zu B zählen; jedes Anliegen zählt nur auf einer Seite."
)
BOTH = "A und B überschneiden sich: Dieselben Fälle können auf beiden Seiten zählen."
EQUAL = "A und B sind gleich. Wählen Sie für B etwas anderes."


def _values(merkmal: str) -> Callable[[Catalog], dict[str, str]]:
    def values(catalog: Catalog) -> dict[str, str]:
        names = catalog.vocabulary.names[merkmal]
        if merkmal == "jobcenter" and len(names) < 2:
            return {SAME: "wie A"}
        ordered = {code: names[code] for code in catalog.bereiche_in_order} if merkmal == "bereich" else dict(names)
        listed = ordered | {MERKMALE[merkmal].ohne: MERKMALE[merkmal].ohne_name}
        return {SAME: "wie A", EVERYTHING: "alle", REST: "alle übrigen"} | listed

    return values


ZEITRAUM = Option(
    "gegen_zeitraum",
    "B: Zeitraum",
    {"vergleich": "Vergleichszeitraum", "gleich": "wie A"},
    "vergleich",
    on_card=True,
)
OPTIONS = {
    merkmal: Option(f"gegen_{merkmal}", f"B: {MERKMALE[merkmal].name}", _values(merkmal), SAME, on_card=True)
    for merkmal in DIMENSIONS
}


@dataclass(frozen=True)
class _Other:
    """Side B: its selection, what is left out of it, and whether it lies in the comparison period."""

    selection: Selection
    ausser: Exclusions
    earlier: bool

    def werte(self, werte: Werte) -> Werte:
        """The values of B out of an answer for its selection."""
        if not self.earlier:
            return werte
        return Werte(werte.vergleich, werte.vergleich_zaehler, werte.vergleich_nenner)


def _build(context: Context) -> CardResult:
    other = _other(context)
    first = aggregate(context.view, context.selection, SHOWN).summe
    second = aggregate(context.view, other.selection, SHOWN, ausser=other.ausser).summe
    pairs = {code: (first[code], other.werte(second[code])) for code in SHOWN}
    columns = [Column("Kennzahl"), Column("Einheit"), Column("A", Kind.WERT), Column("B", Kind.WERT)]
    columns.append(Column("Differenz A − B", Kind.WERT_DIFFERENZ))
    broken = _breaks(context) if other.earlier else {}
    rows = [_row(context, code, *pairs[code], code in broken) for code in SHOWN]
    kinds = tuple(KINDS[KENNZAHLEN[code].einheit] for code in SHOWN)
    notes = [*_sides(context, other), *_empty_rests(context), *_overlap(context, other), *wording.period_notes(context)]
    notes += dict.fromkeys(broken.values())
    if any(isinstance(cell, str) for row in rows for cell in row[2:4]):
        notes.append(wording.small_share_note(context.smallest_base))
    table = Table(TITEL, tuple(columns), tuple(rows), None, tuple(notes), row_kinds=kinds)
    told = {code: pair for code, pair in pairs.items() if code not in broken}
    return CardResult(table, _words(context, other, told))


def _other(context: Context) -> _Other:
    selection = context.selection
    chosen: dict[str, str] = {merkmal: context.options[OPTIONS[merkmal].name] for merkmal in DIMENSIONS}
    ausser: list[tuple[str, tuple[str, ...]]] = []
    for merkmal, code in chosen.items():
        own = context.selection.codes(merkmal)
        if code == SAME or (code == REST and not own):
            continue
        if code == REST:
            below = context.view.catalog.with_descendants(own) if merkmal == "bereich" else ()
            ausser.append((merkmal, tuple(sorted({*own, *below}))))
        selection = selection.with_filter(merkmal, () if code in (EVERYTHING, REST) else [code])
    earlier = context.options[ZEITRAUM.name] == "vergleich" and context.comparison is not None
    return _Other(selection, tuple(ausser), earlier)


def _row(context: Context, code: str, a: Werte, b: Werte, broken: bool) -> tuple[Cell, ...]:
    kennzahl = KENNZAHLEN[code]
    cells = [_cell(context, code, werte) for werte in (a, b)]
    told = not any(isinstance(cell, str) for cell in cells) and not broken
    difference = a.wert - b.wert if told and a.wert is not None and b.wert is not None else None
    return (kennzahl.name, kennzahl.einheit_name, *cells, difference)


def _breaks(context: Context) -> dict[str, str]:
    """Indicators that cannot be compared with those of the comparison period, and why."""
    found = {code: obstacle(context, code) for code in SHOWN}
    return {code: f"{KENNZAHLEN[code].name}: {why_not}" for code, why_not in found.items() if why_not}


def _cell(context: Context, code: str, werte: Werte) -> Cell:
    if KENNZAHLEN[code].einheit is Einheit.ANTEIL:
        return wording.share_cell(werte.wert, werte.zaehler, werte.nenner, context.smallest_base)
    return werte.wert


def _sides(context: Context, other: _Other) -> list[str]:
    period = context.past_name if other.earlier else context.now_name
    vocabulary = context.view.catalog.vocabulary
    sides = [
        ("A", context.now_name, context.selection.filters_told(vocabulary)),
        ("B", period, other.selection.filters_told(vocabulary)),
    ]
    left_out = [
        f"{MERKMALE[merkmal].name} außer {_names(context, merkmal, context.selection.codes(merkmal))}"
        for merkmal, _ in other.ausser
    ]
    texts = [", ".join((f"{side}: Zeitraum {when}", *filters)) for side, when, filters in sides]
    return [f"{texts[0]}.", f"{', '.join((texts[1], *left_out))}."]


def _names(context: Context, merkmal: str, codes: tuple[str, ...]) -> str:
    return formats.enumeration([context.name(merkmal, code) for code in codes])


def _empty_rests(context: Context) -> list[str]:
    """Where B is to be the rest of a dimension in which A takes everything."""
    return [
        f"{MERKMALE[merkmal].name}: A umfasst alle, deshalb gibt es keine übrigen; B ist hier wie A."
        for merkmal in DIMENSIONS
        if context.options[OPTIONS[merkmal].name] == REST and not context.selection.codes(merkmal)
    ]


def _overlap(context: Context, other: _Other) -> list[str]:
    """Whether cases can count on both sides, and which."""
    if _is_equal(context, other):
        return []
    if other.earlier and context.comparison is not None:
        now, then = context.selection.zeitraum.span, context.comparison.span
        if then.bis < now.von:
            return []
    apart = _apart(context, other)
    if any(not MERKMALE[merkmal].multiplies for merkmal in apart) or "personenkreis" in apart:
        return []
    return [BOTH_REAKTIONEN] if apart else [BOTH]


def _is_equal(context: Context, other: _Other) -> bool:
    return not other.earlier and not other.ausser and other.selection == context.selection


def _apart(context: Context, other: _Other) -> list[str]:
    """The dimensions by which nothing of A can be in B."""
    found = [merkmal for merkmal, _ in other.ausser]
    for merkmal in DIMENSIONS:
        a, b = (_reached(context, merkmal, s.codes(merkmal)) for s in (context.selection, other.selection))
        if a and b and not a & b and merkmal != "personenkreis":
            found.append(merkmal)
    return found


def _reached(context: Context, merkmal: str, codes: tuple[str, ...]) -> set[str]:
    below = context.view.catalog.with_descendants(codes) if merkmal == "bereich" else ()
    return {*codes, *below}


def _words(context: Context, other: _Other, pairs: dict[str, tuple[Werte, Werte]]) -> str:
    if _is_equal(context, other):
        return EQUAL
    if all(b.wert is None for _, b in pairs.values()):
        return "Für B liegen keine Daten vor."
    parts = []
    for code in (code for code in TOLD if code in pairs):
        kennzahl, (a, b) = KENNZAHLEN[code], pairs[code]
        cells = [_cell(context, code, werte) for werte in (a, b)]
        texts = [cell if isinstance(cell, str) else wording.value_text(kennzahl, cell) for cell in cells]  # type: ignore[arg-type]
        parts.append(f"{kennzahl.name}: {texts[0]} gegen {texts[1]}")
    return f"A gegen B: {'; '.join(parts)}."


CARD = Card(
    "a-gegen-b",
    TITEL,
    "Auswahl A gegen Auswahl B",
    SHOWN,
    _build,
    wide=True,
    kind=CardKind.TABLE,
    options=(ZEITRAUM, *OPTIONS.values()),
)
