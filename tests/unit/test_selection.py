"""The selection as a value: its text, its words, and what is said about addresses that are wrong."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.merkmale import FILTER, MERKMALE
from domain.selection import PARAMETER, SINGLE_VALUES, Fault, Problem, Selection, Vocabulary, parse, parse_text
from domain.zeitraum import Monat, Zeitraum

NAMES: Mapping[str, Mapping[str, str]] = {
    merkmal: MERKMALE[merkmal].werte
    or {"email": "E-Mail", "brief": "Brief", f"{merkmal}_1": "Erste(r)", f"{merkmal}.2-A": "Ä & Ö = Ü"}
    for merkmal in FILTER
}
VOCABULARY = Vocabulary(date(2021, 3, 31), NAMES)
YEAR = Zeitraum(Monat(2020, 1), Monat(2020, 12))


def allowed(merkmal: str) -> list[str]:
    codes = list(NAMES[merkmal])
    return codes if merkmal == "ombudsstelle" else [*codes, MERKMALE[merkmal].ohne]


@st.composite
def selections(draw: st.DrawFn) -> Selection:
    """Any selection that can be made."""
    first = Monat.at(draw(st.integers(1990 * 12, 2100 * 12)))
    last = Monat.at(draw(st.integers(first.index, 2100 * 12 + 11)))
    selection = Selection(
        Zeitraum(first, last),
        vergleich=draw(st.sampled_from(list(SINGLE_VALUES["vergleich"]))),
        zeitbezug=draw(st.sampled_from(list(SINGLE_VALUES["zeitbezug"]))),
        bewertungsbasis=draw(st.sampled_from(list(SINGLE_VALUES["bewertungsbasis"]))),
        stufe=draw(st.sampled_from([None, *SINGLE_VALUES["stufe"]])),
    )
    for merkmal in draw(st.lists(st.sampled_from(FILTER), unique=True)):
        selection = selection.with_filter(merkmal, draw(st.lists(st.sampled_from(allowed(merkmal)))))
    return selection


def problems(text: str) -> list[Problem]:
    return list(parse_text(text, VOCABULARY)[1])


# --- text ---------------------------------------------------------------------------------------------


@given(selection=selections())
def test_a_selection_comes_back_from_its_text(selection: Selection):
    assert parse_text(selection.text(), VOCABULARY) == (selection, ())
    assert parse_text("?" + selection.text(), VOCABULARY) == (selection, ())


@given(one=selections(), other=selections())
def test_texts_are_equal_exactly_where_selections_are(one: Selection, other: Selection):
    assert (one.text() == other.text()) == (one == other)
    assert (hash(one) == hash(other)) >= (one == other)


@given(selection=selections())
def test_the_text_is_made_of_known_parameters_in_their_order(selection: Selection):
    names = list(parse_qs(selection.text(), strict_parsing=True))

    assert names == [name for name in PARAMETER if name in names]
    assert names[:2] == ["von", "bis"]
    assert selection.text().isascii()


@given(selection=selections(), data=st.data())
def test_order_repetition_and_blanks_in_an_address_make_no_difference(selection: Selection, data: st.DataObject):
    pairs = []
    for name, value in selection.parameter().items():
        parts = value.split(",")
        if name in FILTER:
            parts = data.draw(st.permutations(parts + parts[:1]))
            pairs += [(name, f" {part} ,") for part in parts]
        else:
            pairs += [(name, f" {value} "), (name, value), (name, "")]

    assert parse(data.draw(st.permutations(pairs)), VOCABULARY) == (selection, ())


def test_the_text_names_the_period_and_what_is_not_the_default():
    assert Selection(YEAR).text() == "von=2020-01&bis=2020-12"
    full = Selection(YEAR, "ohne", (), "erledigung", "bewertete", "genau").with_filter("kanal", ["email", "brief"])
    assert full.text() == (
        "von=2020-01&bis=2020-12&vergleich=ohne&kanal=brief,email&zeitbezug=erledigung"
        "&bewertungsbasis=bewertete&stufe=genau"
    )


def test_an_empty_address_means_the_last_complete_year():
    assert parse_text("", VOCABULARY) == (Selection(YEAR), ())
    assert parse_text("von=&bis=&kanal=&vergleich=", VOCABULARY) == (Selection(YEAR), ())


# --- changing a selection -----------------------------------------------------------------------------


def test_a_filter_holds_its_codes_once_and_sorted():
    selection = Selection(YEAR).with_filter("thema", ["b", "a", "b"]).with_filter("kanal", ["x"])

    assert selection.codes("thema") == ("a", "b")
    assert selection.codes("personenkreis") == ()
    assert selection.filter == (("thema", ("a", "b")), ("kanal", ("x",)))
    assert selection.with_filter("thema", []) == Selection(YEAR).with_filter("kanal", ["x"])


@given(selection=selections(), data=st.data())
def test_filters_set_in_any_order_make_the_same_selection(selection: Selection, data: st.DataObject):
    bare = Selection(
        selection.zeitraum,
        selection.vergleich,
        zeitbezug=selection.zeitbezug,
        bewertungsbasis=selection.bewertungsbasis,
        stufe=selection.stufe,
    )
    for merkmal, codes in data.draw(st.permutations(selection.filter)):
        bare = bare.with_filter(merkmal, data.draw(st.permutations(codes)))

    assert bare == selection


# --- what is wrong with an address --------------------------------------------------------------------


@given(text=st.text())
def test_no_text_whatever_raises(text: str):
    selection, found = parse_text(text, VOCABULARY)

    assert parse_text(selection.text(), VOCABULARY) == (selection, ())
    assert all(isinstance(problem, Problem) for problem in found)


GARBAGE = st.one_of(
    st.text(max_size=30),
    st.sampled_from([*PARAMETER, "email", "2020-01", "2020-13", "ohne", "offen", "ja", "vorjahr", ",", " ", ""]),
    st.lists(st.text(max_size=5), max_size=4).map(",".join),
    st.characters().map(lambda sign: sign * 3),
)


@given(pairs=st.lists(st.tuples(st.one_of(st.sampled_from(PARAMETER), GARBAGE), GARBAGE), max_size=12))
def test_no_parameters_whatever_raise_and_what_is_kept_is_known(pairs: list[tuple[str, str]]):
    selection, found = parse(pairs, VOCABULARY)

    assert parse_text(selection.text(), VOCABULARY) == (selection, ())
    assert selection.in_words(VOCABULARY).startswith("Zeitraum ")
    known = {name for name, _ in pairs if name in PARAMETER}
    assert {problem.parameter for problem in found} <= known | {name for name, _ in pairs} | {"von", "bis"}
    for name, text in pairs:
        if name not in PARAMETER:
            assert Problem(Fault.PARAMETER, name, text) in found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("farbe=rot", Problem(Fault.PARAMETER, "farbe", "rot")),
        ("monat=2020-01", Problem(Fault.PARAMETER, "monat", "2020-01")),
        ("kanal=email,taube", Problem(Fault.WERT, "kanal", "taube")),
        ("kanal=EMAIL", Problem(Fault.WERT, "kanal", "EMAIL")),
        ("ombudsstelle=ohne", Problem(Fault.WERT, "ombudsstelle", "ohne")),
        ("bewertung=ohne", Problem(Fault.WERT, "bewertung", "ohne")),
        ("thema=offen", Problem(Fault.WERT, "thema", "offen")),
        ("vergleich=gestern", Problem(Fault.WERT, "vergleich", "gestern")),
        ("zeitbezug=Eingang", Problem(Fault.WERT, "zeitbezug", "Eingang")),
        ("stufe=offen", Problem(Fault.WERT, "stufe", "offen")),
        ("von=2020-01&bis=Ende", Problem(Fault.MONAT, "bis", "Ende")),
        ("von=2020-01", Problem(Fault.UNVOLLSTAENDIG, "bis")),
        ("bis=2020-01", Problem(Fault.UNVOLLSTAENDIG, "von")),
        ("von=2020-05&bis=2020-04", Problem(Fault.VERKEHRT, "von", "2020-05 – 2020-04")),
        ("vergleich=ohne&vergleich=vorjahr", Problem(Fault.MEHRFACH, "vergleich", "ohne, vorjahr")),
        (
            "von=2020-01&von=2020-02&bis=2020-12",
            Problem(Fault.MEHRFACH, "von", "2020-01, 2020-02"),
        ),
    ],
)
def test_what_is_dropped_is_named(text, expected):
    assert problems(text) == [expected]


def test_several_faults_are_all_named_and_the_rest_holds():
    selection, found = parse_text("kanal=taube,email&x=1&thema=nichts&vergleich=ohne", VOCABULARY)

    assert selection == Selection(YEAR, "ohne").with_filter("kanal", ["email"])
    assert {(problem.parameter, problem.wert) for problem in found} == {
        ("kanal", "taube"),
        ("x", "1"),
        ("thema", "nichts"),
    }


@pytest.mark.parametrize("text", ["von=2019-01", "bis=2019-01", "von=2020-05&bis=2020-04", "von=x&bis=2019-01"])
def test_a_period_that_is_no_period_is_replaced_by_the_default(text):
    assert parse_text(text, VOCABULARY)[0].zeitraum == YEAR


def test_a_value_given_twice_is_no_fault_where_it_is_the_same():
    assert parse_text("vergleich=ohne&vergleich=ohne", VOCABULARY) == (Selection(YEAR, "ohne"), ())


def test_a_filter_of_which_no_value_is_known_is_no_filter():
    assert parse_text("kanal=taube", VOCABULARY)[0] == Selection(YEAR)


def test_without_a_recorded_value_is_a_choice_of_every_dimension_but_the_ombudsstelle():
    for merkmal in FILTER:
        if merkmal != "ombudsstelle":
            code = MERKMALE[merkmal].ohne
            assert parse_text(f"{merkmal}={code}", VOCABULARY)[0].codes(merkmal) == (code,)


# --- words --------------------------------------------------------------------------------------------


def words(text: str) -> str:
    selection, found = parse_text(text, VOCABULARY)
    assert found == ()
    return selection.in_words(VOCABULARY)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "Zeitraum 2020, Vergleich Vorjahr"),
        ("kanal=email", "Zeitraum 2020, Kanal E-Mail, Vergleich Vorjahr"),
        ("vergleich=vorperiode", "Zeitraum 2020, Vergleich Vorperiode"),
        ("vergleich=ohne&von=2020-03&bis=2020-03", "Zeitraum März 2020, Vergleich ohne"),
        ("kanal=ohne,email,brief", "Zeitraum 2020, Kanal Brief, E-Mail oder ohne Angabe, Vergleich Vorjahr"),
        ("bewertung=offen", "Zeitraum 2020, Bewertung ohne Bewertung, Vergleich Vorjahr"),
        ("ombudsstelle=ja&hauptart=lob", "Zeitraum 2020, Hauptart Lob, Ombudsstelle ja, Vergleich Vorjahr"),
        ("zeitbezug=erledigung", "Zeitraum 2020, Zeitbezug nach Erledigung, Vergleich Vorjahr"),
        (
            "bewertungsbasis=bewertete",
            "Zeitraum 2020, Basis der Begründetenquote nur bewertete, Vergleich Vorjahr",
        ),
    ],
)
def test_the_selection_is_told_in_words(text, expected):
    assert words(text) == expected


@given(selection=selections())
def test_words_name_every_filter_that_is_active_and_no_other(selection: Selection):
    named = dict(selection.filters_in_words(VOCABULARY))

    expected = {MERKMALE[merkmal].name for merkmal, _ in selection.filter}
    expected |= {"Zeitbezug"} if selection.zeitbezug != "eingang" else set()
    expected |= {"Basis der Begründetenquote"} if selection.bewertungsbasis != "alle" else set()
    assert set(named) == expected
    for merkmal, codes in selection.filter:
        for code in codes:
            assert VOCABULARY.name(merkmal, code) in named[MERKMALE[merkmal].name]


def test_a_code_without_a_name_stands_for_itself():
    assert VOCABULARY.name("kanal", "taube") == "taube"
    assert VOCABULARY.name("kanal", "ohne") == "ohne Angabe"
    assert VOCABULARY.name("bewertung", "offen") == "ohne Bewertung"
