"""The one computation against a second opinion, on all engines, and the laws that hold whatever the data are."""

from __future__ import annotations

import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.aggregate import Aggregate, Werte, Zeile, aggregate
from data_access.statements import Exclusions
from data_access.warehouse import View, Warehouse
from domain.kennzahlen import KENNZAHLEN, CountedOn, Einheit
from domain.merkmale import FILTER, MERKMALE, ZEIT_MERKMALE
from domain.scope import LOCAL, Scope, Stufe
from domain.selection import Selection, parse
from domain.zeitraum import Monat, Zeitraum
from tests import oracle
from tests.random_data import Lieferung, random_breakdown, random_delivery, random_selection
from tests.sizes import examples, size
from tests.warehouses import (
    holding_snapshot_warehouse,
    holding_warehouse,
    import_delivery,
    prepared_snapshot_warehouse,
    snapshot_warehouse,
    statements_that_count,
    uncached_warehouse,
)

ALL = tuple(KENNZAHLEN)
COUNTS = tuple(code for code, kennzahl in KENNZAHLEN.items() if kennzahl.einheit is Einheit.ANZAHL)
PETITION_COUNTS = tuple(code for code in COUNTS if KENNZAHLEN[code].counted_on is CountedOn.PETITION)
ONE_OF_EACH = ("kundenreaktionen", "begruendetenquote", "laufzeit_p90", "petitionen")
PAIRS = tuple(combinations(MERKMALE, 2))
BESIDE_BEREICH = tuple(merkmal for merkmal in MERKMALE if merkmal != "bereich")
FIELDS = (
    "wert",
    "zaehler",
    "nenner",
    "vergleich",
    "vergleich_zaehler",
    "vergleich_nenner",
    "differenz",
    "veraenderung",
)
DELIVERIES = 4
# So many of them are asked in a short run as a snapshot as well; in a long one all.
SNAPSHOTS = 1
# A database that holds no more rows in memory than its largest Jobcenter has.
TIGHT = "sqlite, knapp im Speicher"
# A snapshot of which all rows but one have room, so that those of some Jobcenter are held.
FEW = "snapshot, einige im Speicher"
RANDOM_QUESTIONS = 40
# Choices that are allowed and that a random selection does not make of itself.
RARE_FILTERS = (
    {"ombudsstelle": "ja,nein"},
    {"jobcenter": "ohne"},
    {"hauptart": "ohne"},
    {"art": "lob,ohne"},
    {"bereich": "geld,geld_regel,ohne"},
)
# By what changes are explained.
ITEMS = [merkmal for merkmal in FILTER if merkmal != "personenkreis"]


@dataclass(frozen=True)
class Loaded:
    """A random delivery and the databases into which it was imported, by the name of their engine."""

    seed: int
    lieferung: Lieferung = field(repr=False)
    datenstand: date
    warehouses: Mapping[str, Warehouse] = field(repr=False)


@dataclass(frozen=True)
class Question:
    """What is asked, as a failing test prints it."""

    seed: int
    auswahl: dict[str, str]
    nach: tuple[str, ...] = ()
    ebene: int | None = None
    kennzahlen: tuple[str, ...] = ALL
    ausser: Exclusions = ()


