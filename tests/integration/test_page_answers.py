"""How large the answers of the pages are, and that nothing is lost where they tell once what several parts share."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from flask.testing import FlaskClient

from app import create_app
from data_access.reference.generator import DATENSTAND, reference_delivery
from domain import formats
from figures import theme
from layouts.compact import ALIKE, NAMED, compact, packed, told_once
from layouts.pages.registry import PAGES
from tests.api_server import load, settings_in
from tests.integration.test_callback_bodies import body_of
from tests.unpacked import cells_of, led_to

UPDATE = "/_dash-update-component"
LARGEST_ANSWER = 60_000
ALL_MONTHS = {"von": "2018-01", "bis": "2021-03"}
CHOICES: dict[str, tuple[str, ...]] = {
    "/entwicklung": ("", "nach=thema", "nach=thema&kennzahl=fristquote", "nach=thema&kennzahl=begruendetenquote"),
    "/frist": ("", "nach=thema", "nach=personenkreis&vergleich=vorperiode"),
}
DOUBLED = "kanal=email,telefon&vergleich=vorperiode"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """The whole application over the reference data."""
    settings = settings_in(tmp_path_factory.mktemp("answers"))
    load(settings, reference_delivery(), DATENSTAND, demo=True)
    client: FlaskClient = create_app(settings).server.test_client()
    return client


@pytest.fixture(scope="module")
def callbacks(client: FlaskClient) -> list[dict[str, Any]]:
    registered = client.get("/_dash-dependencies").get_json()
    return [callback for callback in registered if callback["clientside_function"] is None]


def answer_of(client: FlaskClient, callbacks: list[dict[str, Any]], slug: str, query: str) -> bytes:
    """The answer of a page's callback as it travels, not compressed."""
    asked = {"id": f"{slug}--auswahl", "property": "data"}
    (callback,) = [one for one in callbacks if one["inputs"] == [asked]]
    response = client.post(UPDATE, json=body_of(callback, lambda: f"?{query}"))
    assert response.status_code == 200
    return response.data


@pytest.mark.parametrize("path", list(PAGES))
def test_the_answer_of_a_page_over_all_months_is_no_larger_than_agreed(
    client: FlaskClient, callbacks: list[dict[str, Any]], path: str
):
    for choice in (*CHOICES.get(path, ("",)), DOUBLED):
        query = urlencode({**ALL_MONTHS, **dict(parse_qsl(choice))}, safe=",")
        size = len(answer_of(client, callbacks, PAGES[path].slug, query))

        assert size <= LARGEST_ANSWER, (choice, size)


def unpacked(figure: theme.Figure) -> theme.Figure:
    """What the browser makes of a figure, see ``assets/21-krm-views.js``."""
    layout = {**theme.layout(), **figure["layout"]}
    meta = dict(layout.pop("meta", {}))
    names, alike = meta.pop(NAMED, []), meta.pop(ALIKE, {})
    data = []
    for trace in figure["data"]:
        if trace.get("meta") == NAMED:
            whole = {**alike, **{key: value for key, value in trace.items() if key != "meta"}}
            places = whole.get("x") or range(len(whole["y"]))
            texts = trace.get("hovertext") or [""] * len(whole["y"])
            trace = whole | {"hovertext": [names[at] + text for at, text in zip(places, texts, strict=True)]}
        data.append(trace)
    return {**figure, "data": data, "layout": layout | ({"meta": meta} if meta else {})}


def bars(name: str, values: list[int], hover: list[str]) -> dict[str, Any]:
    return {"type": "bar", "name": name, "y": values, "hovertext": hover, "hovertemplate": "%{hovertext}"}


def test_what_is_told_once_is_put_back_as_it_was():
    months = ["Januar 2020", "Februar 2020"]
    figure = {
        "data": [
            bars("A", [1, 2], [f"{month}: {text}" for month, text in zip(months, ("eins", "2: zwei"), strict=True)]),
            bars("B", [3, 4], [f"{month}<br>viel" for month in months]),
            {**bars("C", [5], ["Februar 2020"]), "x": [1]},
            {"type": "scatter", "mode": "markers", "name": "", "x": [0.5], "y": [9], "hovertext": ["1. Quartal 2020"]},
        ],
        "layout": theme.layout(bargap=0.5, meta={"narrow": {"height": 5}}),
    }
    small = compact(figure)

    assert small is not None
    assert small["layout"]["meta"][NAMED] == months
    assert "Januar" not in repr(small["data"])
    assert small["layout"].keys() == {"bargap", "meta"}
    assert unpacked(small) == figure


