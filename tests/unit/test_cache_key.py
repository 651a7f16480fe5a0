"""What is read from the cache, by whom and of which question: no two of them meet under one key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import Connection, Engine, Select, create_engine, literal, select

from data_access import columns
from data_access.cache import RowCache, Rows
from data_access.catalog import Catalog, Stand
from data_access.errors import DatabaseUnavailableError, NoDataError, NotProtectableError
from data_access.facts.keys import Keys
from data_access.protect import check
from data_access.single_cases import case_list, of_selection
from data_access.sources import DirectSource
from data_access.statements import Query, RowKind, WideQuery, build, sees
from data_access.warehouse import KEY_VERSION, PUBLIC_KINDS, View, Warehouse
from domain.kennzahlen import CountedOn, Part
from domain.protection import Rule, Violation
from domain.scope import LOCAL, Faelle, Scope, Stufe
from domain.selection import Selection, Vocabulary
from domain.zeitraum import Monat, Zeitraum
from safety import keeping

NOW = datetime(2021, 4, 1, tzinfo=UTC)
PERIOD = Zeitraum(Monat(2020, 1), Monat(2020, 12))
PLAIN = Query(RowKind.REAKTIONEN, Selection(PERIOD), PERIOD.span)
WIDE = WideQuery(CountedOn.REAKTION, PLAIN.selection, PLAIN.span, ("kanal", "monat"))
NUMBERS = {"art": {"beschwerde": 1, "lob": 2, "idee": 3}, "bewertung": {"begruendet": 1}}
PARENTS = {"leistung": None, "grund": "leistung", "kommunal": "leistung", "arbeit": None}
CATALOG = Catalog(
    Stand(1, date(2021, 3, 31), "x", False, NOW, "v1"),
    Vocabulary(date(2021, 3, 31), {"bereich": {code: code for code in PARENTS}}),
    PARENTS,
    frozenset(),
    (),
    (),
    date(2018, 1, 17),
    Keys({**NUMBERS, "bereich": {"leistung": 1, "grund": 2, "kommunal": 3, "arbeit": 4}}, {1: 1, 2: 1, 3: 1, 4: 4}),
)
SHOWN = Scope(all_rows=True)
TEAM = Scope(all_rows=True, faelle=Faelle.EIGENE, eigene=("leistung",))
OWN = Scope(all_rows=True, stufe=Stufe.GENAU, faelle=Faelle.EIGENE, eigene=("leistung",), nur_eigene=True)


def chosen(**filters: set[str]) -> Query:
    selection = Selection(PERIOD)
    for merkmal, codes in filters.items():
        selection = selection.with_filter(merkmal, codes)
    return replace(PLAIN, selection=selection)


class Fixed(DirectSource):
    """An empty database that is said to hold this Datenstand."""

    version = CATALOG.stand.version


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    (tmp_path / "leer.sqlite").touch()
    found = create_engine(f"sqlite:///{tmp_path / 'leer.sqlite'}")
    yield found
    found.dispose()


@pytest.fixture
def view(engine: Engine, cache: RowCache) -> View:
    source = Fixed(engine)
    return View(Warehouse(lambda: source, cache), source, LOCAL, CATALOG)


def key(scope: Scope, name: str, version: str = "v1") -> str:
    return "\n".join((KEY_VERSION, version, scope.fingerprint, name))


def test_a_question_has_one_text_and_every_version_the_same():
    assert PLAIN.text() == "reaktionen|2020-01-01..2020-12-31|eingang|||"
    full = replace(
        chosen(kanal={"fax", "email"}, bereich={"grund"}),
        art=RowKind.ANLIEGEN,
        nach=("monat", "thema"),
        ebene=1,
        ausser=(("kanal", ("a", "b")), ("thema", ("c",))),
    )
    full = replace(full, selection=replace(full.selection, zeitbezug="erledigung"))
    assert full.text() == (
        "anliegen|2020-01-01..2020-12-31|erledigung|monat,thema|1|bereich=grund&kanal=email,fax|kanal!=a,b&thema!=c"
    )


def test_questions_that_differ_have_different_texts():
    january = Zeitraum(Monat(2020, 1), Monat(2020, 1)).span
    queries = [
        PLAIN,
        *(replace(PLAIN, art=art) for art in RowKind if art is not PLAIN.art),
        replace(PLAIN, span=january),
        replace(PLAIN, selection=replace(PLAIN.selection, zeitbezug="erledigung")),
        *(replace(PLAIN, nach=nach) for nach in (("bereich",), ("bereich", "thema"), ("thema", "bereich"))),
        replace(PLAIN, nach=("bereich",), ebene=1),
        *(chosen(kanal=codes) for codes in ({"a"}, {"b"}, {"a", "b"}, {"ab"})),
        chosen(kanal={"a"}, thema={"b"}),
        *(replace(PLAIN, ausser=ausser) for ausser in ((("kanal", ("a",)),), (("kanal", ("a", "b")),))),
        replace(PLAIN, ausser=(("kanal", ("a",)), ("thema", ("b",)))),
    ]
    assert len({query.text() for query in queries}) == len(queries)
    wide = [WIDE, *(replace(WIDE, before=Zeitraum(Monat(year, 1), Monat(2019, 12)).span) for year in (2018, 2019))]
    assert len({query.text() for query in wide}) == len(wide)


def test_rows_are_kept_under_version_datenstand_scope_and_question(view: View, cache: RowCache):
    scopes = (Scope(), SHOWN, LOCAL, OWN)
    for at, (scope, version) in enumerate(product(scopes, ("v1", "v2"))):
        cache.keep(key(scope, PLAIN.text(), version), [[at]])
        wide_key = key(scope, f"{WIDE.text()}|{CATALOG.keys.fingerprint}", version)
        cache.keep(wide_key, columns.spelled([np.array([at, 1000])]))
    found, wide = [], []
    for scope, version in product(scopes, ("v1", "v2")):
        catalog = replace(CATALOG, stand=replace(CATALOG.stand, version=version))
        found += view.warehouse.rows(view.source, scope, catalog, PLAIN)
        wide += view.warehouse.wide_columns(view.source, scope, catalog, WIDE)
    assert found == [[at] for at in range(8)]
    assert [column.tolist() for column in wide] == [[at, 1000] for at in range(8)]
    with pytest.raises(NoDataError):
        view.warehouse.rows(view.source, LOCAL, CATALOG, chosen(kanal={"a"}))
    with pytest.raises(NoDataError):
        view.warehouse.wide_columns(view.source, LOCAL, CATALOG, replace(WIDE, columns=("kanal",)))


def test_counts_by_month_are_asked_where_there_are_any_that_hold_the_answer():
    asked = partial(build, LOCAL, PLAIN, CATALOG)
    statements = [asked(), asked(rollups=False), asked(rollups=True)]
    statements.append(build(LOCAL, replace(PLAIN, art=RowKind.LAUFZEITEN), CATALOG, rollups=True))
    assert ["fact_anliegen" in str(statement) for statement in statements] == [True, True, False, True]
    assert ["summe_reaktion" in str(statement) for statement in statements] == [False, False, True, False]


def test_other_aggregates_are_computed_once_per_scope_and_name(view: View, cache: RowCache):
    computed: list[str] = []

    def ask(scope: Scope, name: str) -> Rows:
        def compute(connection: Connection) -> Rows:
            computed.append(name)
            return [[scope.fingerprint, name, connection.scalar(select(literal(7)))]]

        return replace(view, scope=scope).remembered(name, compute)

    for _ in range(2):
        for scope, name in product((LOCAL, OWN), ("a", "b")):
            assert ask(scope, name) == [[scope.fingerprint, name, 7]]
    assert computed == ["a", "b", "a", "b"]
    assert cache.kept(key(LOCAL, "a")) == [[LOCAL.fingerprint, "a", 7]]


def test_only_exact_scopes_get_exact_rows(view: View):
    shown = replace(view, scope=SHOWN)
    view.require_exact()
    for refused in (
        shown.require_exact,
        shown.require_cases,
        lambda: shown.rows(PLAIN),
        lambda: shown.remembered("a", lambda _connection: []),
        lambda: shown.read(lambda _connection: []),
    ):
        with pytest.raises(NotProtectableError):
            refused()
    assert view.read(lambda connection: connection.scalar(select(literal(7)))) == 7
    # These are let through, and there is nothing behind them here.
    for answered in (lambda: view.rows(PLAIN), lambda: shown.rows_to_protect(PLAIN)):
        with pytest.raises(NoDataError):
            answered()


def test_only_protected_scopes_are_held_to_the_grammar(view: View):
    shown = replace(view, scope=SHOWN)
    several = chosen(kanal={"a", "b"}).selection
    check(shown, Selection(PERIOD), (), ())
    check(view, several, (), ("kanal",))
    with pytest.raises(NotProtectableError) as refused:
        check(shown, several, (), ())
    assert refused.value.violations == (Violation(Rule.EIN_WERT, "kanal"),)
    with pytest.raises(NotProtectableError) as refused:
        check(shown, Selection(Zeitraum(Monat(2021, 1), Monat(2021, 12))), (), ())
    assert refused.value.violations == (Violation(Rule.BEENDET),)


def test_what_counts_no_cases_is_told_at_either_level(view: View):
    assert {RowKind.BEDARFSGEMEINSCHAFTEN} == PUBLIC_KINDS
    for art in RowKind:
        expected = NoDataError if art in PUBLIC_KINDS else NotProtectableError
        with pytest.raises(expected):
            replace(view, scope=SHOWN).rows(replace(PLAIN, art=art))


def test_single_cases_need_a_right_of_their_own(view: View):
    view.require_cases()
    replace(view, scope=OWN).require_cases()
    with pytest.raises(NotProtectableError) as refused:
        replace(view, scope=Scope(all_rows=True, stufe=Stufe.GENAU)).require_cases()
    assert refused.value.violations == (Violation(Rule.FAELLE),)
    with pytest.raises(NotProtectableError):
        replace(view, scope=Scope(all_rows=True, faelle=Faelle.ALLE)).require_cases()


def test_an_answer_with_single_cases_is_never_kept(view: View):
    keeping.begin()
    keeping.rests_on("v1")
    assert keeping.basis() == "v1"
    view.read(lambda _connection: [])
    assert keeping.basis() is None


def test_what_may_be_old_is_not_called_current(view: View):
    view.require_current()
    with pytest.raises(DatabaseUnavailableError):
        replace(view, outdated=NOW).require_current()


def test_a_selection_narrows_a_view_and_remembers_whose_it_was(view: View):
    team = replace(view, scope=TEAM)
    house, own = team.of(chosen(bereich={"arbeit"}).selection), team.of(chosen(bereich={"grund"}).selection)
    assert (house.scope, own.scope) == (SHOWN, OWN)
    assert (house.session, own.session) == (TEAM, TEAM)
    assert own.of(Selection(PERIOD)).session == TEAM
    assert view.broadly(Selection(PERIOD)).of(Selection(PERIOD)).wide is None
    lowered = view.of(replace(Selection(PERIOD), stufe="geschuetzt"))
    assert lowered.scope == SHOWN
    assert view.of(replace(Selection(PERIOD), stufe="genau")).scope == LOCAL
    assert [one.may_be_exact for one in (view, team, house, own, lowered)] == [True] * 5
    assert not replace(view, scope=SHOWN).may_be_exact
    assert replace(view, scope=SHOWN).of(Selection(PERIOD)).may_be_exact is False


def test_what_a_view_knows_it_tells_again_but_never_a_narrower_one(view: View):
    assert view.once("x", lambda: 1) == view.once("x", lambda: 2) == 1
    assert view.broadly(Selection(PERIOD)).once("x", lambda: 3) == 1
    assert view.of(Selection(PERIOD)).once("x", lambda: 4) == 4
    assert view.once("y", lambda: 5) == 5


def test_the_day_of_the_first_case_is_told_to_exact_scopes_alone(view: View):
    assert view.of(Selection(PERIOD)).catalog.first_eingang == date(2018, 1, 17)
    shown = replace(view, scope=SHOWN)
    assert shown.of(Selection(PERIOD)).catalog.first_eingang == date(2018, 1, 1)
    empty = replace(shown, catalog=replace(CATALOG, first_eingang=None))
    assert empty.of(Selection(PERIOD)).catalog.first_eingang is None


BEREICHE: list[tuple[set[str], bool]] = [
    (set(), False),
    ({"leistung"}, True),
    ({"grund"}, True),
    ({"grund", "kommunal"}, True),
    ({"arbeit"}, False),
    ({"grund", "arbeit"}, False),
    ({"ohne"}, False),
]


@pytest.mark.parametrize(("bereiche", "seen"), BEREICHE)
def test_own_bereiche_alone_are_seen_where_nothing_else_is(bereiche: set[str], seen: bool):
    query = chosen(bereich=bereiche) if bereiche else PLAIN
    assert sees(OWN, query, CATALOG) is seen
    assert sees(replace(OWN, all_rows=False), query, CATALOG) is False
    assert sees(LOCAL, query, CATALOG) is sees(SHOWN, query, CATALOG) is True
    assert sees(Scope(), query, CATALOG) is sees(Scope(stufe=Stufe.GENAU), query, CATALOG) is False


def is_empty(statement: object) -> bool:
    """Whether the SQL says that no row fits."""
    return "false" in str(statement)


@pytest.mark.parametrize("art", RowKind)
def test_a_statement_of_a_scope_without_rows_has_none(art: RowKind):
    query = replace(chosen(bereich={"grund"}), art=art)
    others = replace(chosen(bereich={"arbeit"}), art=art)
    assert [is_empty(build(scope, query, CATALOG)) for scope in (LOCAL, SHOWN, OWN, Scope())] == [False] * 3 + [True]
    assert is_empty(build(OWN, others, CATALOG))
    assert isinstance(build(Scope(), query, CATALOG), Select)


def test_single_cases_of_a_scope_without_rows_are_none():
    def listed(scope: Scope, query: Query, *states: Part) -> str:
        return str(case_list(scope, query, CATALOG, states, "kanal", descending=False))

    own, others = chosen(bereich={"grund"}), chosen(bereich={"arbeit"})
    assert [is_empty(listed(scope, own)) for scope in (LOCAL, OWN, Scope())] == [False, False, True]
    assert is_empty(listed(OWN, others))
    of_ombudsstelle = replace(LOCAL, faelle=Faelle.OMBUDSSTELLE)
    assert "kundenreaktion.ombudsstelle =" in listed(of_ombudsstelle, own)
    assert "kundenreaktion.ombudsstelle =" not in listed(LOCAL, own)
    assert [is_empty(" ".join(map(str, of_selection(scope, own)))) for scope in (LOCAL, SHOWN, OWN, Scope())] == [
        False, False, True, True
    ]  # fmt: skip
