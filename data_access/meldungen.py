"""Manual returns of Jobcenter that record no cases, combined with what others have recorded; nothing counts twice.

A return counts in a period in which it lies wholly. What nobody reported is unknown, not zero.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from data_access import schema
from data_access.aggregate import Werte, breakdown
from data_access.warehouse import View
from domain.meldung import MELDBAR, QUOTEN
from domain.scope import Stufe
from domain.selection import Selection
from domain.zeitraum import DaySpan, comparison


class Meldewert(NamedTuple):
    """One figure of a return; ``merkmal`` and ``auspraegung`` are empty for the figure as a whole."""

    jobcenter: str
    von: date
    bis: date
    kennzahl: str
    merkmal: str
    auspraegung: str
    wert: int | None


class Angabe(NamedTuple):
    """What is known of one figure of one Jobcenter: counted from its cases, reported by hand; None: nothing."""

    faelle: int | None = None
    gemeldet: int | None = None

    @property
    def zusammen(self) -> int | None:
        """Both together; None where neither is known."""
        known = [value for value in self if value is not None]
        return sum(known) if known else None


class Posten(NamedTuple):
    """A figure that is summed up: an indicator as a whole, or for one value of a dimension."""

    kennzahl: str
    merkmal: str = ""
    auspraegung: str = ""


@dataclass(frozen=True)
class Zusammenfassung:
    """The figures of one period by Jobcenter.

    ``jobcenter`` are all that the selection means, ``teilweise`` those whose returns leave days of the period out,
    ``hinausragend`` the number of returns that reach beyond the period and are left out.
    """

    jobcenter: tuple[str, ...]
    angaben: Mapping[Posten, Mapping[str, Angabe]]
    mit_faellen: frozenset[str] = frozenset()
    mit_meldung: frozenset[str] = frozenset()
    teilweise: frozenset[str] = frozenset()
    hinausragend: int = 0

    def angabe(self, posten: Posten, jobcenter: str) -> Angabe:
        """What is known of a figure of a Jobcenter."""
        return self.angaben.get(posten, {}).get(jobcenter, Angabe())

    def bekannt(self, *posten: Posten) -> list[str]:
        """The Jobcenter of which all these figures are known."""
        return [code for code in self.jobcenter if all(self.angabe(one, code).zusammen is not None for one in posten)]

    def summe(self, posten: Sequence[Posten], jobcenter: Iterable[str]) -> Angabe:
        """The sum of figures over Jobcenter."""
        found = [self.angabe(one, code) for one in posten for code in jobcenter]
        return Angabe(_sum(one.faelle for one in found), _sum(one.gemeldet for one in found))

    @property
    def gemeldete_posten(self) -> list[Posten]:
        """The parts of indicators that somebody reported."""
        return [posten for posten in self.angaben if posten.merkmal]


def _sum(values: Iterable[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def quote_posten(quote: str) -> tuple[Posten, list[Posten]]:
    """The figures that a rate is made of: numerator and parts of the denominator."""
    zaehler, nenner = QUOTEN[quote]
    return Posten(zaehler), [Posten(code) for code in nenner]


def meldewerte(view: View) -> list[Meldewert]:
    """All figures of all returns in the order of Jobcenter and time; none without a scope.

    They are counts when they come; at the protected level each is rounded before anything is done with it.
    """
    if not view.scope.all_rows:
        return []
    table = schema.manuelle_meldung.c
    columns = (table.jobcenter, table.zeitraum_von, table.zeitraum_bis, table.kennzahl, table.merkmal)
    ordered = select(*columns, table.auspraegung, table.wert).order_by(table.jobcenter, table.zeitraum_von, table.id)
    rows = view.warehouse.read(view.source, view.catalog, lambda connection: connection.execute(ordered).all())
    protected = view.scope.stufe is not Stufe.GENAU
    return [Meldewert(*row[:6], _count(view, row[6], protected=protected)) for row in rows]


def _count(view: View, wert: object, *, protected: bool) -> int | None:
    if wert is None:
        return None
    count = int(wert)  # type: ignore[call-overload]
    return view.protection.rounded(count) if protected else count


def zusammenfassung(view: View, selection: Selection) -> tuple[Zusammenfassung, Zusammenfassung | None]:
    """The summary of the selection's period and Jobcenter, and that of the comparison; other filters do not act."""
    alone = Selection(selection.zeitraum, selection.vergleich, stufe=selection.stufe)
    alone = alone.with_filter("jobcenter", selection.codes("jobcenter"))
    wanted = alone.codes("jobcenter") or tuple(view.catalog.vocabulary.names["jobcenter"])
    codes = tuple(code for code in view.catalog.vocabulary.names["jobcenter"] if code in wanted)
    werte = [wert for wert in meldewerte(view) if wert.jobcenter in codes and wert.kennzahl in MELDBAR]
    cases = _Cases(view, alone)
    now = _summary(cases, codes, werte, selection.zeitraum.span, view.catalog.stand.datenstand, past=False)
    compared = comparison(selection.zeitraum, selection.vergleich, view.catalog.stand.datenstand)
    if compared is None or compared.span.empty:
        return now, None
    return now, _summary(cases, codes, werte, compared.span, view.catalog.stand.datenstand, past=True)


