"""How the time grows with the rows and with the Jobcenter of a selection, and how far the floor of the memory is."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Date, SmallInteger, func, select

from benchmarks.application import Application
from benchmarks.datasets import Dataset
from benchmarks.selections import LAST, WHOLE, many_jobcenter, selections
from benchmarks.timing import Contender, take_turns
from data_access.schema import fact_anliegen

SECONDS = 3.0
COUNTS = (1, 5, 10, 25, 50, 100, 200, 400)
NARROW = "ein Jobcenter"
# Several values of a dimension at once: no sums hold that, so that it is counted from the rows.
SEVERAL = "mehrere Filter"
NAIVE = "naive Seite, ein Jahr, alles"
BYTES = {SmallInteger: 2, Date: 4}


@dataclass(frozen=True)
class Point:
    """A measured point: the six figures at a size, ``size`` in Anliegen of the database or Jobcenter of the selection.

    ``milliseconds`` is the median with an empty cache.
    """

    series: str
    size: int
    milliseconds: float


@dataclass(frozen=True)
class Gap:
    """One year of everything against the floor of the memory: what reading the bytes once would take."""

    scale: str
    rows: int
    bytes_per_row: int
    gigabytes_per_second: float
    memory_ms: float
    engine_ms: float
    program_ms: float


def by_rows(data: Dataset, application: Application) -> list[Point]:
    """One year of everything and of one Jobcenter on this database, and what must be counted from the rows."""
    queries, names = selections(data.scale), (WHOLE, NARROW, SEVERAL)
    return [Point(name, data.built.anliegen, _median(application, queries[name])) for name in names]


def by_jobcenter(data: Dataset, application: Application) -> list[Point]:
    """One year of more and more Jobcenter."""
    counts = [count for count in COUNTS if count <= data.scale.jobcenter]
    return [Point(data.scale.name, count, _median(application, many_jobcenter(data.scale, count))) for count in counts]


def exponent(points: Sequence[Point]) -> float:
    """How the time grows from the last point but one to the last: time ~ size ** exponent."""
    before, last = sorted(points, key=lambda point: point.size)[-2:]
    return math.log(last.milliseconds / before.milliseconds) / math.log(last.size / before.size)


def gap(data: Dataset, application: Application, bytes_per_second: float) -> Gap:
    """The floor of the memory, the bare engine, and the program."""
    query = selections(data.scale)[WHOLE]
    statements = application.statements(lambda asking: asking.figures(query))
    contenders = {
        "engine": Contender(application.replay(statements)),
        "program": Contender(lambda: application.figures(query), application.forget),
    }
    take_turns(contenders, SECONDS)
    with application.view().source.connect() as connection:
        years = fact_anliegen.c.jahr.in_((LAST - 1, LAST))
        rows = connection.scalar(select(func.count()).select_from(fact_anliegen).where(years)) or 0
    width = _width(" ".join(statement for statement, _ in statements))
    return Gap(
        scale=data.scale.name,
        rows=rows,
        bytes_per_row=width,
        gigabytes_per_second=bytes_per_second / 1e9,
        memory_ms=rows * width / bytes_per_second * 1000,
        engine_ms=contenders["engine"].median,
        program_ms=contenders["program"].median,
    )


def _median(application: Application, query: str) -> float:
    contender = Contender(lambda: application.figures(query), application.forget)
    take_turns({"": contender}, SECONDS)
    return contender.median


def _width(statements: str) -> int:
    """Bytes of a row in the columns that the statements read."""
    read = [column for column in fact_anliegen.columns if re.search(rf"\b{column.name}\b", statements)]
    return sum(next((size for kind, size in BYTES.items() if isinstance(column.type, kind)), 4) for column in read)