@pytest.fixture(scope="module")
def loaded(new_postgres_database, tmp_path_factory) -> Iterator[list[Loaded]]:
    """Some random deliveries, each imported into SQLite and PostgreSQL, the first with a snapshot of one of them.

    All of them are held in memory as well, and the first one where there is no room for all of its rows.
    """
    folder = tmp_path_factory.mktemp("oracle")
    found = []
    with ExitStack() as stack:
        for seed in range(DELIVERIES):
            lieferung, datenstand = random_delivery(seed)
            warehouses = {}
            for engine, url in (
                ("sqlite", f"sqlite:///{folder / f'{seed}.sqlite'}"),
                ("postgresql", new_postgres_database()),
            ):
                import_delivery(url, lieferung, datenstand)
                warehouses[engine] = stack.enter_context(uncached_warehouse(url, folder / f"{engine}{seed}"))
                held = f"{engine}, im Speicher"
                warehouses[held] = stack.enter_context(holding_warehouse(url, folder / f"held{engine}{seed}"))
                if seed < size(SNAPSHOTS, DELIVERIES, DELIVERIES) and (engine == "sqlite") == bool(seed % 2):
                    place = folder / f"snapshot{seed}"
                    warehouses["snapshot"] = stack.enter_context(snapshot_warehouse(url, place))
                    warehouses["snapshot, im Speicher"] = stack.enter_context(holding_snapshot_warehouse(url, place))
                    if not seed:
                        most = rows_by_jobcenter(lieferung).total() - 1
                        few = holding_snapshot_warehouse(url, folder / "few", most)
                        warehouses[FEW] = stack.enter_context(few)
                        prepared = prepared_snapshot_warehouse(url, folder / "prepared")
                        warehouses["snapshot, Summen und Zeilen im Speicher"] = stack.enter_context(prepared)
                if engine == "sqlite" and not seed:
                    largest = max(rows_by_jobcenter(lieferung).values())
                    tight = holding_warehouse(url, folder / "tight", largest)
                    warehouses[TIGHT] = stack.enter_context(tight)
            found.append(Loaded(seed, lieferung, datenstand, warehouses))
        yield found


def rows_by_jobcenter(lieferung: Lieferung) -> Counter[str]:
    """How many Anliegen of counted Kundenreaktionen each Jobcenter has."""
    cancelled = {
        (row["jobcenter"], row["aktenzeichen"]) for row in lieferung["kundenreaktion"] if row["status"] == "storniert"
    }
    rows = [row for row in lieferung["anliegen"] if (row["jobcenter"], row["aktenzeichen"]) not in cancelled]
    return Counter(row["jobcenter"] for row in rows)


def question(loaded: Loaded, rng: random.Random, nach: Sequence[str], ebene: int | None = None) -> Question:
    auswahl = random_selection(rng, loaded.lieferung, loaded.datenstand)
    return Question(loaded.seed, auswahl, tuple(nach), ebene)


def pair_question(loaded: Sequence[Loaded], pair: tuple[str, str]) -> Question:
    return question(loaded[PAIRS.index(pair) % DELIVERIES], random.Random("-".join(pair)), pair)


def answer(view: View, asked: Question, *, broadly: bool = False) -> Aggregate:
    selection, problems = parse(asked.auswahl.items(), view.catalog.vocabulary)
    assert problems == (), asked
    view = view.broadly(selection) if broadly else view
    return aggregate(view, selection, asked.kennzahlen, asked.nach, asked.ebene, asked.ausser)


def check(loaded: Loaded, asked: Question) -> None:
    """All engines give the same answer, rolled up from wide statements as well, and it is the oracle's."""
    answers = {name: answer(warehouse.view(LOCAL), asked) for name, warehouse in loaded.warehouses.items()}
    for name in sorted({"sqlite", "snapshot"} & loaded.warehouses.keys()):
        answers[f"{name}, breit"] = answer(loaded.warehouses[name].view(LOCAL), asked, broadly=True)
    left_out = {merkmal: set(codes) for merkmal, codes in asked.ausser}
    expected = oracle.aggregate(
        loaded.lieferung, loaded.datenstand, asked.auswahl, asked.kennzahlen, asked.nach, asked.ebene, left_out
    )
    for name, found in answers.items():
        assert differences(found, expected) == [], (name, asked)
    assert len({repr(found) for found in answers.values()}) == 1, asked


def differences(found: Aggregate, expected: oracle.Result) -> list[str]:
    """Everything in which an answer differs from the expected one; empty where they are equal."""
    rows = {zeile.codes: zeile.werte for zeile in found.zeilen}
    told = [f"row {codes} twice" for codes in rows if [z.codes for z in found.zeilen].count(codes) > 1]
    told += [f"row {codes} is missing" for codes in expected.zeilen.keys() - rows.keys()]
    told += [f"row {codes} is too many" for codes in rows.keys() - expected.zeilen.keys()]
    for codes in rows.keys() & expected.zeilen.keys():
        told += [f"{codes} {line}" for line in value_differences(rows[codes], expected.zeilen[codes])]
    told += [f"summe {line}" for line in value_differences(found.summe, expected.summe)]
    told += [f"additiv {code}" for code, additiv in expected.additiv.items() if found.additiv[code] is not additiv]
    return told


