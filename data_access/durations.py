"""How long Kundenreaktionen took, and how long the open ones have waited: histograms in whole days."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from data_access.cells import code_of
from data_access.statements import Query, RowKind
from data_access.warehouse import View
from domain.selection import Selection
from domain.zeitraum import DaySpan


@dataclass(frozen=True)
class Durations:
    """Days → number of Kundenreaktionen: from Eingang to Erledigung, and from Eingang to the Datenstand while open."""

    finished: Counter[int] = field(default_factory=Counter)
    waiting: Counter[int] = field(default_factory=Counter)


def durations(
    view: View, selection: Selection, nach: tuple[str, ...] = (), span: DaySpan | None = None
) -> dict[tuple[str, ...], Durations]:
    """The histograms of the selected reactions, per combination of the dimensions ``nach`` (without time) that occurs.

    With ``zeitbezug=erledigung`` there are only finished ones. Without ``nach`` the one key is the empty tuple; no
    reaction: no key. ``span`` are other days than those of the period.
    """
    found: dict[tuple[str, ...], Durations] = {}
    for kind in (RowKind.LAUFZEITEN, RowKind.WARTEZEITEN):
        for row in view.rows(Query(kind, selection, span or selection.zeitraum.span, nach)):
            *codes, days, count = row
            key = tuple([code_of(merkmal, code) for merkmal, code in zip(nach, codes, strict=True)])
            one = found.get(key)
            if one is None:
                one = found[key] = Durations()
            (one.finished if kind is RowKind.LAUFZEITEN else one.waiting)[int(days)] += int(count)
    return found
