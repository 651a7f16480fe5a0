"""Text alternatives of charts."""

from __future__ import annotations

from datetime import date

from analysis.narrative import Point, describe_categories, describe_course
from domain.kennzahlen import KENNZAHLEN
from tests.unit.narrative.facts import period

REAKTIONEN, QUOTE, MEDIAN = (KENNZAHLEN[code] for code in ("kundenreaktionen", "fristquote", "laufzeit_median"))


def nbsp(text: str) -> str:
    return text.replace("~", "\u00a0")


def course(*werte: float | None, year: int = 2020) -> list[Point]:
    return [Point(period(f"{year}-{month:02d}"), wert) for month, wert in enumerate(werte, start=1)]


def test_a_course_names_its_highest_and_lowest_value_and_its_ends():
    assert describe_course(REAKTIONEN, course(98, 140, 1, 120)) == (
        "Höchster Wert: 140 Kundenreaktionen im Februar 2020; niedrigster Wert: eine Kundenreaktion im März 2020."
        " Die Zahl stieg von 98 im Januar 2020 auf 120 im April 2020."
    )


def test_values_that_occur_more_than_once_name_all_their_months_up_to_three():
    assert describe_course(REAKTIONEN, course(0, 9, 0, 7)).startswith(
        "Höchster Wert: 9 Kundenreaktionen im Februar 2020;"
        " niedrigster Wert: keine Kundenreaktion im Januar 2020 und im März 2020."
    )
    assert "keine Kundenreaktion im Januar 2020 und noch 3-mal." in describe_course(REAKTIONEN, course(0, 0, 0, 0, 7))


def test_shares_and_days_keep_their_unit_and_case():
    assert describe_course(QUOTE, course(0.923, 0.944)) == nbsp(
        "Höchster Wert: 94,4~% im Februar 2020; niedrigster Wert: 92,3~% im Januar 2020."
        " Der Wert stieg von 92,3~% im Januar 2020 auf 94,4~% im Februar 2020."
    )
    assert describe_course(MEDIAN, course(9.0, 8.0)).endswith(
        nbsp(" Der Wert sank von 9~Tagen im Januar 2020 auf 8~Tage im Februar 2020.")
    )


def test_a_period_that_is_not_over_is_neither_the_lowest_nor_the_last_value():
    points = [*course(90, 80, year=2021), Point(period("2021-03"), 12, date(2021, 3, 18))]

    assert describe_course(REAKTIONEN, points) == (
        "Höchster Wert: 90 Kundenreaktionen im Januar 2021; niedrigster Wert: 80 Kundenreaktionen im Februar 2021."
        " Die Zahl sank von 90 im Januar 2021 auf 80 im Februar 2021."
        " Im März 2021 (bis 18.03.2021): 12 Kundenreaktionen."
    )


def test_a_course_that_returns_to_its_start_says_so():
    assert describe_course(REAKTIONEN, course(5, 9, 5)).endswith(" Der erste und der letzte Wert sind gleich: 5.")


def test_equal_values_need_one_sentence():
    assert describe_course(REAKTIONEN, course(8, 8, 8)) == "Alle 3 Werte sind gleich: 8 Kundenreaktionen."
    assert describe_course(REAKTIONEN, course(8, 8)) == "Beide Werte sind gleich: 8 Kundenreaktionen."


def test_values_that_read_the_same_are_the_same():
    assert describe_course(QUOTE, course(0.90001, 0.90002)) == nbsp("Beide Werte sind gleich: 90,0~%.")


def test_missing_values_are_counted_and_not_taken_for_zero():
    assert describe_course(QUOTE, course(None, 0.9, None)) == nbsp(
        "Einziger Wert: 90,0~% im Februar 2020. 2 Werte fehlen."
    )
    assert describe_course(QUOTE, course(None, 0.9, 0.8)).startswith(
        nbsp("Höchster Wert: 90,0~% im Februar 2020; niedrigster Wert: 80,0~% im März 2020. Ein Wert fehlt.")
    )
    assert describe_course(QUOTE, course(None, None)) == "Es gibt keinen Wert."


def test_categories_name_the_largest_and_the_smallest():
    rows = [("Bearbeitungsdauer", 210), ("Beratung", 95), ("ohne Angabe", 3)]

    assert describe_categories(KENNZAHLEN["beschwerden"], rows) == (
        "Höchster Wert: 210 Beschwerden bei „Bearbeitungsdauer“; niedrigster Wert: 3 Beschwerden bei „ohne Angabe“."
    )
    assert describe_categories(KENNZAHLEN["beschwerden"], []) == "Es gibt keinen Wert."
