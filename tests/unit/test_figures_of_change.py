"""Geometry of waterfalls, effects and funnels: bars stand where the numbers say, names only where they belong."""

from __future__ import annotations

from typing import Any

from figures import theme
from figures.effects import Effect, effects
from figures.funnel import Dot, Limits, funnel_plot
from figures.waterfall import Step, waterfall


def step(name: str, value: int) -> Step:
    return Step(name, value, str(value), f"{name}: {value}")


def spans(figure: theme.Figure) -> dict[int, tuple[float, float]]:
    """Start and end of every bar by its place from above."""
    return {
        y: (base, base + length)
        for trace in figure["data"]
        if trace["type"] == "bar"
        for y, base, length in zip(trace["y"], trace["base"], trace["x"], strict=True)
    }


def trace(figure: theme.Figure, name: str) -> dict[str, Any]:
    return next(trace for trace in figure["data"] if trace.get("name") == name)


def test_every_step_starts_where_the_one_before_ends():
    figure = waterfall(
        step("2019", 100), [step("A", -40), step("B", 15), step("C", 0)], step("2020", 75), ("weniger", "mehr")
    )

    assert spans(figure) == {0: (0, 100), 1: (60, 100), 2: (60, 75), 3: (75, 75), 4: (0, 75)}
    assert trace(figure, "weniger")["y"] == [1]
    assert trace(figure, "mehr")["y"] == [2, 3]
    assert figure["layout"]["yaxis"]["ticktext"] == ["2019", "A", "B", "C", "2020"]
    (texts,) = [trace for trace in figure["data"] if trace.get("mode") == "text"]
    assert texts["text"] == [" 100", " -40", " 15", " 0", " 75"]
    assert texts["x"] == [100, 100, 75, 75, 75]


def test_a_value_may_fall_to_nothing_and_come_from_nothing():
    fallen = waterfall(step("2019", 3), [step("A", -3)], step("2020", 0), ("weniger", "mehr"))
    risen = waterfall(step("2019", 0), [step("A", 3)], step("2020", 3), ("weniger", "mehr"))

    assert spans(fallen) == {0: (0, 3), 1: (0, 3), 2: (0, 0)}
    assert spans(risen) == {0: (0, 0), 1: (0, 3), 2: (0, 3)}
    assert [trace["name"] for trace in fallen["data"] if trace["type"] == "bar"] == ["2019", "weniger", "2020"]


def test_colour_is_never_alone_between_less_and_more():
    figure = waterfall(step("2019", 5), [step("A", -1), step("B", 2)], step("2020", 6), ("weniger", "mehr"))

    assert trace(figure, "weniger")["marker"]["pattern"]["shape"] != trace(figure, "mehr")["marker"]["pattern"]["shape"]


def test_effects_reach_to_both_sides_of_zero_in_points():
    figure = effects(
        [Effect("Gesamt", 0.02, -0.05, "g"), Effect("<b>", -0.004, 0.001, "b")], ("Niveaueffekt", "Struktureffekt")
    )

    assert trace(figure, "Niveaueffekt")["x"] == [2.0, -0.4]
    assert trace(figure, "Struktureffekt")["x"] == [-5.0, 0.1]
    assert trace(figure, "Struktureffekt")["text"][0] == "−5,0"
    low, high = figure["layout"]["xaxis"]["range"]
    assert low == -high < -5
    assert figure["layout"]["yaxis"]["ticktext"] == ["Gesamt", "&lt;b&gt;"]


NAMES = ("innerhalb", "außerhalb", "gesamt", "95 %", "99,8 %")
LIMITS = [Limits(10, (0.0, 0.1, 0.9, 1.0)), Limits(50, (0.2, 0.3, 0.7, 0.8)), Limits(105, (0.3, 0.35, 0.65, 0.7))]


def test_only_dots_outside_the_limits_have_their_name_beside_them():
    dots = [
        Dot(20, 0.5, "Mitte", False, "m"),
        Dot(100, 0.9, "Oben", True, "o"),
        Dot(30, 0.1, "Unten <i>", True, "u"),
    ]
    figure = funnel_plot(dots, LIMITS, 0.5, NAMES, "Fälle")

    assert "text" not in trace(figure, "innerhalb")
    assert trace(figure, "außerhalb")["text"] == ["Oben", "Unten &lt;i&gt;"]
    assert trace(figure, "außerhalb")["textposition"] == ["top left", "bottom right"]
    assert trace(figure, "innerhalb")["marker"]["symbol"] != trace(figure, "außerhalb")["marker"]["symbol"]
    assert (trace(figure, "innerhalb")["x"], trace(figure, "innerhalb")["y"]) == ([20], [50.0])


def test_the_axes_of_a_funnel_hold_all_dots_and_the_limits_of_the_smallest():
    figure = funnel_plot([Dot(100, 0.64, "A", False, "a"), Dot(50, 0.45, "B", False, "b")], LIMITS, 0.5, NAMES, "Fälle")
    low, high = figure["layout"]["yaxis"]["range"]

    assert low < 20
    assert high > 80
    assert figure["layout"]["xaxis"]["range"] == [0, 105]
    assert all(low <= tick <= high for tick in figure["layout"]["yaxis"]["tickvals"])


def test_without_dots_outside_nothing_is_in_the_legend_for_them():
    figure = funnel_plot([Dot(100, 0.5, "A", False, "a")], LIMITS, 0.5, NAMES, "Fälle")

    assert "außerhalb" not in [trace["name"] for trace in figure["data"]]
