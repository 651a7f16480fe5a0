"""Who turned to the Jobcenter: customers themselves, or others for them. Bodies have names here, persons never."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from data_access.statements import Query, RowKind
from data_access.warehouse import View
from domain.selection import Selection
from domain.zeitraum import comparison


@dataclass(frozen=True)
class Contact:
    """A kind of person (code, None: not recorded) and the body through which the contact came, if one is recorded."""

    melder: str | None
    stelle: str | None


@dataclass(frozen=True)
class Contacts:
    """Numbers of Kundenreaktionen now and in the comparison period, which is empty where there is none."""

    now: Mapping[Contact, int]
    past: Mapping[Contact, int]


def contacts(view: View, selection: Selection) -> Contacts:
    """The selected Kundenreaktionen by who wrote; raises ``NotProtectableError`` at the protected level.

    Names of bodies are no dimension of a protected table, and many of them stand for a single case.
    """
    earlier = comparison(selection.zeitraum, selection.vergleich, view.catalog.stand.datenstand)
    past = {} if earlier is None else _counts(view, Query(RowKind.MELDER, selection, earlier.span))
    return Contacts(_counts(view, Query(RowKind.MELDER, selection, selection.zeitraum.span)), past)


def _counts(view: View, query: Query) -> dict[Contact, int]:
    return {
        Contact(None if who is None else str(who), None if body is None else str(body)): int(count)
        for who, body, count in view.rows(query)
    }
