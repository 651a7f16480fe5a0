"""Choices beside the filter selection: what a card shows of it, as parameters of its own in the address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from domain.selection import Fault, Problem

Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Option:
    """One choice: parameter, German label, codes with their names, the default code."""

    name: str
    label: str
    values: Mapping[str, str]
    default: str


def read_options(
    pairs: Iterable[tuple[str, str]], options: Sequence[Option]
) -> tuple[dict[str, str], Pairs, list[Problem]]:
    """Chosen code of every option, the other parameters, and what was not understood; never raises."""
    known = {option.name: option for option in options}
    chosen = {option.name: option.default for option in options}
    rest: Pairs = []
    problems: list[Problem] = []
    for name, value in pairs:
        if name not in known:
            rest.append((name, value))
        elif value in known[name].values:
            chosen[name] = value
        elif value:
            problems.append(Problem(Fault.WERT, name, value))
    return chosen, rest, problems


def options_text(options: Sequence[Option], chosen: Mapping[str, str]) -> str:
    """Canonical query text of the choices that are not the default, with a leading ``&``; empty without any."""
    changed = [f"{option.name}={chosen[option.name]}" for option in options if chosen[option.name] != option.default]
    return "".join(f"&{part}" for part in changed)
