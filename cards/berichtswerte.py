"""Berichtswerte: every published figure against what the data give, in the precision in which it was printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from analysis.printed import Measure, Printed, Urteil, read_printed
from cards import wording
from cards.base import Card, CardKind, CardResult, Context
from cards.datenstaende import EVERYTHING
from cards.options import Option
from data_access.aggregate import Werte
from data_access.published import Berichtswert, Recount, berichtswerte, recount
from domain import formats
from domain.kennzahlen import Einheit
from exports.table import Cell, Column, Kind, Table

TITEL = "Veröffentlicht und berechnet"
VERDICTS = {
    Urteil.STIMMT: "stimmt",
    Urteil.RUNDUNG: "Rundung",
    Urteil.WEICHT_AB: "weicht ab",
    Urteil.NICHT_PRUEFBAR: "nicht prüfbar",
}
ALL, WRONG = "alle", "falsch"
NOTES = (
    "Berechnet wird mit allen Nachkommastellen und dann kaufmännisch auf die gedruckte Stelle gerundet.",
    "Rundung: weniger als eine Einheit der letzten gedruckten Stelle daneben, zum Beispiel abgeschnitten.",
    "Nicht prüfbar: keine oder mehrere Zahlen im Text, keine Kennzahl dazu, oder ein Zeitraum außerhalb der Daten.",
    "Der Nenner eines Anteils von Anzahlen ist der, den der Bericht nennt.",
)


@dataclass(frozen=True)
class Check:
    """A published figure, what it should read, and the verdict; ``computed`` is empty where nothing can be said."""

    wert: Berichtswert
    verdict: Urteil
    computed: str = ""
    zaehler: int | None = None
    nenner: int | None = None


def checks(context: Context) -> list[Check]:
    """All published figures with their verdicts, in the order of the report."""
    return [_check(wert, recount(context.view, wert)) for wert in berichtswerte(context.view)]


def _check(wert: Berichtswert, found: Recount | None) -> Check:
    printed = read_printed(wert.veroeffentlicht)
    if printed is None or found is None:
        return Check(wert, Urteil.NICHT_PRUEFBAR)
    zaehler, nenner = _counts(found, wert)
    exact = _exact(printed, found, zaehler, nenner)
    if exact is None:
        return Check(wert, Urteil.NICHT_PRUEFBAR)
    return Check(wert, printed.verdict(exact), printed.text(exact), zaehler, nenner)


def _counts(found: Recount, wert: Berichtswert) -> tuple[int | None, int | None]:
    """The counts to divide: of a change now and before, of a share of counts the whole that the report names."""
    werte = found.werte
    if found.compared and found.einheit is Einheit.ANZAHL:
        return werte.zaehler, werte.vergleich_zaehler
    if found.einheit is Einheit.ANZAHL and wert.nenner is not None:
        return werte.zaehler, int(wert.nenner)
    return werte.zaehler, werte.nenner


def _exact(printed: Printed, found: Recount, zaehler: int | None, nenner: int | None) -> Fraction | None:
    """What the print should say, in its own unit."""
    now, before = _value(found.einheit, found.werte), _value(found.einheit, found.werte, before=True)
    if found.compared:
        if now is None or before is None:
            return None
        if printed.measure is Measure.PERCENT:
            return 100 * (now - before) / before if before else None
        return 100 * (now - before) if printed.measure is Measure.POINTS else now - before
    if printed.measure is Measure.NUMBER:
        return now
    if found.einheit is Einheit.ANZAHL:
        return Fraction(100 * zaehler, nenner) if zaehler is not None and nenner else None
    return None if now is None else 100 * now


def _value(einheit: Einheit, werte: Werte, *, before: bool = False) -> Fraction | None:
    """A value exactly: rates from their counts, everything else as it is."""
    wert = werte.vergleich if before else werte.wert
    zaehler = werte.vergleich_zaehler if before else werte.zaehler
    nenner = werte.vergleich_nenner if before else werte.nenner
    if wert is None:
        return None
    if einheit in (Einheit.ANTEIL, Einheit.VERHAELTNIS) and zaehler is not None and nenner:
        return Fraction(zaehler, nenner)
    return Fraction(str(wert))


def _build(context: Context) -> CardResult:
    found = checks(context)
    several = len({check.wert.jobcenter for check in found}) > 1
    columns = (
        Column("Aussage"),
        Column("gedruckt"),
        Column("berechnet"),
        Column("Urteil"),
        Column("Zähler", Kind.ANZAHL),
        Column("Nenner", Kind.ANZAHL),
        Column("Bericht"),
        Column("Fundstelle"),
        *([Column("Jobcenter")] if several else []),
    )
    shown = [check for check in found if check.verdict.wrong or context.options["urteil"] == ALL]
    rows = tuple(_row(context, check, several) for check in shown)
    return CardResult(Table(TITEL, columns, rows, None, NOTES), _words(found), auswahl=EVERYTHING)


def _row(context: Context, check: Check, several: bool) -> tuple[Cell, ...]:
    wert = check.wert
    return (
        wert.aussage,
        wert.veroeffentlicht,
        check.computed,
        VERDICTS[check.verdict],
        check.zaehler,
        check.nenner,
        str(wert.berichtsjahr),
        wert.fundstelle,
        *([context.name("jobcenter", wert.jobcenter)] if several else []),
    )


def _words(found: Sequence[Check]) -> str:
    if not found:
        return "Es sind keine veröffentlichten Zahlen geladen."
    wrong = [check for check in found if check.verdict.wrong]
    right = sum(check.verdict is Urteil.STIMMT for check in found)
    sentence = (
        f"{formats.number(right)} von {wording.counted(len(found), 'veröffentlichten Zahl', 'veröffentlichten Zahlen')}"
        f" {'stimmt' if right == 1 else 'stimmen'}."
    )
    if not wrong:
        return sentence
    named = [f"{c.wert.veroeffentlicht} gedruckt, {c.computed} berechnet – {c.wert.fundstelle}" for c in wrong]
    return f"{sentence} Anders berechnet: {'; '.join(named)}."


CARD = Card(
    "berichtswerte",
    TITEL,
    "gedruckte Zahlen",
    (),
    _build,
    wide=True,
    kind=CardKind.TABLE,
    options=(Option("urteil", "Zeigen", {ALL: "alle", WRONG: "nur abweichende"}, ALL, on_card=True),),
    cases=False,
)
