"""Titles of slides end where a reader would end them, and numbers of German texts are found whole."""

from __future__ import annotations

import pytest

from exports.slides.names import Figure, Text, mark, read_name, text_name
from exports.slides.numbers import numbers_in
from exports.slides.plain import plain, shortened


@pytest.mark.parametrize(
    ("text", "longest", "kept"),
    [
        ("Kurz.", 10, "Kurz."),
        ("Es gingen 2020. Danach kam mehr dazu.", 20, "Es gingen 2020."),
        ("Am 31. Dezember 2020. Der Rest fehlt hier.", 30, "Am 31. Dezember 2020."),
        ("1.068 (−616; −36,6 %). Höchster Wert: 120 im Januar.", 30, "1.068 (−616; −36,6 %)."),
        (
            "Lob: 27 (−54; −66,7 %); Ideen: 3 (−1; −25,0 %); Beschwerden",
            50,
            "Lob: 27 (−54; −66,7 %); Ideen: 3 (−1; −25,0 %) …",
        ),
        ("Donaudampfschifffahrtsgesellschaft und vieles mehr", 40, "Donaudampfschifffahrtsgesellschaft …"),
    ],
)
def test_a_long_text_ends_with_a_sentence_a_part_or_a_word(text: str, longest: int, kept: str):
    assert shortened(text, longest) == kept
    assert len(kept) <= longest


def test_characters_that_xml_forbids_are_left_out():
    assert plain("a\x00b\tc\nd\x1f\ufffee") == "ab c de"


def test_numbers_are_found_with_their_separators():
    text = "Am 31.03.2021 waren 1.068 von 2.145 (49,8 %) fertig, 3 nicht; KRM-AB12-CD34-EF56, 120."
    assert numbers_in(text) == {"31.03.2021", "1.068", "2.145", "49,8", "KRM-AB12-CD34-EF56", "120"}


def test_names_of_shapes_are_read_back_and_foreign_ones_are_not_ours():
    name = "krm:fig:verlauf?von=2020-01&kanal=email,telefon&stufe=genau&abb=E-Mail+%26+Fax&alt=ab"
    assert read_name(name) == Figure("verlauf", "von=2020-01&kanal=email,telefon", "genau", "E-Mail & Fax", "ab")
    assert read_name(text_name("titel", "Ein  Satz")) == Text("titel", mark("Ein Satz"))
    for foreign in ("Titel 1", "krm", "krm:fig:x?" + "a=1&" * 500, "krm:fig:" + "x" * 5_000):
        assert read_name(foreign) is None
