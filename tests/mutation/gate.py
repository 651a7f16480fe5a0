"""What has to be true of a run: nearly every change noticed, and each one that was not explained."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from tests.mutation.mutants import COMPARISON, RETURN, Mutant
from tests.mutation.reasons import Place

# Of all changes to a target this share must be noticed.
SMALLEST_SHARE = 0.9
# Where a single unnoticed change lets somebody in, none of these kinds survives, with whatever reason.
STRICT_TARGETS, STRICT_KINDS = frozenset({"policy", "tokens"}), frozenset({COMPARISON, RETURN})


@dataclass(frozen=True)
class Outcome:
    """All changes to one file, and those that no test has noticed."""

    target: str
    file: str
    mutants: Sequence[Mutant]
    survived: Sequence[Mutant]

    def __str__(self) -> str:
        killed = len(self.mutants) - len(self.survived)
        return f"{self.target:<12}{self.file:<32}{killed:>4} of {len(self.mutants):>4} noticed"


def broken(outcomes: Iterable[Outcome], reasons: Collection[Place]) -> list[str]:
    """One line for everything that breaks the gate; empty where it holds."""
    outcomes = list(outcomes)
    return [*_too_few(outcomes), *_strict(outcomes), *_unexplained(outcomes, reasons), *_stale(outcomes, reasons)]


def _too_few(outcomes: Sequence[Outcome]) -> Iterable[str]:
    for target in dict.fromkeys(outcome.target for outcome in outcomes):
        of_target = [outcome for outcome in outcomes if outcome.target == target]
        made = sum(len(outcome.mutants) for outcome in of_target)
        killed = made - sum(len(outcome.survived) for outcome in of_target)
        if killed < SMALLEST_SHARE * made:
            yield f"{target}: only {killed} of {made} changes noticed"


def _strict(outcomes: Sequence[Outcome]) -> Iterable[str]:
    for outcome in outcomes:
        for mutant in outcome.survived:
            if outcome.target in STRICT_TARGETS and mutant.kind in STRICT_KINDS:
                yield f"must not survive: {_told(mutant)}"


def _unexplained(outcomes: Sequence[Outcome], reasons: Collection[Place]) -> Iterable[str]:
    for outcome in outcomes:
        for mutant in outcome.survived:
            if place(mutant) not in reasons:
                yield f"survived without a reason: {_told(mutant)}"


def _stale(outcomes: Sequence[Outcome], reasons: Collection[Place]) -> Iterable[str]:
    survived = {place(mutant) for outcome in outcomes for mutant in outcome.survived}
    files = {outcome.file for outcome in outcomes}
    for reason in reasons:
        if reason.file in files and reason not in survived:
            yield f"explained, but noticed: {reason.file} {reason.function} {reason.change}"


def place(mutant: Mutant) -> Place:
    """How the list of reasons names a change."""
    return Place(mutant.file, mutant.function, mutant.change)


def _told(mutant: Mutant) -> str:
    return f"{mutant.file} | {mutant.function} | {mutant.kind} | {mutant.change}"
