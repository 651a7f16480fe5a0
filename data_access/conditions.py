"""Conditions on columns that hold codes, in which NULL is "ohne Angabe"."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, or_


def one_of(column: ColumnElement[Any], codes: tuple[str, ...], ohne: str = "ohne") -> ColumnElement[bool]:
    """The value is one of the codes; ``ohne`` among them stands for a missing value."""
    named = sorted(code for code in codes if code != ohne)
    if len(named) == len(codes):
        return column.in_(named)
    return or_(column.is_(None), column.in_(named)) if named else column.is_(None)


def none_of(column: ColumnElement[Any], codes: tuple[str, ...], ohne: str = "ohne") -> ColumnElement[bool]:
    """The opposite of ``one_of``; a missing value is left out only where ``ohne`` is among the codes."""
    named = sorted(code for code in codes if code != ohne)
    others = column.not_in(named)
    return or_(column.is_(None), others) if len(named) == len(codes) else and_(column.is_not(None), others)
