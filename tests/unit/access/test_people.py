"""Who somebody is: addresses, groups and roles."""

from __future__ import annotations

import pytest

from domain.rollen import RECHTE, Recht, Rolle, rechte
from domain.scope import LOCAL, Faelle, Scope, Stufe
from web.access.local import is_loopback
from web.access.policy import scope_of
from web.access.principal import OWNER, Principal
from web.access.role_map import Grant, RoleMapError, granted, read_role_map

MAP = read_role_map(" Haus = leitung ; Team A=teamleitung:geld | eingang;Team B=teamleitung:arbeit; Haus=ombudsstelle;")


@pytest.mark.parametrize("address", ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1", "", None])
def test_this_machine_is_loopback(address):
    assert is_loopback(address)


@pytest.mark.parametrize(
    "address", ["10.0.0.1", "128.0.0.1", "::", "::ffff:10.0.0.1", "localhost.example", "127.0.0.1 "]
)
def test_other_machines_are_not(address):
    assert not is_loopback(address)


def test_groups_give_what_the_settings_say():
    assert granted(MAP, ["Haus"]) == (frozenset({Rolle.LEITUNG, Rolle.OMBUDSSTELLE}), frozenset())
    assert granted(MAP, ["Team A", "Team B"]) == (
        frozenset({Rolle.TEAMLEITUNG}),
        frozenset({"geld", "eingang", "arbeit"}),
    )
    assert granted(MAP, ["haus", "Team", ""]) == (frozenset(), frozenset())


def person(*rollen, bereiche=()):
    return Principal("x", "x", frozenset(rollen), frozenset(bereiche))


def test_scopes_follow_roles():
    assert scope_of(OWNER) == LOCAL
    assert scope_of(person()) == scope_of(person(Rolle.TECHNIK)) == Scope()
    assert scope_of(person(Rolle.PRAESENTATION)) == Scope(all_rows=True)
    assert scope_of(person(Rolle.LEITUNG)) == Scope(all_rows=True, stufe=Stufe.GENAU)
    assert scope_of(person(Rolle.QUALITAETSMANAGEMENT)) == LOCAL
    assert scope_of(person(Rolle.OMBUDSSTELLE)) == Scope(all_rows=True, stufe=Stufe.GENAU, faelle=Faelle.OMBUDSSTELLE)
    team = scope_of(person(Rolle.TEAMLEITUNG, bereiche=("geld",)))
    assert team == Scope(all_rows=True, stufe=Stufe.GESCHUETZT, faelle=Faelle.EIGENE, eigene=("geld",))


def test_own_bereiche_have_one_order():
    # The scope is part of cache keys, which several processes share.
    codes = [f"bereich{number}" for number in range(30)]
    assert list(scope_of(person(Rolle.TEAMLEITUNG, bereiche=codes)).eigene) == sorted(codes)


def test_spaces_in_the_settings_mean_nothing_and_doubles_add_up():
    read = read_role_map(" A = leitung ;; A=teamleitung : x | y ; B =teamleitung:z;")
    assert read == {
        "A": (Grant(Rolle.LEITUNG), Grant(Rolle.TEAMLEITUNG, frozenset({"x", "y"}))),
        "B": (Grant(Rolle.TEAMLEITUNG, frozenset({"z"})),),
    }
    assert read_role_map("") == read_role_map(" ; ") == {}


@pytest.mark.parametrize(
    "entry",
    [
        "Haus", "=leitung", "Haus=", "Haus=chef", "Haus=Leitung", "Haus=teamleitung", "Haus=teamleitung:",
        "Haus=teamleitung:|", "Haus=leitung:", "Haus=leitung:geld", "leitung", "=", "Haus=leitung=x",
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named(entry: str):
    with pytest.raises(RoleMapError) as refused:
        read_role_map(f"Gut=leitung; {entry} ;Gut=technik")
    assert refused.value.entry == str(refused.value) == entry


def test_a_second_role_never_takes_away():
    for first in Rolle:
        for second in Rolle:
            assert rechte({first, second}) == RECHTE[first] | RECHTE[second]
            assert scope_of(person(first, second)).all_rows >= scope_of(person(first)).all_rows
            exact = [scope_of(person(*roles)).stufe is Stufe.GENAU for roles in ((first, second), (first,))]
            assert exact[0] >= exact[1]


def test_only_who_has_a_case_right_has_a_scope_with_cases():
    for rolle in Rolle:
        scope = scope_of(person(rolle, bereiche=("geld",) if rolle is Rolle.TEAMLEITUNG else ()))
        assert (scope.faelle is not Faelle.KEINE) == (Recht.VORGAENGE in RECHTE[rolle])