def value_differences(found: Mapping[str, Werte], expected: Mapping[str, oracle.Werte]) -> list[str]:
    told = [f"indicators {sorted(found)}"] if found.keys() != expected.keys() else []
    for code in found.keys() & expected.keys():
        for name in FIELDS:
            is_there, should_be = getattr(found[code], name), getattr(expected[code], name)
            if not same(is_there, should_be):
                told.append(f"{code}.{name}: {is_there!r} instead of {should_be!r}")
    return told


def same(found: float | None, expected: float | None) -> bool:
    """None only equals None, whole numbers are equal exactly, fractions to nine digits."""
    if type(found) is not type(expected):
        return False
    if isinstance(found, float) and isinstance(expected, float):
        return math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-15)
    return found == expected


def test_a_wrong_number_a_wrong_type_and_a_missing_row_are_noticed():
    werte = oracle.Werte(2, 2, None, 1, 1, None, 1, 1.0)
    expected = oracle.Result({"lob": werte}, {("2020",): {"lob": werte}}, {"lob": True})
    right = Werte(2, 2, None, 1, 1, None)
    selection = Selection(Zeitraum(Monat(2020, 1), Monat(2020, 12)))

    def told(summe: Werte, *zeilen: Zeile, additiv: bool = True) -> list[str]:
        return differences(Aggregate(selection, ("jahr",), zeilen, {"lob": summe}, {"lob": additiv}), expected)

    row = Zeile(("2020",), {"lob": right})
    assert told(right, row) == []
    assert told(right) == ["row ('2020',) is missing"]
    assert told(right, row, row) == ["row ('2020',) twice"]
    assert told(right, row, Zeile(("2021",), {"lob": right})) == ["row ('2021',) is too many"]
    assert told(right, row, additiv=False) == ["additiv lob"]
    assert "summe lob.wert: 2.0 instead of 2" in told(Werte(2.0, 2, None, 1, 1, None), row)
    assert "summe lob.vergleich: None instead of 1" in told(Werte(2, 2), row)


def test_the_questions_about_pairs_find_cases_of_every_kind(loaded: list[Loaded]):
    found: dict[str, int] = defaultdict(int)
    for pair in PAIRS:
        asked = pair_question(loaded, pair)
        source = loaded[asked.seed]
        summe = oracle.aggregate(source.lieferung, source.datenstand, asked.auswahl, ALL, pair).summe
        for code, werte in summe.items():
            found[code] += bool(werte.wert)
            found["vergleich"] += bool(werte.vergleich)

    assert min(found.values()) >= 10, found
    assert set(found) == {*ALL, "vergleich"}


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_every_indicator_by_every_pair_of_dimensions_is_what_the_oracle_counts(loaded: list[Loaded], pair):
    asked = pair_question(loaded, pair)

    check(loaded[asked.seed], asked)


@pytest.mark.parametrize("beside", BESIDE_BEREICH)
def test_the_top_level_of_bereiche_is_what_the_oracle_counts(loaded: list[Loaded], beside: str):
    rng = random.Random(f"ebene {beside}")
    source = rng.choice(loaded)
    nach = rng.choice([("bereich", beside), (beside, "bereich"), (beside, "bereich", "thema")])

    check(source, question(source, rng, tuple(dict.fromkeys(nach)), ebene=1))


