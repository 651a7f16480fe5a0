"""Wall times of actions that take turns, so that a busy minute of the machine meets all of them alike."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

Action = Callable[[], object]

MOST_ROUNDS = 15
FEWEST_ROUNDS = 3
# An action that takes longer runs once.
SLOW_MS = 3_000.0


@dataclass
class Contender:
    """An action with its times in milliseconds; ``prepare`` runs before each time and is not counted."""

    action: Action
    prepare: Action | None = None
    times: list[float] = field(default_factory=list)

    def run(self) -> None:
        """Time the action once."""
        if self.prepare is not None:
            self.prepare()
        started = time.perf_counter()
        self.action()
        self.times.append((time.perf_counter() - started) * 1000)

    @property
    def median(self) -> float:
        """Median of its times."""
        return statistics.median(self.times)

    @property
    def is_slow(self) -> bool:
        """Whether its first time says that once is enough."""
        return bool(self.times) and self.times[0] > SLOW_MS


def take_turns(contenders: Mapping[str, Contender], seconds: float) -> None:
    """Rounds in which each contender runs once, for about so many seconds; slow ones sit out after the first."""
    for contender in contenders.values():
        contender.run()
    fast = [contender for contender in contenders.values() if not contender.is_slow]
    once = sum(contender.times[0] for contender in fast) / 1000
    rounds = min(MOST_ROUNDS, max(FEWEST_ROUNDS, int(seconds / once))) if fast else 1
    for number in range(rounds - 1):
        gc.collect()
        for contender in fast[number % len(fast) :] + fast[: number % len(fast)]:
            contender.run()


def ratio(of: Contender, to: Contender) -> float:
    """Median over the rounds of the time of one over that of the other; of the medians where one ran less often."""
    if len(of.times) == len(to.times):
        return statistics.median(a / b for a, b in zip(of.times, to.times, strict=True))
    return of.median / to.median


def percentile(times: Sequence[float], share: float) -> float:
    """The value that so large a share of the times does not exceed."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
