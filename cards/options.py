"""Choices beside the filter selection: what a card shows of it, as parameters of its own in the address."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from data_access.catalog import Catalog
from domain.selection import Fault, Problem, Selection

Pairs = list[tuple[str, str]]
Values = Mapping[str, str]
# More digits than any number here has.
_DIGITS = 12


@dataclass(frozen=True)
class Option:
    """One choice: parameter, German label, codes with their names, the default code.

    Where the codes depend on what is loaded, ``values`` is a function of the catalogue, and ``reason`` can say why a
    usual one is missing. ``offered`` narrows the list to what fits a selection; the default and what is chosen stay.
    A choice stands above all cards, or with ``on_card`` on the first card that has it. With ``highest`` it is a whole
    number from 1 up to that instead of a list; the browser sets it back whenever something else is chosen.
    """

    name: str
    label: str
    values: Values | Callable[[Catalog], Values]
    default: str
    offered: Callable[[Catalog, Selection], Collection[str]] | None = None
    reason: Callable[[Catalog], str] | None = None
    on_card: bool = False
    highest: int | None = None

    def names(self, catalog: Catalog) -> Values:
        """All codes that are understood, with their names."""
        return self.values(catalog) if callable(self.values) else self.values

    def understands(self, code: str, catalog: Catalog) -> bool:
        """Whether ``code`` can be chosen."""
        if self.highest is None:
            return code in self.names(catalog)
        return code.isascii() and code.isdigit() and code[0] != "0" and int(code[:_DIGITS]) <= self.highest

    def listed(self, catalog: Catalog, selection: Selection, chosen: str) -> Values:
        """The codes that people can choose from."""
        names = self.names(catalog)
        if self.offered is None:
            return names
        fitting = {self.default, chosen, *self.offered(catalog, selection)}
        return {code: name for code, name in names.items() if code in fitting}


def read_options(
    pairs: Iterable[tuple[str, str]], options: Sequence[Option], catalog: Catalog
) -> tuple[dict[str, str], Pairs, list[Problem]]:
    """Chosen code of every option, the other parameters, and what was not understood; never raises."""
    known = {option.name: option for option in options}
    chosen = {option.name: option.default for option in options}
    rest: Pairs = []
    problems: list[Problem] = []
    for name, value in pairs:
        if name not in known:
            rest.append((name, value))
        elif known[name].understands(value, catalog):
            chosen[name] = value
        elif value:
            problems.append(Problem(Fault.WERT, name, value))
    return chosen, rest, problems


def options_text(options: Sequence[Option], chosen: Mapping[str, str]) -> str:
    """Canonical query text of the choices that are not the default, with a leading ``&``; empty without any."""
    changed = [f"{option.name}={chosen[option.name]}" for option in options if chosen[option.name] != option.default]
    return "".join(f"&{part}" for part in changed)