@pytest.mark.parametrize("number", range(RANDOM_QUESTIONS))
def test_random_questions_are_answered_as_the_oracle_answers_them(loaded: list[Loaded], number: int):
    rng = random.Random(number)
    source = loaded[number % DELIVERIES]
    if number % 2:
        nach, ebene = rng.sample(list(MERKMALE), 3), None
    else:
        nach, ebene = random_breakdown(rng)
    asked = question(source, rng, nach, ebene)
    rare = rng.choice(RARE_FILTERS) if number % 4 == 0 else {}
    # Which rows there are must not depend on which indicators are asked for together.
    kennzahlen = tuple(rng.sample(ALL, rng.choice([1, 1, 2, 5])))

    check(source, Question(asked.seed, asked.auswahl | rare, asked.nach, ebene, kennzahlen))


@pytest.mark.parametrize("number", range(6))
def test_where_not_all_rows_are_held_questions_about_some_jobcenter_are_answered_as_well(
    loaded: list[Loaded], number: int
):
    rng = random.Random(f"jobcenter {number}")
    source = loaded[0]
    names = sorted(rows_by_jobcenter(source.lieferung))
    # Of several the snapshot alone is read; what there is not takes no room.
    jobcenter = {
        "jobcenter": ",".join([*rng.sample(names, 1 + number % 3), *rng.sample(["ohne", "saale"], number % 3)])
    }
    asked = question(source, rng, *random_breakdown(rng))

    check(source, Question(asked.seed, asked.auswahl | jobcenter, asked.nach, asked.ebene))


def test_what_is_held_sends_no_statement_and_what_is_not_held_does(loaded: list[Loaded]):
    period = {"von": "2018-01", "bis": "2021-03"}
    one, all_of_them = Question(0, period | {"jobcenter": "ruhr"}, ("monat",)), Question(0, period, ("monat",))
    sent = {}
    for name, warehouse in loaded[0].warehouses.items():
        for asked in (one, all_of_them):
            answer(warehouse.view(LOCAL), asked)
            with statements_that_count(warehouse) as statements:
                answer(warehouse.view(LOCAL), asked)
            sent[name, asked is one] = bool(statements)

    held = {(name, is_one) for name, is_one in sent if "im Speicher" in name and (is_one or name not in (TIGHT, FEW))}
    assert len(held) == 10
    assert {key for key, is_sent in sent.items() if not is_sent} == held


@pytest.mark.parametrize("kennzahl", ALL)
def test_an_indicator_asked_for_alone_has_the_rows_that_the_oracle_gives_it(loaded: list[Loaded], kennzahl: str):
    rng = random.Random(kennzahl)
    source = loaded[ALL.index(kennzahl) % DELIVERIES]
    nach = rng.sample(list(MERKMALE), 2)
    for chosen in (nach, ["jobcenter"], []):
        asked = question(source, rng, chosen)

        check(source, Question(asked.seed, asked.auswahl, asked.nach, None, (kennzahl,)))


@pytest.mark.parametrize("merkmal", FILTER)
def test_what_is_left_out_is_counted_nowhere(loaded: list[Loaded], merkmal: str):
    rng = random.Random(f"ausser {merkmal}")
    source = loaded[FILTER.index(merkmal) % DELIVERIES]
    names = source.warehouses["sqlite"].view(LOCAL).catalog.vocabulary.names[merkmal]
    for ohne in ((), (MERKMALE[merkmal].ohne,)):
        named = tuple(rng.sample(sorted(names), rng.choice([1, 2])))
        nach = rng.sample([other for other in MERKMALE if other != merkmal], 2)
        asked = question(source, rng, nach)

        check(source, Question(asked.seed, asked.auswahl, asked.nach, None, ALL, ((merkmal, (*named, *ohne)),)))
        check(source, Question(asked.seed, {}, (merkmal,), None, ALL, ((merkmal, (*named, *ohne)),)))


@pytest.mark.parametrize("merkmal", ITEMS)
def test_one_item_alone_is_counted_by_other_dimensions_as_the_oracle_counts_it(loaded: list[Loaded], merkmal: str):
    rng = random.Random(f"allein {merkmal}")
    source = loaded[ITEMS.index(merkmal) % DELIVERIES]
    names = {*source.warehouses["sqlite"].view(LOCAL).catalog.vocabulary.names[merkmal], MERKMALE[merkmal].ohne}
    others = tuple(sorted(names - {rng.choice(sorted(names))}))
    for beside in (ITEMS[ITEMS.index(merkmal) - 1], ITEMS[ITEMS.index(merkmal) - 2], rng.choice(ITEMS)):
        auswahl = rng.choice([{}, question(source, rng, ()).auswahl])
        ebene = rng.choice([None, 1]) if beside == "bereich" else None

        check(source, Question(source.seed, auswahl, (beside,), ebene, ALL, ((merkmal, others),)))


