"""Tabelle: any indicators by up to three dimensions in rows and columns, with shares and comparison."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from cards import wording
from cards.base import Card, CardKind, CardResult, Context, RowLink
from cards.comparable import obstacle
from cards.cross import NAMES, NONE, OPTIONS, TIME_KINDS, Cross, Place
from cards.row_links import row_links
from data_access.aggregate import Werte, share
from data_access.crosstab import ByKennzahl
from domain import formats
from domain.kennzahlen import KENNZAHLEN, CountedOn, Einheit, Kennzahl
from exports.table import Cell, Column, Kind, Table

TITEL = "Tabelle"
TOTAL = "Gesamt"
KINDS: dict[Einheit, tuple[Kind, Kind]] = {
    Einheit.ANZAHL: (Kind.ANZAHL, Kind.DIFFERENZ),
    Einheit.ANTEIL: (Kind.ANTEIL, Kind.PROZENTPUNKTE),
    Einheit.TAGE: (Kind.TAGE, Kind.TAGE_DIFFERENZ),
    Einheit.VERHAELTNIS: (Kind.VERHAELTNIS, Kind.VERHAELTNIS_DIFFERENZ),
}
PETITIONS = (
    "Petitionen und Eingaben folgen nur dem Zeitraum und dem Jobcenter; anders gefiltert oder aufgeteilt haben sie"
    " keinen Wert."
)


@dataclass(frozen=True)
class _Part:
    """One column below every heading: its name, its kind and its value in a cell."""

    name: str
    kind: Kind
    value: Callable[[Place], Cell]


def _build(context: Context) -> CardResult:
    cross = Cross(context)
    names = formats.enumeration([kennzahl.name for kennzahl in cross.kennzahlen])
    titel = f"{names} nach {formats.enumeration([NAMES[merkmal] for merkmal in cross.merkmale])}"
    return CardResult(
        table=_table(cross, titel),
        words=_words(cross),
        titel=titel,
        einheit=", ".join(dict.fromkeys(kennzahl.einheit_name for kennzahl in cross.kennzahlen)),
        kennzahlen=tuple(kennzahl.code for kennzahl in cross.kennzahlen),
        auswahl=context.selection.in_words(context.view.catalog.vocabulary, compared=cross.compared),
        row_links=_links(cross),
    )


def _table(cross: Cross, titel: str) -> Table:
    parts = [part for kennzahl in cross.kennzahlen for part in _parts(cross, kennzahl)]
    heads = [TOTAL, *(cross.name(cross.spalte, code) for code in cross.columns)] if cross.spalte else [""]
    columns = [Column(NAMES[merkmal], TIME_KINDS.get(merkmal, Kind.TEXT)) for merkmal in cross.nach]
    columns += [Column(part.name, part.kind, head) for head in heads for part in parts]
    return Table(
        title=titel,
        columns=tuple(columns),
        rows=tuple((*_labels(cross, row), *_cells(cross, parts, row)) for row in cross.rows),
        total=(TOTAL, *[""] * (len(cross.nach) - 1), *_cells(cross, parts, None)),
        notes=tuple(_notes(cross)),
    )


def _links(cross: Cross) -> tuple[RowLink | None, ...]:
    """Where the rows lead: to the cases of the first indicator."""
    keys = [dict(zip(cross.nach, row, strict=True)) for row in cross.rows]
    return row_links(cross.context, cross.kennzahlen[0].code, keys, cross.ebene)


def _labels(cross: Cross, row: tuple[str, ...]) -> list[Cell]:
    """Months and quarters stay codes: their column's kind says how they are written."""
    pairs = zip(cross.nach, row, strict=True)
    return [code if merkmal in TIME_KINDS else cross.name(merkmal, code) for merkmal, code in pairs]


def _cells(cross: Cross, parts: Sequence[_Part], row: tuple[str, ...] | None) -> Iterator[Cell]:
    return (part.value(place) for place in cross.places(row) for part in parts)


def _parts(cross: Cross, kennzahl: Kennzahl) -> Iterator[_Part]:
    """The value, then what was chosen beside it: share, comparison, difference, relative change."""
    base, code = cross.context.smallest_base, kennzahl.code
    kind, difference = KINDS[kennzahl.einheit]
    named = f"{kennzahl.name}: " if len(cross.kennzahlen) > 1 else ""
    counts = kennzahl.einheit is Einheit.ANZAHL

    yield _Part(kennzahl.name, kind, lambda place: _now(kennzahl, place.werte[code], base))
    if counts and (of := cross.context.options["anteile"]) != NONE:
        yield _Part(f"{named}Anteil", Kind.ANTEIL, lambda place: _share(place, of, code, base))
    if cross.compared:
        yield _Part(f"{named}Vergleich", kind, lambda place: _past(kennzahl, place.werte[code], base))
        told = not _obstacle(cross, kennzahl)
        yield _Part(
            f"{named}Differenz",
            difference,
            lambda place: _told(kennzahl, place.werte[code], base).differenz if told else None,
        )
        if counts:
            yield _Part(
                f"{named}Veränderung",
                Kind.VERAENDERUNG,
                lambda place: wording.relative_change(place.werte[code], base) if told else None,
            )


