"""What a browser sends beside the selection changes nothing: every callback, role and Bereich, by the raw rows."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

import pytest

from cards.kennzahlen import SHOWN
from domain import formats
from domain.rollen import RECHTE, Rolle
from layouts.pages.registry import PAGES
from tests.house import BEREICHE, COUNTS, LED, LIEFERUNG, OWN, PERIOD, House, cases_of, expected, is_exact, open_house
from tests.integration.test_callback_bodies import UPDATE, body_of
from tests.sizes import size
from web.access.matrix import page_right

FOREIGN = next(code for code in BEREICHE if code not in OWN)
SOME_ROLES = (Rolle.TEAMLEITUNG, Rolle.PRAESENTATION)
ROLES = [rolle for rolle in Rolle if rolle in SOME_ROLES or size(0, 1, 1)]
SLUGS = [page.slug for page in PAGES.values()][: size(1, len(PAGES), len(PAGES))]
CHOSEN = ["", *BEREICHE, f"{LED},{FOREIGN}"] if size(0, 1, 1) else ["", LED, FOREIGN]
JOBCENTER = "|".join(row["code"] for row in LIEFERUNG["jobcenter"])
AKTENZEICHEN = re.compile(rf"(?:{JOBCENTER})\.KR-\d+\.")
# What somebody could hope to be asked for, or believed.
ROLE_WISHES: dict[str, Any] = {
    "rolle": "leitung",
    "rollen": ["leitung", "qualitaetsmanagement"],
    "stufe": "genau",
    "scope": {"all_rows": True, "stufe": "genau", "faelle": "alle"},
    "principal": {"kennung": "p1", "rollen": ["qualitaetsmanagement"]},
    "cacheKey": "alle:genau",
    "job": 1,
}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    return open_house(tmp_path_factory.mktemp("forged"))


@pytest.fixture(scope="module")
def callbacks(house: House) -> dict[str, Any]:
    """The callback of every page by its slug, and under the empty name those of the frame."""
    registered = house.ask("/_dash-dependencies", Rolle.LEITUNG).get_json()
    own = [one for one in registered if one["clientside_function"] is None]
    pages = {
        one["inputs"][0]["id"].partition("--")[0]: one for one in own if one["inputs"][0]["id"].endswith("--auswahl")
    }
    frame = [one for one in own if one not in pages.values()]
    assert set(pages) == {page.slug for page in PAGES.values()}
    assert len(frame) >= 2
    return {**pages, "": frame}


def query(bereich: str, **more: str) -> str:
    return "?" + urlencode({**PERIOD, "vergleich": "ohne", **({"bereich": bereich} if bereich else {}), **more})


def answer(house: House, rolle: Rolle, body: dict[str, Any]) -> Any:
    """What a page would show; the status where it is refused."""
    response = house.ask(UPDATE, rolle, body)
    if response.status_code != 200:
        assert response.status_code in (400, 403), response.text
        return response.status_code
    told: dict[str, Any] = response.get_json()["response"]
    # Of a page it is one value, and may tell that something was dropped.
    shown = next((props["data"] for place, props in told.items() if place.endswith("--antwort")), told)
    return {name: value for name, value in shown.items() if not name.endswith("--hinweis")}


def forged(callback: dict[str, Any], bereich: str) -> list[dict[str, Any]]:
    """Bodies for the same page and Bereich that ask for more in one way or another."""
    honest = body_of(callback, lambda: query(bereich))
    return [
        body_of(callback, lambda: query(bereich, stufe="genau")),
        body_of(callback, lambda: query(bereich, stufe="genau", rolle="leitung", scope="alle", bereiche=FOREIGN)),
        body_of(callback, lambda: query(bereich) + "&stufe=genau&stufe=genau"),
        {**honest, **ROLE_WISHES},
    ]


def misfits(callback: dict[str, Any], other: dict[str, Any]) -> list[dict[str, Any]]:
    """Bodies with a state or with inputs that this callback does not have."""
    honest, foreign = body_of(callback, lambda: query("")), body_of(other, lambda: query(""))
    wish = {"id": "rolle", "property": "data", "value": "leitung"}
    return [
        {**honest, "state": [wish]},
        {**honest, "inputs": [*honest["inputs"], wish]},
        {**honest, "inputs": foreign["inputs"]},
        {**honest, "outputs": foreign["outputs"]},
    ]


@pytest.mark.parametrize("rolle", ROLES)
@pytest.mark.parametrize("slug", SLUGS)
def test_a_forged_body_is_answered_as_an_honest_one_or_refused(
    house: House, callbacks: dict[str, Any], slug: str, rolle: Rolle
):
    callback = callbacks[slug]
    for bereich in CHOSEN:
        honest = answer(house, rolle, body_of(callback, lambda bereich=bereich: query(bereich)))
        assert (honest == 403) == (page_right(slug) not in RECHTE[rolle])
        for body in forged(callback, bereich):
            assert answer(house, rolle, body) == honest, (bereich, str(body["inputs"])[-200:])
    other = callbacks[next(page.slug for page in PAGES.values() if page.slug != slug)]
    for body in misfits(callback, other):
        assert answer(house, rolle, body) in (400, 403)


@pytest.mark.parametrize("rolle", [rolle for rolle in ROLES if rolle is not Rolle.TECHNIK])
def test_the_figures_of_a_forged_body_are_those_of_the_raw_rows_for_the_role(
    house: House, callbacks: dict[str, Any], rolle: Rolle
):
    codes = [code for code in SHOWN if code in COUNTS]
    for bereich in ("", *BEREICHE) if size(0, 1, 1) else ("", LED, FOREIGN):
        raw = [expected(bereich, code, is_exact(rolle, bereich)) for code in codes]
        for body in forged(callbacks["ueberblick"], bereich):
            shown = answer(house, rolle, body)["ueberblick--kennzahlen--tabelle"]["table"]["zeilen"]
            told = {row.split("\t")[0]: row.split("\t")[2] for row in shown}
            names = [list(told)[SHOWN.index(code)] for code in codes]
            assert [told[name] for name in names] == [formats.number(number or 0) for number in raw], bereich


@pytest.mark.parametrize("rolle", [rolle for rolle in Rolle if rolle not in (Rolle.TECHNIK,)])
def test_no_callback_tells_a_case_that_does_not_concern_the_role(house: House, callbacks: dict[str, Any], rolle: Rolle):
    allowed = cases_of(rolle)
    assert len(allowed) < len(LIEFERUNG["kundenreaktion"]) or rolle is Rolle.QUALITAETSMANAGEMENT
    wide = {"von": "2018-01", "bis": "2021-12", "vergleich": "ohne"}
    seen: set[str] = set()
    for slug in ("vorgaenge", "radar", "daten")[: size(1, 3, 3)]:
        for bereich in CHOSEN:
            for wish in (
                {},
                {"stufe": "genau"},
                {"ombudsstelle": "nein"},
                {"ombudsstelle": "ja,nein", "stufe": "genau"},
            ):
                text = urlencode({**wide, **({"bereich": bereich} if bereich else {}), **wish})
                body = {**body_of(callbacks[slug], lambda text=text: f"?{text}"), **ROLE_WISHES}
                seen |= set(AKTENZEICHEN.findall(str(answer(house, rolle, body))))
    assert seen <= allowed
    assert bool(seen) == bool(allowed)


@pytest.mark.parametrize("rolle", ROLES)
def test_the_frame_tells_nobody_a_figure(house: House, callbacks: dict[str, Any], rolle: Rolle):
    counted = {formats.number(expected(bereich, code, True) or 0) for bereich in ("", LED, FOREIGN) for code in COUNTS}
    telling = {number for number in counted if len(number) > 2 and number not in ("2019", "2020")}
    assert len(telling) > 3
    for callback in callbacks[""]:
        for path in ("/vorgaenge", "/nirgends", "/einbettungen", "/berichte", *PAGES)[: size(2, 99, 99)]:
            values = {
                "pfad": path,
                "suche": query(FOREIGN, stufe="genau"),
                "text": "Beschwerden 2019 nach Bereich genau",
            }
            body = {**body_of(callback, lambda values=values: values), **ROLE_WISHES}
            texts = re.findall(r"(?<![\w.,-])\d[\d.]*(?![\w,])", str(answer(house, rolle, body)))
            assert not telling & set(texts), (path, telling & set(texts))