@pytest.mark.parametrize("engine", ["sqlite", "postgresql", "snapshot"])
def test_without_a_scope_nothing_is_seen_at_all(loaded: list[Loaded], engine: str):
    view = loaded[0].warehouses[engine].view(Scope(stufe=Stufe.GENAU))
    auswahl = {"von": "2019-01", "bis": "2020-12"}

    total = answer(view, Question(0, auswahl))
    by_month = answer(view, Question(0, auswahl, ("monat",)))
    rows = [answer(view, Question(0, auswahl, (merkmal,))).zeilen for merkmal in FILTER]

    assert rows == [()] * len(FILTER)
    assert len(by_month.zeilen) == 24
    for werte in (total.summe, *(zeile.werte for zeile in by_month.zeilen)):
        assert {code: werte[code].wert for code in ALL} == {code: 0 if code in COUNTS else None for code in ALL}
        assert {werte[code].vergleich for code in COUNTS} <= {0, None}
    seen = answer(loaded[0].warehouses[engine].view(LOCAL), Question(0, auswahl))
    assert seen.summe["kundenreaktionen"].wert


@pytest.mark.parametrize(("days_of_march", "comparison"), [(14, None), (15, 1), (16, 1)])
def test_a_comparison_exists_from_the_very_day_of_the_first_eingang_on(tmp_path, days_of_march, comparison):
    lieferung, _ = random_delivery(0, size=2)
    first, second = lieferung["kundenreaktion"]
    first |= {"eingang_am": date(2019, 3, 15), "status": "offen", "erledigt_am": None}
    second |= {"eingang_am": date(2020, 3, 2), "status": "offen", "erledigt_am": None}
    lieferung["petition_eingabe"] = []
    datenstand = date(2020, 3, days_of_march)
    url = f"sqlite:///{tmp_path / 'krm.sqlite'}"
    import_delivery(url, lieferung, datenstand)

    asked = Question(0, {"von": "2020-03", "bis": "2020-03"}, ("monat",), None, ("kundenreaktionen",))
    with uncached_warehouse(url, tmp_path) as warehouse:
        found = answer(warehouse.view(LOCAL), asked)

    assert (found.summe["kundenreaktionen"].wert, found.summe["kundenreaktionen"].vergleich) == (1, comparison)
    expected = oracle.aggregate(lieferung, datenstand, asked.auswahl, asked.kennzahlen, asked.nach)
    assert differences(found, expected) == []


# --- laws ---------------------------------------------------------------------------------------------

LAW = examples(12, 300, 5_000)


@st.composite
def pairs_of_parameters(draw: st.DrawFn) -> list[tuple[str, str]]:
    """Query parameters of a selection over the second delivery, in any order."""
    lieferung, datenstand = random_delivery(1)
    rng = random.Random(draw(st.integers(0, 10_000)))
    return draw(st.permutations(list(random_selection(rng, lieferung, datenstand).items())))


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def view(request, loaded: list[Loaded]) -> View:
    """The second delivery as both engines answer it."""
    return loaded[1].warehouses[request.param].view(LOCAL)


def selected(view: View, pairs: Sequence[tuple[str, str]]) -> Selection:
    return parse(pairs, view.catalog.vocabulary)[0]


def counts(view: View, selection: Selection) -> dict[str, int | None]:
    summe = aggregate(view, selection, COUNTS).summe
    return {code: summe[code].zaehler for code in COUNTS}


