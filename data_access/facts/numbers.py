"""How many rows of the fact table there are of each kind: of Anliegen, or of Kundenreaktionen each once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from data_access import schema
from domain.kennzahlen import CountedOn

# The column of the numbers.
NUMBER = "anzahl"

_fact = schema.fact_anliegen


def numbers(
    counted: CountedOn,
    columns: Mapping[str, ColumnElement[Any]],
    where: Sequence[ColumnElement[bool]],
    mark: str | None,
) -> Select[Any]:
    """Rows of the columns and then the number.

    ``mark``: the column whose 1 stands at one row of each Kundenreaktion; None: there is none.
    """
    shown = [column.label(name) for name, column in columns.items()]
    if counted is CountedOn.REAKTION and mark is not None:
        where = [*where, _fact.c[mark] == 1]
    elif counted is CountedOn.REAKTION:
        different = select(_fact.c.reaktion, *shown).distinct().where(*where).subquery()
        shown, where = [different.c[name].label(name) for name in columns], []
    # By name: an expression with values in it is another one each time that it is sent.
    return select(*shown, func.count().label(NUMBER)).where(*where).group_by(*columns)
