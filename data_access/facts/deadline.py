"""How a Kundenreaktion stands to its deadline, as the fact table holds it and as a Datenstand sees it."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import Any

from sqlalchemy import Label, and_, case

from data_access import schema

_fact = schema.fact_anliegen
UEBERFAELLIG = 4


class Frist(Enum):
    """What the fact table holds; whether an open one is overdue needs the Datenstand."""

    ABGEGEBEN = 0
    FRISTGERECHT = 1
    VERSPAETET = 2
    OFFEN = 3


def zustand(datenstand: date) -> Label[Any]:
    """``Frist``, with ``UEBERFAELLIG`` in place of what is open and overdue at the Datenstand."""
    overdue = and_(_fact.c.frist == Frist.OFFEN.value, _fact.c.faellig_am < datenstand)
    return case((overdue, UEBERFAELLIG), else_=_fact.c.frist).label("zustand")
