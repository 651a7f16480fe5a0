"""What came of a run: durations, errors, wrong answers, and what the generator itself cost."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import ceil

from domain.formats import number, percent

TURNED_AWAY = frozenset({429, 503})


@dataclass
class Outcome:
    """Filled by all users at once."""

    durations: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    turned_away: Counter[int] = field(default_factory=Counter)
    reconnected: int = 0
    seconds: float = 0.0
    generator_cpu: float = 0.0
    _guard: threading.Lock = field(default_factory=threading.Lock)

    @property
    def requests(self) -> int:
        """How many were answered as expected."""
        return sum(map(len, self.durations.values()))

    def answered(self, kind: str, seconds: float) -> None:
        """A right answer."""
        with self._guard:
            self.durations.setdefault(kind, []).append(seconds)

    def failed(self, message: str) -> None:
        """No answer, or one with another status than expected."""
        with self._guard:
            self.errors.append(message)

    def differed(self, message: str) -> None:
        """An answer with other content than computed before."""
        with self._guard:
            self.wrong.append(message)

    def refused(self, status: int) -> None:
        """Too many at once, and told so."""
        with self._guard:
            self.turned_away[status] += 1

    def left(self, reconnected: int) -> None:
        """A user is done."""
        with self._guard:
            self.reconnected += reconnected

    def lines(self) -> Iterator[str]:
        """The report."""
        everything = [second for seconds in self.durations.values() for second in seconds]
        yield f"{'':8} {'Anfragen':>9} {'p50 ms':>8} {'p95 ms':>8} {'p99 ms':>8} {'größte':>8}"
        for kind, seconds in [*sorted(self.durations.items()), ("alle", everything)]:
            yield f"{kind:8} {len(seconds):9} {_milliseconds(seconds)}"
        yield f"Dauer {number(self.seconds)} s, {number(len(everything) / self.seconds, 1)} Anfragen je Sekunde"
        yield f"Fehler: {len(self.errors)}; falsche Antworten: {len(self.wrong)}; abgewiesen: {dict(self.turned_away)}"
        yield f"Verbindungen, die der Server im selben Augenblick schloss: {self.reconnected}"
        yield f"Anteil des Lastgenerators an einem Kern: {percent(self.generator_cpu / self.seconds, 0)}"
        yield from (f"FEHLER {message}" for message in self.errors[:5])
        yield from (f"FALSCH {message}" for message in self.wrong[:5])


def _milliseconds(seconds: Sequence[float]) -> str:
    if not seconds:
        return ""
    return " ".join(f"{number(1000 * percentile(seconds, share)):>8}" for share in (0.5, 0.95, 0.99, 1.0))


def percentile(seconds: Sequence[float], share: float) -> float:
    """The value that so large a share does not exceed."""
    return sorted(seconds)[max(0, ceil(share * len(seconds)) - 1)]