@dataclass
class _Cases:
    """Recorded cases by Jobcenter, asked once per indicator and dimension for both periods."""

    view: View
    selection: Selection
    _known: dict[tuple[str, ...], dict[tuple[str, ...], Mapping[str, Werte]]] = field(default_factory=dict)

    def rows(self, kennzahlen: Sequence[str], merkmal: str = "") -> Mapping[tuple[str, ...], Mapping[str, Werte]]:
        """Values by (Jobcenter, value of the dimension)."""
        key = (merkmal, *kennzahlen)
        if key not in self._known:
            nach = ("jobcenter", merkmal) if merkmal else ("jobcenter",)
            self._known[key] = {
                zeile.codes: zeile.werte for zeile in breakdown(self.view, self.selection, kennzahlen, nach)
            }
        return self._known[key]


def _summary(
    cases: _Cases, codes: tuple[str, ...], werte: Sequence[Meldewert], span: DaySpan, datenstand: date, *, past: bool
) -> Zusammenfassung:
    inside = [wert for wert in werte if span.von <= wert.von and wert.bis <= span.bis and wert.wert is not None]
    beyond = {
        wert[:3]
        for wert in werte
        if wert.wert is not None and wert.von <= span.bis and wert.bis >= span.von and wert not in inside
    }
    totals = {code: _values(cases.rows(MELDBAR).get((code,)), past=past) for code in codes}
    recorded = frozenset(code for code, values in totals.items() if any(values.values()))
    angaben: dict[Posten, dict[str, Angabe]] = {Posten(code): {} for code in MELDBAR}
    for wert in inside:
        angaben.setdefault(Posten(wert.kennzahl, wert.merkmal, wert.auspraegung), {})
    reported = _reported(inside)
    for posten, known in angaben.items():
        for code in codes:
            faelle = _faelle(cases, posten, code, totals, past=past) if code in recorded else None
            known[code] = Angabe(faelle, reported.get((code, posten)))
    with_return = frozenset(wert.jobcenter for wert in inside)
    until = DaySpan(span.von, min(span.bis, datenstand))
    partly = frozenset(code for code in with_return - recorded if not _covers(inside, code, until))
    return Zusammenfassung(codes, angaben, recorded, with_return, partly, len(beyond))


def _faelle(
    cases: _Cases, posten: Posten, jobcenter: str, totals: Mapping[str, Mapping[str, int | None]], *, past: bool
) -> int | None:
    if not posten.merkmal:
        return totals[jobcenter][posten.kennzahl]
    row = cases.rows([posten.kennzahl], posten.merkmal).get((jobcenter, posten.auspraegung))
    # A value that occurs in no case of the Jobcenter has no row: that is a zero.
    return 0 if row is None else _values(row, past=past)[posten.kennzahl]


def _values(row: Mapping[str, Werte] | None, *, past: bool) -> dict[str, int | None]:
    if row is None:
        return dict.fromkeys(MELDBAR)
    values = {code: werte.vergleich if past else werte.wert for code, werte in row.items()}
    return {code: None if value is None else int(value) for code, value in values.items()}


def _reported(werte: Iterable[Meldewert]) -> dict[tuple[str, Posten], int]:
    found: dict[tuple[str, Posten], int] = defaultdict(int)
    for wert in werte:
        found[wert.jobcenter, Posten(wert.kennzahl, wert.merkmal, wert.auspraegung)] += wert.wert or 0
    return dict(found)


def _covers(werte: Iterable[Meldewert], jobcenter: str, span: DaySpan) -> bool:
    """Whether the returns of a Jobcenter leave no day of the period out; they never overlap."""
    spans = {(wert.von, wert.bis) for wert in werte if wert.jobcenter == jobcenter}
    return sum((bis - von).days + 1 for von, bis in spans) >= span.length
