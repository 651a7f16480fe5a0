"""What was chosen for the cross table: indicators and dimensions, and its cells in the order in which they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from cards import wording
from cards.base import Context
from cards.options import Option
from data_access.crosstab import ByKennzahl, CrossTable, crosstab
from domain.kennzahlen import KENNZAHLEN, Kennzahl
from domain.merkmale import MERKMALE
from exports.german import cell_text
from exports.table import Kind

NONE = "keine"
NO_MORE = {NONE: "–"}
NAMES = {code: merkmal.name for code, merkmal in MERKMALE.items()}
MEASURES = {code: kennzahl.name for code, kennzahl in KENNZAHLEN.items()}
TIME_KINDS = {"monat": Kind.MONAT, "quartal": Kind.QUARTAL}

OPTIONS = (
    Option("kennzahl", "Kennzahl", MEASURES, "beschwerden"),
    Option("kennzahl2", "zweite Kennzahl", NO_MORE | MEASURES, NONE),
    Option("kennzahl3", "dritte Kennzahl", NO_MORE | MEASURES, NONE),
    Option("zeilen", "Zeilen", NAMES, "bereich"),
    Option("zeilen2", "Zeilen, dann nach", NO_MORE | NAMES, NONE),
    Option("spalten", "Spalten", NO_MORE | NAMES, "quartal"),
    Option("anteile", "Anteile", NO_MORE | {"zeile": "je Zeile", "spalte": "je Spalte", "gesamt": "an allem"}, NONE),
    Option("vergleichsspalten", "Vergleich zeigen", {"nein": "nein", "ja": "ja"}, "nein"),
    Option("ebene", "Bereiche", {"erfasst": "wie erfasst", "1": "oberste Ebene"}, "erfasst"),
)


@dataclass(frozen=True)
class Place:
    """A cell with the totals that shares are taken of."""

    werte: ByKennzahl
    zeile: ByKennzahl
    spalte: ByKennzahl
    summe: ByKennzahl


@dataclass(frozen=True)
class Cross:
    """The cross table that was chosen, with its codes in display order."""

    context: Context

    @cached_property
    def kennzahlen(self) -> list[Kennzahl]:
        chosen = [self.context.options[name] for name in ("kennzahl", "kennzahl2", "kennzahl3")]
        return [KENNZAHLEN[code] for code in dict.fromkeys(chosen) if code != NONE]

    @cached_property
    def merkmale(self) -> list[str]:
        """Dimensions of the rows and then, where there is one, of the columns; each once."""
        return [*self.nach, *([self.spalte] if self.spalte else [])]

    @cached_property
    def nach(self) -> list[str]:
        chosen = [self.context.options[name] for name in ("zeilen", "zeilen2")]
        return [code for code in dict.fromkeys(chosen) if code != NONE]

    @property
    def spalte(self) -> str | None:
        code = self.context.options["spalten"]
        return None if code == NONE or code in self.nach else code

    @property
    def repeated(self) -> list[str]:
        """Dimensions that were chosen more than once."""
        chosen = [self.context.options[name] for name in ("zeilen", "zeilen2", "spalten")]
        return [code for code in NAMES if chosen.count(code) > 1]

    @property
    def compared(self) -> bool:
        return self.context.options["vergleichsspalten"] == "ja" and wording.has_comparison(self.context)

    @cached_property
    def answer(self) -> CrossTable:
        # Without comparison columns only rows that occur in the period itself are of interest.
        selection = self.context.selection if self.compared else replace(self.context.selection, vergleich="ohne")
        codes = [kennzahl.code for kennzahl in self.kennzahlen]
        return crosstab(self.context.view, selection, codes, self.nach, self.spalte, self.ebene)

    @property
    def ebene(self) -> int | None:
        """1 where Bereiche stand for all below them."""
        return 1 if self.context.options["ebene"] == "1" else None

    @cached_property
    def rows(self) -> list[tuple[str, ...]]:
        return sorted(
            self.answer.zeilen, key=lambda codes: [self._rank(m, c) for m, c in zip(self.nach, codes, strict=True)]
        )

    @cached_property
    def columns(self) -> list[str]:
        merkmal = self.spalte
        return [] if merkmal is None else sorted(self.answer.spalten, key=lambda code: self._rank(merkmal, code))

    def _rank(self, merkmal: str, code: str) -> tuple[int, str]:
        """Time in its order, catalogues in theirs, what has no value last."""
        catalog = self.context.view.catalog
        if merkmal == "bereich":
            order = list(catalog.bereiche_in_order)
        else:
            order = list(catalog.vocabulary.names.get(merkmal, ()))
        return order.index(code) if code in order else len(order), code

    def name(self, merkmal: str, code: str) -> str:
        """A code as people read it."""
        if merkmal in TIME_KINDS:
            return cell_text(code, TIME_KINDS[merkmal])
        return code if merkmal == "jahr" else self.context.name(merkmal, code)

    def places(self, row: tuple[str, ...] | None) -> Iterator[Place]:
        """The cells of a row (None: the row of totals): its total first, then column by column."""
        answer = self.answer
        total = answer.summe if row is None else answer.zeilensummen[row]
        yield Place(total, total, answer.summe, answer.summe)
        for code in self.columns:
            column = answer.spaltensummen[code]
            yield Place(column if row is None else answer.zellen[row, code], total, column, answer.summe)