def _obstacle(cross: Cross, kennzahl: Kennzahl) -> str:
    """Why no change of the indicator is told; empty where one is."""
    return obstacle(cross.context, kennzahl.code, *cross.merkmale)


def _now(kennzahl: Kennzahl, werte: Werte, base: int) -> Cell:
    if kennzahl.einheit is not Einheit.ANTEIL:
        return werte.wert
    return wording.share_cell(werte.wert, werte.zaehler, werte.nenner, base)


def _past(kennzahl: Kennzahl, werte: Werte, base: int) -> Cell:
    if kennzahl.einheit is not Einheit.ANTEIL:
        return werte.vergleich
    return wording.share_cell(werte.vergleich, werte.vergleich_zaehler, werte.vergleich_nenner, base)


def _told(kennzahl: Kennzahl, werte: Werte, base: int) -> Werte:
    """The values without the percentages whose base is too small to tell them."""
    if kennzahl.einheit is not Einheit.ANTEIL:
        return werte
    now = werte.wert if (werte.nenner or 0) >= base else None
    past = werte.vergleich if (werte.vergleich_nenner or 0) >= base else None
    return werte._replace(wert=now, vergleich=past)


def _share(place: Place, of: str, code: str, base: int) -> Cell:
    part = place.werte[code].zaehler
    whole = {"zeile": place.zeile, "spalte": place.spalte, "gesamt": place.summe}[of][code].zaehler
    return wording.share_cell(share(part, whole), part, whole, base)


def _notes(cross: Cross) -> Iterator[str]:
    yield from wording.period_notes(cross.context, compared=cross.compared)
    if cross.compared:
        yield f"Vergleich: {cross.context.past_name}."
        yield from (f"{k.name}: {why_not}" for k in cross.kennzahlen if (why_not := _obstacle(cross, k)))
    if any(kennzahl.counted_on is CountedOn.PETITION for kennzahl in cross.kennzahlen):
        yield PETITIONS
    if any(not cross.answer.additiv[k.code] for k in cross.kennzahlen if _is_case_count(k)):
        yield wording.MULTIPLE
    for merkmal in cross.repeated:
        yield f"„{NAMES[merkmal]}“ ist mehrfach gewählt und steht nur einmal in der Tabelle."
    if cross.context.options["anteile"] != NONE or any(k.einheit is Einheit.ANTEIL for k in cross.kennzahlen):
        yield wording.small_share_note(cross.context.smallest_base)
    if cross.compared and any(k.einheit is Einheit.ANZAHL for k in cross.kennzahlen):
        yield wording.small_base_note(cross.context.smallest_base)


def _is_case_count(kennzahl: Kennzahl) -> bool:
    return kennzahl.einheit is Einheit.ANZAHL and kennzahl.counted_on is not CountedOn.PETITION


def _words(cross: Cross) -> str:
    kennzahl = cross.kennzahlen[0]
    whole = _told(kennzahl, cross.answer.summe[kennzahl.code], cross.context.smallest_base)
    if not whole.wert:
        return f"{kennzahl.name} insgesamt: {wording.value_text(kennzahl, whole.wert)}."
    size = wording.counted(len(cross.rows), "Zeile", "Zeilen")
    if cross.spalte:
        size += f" und {wording.counted(len(cross.columns), 'Spalte', 'Spalten')}"
    return f"{kennzahl.name} insgesamt: {wording.value_text(kennzahl, whole.wert)}, in {size}. {_largest(cross)}"


def _largest(cross: Cross) -> str:
    """The largest cell of the first indicator in words."""
    kennzahl, answer = cross.kennzahlen[0], cross.answer
    cells: dict[tuple[str, ...], ByKennzahl] = {(*row, code): werte for (row, code), werte in answer.zellen.items()}
    told = {
        codes: wert
        for codes, werte in (cells or dict(answer.zeilensummen)).items()
        if (wert := _told(kennzahl, werte[kennzahl.code], cross.context.smallest_base).wert) is not None
    }
    if not told:
        return "Für keine Zelle ist die Basis groß genug."
    top = max(told, key=lambda codes: told[codes])
    place = ", ".join(cross.name(merkmal, code) for merkmal, code in zip(cross.merkmale, top, strict=True))
    return f"Der größte Wert steht bei {place}: {wording.value_text(kennzahl, told[top])}."


CARD = Card(
    "kreuztabelle",
    TITEL,
    "nach Wahl",
    tuple(KENNZAHLEN),
    _build,
    wide=True,
    kind=CardKind.TABLE,
    options=OPTIONS,
)
