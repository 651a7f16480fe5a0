"""Columns of small integers: as a driver gives them, as few bytes as they need, and as texts that a cache can keep."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import CursorResult

from data_access.cache import Rows

Column = NDArray[np.signedinteger[Any]]
_KINDS = (np.int8, np.int16, np.int32, np.int64)
# As they are named in texts.
_NAMED = {kind.__name__: np.dtype(kind) for kind in _KINDS}


def packed(column: Column) -> Column:
    """The same numbers in the smallest type that holds them all."""
    if not len(column) or column.dtype.itemsize == 1:
        return column
    lowest, highest = int(column.min()), int(column.max())
    rooms = ((kind, np.iinfo(kind)) for kind in _KINDS)
    return column.astype(next(kind for kind, room in rooms if room.min <= lowest and highest <= room.max), copy=False)


def columns_of(result: CursorResult[Any]) -> list[Column]:
    """The columns of an answer of numbers alone, at once where the driver can."""
    fetch = getattr(result.cursor, "fetchnumpy", None)
    if fetch is not None:
        return [packed(_integers(np.ma.getdata(column))) for column in fetch().values()]
    rows = np.array([tuple(row) for row in result], dtype=np.int64).reshape(-1, len(result.keys()))
    return [packed(column) for column in rows.T]


def _integers(column: NDArray[Any]) -> Column:
    """Sums come as numbers that are larger than any that we count."""
    return column if column.dtype.kind == "i" else column.astype(np.int64)


def spelled(columns: Sequence[Column]) -> Rows:
    """Columns as a cache keeps rows: for each of them its type and its bytes."""
    return [[column.dtype.name, b64encode(np.ascontiguousarray(column).tobytes()).decode()] for column in columns]


def read(rows: Rows) -> list[Column]:
    """The columns that were spelled so; they cannot be changed."""
    return [np.frombuffer(b64decode(text), dtype=_NAMED[kind]) for kind, text in rows]