@LAW
@given(pairs=pairs_of_parameters(), data=st.data())
def test_the_order_of_filters_and_of_their_values_changes_nothing(view: View, pairs, data):
    turned = [
        (name, ",".join(data.draw(st.permutations(value.split(",")))))
        for name, value in data.draw(st.permutations(pairs))
    ]

    assert aggregate(view, selected(view, turned), ONE_OF_EACH) == aggregate(view, selected(view, pairs), ONE_OF_EACH)


@LAW
@given(pairs=pairs_of_parameters(), data=st.data())
def test_one_more_filter_never_raises_a_count_and_one_more_value_never_lowers_it(view: View, pairs, data):
    selection = selected(view, pairs)
    merkmal = data.draw(st.sampled_from(FILTER))
    names = view.catalog.vocabulary.names[merkmal]
    codes = data.draw(st.lists(st.sampled_from([*names, *selection.codes(merkmal)]), min_size=1, unique=True))
    first, more = codes[:1], codes

    free = counts(view, selection.with_filter(merkmal, ()))
    narrow = counts(view, selection.with_filter(merkmal, first))
    wider = counts(view, selection.with_filter(merkmal, more))

    for code in COUNTS:
        if code in PETITION_COUNTS and narrow[code] is None:
            continue
        assert (narrow[code] or 0) <= (wider[code] or 0) <= (free[code] or 0), (code, selection, merkmal, codes)


@LAW
@given(pairs=pairs_of_parameters())
def test_years_are_the_sums_of_their_quarters_and_these_of_their_months(view: View, pairs):
    selection = selected(view, pairs)
    found = {}
    for merkmal in ZEIT_MERKMALE:
        sums: dict[tuple[str, str], list[int | None]] = defaultdict(list)
        for zeile in aggregate(view, selection, COUNTS, (merkmal,)).zeilen:
            for code in COUNTS:
                sums[zeile.codes[0][:4], code].append(zeile.werte[code].zaehler)
        found[merkmal] = {key: sum(known(numbers)) if known(numbers) else None for key, numbers in sums.items()}

    assert found["monat"] == found["quartal"] == found["jahr"]
    assert {year for year, _ in found["jahr"]} == {str(monat)[:4] for monat in selection.zeitraum.monate}


@LAW
@given(pairs=pairs_of_parameters(), nach=st.sampled_from(list(MERKMALE)))
def test_rows_that_are_said_to_add_up_give_the_total_and_others_never_less(view: View, pairs, nach):
    found = aggregate(view, selected(view, pairs), COUNTS, (nach,))

    for code in COUNTS:
        total = found.summe[code].zaehler
        rows = known(zeile.werte[code].zaehler for zeile in found.zeilen)
        if total is None or (code in PETITION_COUNTS and not found.additiv[code]):
            assert (code in PETITION_COUNTS, rows) == (True, []), (code, nach)
        elif found.additiv[code]:
            assert sum(rows) == total, (code, nach)
        else:
            assert sum(rows) >= total >= max(rows, default=0), (code, nach)


@LAW
@given(pairs=pairs_of_parameters())
def test_the_top_level_of_bereiche_sums_what_lies_below(view: View, pairs):
    selection = selected(view, pairs)
    below: dict[str, list[Mapping[str, Werte]]] = defaultdict(list)
    for zeile in aggregate(view, selection, COUNTS, ("bereich",)).zeilen:
        below[view.catalog.roots.get(zeile.codes[0], zeile.codes[0])].append(zeile.werte)
    found = aggregate(view, selection, COUNTS, ("bereich",), ebene=1)

    assert {zeile.codes[0] for zeile in found.zeilen} == set(below)
    for zeile in found.zeilen:
        for code in set(COUNTS) - set(PETITION_COUNTS):
            (top,) = known([zeile.werte[code].zaehler])
            leaves = known(werte[code].zaehler for werte in below[zeile.codes[0]])
            if found.additiv[code]:
                assert top == sum(leaves), (code, zeile.codes)
            else:
                assert max(leaves) <= top <= sum(leaves), (code, zeile.codes)


def known(numbers: Iterable[int | None]) -> list[int]:
    """The numbers that there are; None is none."""
    return [number for number in numbers if number is not None]
