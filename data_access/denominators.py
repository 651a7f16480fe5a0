"""Denominators from outside of the cases: how many Bedarfsgemeinschaften there were in a month."""

from __future__ import annotations

from data_access.statements import Query, RowKind
from data_access.warehouse import View
from domain.selection import Selection
from domain.zeitraum import Monat, Zeitraum


def bedarfsgemeinschaften(view: View, selection: Selection, zeitraum: Zeitraum) -> dict[Monat, float]:
    """Bedarfsgemeinschaften of the selected Jobcenter per month of ``zeitraum``.

    A month for which one of the Jobcenter has not reported is missing: a part would pass for the whole.
    """
    expected = len(selection.codes("jobcenter") or view.catalog.vocabulary.names["jobcenter"])
    found = {}
    for month, total, reported in view.rows(Query(RowKind.BEDARFSGEMEINSCHAFTEN, selection, zeitraum.span)):
        parsed = Monat.parse(str(month))
        if parsed is not None and int(reported) == expected:
            found[parsed] = float(total)
    return found
