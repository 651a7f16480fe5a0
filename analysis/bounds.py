"""How far doubtful cases could move a share: the lowest and the highest it can be, whatever is true of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Share:
    """``zaehler`` of ``nenner`` cases."""

    zaehler: int
    nenner: int

    @property
    def wert(self) -> float | None:
        """The share as a fraction; None of nothing."""
        return self.zaehler / self.nenner if self.nenner else None


@dataclass(frozen=True)
class Bounds:
    """A share as it is counted now, and the range in which it lies."""

    now: Share
    lowest: Share
    highest: Share


def unknown(now: Share, cases: int) -> Bounds:
    """``cases`` of the denominator are not counted in the numerator, but might belong there."""
    return Bounds(now, now, Share(now.zaehler + cases, now.nenner))


def moved(now: Share, out: int, into: int) -> Bounds:
    """``out`` cases of the numerator might not belong there, ``into`` others of the denominator might."""
    return Bounds(now, Share(now.zaehler - out, now.nenner), Share(now.zaehler + into, now.nenner))


def left_out(now: Share, inside: int, outside: int) -> Bounds:
    """Cases that might belong to the denominator: ``inside`` of them to the numerator as well, ``outside`` not."""
    lowest = Share(now.zaehler, now.nenner + outside)
    highest = Share(now.zaehler + inside, now.nenner + inside)
    # Over nothing there is no share; then the other end is all there can be.
    return Bounds(now, lowest if lowest.nenner else highest, highest if highest.nenner else lowest)
