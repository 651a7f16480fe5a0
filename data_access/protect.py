"""The way out of ``aggregate`` at the protected level: the one place where exact numbers become protected ones.

Everything here follows from the protected numbers alone: what is hidden, and which rows there are, tells no more than
the numbers do. That is why whether a quantile is shown depends on the rounded number of cases, and why a row of
nothing but zeros is left out, which would otherwise say that there is at least one case.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import floor
from typing import NamedTuple

from data_access.errors import NotProtectableError
from data_access.warehouse import View
from domain.kennzahlen import CountedOn, Einheit, Kennzahl
from domain.protection import Protection, violations
from domain.scope import Stufe
from domain.selection import Selection


class Measured(NamedTuple):
    """An indicator as it was counted. ``reaktionen``: Kundenreaktionen behind it, for quantiles the finished ones."""

    wert: float | int | None
    zaehler: int | None
    nenner: int | None
    reaktionen: int


def check(view: View, selection: Selection, nach: Sequence[str], ausser: Sequence[object]) -> None:
    """Raise ``NotProtectableError`` where the view is protected and the question is outside of the grammar."""
    if view.scope.stufe is Stufe.GENAU:
        return
    found = violations(selection, nach, ausser, view.catalog.stand.datenstand)
    if found:
        raise NotProtectableError(*found)


def protect(kennzahl: Kennzahl, exact: Measured, protection: Protection, deep: bool) -> Measured:
    """The indicator with every count rounded on its own, and without a value where too few cases are behind it.

    ``deep``: it stands in a table of many dimensions, where small counts are hidden.
    """
    if kennzahl.quantil is not None:
        return _quantile(exact, protection)
    zaehler, nenner = _count(exact.zaehler, protection, deep), _count(exact.nenner, protection, deep)
    if kennzahl.einheit is Einheit.ANZAHL:
        return Measured(zaehler, zaehler, None, 0)
    shown = zaehler is not None and nenner is not None and nenner >= max(protection.smallest_base, 1)
    if kennzahl.counted_on is CountedOn.ANLIEGEN:
        # Few people can have many Anliegen. Nobody is recorded; a Kundenreaktion is at most one person.
        shown = shown and protection.rounded(exact.reaktionen) >= protection.smallest_durations
    return Measured(zaehler / nenner if shown and zaehler is not None and nenner else None, zaehler, nenner, 0)


def _count(count: int | None, protection: Protection, deep: bool) -> int | None:
    if count is None:
        return None
    rounded = protection.rounded(count)
    return None if deep and rounded < protection.hidden_below else rounded


def _quantile(exact: Measured, protection: Protection) -> Measured:
    """Whole days: the tenths of a day of an interpolated quantile would give away the exact number of cases."""
    enough = protection.at_least(exact.reaktionen) >= protection.smallest_durations
    return Measured(None if exact.wert is None or not enough else floor(exact.wert + 0.5), None, None, 0)
