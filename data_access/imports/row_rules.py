"""Rules about the cells of one row among themselves: pairs of column and German rule that the row breaks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from data_access.imports import contract, messages
from data_access.imports.values import FAULTY
from domain.meldung import MELDBAR, MERKMALE_DER_MELDUNG

Broken = Iterator[tuple[str, str]]
RowRule = Callable[[list[Any]], Broken]


def _in_order(table: contract.Table, first: str, last: str, rule: str) -> RowRule:
    """The day in ``last`` must not lie before the one in ``first``."""
    early, late = table.position[first], table.position[last]

    def check(values: list[Any]) -> Broken:
        begin, end = values[early], values[late]
        if begin is not FAULTY and end is not FAULTY and end is not None and end < begin:
            yield last, rule

    return check


_erledigung_after_eingang = _in_order(
    contract.KUNDENREAKTION, "eingang_am", "erledigt_am", messages.ERLEDIGT_BEFORE_EINGANG
)
_STATUS = contract.KUNDENREAKTION.position["status"]
_ERLEDIGT_AM = contract.KUNDENREAKTION.position["erledigt_am"]


def _kundenreaktion(values: list[Any]) -> Broken:
    status, erledigt_am = values[_STATUS], values[_ERLEDIGT_AM]
    if status in ("erledigt", "abgegeben") and erledigt_am is None:
        yield "erledigt_am", messages.erledigt_am_missing(status)
    if status == "offen" and erledigt_am is not None:
        yield "erledigt_am", messages.OFFEN_WITH_ERLEDIGT_AM
    yield from _erledigung_after_eingang(values)


_KENNZAHL = contract.MANUELLE_MELDUNG.position["kennzahl"]
_MERKMAL = contract.MANUELLE_MELDUNG.position["merkmal"]
_AUSPRAEGUNG = contract.MANUELLE_MELDUNG.position["auspraegung"]
_meldung_in_order = _in_order(contract.MANUELLE_MELDUNG, "zeitraum_von", "zeitraum_bis", messages.PERIOD_REVERSED)


def _manuelle_meldung(values: list[Any]) -> Broken:
    kennzahl, merkmal = values[_KENNZAHL], values[_MERKMAL]
    if kennzahl is not FAULTY and kennzahl not in MELDBAR:
        yield "kennzahl", messages.not_one_of(MELDBAR)
    if merkmal is not FAULTY and merkmal not in ("", *MERKMALE_DER_MELDUNG):
        yield "merkmal", messages.not_one_of(MERKMALE_DER_MELDUNG)
    if (values[_MERKMAL] == "") != (values[_AUSPRAEGUNG] == ""):
        yield ("merkmal" if values[_MERKMAL] == "" else "auspraegung"), messages.MERKMAL_AND_AUSPRAEGUNG
    yield from _meldung_in_order(values)


ROW_RULES: dict[str, RowRule] = {
    "qualitaetsstandard": _in_order(
        contract.QUALITAETSSTANDARD, "gueltig_von", "gueltig_bis", messages.PERIOD_REVERSED
    ),
    "ereignis": _in_order(contract.EREIGNIS, "datum_von", "datum_bis", messages.PERIOD_REVERSED),
    "kundenreaktion": _kundenreaktion,
    "petition_eingabe": _in_order(
        contract.PETITION_EINGABE, "eingang_am", "erledigt_am", messages.ERLEDIGT_BEFORE_EINGANG
    ),
    "manuelle_meldung": _manuelle_meldung,
}
