"""Whether the answer that is being computed may be given again to whoever asks the same, and what it depends on."""

from __future__ import annotations

from collections.abc import Hashable
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass
class _Answer:
    """Changed in place: what computes may run in a copy of the context."""

    basis: Hashable | None = None
    refused: bool = False


_current: ContextVar[_Answer | None] = ContextVar("answer", default=None)


def begin() -> None:
    """A new answer is about to be computed."""
    _current.set(_Answer())


def rests_on(basis: Hashable) -> None:
    """The answer depends on nothing but the question and ``basis``; None: nobody knows what it depends on."""
    answer = _current.get()
    if answer is not None:
        answer.basis = basis


def refuse() -> None:
    """The answer has a gap, or holds what must not be kept."""
    answer = _current.get()
    if answer is not None:
        answer.refused = True


def basis() -> Hashable | None:
    """What the answer depends on; None where it must not be kept."""
    answer = _current.get()
    return None if answer is None or answer.refused else answer.basis
