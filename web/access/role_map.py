"""Groups of the directory → roles, only as the settings say: an unknown group gives nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.rollen import Rolle


@dataclass(frozen=True)
class Grant:
    """What membership in a group gives: a role, to a Teamleitung the Bereiche she leads."""

    rolle: Rolle
    bereiche: frozenset[str] = frozenset()


RoleMap = Mapping[str, tuple[Grant, ...]]


class RoleMapError(ValueError):
    """The setting cannot be read; ``entry`` is the part that cannot."""

    def __init__(self, entry: str) -> None:
        self.entry = entry


def read_role_map(text: str) -> RoleMap:
    """``group=role`` separated by ``;``, a Teamleitung as ``group=teamleitung:bereich|bereich``.

    Raises ``RoleMapError``.
    """
    grants: dict[str, tuple[Grant, ...]] = {}
    for entry in filter(None, (part.strip() for part in text.split(";"))):
        group, _, meaning = entry.partition("=")
        group = group.strip()
        if not group:
            raise RoleMapError(entry)
        grants[group] = (*grants.get(group, ()), _grant(entry, meaning))
    return grants


def _grant(entry: str, meaning: str) -> Grant:
    code, colon, names = meaning.partition(":")
    bereiche = frozenset(filter(None, (name.strip() for name in names.split("|"))))
    try:
        rolle = Rolle(code.strip())
    except ValueError:
        raise RoleMapError(entry) from None
    # Whoever leads a team leads one that is named; nobody else is bound to a Bereich.
    if bool(bereiche) != (rolle is Rolle.TEAMLEITUNG) or bool(colon) != bool(bereiche):
        raise RoleMapError(entry)
    return Grant(rolle, bereiche)


def granted(role_map: RoleMap, groups: Iterable[str]) -> tuple[frozenset[Rolle], frozenset[str]]:
    """Roles and Bereiche of somebody in these groups."""
    grants = [grant for group in groups for grant in role_map.get(group, ())]
    return (
        frozenset(grant.rolle for grant in grants),
        frozenset(bereich for grant in grants for bereich in grant.bereiche),
    )
