"""Choices of a page that are whole numbers."""

from __future__ import annotations

from typing import Any

import pytest

from cards.options import Option, options_text, read_options
from domain.selection import Fault, Problem

PAGE = Option("seite", "Seite", {}, "1", highest=500)
CATALOG: Any = None


@pytest.mark.parametrize("value", ["1", "7", "500"])
def test_whole_numbers_up_to_the_highest_are_understood(value: str):
    assert read_options([("seite", value)], [PAGE], CATALOG) == ({"seite": value}, [], [])


@pytest.mark.parametrize("value", ["0", "-1", "501", "1.5", "01", "zwei", "²", "٣", " 3", "9" * 5000])
def test_anything_else_is_reported_and_the_first_is_taken(value: str):
    problem = Problem(Fault.WERT, "seite", value)

    assert read_options([("seite", value)], [PAGE], CATALOG) == ({"seite": "1"}, [], [problem])


def test_an_empty_number_is_the_first_one():
    assert read_options([("seite", "")], [PAGE], CATALOG) == ({"seite": "1"}, [], [])


def test_only_another_number_than_the_first_stands_in_the_address():
    assert options_text([PAGE], {"seite": "1"}) == ""
    assert options_text([PAGE], {"seite": "12"}) == "&seite=12"
