"""Drawing without replacement: exactly as many as asked for, heavier ones likelier."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


def draw(rng: random.Random, pool: Sequence[T], count: int, weight: Callable[[T], float] = lambda _: 1.0) -> list[T]:
    """Draw ``count`` places of the pool in random order; a weight of 0 is never drawn.

    ValueError if fewer can be drawn: then the margins contradict each other.
    """
    waiting = [(rng.expovariate(w), place) for place, item in enumerate(pool) if (w := weight(item)) > 0]
    if len(waiting) < count:
        raise ValueError(f"the margins ask for {count} cases where only {len(waiting)} are possible")
    return [pool[place] for _, place in sorted(waiting)[:count]]
