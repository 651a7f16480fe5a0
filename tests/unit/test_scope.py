"""The scope of a selection is never above that of the session."""

from __future__ import annotations

from domain.scope import LOCAL, Faelle, Scope, Stufe

TEAM = Scope(all_rows=True, faelle=Faelle.EIGENE, eigene=("leistung",))
OWN = ["leistung", "grundsicherung"]


def test_nothing_is_seen_by_default():
    assert Scope() == Scope(all_rows=False, stufe=Stufe.GESCHUETZT, faelle=Faelle.KEINE)


def test_the_owner_of_the_machine_sees_everything():
    assert Scope(all_rows=True, stufe=Stufe.GENAU, faelle=Faelle.ALLE, eigene=(), nur_eigene=False) == LOCAL


def test_a_scope_is_told_in_the_same_words_by_every_version():
    # Several versions may share one cache.
    two = Scope(all_rows=True, stufe=Stufe.GENAU, eigene=("a", "b"), nur_eigene=True)
    named_only = Scope(all_rows=True, stufe=Stufe.GENAU, eigene=("a", "b"))
    assert [scope.fingerprint for scope in (Scope(), LOCAL, two, named_only)] == [
        "keine:geschuetzt",
        "alle:genau",
        "alle:genau:nur=a,b",
        "alle:genau",
    ]


def test_who_sees_the_house_exactly_is_not_held_to_own_bereiche():
    both = Scope(all_rows=True, stufe=Stufe.GENAU, faelle=Faelle.ALLE, eigene=("leistung",))
    asked: list[tuple[str, ...]] = [(), ("leistung",), ("vermittlung",)]
    for bereiche in asked:
        assert both.narrowed(None, bereiche, OWN) == LOCAL


def test_an_exact_session_can_be_lowered_and_then_lists_no_cases():
    lowered = LOCAL.narrowed(Stufe.GESCHUETZT, (), ())
    assert TEAM.narrowed(Stufe.GESCHUETZT, ("leistung",), OWN) == lowered
    assert (lowered.all_rows, lowered.stufe, lowered.faelle) == (True, Stufe.GESCHUETZT, Faelle.KEINE)
    assert LOCAL.narrowed(None, (), ()) == LOCAL.narrowed(Stufe.GENAU, ("x",), ()) == LOCAL


def test_a_protected_session_cannot_be_raised():
    shown = Scope(all_rows=True)
    assert shown.narrowed(Stufe.GENAU, ("leistung",), OWN).stufe is Stufe.GESCHUETZT


def test_a_team_is_exact_in_its_own_bereich_alone():
    inside: list[tuple[str, ...]] = [("leistung",), ("grundsicherung",), ("leistung", "grundsicherung")]
    for bereiche in inside:
        own = TEAM.narrowed(None, bereiche, OWN)
        assert (own.stufe, own.nur_eigene, own.eigene, own.faelle) == (Stufe.GENAU, True, ("leistung",), Faelle.EIGENE)
    outside: list[tuple[str, ...]] = [(), ("vermittlung",), ("leistung", "vermittlung")]
    for bereiche in outside:
        house = TEAM.narrowed(Stufe.GENAU, bereiche, OWN)
        assert house == Scope(all_rows=True, stufe=Stufe.GESCHUETZT, faelle=Faelle.KEINE)


def test_what_differs_in_rows_or_exactness_differs_in_the_cache():
    other = Scope(all_rows=True, eigene=("vermittlung",), faelle=Faelle.EIGENE)
    scopes = [
        Scope(),
        Scope(all_rows=True),
        LOCAL,
        TEAM.narrowed(None, ("leistung",), OWN),
        other.narrowed(None, ("vermittlung",), {"vermittlung"}),
    ]
    assert len({scope.fingerprint for scope in scopes}) == len(scopes)
