"""What a headline is made of. Everything is given; nothing is read, counted or judged here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Protocol

from domain.kennzahlen import Kennzahl
from domain.zeitraum import Vergleich, Zeitraum


class Values(Protocol):
    """Value of an indicator and of its comparison, as the one computation answers it; None means there is none."""

    @property
    def wert(self) -> float | int | None: ...

    @property
    def zaehler(self) -> int | None: ...

    @property
    def nenner(self) -> int | None: ...

    @property
    def vergleich(self) -> float | int | None: ...

    @property
    def vergleich_zaehler(self) -> int | None: ...

    @property
    def vergleich_nenner(self) -> int | None: ...


class Event(Protocol):
    """A dated event."""

    @property
    def datum_von(self) -> date: ...

    @property
    def titel(self) -> str: ...


class Rule(Enum):
    """The rules of a control chart that can fire; the values are those of the chart itself."""

    OUTSIDE = "outside"
    RUN = "run"
    TREND = "trend"
    TWO_OF_THREE = "two_of_three"


@dataclass(frozen=True)
class Signal:
    """A rule that fired: on which side, over how many points, and the period of the last of them.

    ``high`` means above the mean, near or beyond the upper limit, or rising.
    """

    rule: Rule
    high: bool
    count: int
    last: Zeitraum | None = None


@dataclass(frozen=True)
class Verdict:
    """What a control chart of ``points`` months, quarters or years says; below ``needed`` points it says nothing.

    ``bucket`` is ``monat``, ``quartal`` or ``jahr``. Signals stand in the order in which they are told. ``left_out``
    are those of the period that cannot be judged, because they are not whole or not decided yet; ``judged`` false: no
    other one has a value.
    """

    signals: tuple[Signal, ...] = ()
    points: int = 0
    needed: int = 0
    bucket: str = "monat"
    left_out: tuple[Zeitraum, ...] = ()
    judged: bool = True


@dataclass(frozen=True)
class Contribution:
    """The value of a dimension that has the largest share in a change.

    ``differenz`` is its additive part of the change: a number of cases, or for shares a part of the difference of the
    two fractions. Only breakdowns that add up have one.
    """

    merkmal: str
    code: str
    name: str
    differenz: float | int


@dataclass(frozen=True)
class Facts:
    """One indicator of one selection, with its comparison and everything that is told beside it.

    ``werte`` counts up to ``datenstand``; ``vergleich`` is None where no comparison is chosen; ``events`` are those in
    the period, in order of time; ``auswahl`` names the active filters ("Kanal E-Mail"); ``data_from`` is the first
    Eingang on record. ``smallest_base``: no percentages below it.
    """

    kennzahl: Kennzahl
    zeitraum: Zeitraum
    datenstand: date
    werte: Values
    vergleich: Vergleich | None = None
    smallest_base: int = 20
    verdict: Verdict | None = None
    contribution: Contribution | None = None
    events: Sequence[Event] = ()
    auswahl: str = ""
    zeitbezug: str = "eingang"
    bewertungsbasis: str = "alle"
    data_from: date | None = None
