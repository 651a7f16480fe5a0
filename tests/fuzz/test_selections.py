"""Any address: read without an error, and its canonical text is read as the same selection again."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from hypothesis import given
from hypothesis import strategies as st

from domain.merkmale import FILTER, MERKMALE
from domain.selection import PARAMETER, SINGLE_VALUES, Vocabulary, parse, parse_text
from tests.sizes import examples

CODES = ("a", "b", "c_1", "ä", "a b", "%2C", "&", "ohne", "=1+1")
VOCABULARY = Vocabulary(
    date(2021, 3, 31),
    {name: dict.fromkeys(CODES, "Name") if not MERKMALE[name].werte else dict(MERKMALE[name].werte) for name in FILTER},
)
KNOWN = sorted({code for names in VOCABULARY.names.values() for code in names} | {"offen", "ohne"})
MONTHS = st.dates(date(1, 1, 1), date(9999, 12, 31)).map(lambda day: f"{day:%Y-%m}") | st.sampled_from(
    ["2020-01", "2019-12", "2021-03", "2020-13", "0000-01"]
)
VALUES = st.one_of(
    st.sampled_from(KNOWN),
    st.lists(st.sampled_from(KNOWN), max_size=6).map(",".join),
    st.sampled_from([value for values in SINGLE_VALUES.values() for value in values]),
    MONTHS,
    st.text(max_size=40),
)
PAIRS = st.lists(st.tuples(st.sampled_from(PARAMETER) | st.text(max_size=12), VALUES), max_size=10)


@examples(80, 20_000, 500_000)
@given(pairs=PAIRS)
def test_the_canonical_text_of_whatever_was_asked_is_read_as_the_same(pairs: list[tuple[str, str]]):
    selection, _ = parse(pairs, VOCABULARY)
    again, problems = parse_text(selection.text(), VOCABULARY)

    assert problems == ()
    assert again == selection
    assert again.text() == selection.text()
    assert selection.zeitraum.von <= selection.zeitraum.bis


@examples(80, 20_000, 500_000)
@given(pairs=PAIRS, data=st.data())
def test_the_order_in_which_filters_are_named_is_irrelevant(pairs: list[tuple[str, str]], data: st.DataObject):
    # Of one parameter the first of several values counts, so each stands once here.
    once = list({name: (name, value) for name, value in pairs}.values())
    selection, _ = parse(once, VOCABULARY)

    assert parse(data.draw(st.permutations(once)), VOCABULARY)[0] == selection


@examples(100, 10_000, 200_000)
@given(text=st.text(max_size=200) | PAIRS.map(urlencode))
def test_what_was_dropped_is_named_and_what_was_kept_is_known(text: str):
    selection, problems = parse_text(text, VOCABULARY)

    assert all(VOCABULARY.knows(name, code) for name, codes in selection.filter for code in codes)
    # A plus sign stands for a space in an address.
    spelled = text.replace("+", " ")
    assert all(problem.parameter in spelled or problem.parameter in PARAMETER for problem in problems) or "%" in text
