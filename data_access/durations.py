"""How long Kundenreaktionen took, and how long the open ones have waited: histograms in whole days."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from data_access.cells import Cells, Histogram
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
    finished, waiting = (
        _histograms(view, Query(kind, selection, span or selection.zeitraum.span, nach))
        for kind in (RowKind.LAUFZEITEN, RowKind.WARTEZEITEN)
    )
    return {
        codes: Durations(Counter(finished.get(codes)), Counter(waiting.get(codes))) for codes in {**finished, **waiting}
    }


def _histograms(view: View, query: Query) -> dict[tuple[str, ...], Histogram]:
    cells = Cells()
    cells.add_rows(query.art, view.rows(query), query.nach, None)
    return {codes: days for (_, codes), days in zip(cells.places, cells.durations(), strict=False)}
