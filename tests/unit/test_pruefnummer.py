"""Check numbers: stable, typed by people, and a slip is noticed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from exports.pruefnummer import check_number, plain_rows, read_check_number
from exports.table import Column, Kind, Table

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
TABLE = Table("Eingänge", (Column("Monat"), Column("Anzahl", Kind.ANZAHL)), (("Januar", 3), ("Februar", None)))


def number(karte="eingaenge", query="von=2020-01", stufe="genau", stand="a", table=TABLE):
    return check_number(karte, query, stufe, stand, table)


def test_the_same_figure_has_the_same_number_in_every_version():
    assert number() == "KRM-EBV9-JA4G-1RJK"
    assert (
        number(table=Table("Tage", (Column("Tag", Kind.DATUM),), ((date(2020, 1, 2),),), ("Summe",)))
        == "KRM-3KG3-Y65Y-KHGZ"
    )


def test_dates_are_kept_as_texts():
    assert plain_rows([(date(2020, 1, 2), 3, None, "x", 0.5)]) == [["2020-01-02", 3, None, "x", 0.5]]


@pytest.mark.parametrize("length", [1, 2, 10, 11, 13, 24])
def test_a_number_of_another_length_is_none(length: int):
    digits = "0123456789ABCDEFGHJKMNPQ"[: length - 1]
    assert read_check_number(digits + luhn.calc_check_digit(digits, ALPHABET)) is None


def test_lookalikes_are_read_as_digits():
    digits = "11001100110"
    whole = digits + luhn.calc_check_digit(digits, ALPHABET)
    assert read_check_number("iLoOI1ool10" + whole[-1]) == f"KRM-{whole[:4]}-{whole[4:8]}-{whole[8:]}"


def test_everything_that_makes_a_figure_changes_its_number():
    others = [
        number(karte="kanaele"),
        number(query="von=2020-02"),
        number(stufe="geschuetzt"),
        number(stand="b"),
        number(table=Table("Eingänge", TABLE.columns, (("Januar", 3), ("Februar", 0)))),
        number(table=Table("Eingänge", TABLE.columns, (("Januar", 4), ("Februar", None)))),
        number(table=Table("Eingänge", TABLE.columns, TABLE.rows, ("Summe", 3))),
    ]
    assert len({number(), *others}) == len(others) + 1


def test_dates_are_part_of_a_number():
    tables = [Table("Liste", (Column("Tag", Kind.DATUM),), ((date(2020, 1, day),),)) for day in (1, 2)]
    assert number(table=tables[0]) != number(table=tables[1])


@given(st.integers())
def test_a_number_is_read_as_people_type_it(seed):
    written = number(query=str(seed))
    typed = written.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert read_check_number(typed) == read_check_number(written) == written
    assert read_check_number(written.removeprefix("KRM-")) == written


@given(st.integers(), st.integers(0, 11), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(seed, at, character):
    written = number(query=str(seed))
    digits = list(written.removeprefix("KRM-").replace("-", ""))
    changed = [*digits[:at], character, *digits[at + 1 :]]
    assert (read_check_number("".join(changed)) == written) == (changed == digits)
    assert changed == digits or read_check_number("".join(changed)) is None


def test_what_cannot_be_a_number_is_none():
    nonsense = ("", "KRM-", "12", "KRM-7F3A-2K9Q-X4Cß", "=1+1", "A" * 500, "KRM-EBV9-JA4G-1RJ", "KRM-EBV9-JA4G-1RJU")
    assert not any(read_check_number(text) for text in nonsense)
