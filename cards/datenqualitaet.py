"""Datenqualität: what the rules find in the period, and how far each finding could move a headline figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from analysis.bounds import Bounds, Share, left_out, moved, unknown
from cards import wording
from cards.base import Card, CardKind, CardResult, Context
from data_access.aggregate import breakdown
from data_access.quality import Finding, Unit, findings
from domain import formats
from domain.kennzahlen import KENNZAHLEN
from domain.merkmale import MERKMALE
from exports.table import Cell, Column, Kind, Table

TITEL = "Datenqualität"
UNITS = {
    Unit.REAKTION: "Kundenreaktionen",
    Unit.ANLIEGEN: "Anliegen",
    Unit.PETITION: "Petitionen und Eingaben",
    Unit.MELDUNG: "manuelle Meldungen",
}
NO_FIGURE = "keine"
NOTES = (
    "Mindestens und höchstens: der Wert der Kennzahl, je nachdem, was für die gefundenen Fälle wirklich gilt; jede"
    " Regel für sich betrachtet.",
    "Stornierte Kundenreaktionen werden nicht geprüft.",
)


@dataclass(frozen=True)
class Effect:
    """A headline figure that a finding could move: as it is shown, and how low and how high it could really be."""

    name: str
    kind: Kind
    cells: tuple[Cell, Cell, Cell]
    bounds: Bounds | None = None


def _build(context: Context) -> CardResult:
    context = _followed(context)
    found = findings(context.view, context.selection)
    effects = [_effect(context, finding) for finding in found]
    columns = (
        Column("Regel"),
        Column("Funde", Kind.ANZAHL),
        Column("gezählt"),
        Column("Kennzahl"),
        Column("gezeigt", Kind.WERT),
        Column("mindestens", Kind.WERT),
        Column("höchstens", Kind.WERT),
        Column("erste Aktenzeichen"),
    )
    rows = tuple(_row(finding, effect) for finding, effect in zip(found, effects, strict=True))
    kinds = tuple(effect.kind if effect else Kind.ANTEIL for effect in effects)
    notes = (*NOTES, wording.small_share_note(context.smallest_base))
    return CardResult(
        table=Table(TITEL, columns, rows, None, notes, row_kinds=kinds),
        words=_words(context, found, effects),
        auswahl=_in_words(context),
    )


def _followed(context: Context) -> Context:
    """The context with what the rules follow of the selection: period and Jobcenter."""
    selection = context.selection
    alone = replace(selection, vergleich="ohne", filter=(), bewertungsbasis="alle")
    return replace(context, selection=alone.with_filter("jobcenter", selection.codes("jobcenter")))


def _in_words(context: Context) -> str:
    words = context.selection.in_words(context.view.catalog.vocabulary, compared=False)
    return f"{words}; andere Filter wirken hier nicht"


def _row(finding: Finding, effect: Effect | None) -> tuple[Cell, ...]:
    moved_ = (NO_FIGURE, None, None, None) if effect is None else (effect.name, *effect.cells)
    return (finding.name, finding.anzahl, UNITS[finding.unit], *moved_, ", ".join(finding.beispiele))


def _effect(context: Context, finding: Finding) -> Effect | None:
    """The figure that the finding could move; None where it touches none."""
    if finding.code == "doppelt":
        all_ = _count(context, "kundenreaktionen")
        return Effect(_name("kundenreaktionen"), Kind.ANZAHL, (all_, all_ - finding.anzahl, all_))
    found = bounds_of(context, finding)
    if found is None:
        return None
    name, bounds = found
    now, lowest, highest = (
        wording.share_cell(share.wert, share.zaehler, share.nenner, context.smallest_base)
        for share in (bounds.now, bounds.lowest, bounds.highest)
    )
    return Effect(name, Kind.ANTEIL, (now, lowest, highest), bounds)


def bounds_of(context: Context, finding: Finding) -> tuple[str, Bounds] | None:
    """The share that the finding could move, by name, and its bounds; None where it touches none."""
    match finding.code:
        case "kanal":
            return _largest(context, "kundenreaktionen", "kanal", finding.anzahl)
        case "bereich" | "thema":
            return _largest(context, "beschwerden", finding.code, finding.parts[0])
        case "bewertung":
            return _name("begruendetenquote"), unknown(_rate(context, "begruendetenquote"), finding.anzahl)
        case "bewertung_anderer":
            inside = finding.parts[0]
            now = _rate(context, "begruendetenquote")
            return _name("begruendetenquote"), left_out(now, inside, finding.anzahl - inside)
        case "lange_ueberfaellig":
            return _name("fristquote"), unknown(_rate(context, "fristquote"), finding.anzahl)
        case "hauptart":
            counts = _counts(context, "kundenreaktionen", "hauptart")
            now = Share(counts.get("beschwerde", 0), _count(context, "kundenreaktionen"))
            return "Anteil der Hauptart Beschwerde", moved(now, *finding.parts)
    return None


def _largest(context: Context, kennzahl: str, merkmal: str, cases: int) -> tuple[str, Bounds] | None:
    """The share of the largest value, to which the cases without one could belong as well."""
    counts = _counts(context, kennzahl, merkmal)
    counts.pop(MERKMALE[merkmal].ohne, None)
    if not counts:
        return None
    top = max(counts, key=lambda code: (counts[code], code))
    name = f"Anteil {context.name(merkmal, top)} an {_name(kennzahl)}"
    return name, unknown(Share(counts[top], _count(context, kennzahl)), cases)


def _counts(context: Context, kennzahl: str, merkmal: str) -> dict[str, int]:
    ebene = 1 if merkmal == "bereich" else None
    rows = breakdown(context.view, context.selection, [kennzahl], [merkmal], ebene)
    return {row.codes[0]: int(row.werte[kennzahl].wert or 0) for row in rows}


def _rate(context: Context, kennzahl: str) -> Share:
    werte = breakdown(context.view, context.selection, [kennzahl])[0].werte[kennzahl]
    return Share(werte.zaehler or 0, werte.nenner or 0)


def _count(context: Context, kennzahl: str) -> int:
    return int(breakdown(context.view, context.selection, [kennzahl])[0].werte[kennzahl].wert or 0)


def _name(kennzahl: str) -> str:
    return KENNZAHLEN[kennzahl].name


def _words(context: Context, found: Sequence[Finding], effects: Sequence[Effect | None]) -> str:
    striking = [finding for finding in found if finding.anzahl]
    if not striking:
        return f"Keine der {len(found)} Regeln findet etwas."
    sentence = f"{len(striking)} von {len(found)} Regeln finden etwas."
    if len(striking) == 1:
        sentence = f"Eine von {len(found)} Regeln findet etwas."
    widest = max((effect for effect in effects if effect), key=_width, default=None)
    if widest is None or widest.bounds is None or not _width(widest):
        return sentence
    lowest, highest = widest.bounds.lowest, widest.bounds.highest
    if lowest.nenner < context.smallest_base:
        return sentence
    return (
        f"{sentence} Am weitesten verschieben könnte sich „{widest.name}“: zwischen"
        f" {formats.percent(lowest.wert or 0)} und {formats.percent(highest.wert or 0)}."
    )


def _width(effect: Effect) -> float:
    """How far apart the ends of a share are."""
    return 0.0 if effect.bounds is None else (effect.bounds.highest.wert or 0) - (effect.bounds.lowest.wert or 0)


CARD = Card(
    "datenqualitaet",
    TITEL,
    "Funde",
    ("kundenreaktionen", "beschwerden", "begruendetenquote", "fristquote"),
    _build,
    wide=True,
    kind=CardKind.TABLE,
    cases=False,
)
