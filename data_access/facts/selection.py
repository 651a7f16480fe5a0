"""A selection on the fact table: the rows that it keeps, and which mark counts each Kundenreaktion among them once.

A mark stands at the first row of a Kundenreaktion with the same values of some attributes of the Anliegen. Its sum is
the number of different Kundenreaktionen wherever exactly those attributes are held to one value each, by the selection
or by the breakdown. Where an attribute is held to several values, no mark fits, and rows must be made different first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from data_access import schema
from data_access.facts.keys import BEREICH, PERSONENKREISE, Keys
from domain.merkmale import MERKMALE
from domain.zeitraum import DaySpan

WURZEL = "wurzel"
OMBUDSSTELLE = "ombudsstelle"
_FLAGS = {"nein": 0, "ja": 1}
_REAKTION = ("jobcenter", "kanal", "hauptart", OMBUDSSTELLE)
_ANLIEGEN = ("art", "thema", "bewertung")

Codes = tuple[str, ...]


def numbers_of(keys: Keys, merkmal: str, codes: Codes) -> tuple[int, ...]:
    """Numbers of those codes that any row can have."""
    numbers = _FLAGS if merkmal == OMBUDSSTELLE else {**keys.numbers.get(merkmal, {}), MERKMALE[merkmal].ohne: 0}
    return tuple(sorted({numbers[code] for code in codes if code in numbers}))


@dataclass(frozen=True)
class Among:
    """What rows must hold in a column: one of the numbers, or (``left_out``) none of them."""

    column: str
    numbers: tuple[int, ...]
    left_out: bool = False


@dataclass(frozen=True)
class FactSelection:
    """Rows of one period under filters.

    ``wanted`` and ``left_out``: codes per dimension, a Bereich standing for itself alone. ``grouped``: the dimensions
    of the breakdown, ``wurzel`` where it is by top-level Bereich.
    """

    keys: Keys
    span: DaySpan
    zeitbezug: str
    wanted: Mapping[str, Codes]
    left_out: Mapping[str, Codes]
    grouped: Sequence[str]

    @property
    def day(self) -> str:
        """The column with the day that must lie in ``span``."""
        return "eingang_am" if self.zeitbezug == "eingang" else "erledigt_am"

    @cached_property
    def conditions(self) -> list[Among]:
        """All that a row must satisfy besides."""
        return [
            *(condition for merkmal in (*_REAKTION, *_ANLIEGEN) for condition in self._coded(merkmal)),
            *self._personenkreis(),
            *self._bereich(),
        ]

    @property
    def mark(self) -> str | None:
        """The column whose sum counts each Kundenreaktion once; None: there is none."""
        return None if self.held is None else schema.ERST.get(self.held)

    @cached_property
    def held(self) -> frozenset[str] | None:
        """The attributes of the Anliegen that are held to one value each; None: one is held to several."""
        held = set()
        for merkmal in _ANLIEGEN:
            if merkmal in self.grouped or self._is_single(merkmal):
                held.add(merkmal)
            elif self._is_restricted(merkmal):
                return None
        level = self._bereich_level
        return None if level is None else frozenset(held | set(level))

    @property
    def _bereich_level(self) -> tuple[str, ...] | None:
        """What the Bereich is held to: nothing, itself, its top-level Bereich; None: to several."""
        if BEREICH in self.grouped or (self._bereiche is not None and len(self._bereiche) == 1):
            return (BEREICH,)
        if WURZEL in self.grouped:
            return (WURZEL,) if self._bereiche is None or self._roots is not None else None
        if self._bereiche is None:
            return ()
        return (WURZEL,) if self._roots is not None and len(self._roots) == 1 else None

    @cached_property
    def _bereiche(self) -> frozenset[int] | None:
        """The Bereiche that are kept; None: all."""
        if not self._is_restricted(BEREICH):
            return None
        everything = frozenset().union(*self.keys.trees.values())
        kept = frozenset(self._numbers(BEREICH, self.wanted[BEREICH])) if BEREICH in self.wanted else everything
        return kept - frozenset(self._numbers(BEREICH, self.left_out.get(BEREICH, ())))

    @cached_property
    def _roots(self) -> tuple[int, ...] | None:
        """The top-level Bereiche whose trees together are what is kept; None: they are not."""
        assert self._bereiche is not None
        whole = tuple(root for root, tree in sorted(self.keys.trees.items()) if tree <= self._bereiche)
        covered = frozenset().union(*(self.keys.trees[root] for root in whole))
        return whole if covered == self._bereiche else None

    def _bereich(self) -> list[Among]:
        if self._bereiche is None:
            return []
        if self._roots is not None:
            return [Among(WURZEL, self._roots)]
        return [Among(BEREICH, tuple(sorted(self._bereiche)))]

    def _is_restricted(self, merkmal: str) -> bool:
        return merkmal in self.wanted or merkmal in self.left_out

    def _is_single(self, merkmal: str) -> bool:
        return len(self.wanted.get(merkmal, ())) == 1

    def _coded(self, merkmal: str) -> list[Among]:
        found = []
        if merkmal in self.wanted:
            found.append(Among(merkmal, self._numbers(merkmal, self.wanted[merkmal])))
        if merkmal in self.left_out:
            found.append(self._without(merkmal, self._numbers(merkmal, self.left_out[merkmal])))
        return found

    def _without(self, merkmal: str, left_out: tuple[int, ...]) -> Among:
        """Said by what is kept where that is shorter: engines look for one number sooner than for none of many."""
        known = {*_FLAGS.values()} if merkmal == OMBUDSSTELLE else {0, *self.keys.numbers.get(merkmal, {}).values()}
        kept = tuple(sorted(known - {*left_out}))
        return Among(merkmal, kept) if len(kept) < len(left_out) else Among(merkmal, left_out, left_out=True)

    def _numbers(self, merkmal: str, codes: Codes) -> tuple[int, ...]:
        return numbers_of(self.keys, merkmal, codes)

    def _personenkreis(self) -> list[Among]:
        wanted, left_out = self.wanted.get("personenkreis"), self.left_out.get("personenkreis")
        found = [] if wanted is None else [Among(PERSONENKREISE, self._sets(wanted))]
        return found if left_out is None else [*found, Among(PERSONENKREISE, self._sets(left_out), left_out=True)]

    def _sets(self, codes: Codes) -> tuple[int, ...]:
        """Numbers of the sets that hold any of the Personenkreise, or none at all where "ohne" is asked for."""
        ohne = MERKMALE["personenkreis"].ohne in codes
        sets = sorted(self.keys.sets.items())
        return tuple(nr for nr, held in sets if (not held and ohne) or set(held) & set(codes))