def test_a_chart_whose_hover_texts_have_nothing_in_common_keeps_them():
    figure = {"data": [bars("A", [1], ["eins: 1"]), bars("B", [2], ["zwei: 2"])], "layout": theme.layout()}

    assert unpacked(compact(figure) or {}) == figure
    assert compact(None) is None


def test_single_marks_travel_without_the_places_that_have_none_but_lines_keep_their_gaps():
    marks = {"mode": "markers", "name": "A", "x": [0, 1, 2], "y": [None, 7, None], "hovertext": ["", "hier", ""]}
    figure = {"data": [marks, marks | {"mode": "lines+markers"}], "layout": {}}
    small, line = (compact(figure) or {})["data"]

    assert "x" not in line
    assert (small["x"], small["y"], small["hovertext"]) == ([1], [7], ["hier"])
    assert line["y"] == [None, 7, None]


def test_a_list_of_events_that_several_charts_have_travels_once():
    events = {"titel": "2 Ereignisse", "zeilen": (("1", "a"), ("2", "b"))}
    none: dict[str, Any] = {"zeilen": ()}

    assert list(told_once([("eins", events), ("zwei", dict(events)), ("drei", none), ("vier", dict(none))])) == [
        events,
        {"wie": "eins", "zeilen": ()},
        none,
        none,
    ]


def test_a_unit_of_most_cells_of_a_column_travels_once():
    space = formats.NBSP
    rows = [
        ["a", f"1{space}%", "x", f"=1{space}%", f"Aa{space}Bb"],
        ["b", f"2{space}%", f"7{space}%", f"2{space}%", f"Aa{space}Cc"],
        ["c", "–", "=y", f"3{space}%", ""],
        ["d", f"3{space}Pp.", "z", f"4{space}%", f"Dd{space}Ee"],
        ["e", f"9{space}%", "", f"5{space}%", "Ff"],
    ]
    table = packed({"zeilen": rows})

    assert table["enden"] == ["", f"{space}%", "", f"{space}%", ""]
    assert cells_of(table) == rows
    assert "".join(table["zeilen"]).count("%") == 2


def test_a_row_of_a_table_travels_as_one_text():
    table = packed({"titel": "T", "zeilen": [["a", "1,5", ""], ["b\tc", "", "2"]]})

    assert (len(table["zeilen"]), cells_of(table)) == (2, [["a", "1,5", ""], ["b c", "", "2"]])
    assert table["titel"] == "T"


def test_where_rows_lead_travels_without_repeating_the_names():
    links: list[dict[str, Any] | None] = [
        {"filter": {"thema": "a"}, "faelle": {"art": "lob"}},
        None,
        {"filter": {"thema": "b"}, "faelle": {"art": "lob"}},
        {"filter": {"von": "2020-01", "bis": "2020-03"}, "faelle": None},
        {"filter": {}, "faelle": {}},
    ]
    choices = [{"posten": "thema.a"}, {"posten": "thema.b"}]
    table = packed({"zeilen": [], "ziele": {"achse": "y", "zeilen": links}, "wahl": {"titel": "T", "zeilen": choices}})

    assert led_to(table["ziele"]) == [link and (link["filter"], link["faelle"]) for link in links]
    assert [found and found[0] for found in led_to(table["wahl"])] == choices
    assert (table["ziele"]["achse"], table["wahl"]["titel"]) == ("y", "T")
    assert (len(table["ziele"]["arten"]), repr(table).count("lob"), repr(table).count("posten")) == (3, 1, 1)


def test_elements_travel_as_what_they_are_and_nothing_else(client: FlaskClient, callbacks: list[dict[str, Any]]):
    answer = json.loads(answer_of(client, callbacks, "ueberblick", "kanal=email"))["response"]
    (chip,) = answer["ueberblick--antwort"]["data"]["ueberblick--chips"]["children"][1:]

    assert chip.keys() == {"type", "props"}
    assert chip["type"] == "Button"
